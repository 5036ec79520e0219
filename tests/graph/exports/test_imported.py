"""An export comes back as it was, into whatever store: as parts of documents, which never stand in the way of the whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.backup import restore_backup, write_backup
from graph.exports.imported import extraction_of
from graph.exports.selection import Scope, select
from graph.model import GAP, LawError, check
from graph.rdf import Publication, account_of, export_rdf
from graph.rdf_read import read_rdf
from graph.resolve import entity_id
from graph.reviews import Review, now
from graph.store import Store
from tests.conftest import empty
from tests.factories import sample
from tests.graph.exports.fixtures import GRAPH
from tests.graph.pictures import picture
from tests.graph.records import Graph
from tests.graph.test_rdf import LAWSUIT, RULING

DOCUMENTS = (*sample(), LAWSUIT, RULING, *GRAPH.documents)


def exported(store: Store | Graph, path: Path, scope: Scope | None = None) -> bytes:
    export_rdf(select(store, scope or Scope()), "trig", path, publication=Publication(title="T"))
    return path.read_bytes()


def take_in(store: Store, path: Path) -> None:
    file = read_rdf(path)
    store.record_decisions(file.decisions)
    store.write_many(map(extraction_of, file.accounts), file=str(path))


@pytest.mark.parametrize("extraction", DOCUMENTS, ids=lambda extraction: extraction.document.title[:12])
def test_a_document_comes_back_with_every_word_that_is_published_of_it(extraction):
    account = account_of(extraction, {entity.id: entity_id(entity) for entity in extraction.entities})
    found = extraction_of(account)
    check(found)
    assert (found.document.id, found.document.sha256, found.document.published) == (
        extraction.document.id, extraction.document.sha256, extraction.document.published)
    assert all(mine in (GAP, theirs) for mine, theirs in zip(found.document.text, extraction.document.text, strict=False))
    again = account_of(found, {entity.id: entity_id(entity) for entity in found.entities})
    assert replace(again, entities=account.entities) == account


def test_two_words_at_one_place_are_refused():
    account = account_of(LAWSUIT, {entity.id: entity_id(entity) for entity in LAWSUIT.entities})
    first, *others = account.passages
    with pytest.raises(LawError, match="cannot have both"):
        extraction_of(replace(account, passages=(replace(first, suffix="x" + first.suffix[1:]), *others)))
    with pytest.raises(LawError, match="before its beginning"):
        extraction_of(replace(account, passages=(replace(first, prefix="too long"), *others)))


def test_export_of_import_of_export_is_the_same_bytes(store: Store, tmp_path: Path):
    store.write_many(DOCUMENTS)
    claims = [claim for claim in LAWSUIT.claims if claim.status == "alleged"]
    store.review(Review(claims[0].id, "corrected", "ann", now(), "only planned", status="planned"))
    store.review(Review(claims[1].id, "rejected", "ann", now(), "not said"))
    things = {entity.name: entity_id(entity) for extraction in DOCUMENTS for entity in extraction.entities}
    wrong = store.decide(things["BES"], things["Borduria Systems LLC"], "same", by="ann", why="one address")
    store.decide(things["Huawei"], things["Acme Cameras Ltd"], "same", by="ann", why="why not")
    store.undo_decision(wrong.id, by="bob", why="two firms")
    for name, scope in {"all": Scope(), "asserted": Scope(statuses=frozenset({"asserted"})), "then": Scope(as_of="2031-03")}.items():
        before = exported(store, tmp_path / f"{name}.trig", scope)
        for file in (name, f"{name} again"):
            (tmp_path / f"{file}.trig").write_bytes(before)
    for name in ("all", "asserted", "then"):
        empty(store)
        take_in(store, tmp_path / f"{name}.trig")
        assert exported(store, tmp_path / "again.trig") == (tmp_path / f"{name}.trig").read_bytes()


def test_a_public_export_comes_back_the_same(store: Store, tmp_path: Path):
    store.write_many(DOCUMENTS)
    before = exported(store, tmp_path / "public.trig", Scope(profile="public"))
    empty(store)
    take_in(store, tmp_path / "public.trig")
    assert exported(store, tmp_path / "again.trig") == before


def test_a_part_never_replaces_the_whole_and_the_whole_replaces_the_part(store: Store, tmp_path: Path):
    exported(Graph(DOCUMENTS), tmp_path / "all.trig")
    store.write_many(DOCUMENTS[:3])
    whole = picture(store)
    take_in(store, tmp_path / "all.trig")
    for extraction in DOCUMENTS[3:]:
        store.retract(extraction.document.id)
    assert picture(store) == whole
    take_in(store, tmp_path / "all.trig")
    assert set(store.write_many(DOCUMENTS)) == {"unchanged", "replaced"}
    assert [extraction.whole for extraction in store.extractions()] == [True] * len(DOCUMENTS)


def test_of_two_parts_the_one_that_says_more_stays_whatever_came_first(store: Store, tmp_path: Path):
    exported(Graph((LAWSUIT,)), tmp_path / "more.trig")
    exported(Graph((LAWSUIT,)), tmp_path / "less.trig", Scope(statuses=frozenset({"asserted"})))
    pictures = []
    for order in (("more", "less"), ("less", "more")):
        empty(store)
        for name in order:
            take_in(store, tmp_path / f"{name}.trig")
        pictures.append(picture(store))
    assert pictures[0] == pictures[1]


def test_extractions_that_are_known_in_part_are_written_anew_as_they_were(store: Store, tmp_path: Path):
    exported(Graph(DOCUMENTS), tmp_path / "all.trig")
    take_in(store, tmp_path / "all.trig")
    stored, whole = list(store.extractions()), picture(store)
    assert set(store.write_many(stored)) == {"unchanged"}
    write_backup(store, tmp_path / "backup.gz")
    empty(store)
    restore_backup(store, tmp_path / "backup.gz")
    assert picture(store) == whole and not list(store.differences())
