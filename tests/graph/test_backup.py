"""A backup holds all that a graph is made from, moves between servers, and does harm to nobody where it is damaged."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.backup import BackupError, Contents, restore_backup, verify_backup, write_backup
from graph.model import Attribution
from graph.reviews import Review
from graph.settings import Settings
from graph.store import Store, open_store
from tests.conftest import empty
from tests.factories import extraction, sample
from tests.graph.pictures import picture
from tests.synthetic import World

AT = "2031-06-01T12:00:00+00:00"
HELD = Contents(documents=13, decisions=2, reviews=3)


def fill(store: Store) -> None:
    """Documents of all sorts, a merge that stands and one undone, a claim rejected, and one corrected and not any more."""
    odd = extraction("“Zoë”,\u2028 said\tthe “Freeport\u00a0Times”.", {"Zoë": "Person"},
                     attributions=(Attribution(((1, 4),), ((7, 11), (12, 15)), (), "verb"),))
    store.write_many([*sample(), odd, *map(World(stories=3, things=15, claims=3).document, range(7))])
    claims = {claim.relation: claim for found in sample() for claim in found.claims}
    store.review(Review(claims["INVESTIGATES"].id, "rejected", "Ada", AT, "no"))
    store.review(Review(claims["MAKES"].id, "corrected", "Ada", AT, "it is said", status="alleged"))
    store.undo_review(next(entry.review.id for entry in store.reviews() if entry.review.verdict == "corrected"), "Bob", "no")
    ids = {entity.name: entity.id for entity in store.entities()}
    merge = store.decide(ids["Crumb Wiring"], ids["Borduria Systems LLC"], "same", by="Ada", why="one firm", at=AT)
    assert merge in store.decisions()
    store.decide(ids["Freeport"], ids["Freedonia"], "different", by="Ada", why="two places", at=AT)


@pytest.fixture
def embedded_store(embedded_settings: Settings) -> Iterator[Store]:
    with open_store(embedded_settings) as store:
        empty(store)
        fill(store)
        yield store


def test_a_backup_moves_the_whole_graph_to_the_other_server_and_back(both_stores: tuple[Store, Store], tmp_path: Path) -> None:
    embedded, neo4j = both_stores
    fill(embedded)
    assert write_backup(embedded, tmp_path / "a") == verify_backup(tmp_path / "a") == HELD
    assert restore_backup(neo4j, tmp_path / "a") == HELD
    assert picture(neo4j) == picture(embedded)
    assert list(neo4j.differences()) == []
    write_backup(neo4j, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    before = picture(embedded)
    empty(embedded)
    restore_backup(embedded, tmp_path / "b")
    assert picture(embedded) == before


def test_it_is_restored_into_what_is_there_only_where_that_is_asked_for(store: Store, tmp_path: Path) -> None:
    fill(store)
    once = picture(store)
    write_backup(store, tmp_path / "backup")
    for found in sample()[2:]:
        store.retract(found.document.id)
    with pytest.raises(BackupError, match="--into-existing"):
        restore_backup(store, tmp_path / "backup")
    restore_backup(store, tmp_path / "backup", into_existing=True)
    assert picture(store) == once
    for found in store.extractions():
        store.retract(found.document.id)
    with pytest.raises(BackupError, match="not empty"):         # of the decisions that are kept
        restore_backup(store, tmp_path / "backup")


def damaged(data: bytes) -> dict[str, bytes]:
    lines = gzip.decompress(data).splitlines(keepends=True)
    flips = {f"bit {at}": data[:at] + bytes([data[at] ^ 4]) + data[at + 1:] for at in random.Random(1).sample(range(10, len(data)), 25)}
    cuts = {f"cut at {at}": data[:at] for at in random.Random(2).sample(range(len(data)), 15)}
    texts = {"no end": lines[:-1], "a line less": lines[:3] + lines[4:], "a line twice": lines[:2] + lines[1:], "two ends": [*lines, lines[-1]],
             "no beginning": lines[1:], "another version": [lines[0].replace(b"1", b"2"), *lines[1:]], "nothing": [], "other JSON": [b"[]\n"],
             "a word changed": [*lines[:-2], lines[-2].replace(b"alleged", b"asserted", 1).replace(b"2010", b"2011", 1), lines[-1]]}
    return flips | cuts | {name: gzip.compress(b"".join(text)) for name, text in texts.items()} | {"no gzip": b"".join(lines)}


def test_a_damaged_backup_changes_nothing(embedded_store: Store, tmp_path: Path) -> None:
    before = picture(embedded_store)
    write_backup(embedded_store, tmp_path / "good")
    for name, data in damaged((tmp_path / "good").read_bytes()).items():
        (tmp_path / "bad").write_bytes(data)
        with pytest.raises(BackupError, match="bad is no backup or is damaged"):
            restore_backup(embedded_store, tmp_path / "bad", into_existing=True)
            pytest.fail(name)
    with pytest.raises(BackupError, match="no file"):
        restore_backup(embedded_store, tmp_path / "nowhere", into_existing=True)
    assert picture(embedded_store) == before


class Broken:
    """A store that fails half way."""

    def __init__(self, store: Store) -> None:
        self.decisions, self.review_records = store.decisions, store.review_records
        self._store = store

    def extractions(self) -> object:
        yield from list(self._store.extractions())[:3]
        raise OSError(28, "No space left on device")


def test_a_backup_that_fails_leaves_the_one_before_it(embedded_store: Store, tmp_path: Path) -> None:
    write_backup(embedded_store, tmp_path / "backup")
    good = (tmp_path / "backup").read_bytes()
    with pytest.raises(BackupError, match="No space left"):
        write_backup(Broken(embedded_store), tmp_path / "backup")
    assert (tmp_path / "backup").read_bytes() == good
    assert [path.name for path in tmp_path.iterdir()] == ["backup"]
    with pytest.raises(BackupError, match="cannot be written"):
        write_backup(embedded_store, tmp_path / "nowhere" / "backup")
