"""All that a graph is made from in one file, and back: documents with what was found in them, decisions, reviews. Knows records, not servers.

The file is gzip of JSON lines in UTF-8, each an object with a `type`:

    {"type": "backup", "version": 1}
    {"type": "decision", …}                         by time
    {"type": "review", …} and {"type": "undo", …}   by id, as `watchdocket review export` writes them
    {"type": "document", "document": {…}, "entities": […], "attributions": […], "claims": […], "extractor": "…"}     by id
    {"type": "end", "documents": n, "decisions": n, "reviews": n, "sha256": "…"}      of all lines before it

Objects have the fields of the records in graph/model.py, with their ids, which are hashes of content; offsets are code points into the text.
Entities, edges and counters are not in it, since they follow. Of the same graph it has the same bytes, whichever server that lies in.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from graph.decisions import require_valid
from graph.model import (
    Attribution,
    Citation,
    Claim,
    Decision,
    Document,
    Extraction,
    LocalEntity,
    Mention,
    Source,
    Span,
    WatchdocketError,
    check,
    in_part,
)
from graph.reviews import Record, Review, Undo, corrected, read_lines, to_line
from graph.store import Store

VERSION = 1
PRESSED = 6                     # how hard gzip tries: 9 saves little and takes twice as long
BEGIN = json.dumps({"type": "backup", "version": VERSION}, sort_keys=True)

HASHES = ("id", "sha256")       # what follows from the other fields

Row = dict[str, Any]
Stored = Extraction | Decision | Record
TYPES: dict[type[Stored], str] = {Extraction: "document", Decision: "decision"}
COUNTED: dict[type[Stored], str] = {Extraction: "documents", Decision: "decisions", Review: "reviews", Undo: "reviews"}
Made = TypeVar("Made", Document, LocalEntity, Claim, Decision)


class BackupError(WatchdocketError):
    """A backup cannot be written, read or restored; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Contents:
    """How many records a backup holds; `reviews` counts undos too."""

    documents: int = 0
    decisions: int = 0
    reviews: int = 0


# ------------------------------------------------------------------ writing

def write_backup(store: Store, path: Path) -> Contents:
    """Write all records of the store to `path`, which is replaced in one step once all is written. Raises BackupError, StoreError.

    Somebody may write to the store meanwhile: each document is then in the file as it was before or after.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("wb") as file:
            with gzip.GzipFile("", "wb", PRESSED, file, mtime=0) as packed:
                contents = _write(_stored(store), packed)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        partial.unlink(missing_ok=True)
    return contents


def _stored(store: Store) -> Iterator[Stored]:
    yield from store.decisions()
    yield from store.review_records()
    yield from store.extractions()


def _write(records: Iterator[Stored], file: gzip.GzipFile) -> Contents:
    digest, counts = hashlib.sha256(), Counter[str]()
    _put(file, digest, BEGIN)
    for record in records:
        _put(file, digest, to_line(record) if isinstance(record, (Review, Undo)) else _json({"type": TYPES[type(record)]} | asdict(record)))
        counts[COUNTED[type(record)]] += 1
    contents = _contents(counts)
    _put(file, digest, _json(_end(contents, digest.hexdigest())))
    return contents


def _put(file: gzip.GzipFile, digest: hashlib._Hash, line: str) -> None:
    data = f"{line}\n".encode()
    digest.update(data)
    file.write(data)


def _contents(counts: Counter[str]) -> Contents:
    return Contents(**{kind: counts[kind] for kind in set(COUNTED.values())})


def _end(contents: Contents, digest: str) -> Row:
    return {"type": "end", "sha256": digest} | asdict(contents)


def _json(values: Row) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


# ------------------------------------------------------------------ reading

def restore_backup(store: Store, path: Path, *, into_existing: bool = False) -> Contents:
    """Put all records of a backup into the store, which must hold none unless `into_existing`; then what is there already stays beside them.

    The whole file is read and checked first: one that is damaged changes nothing. A restore that was broken off is completed by another one
    `into_existing`. Raises BackupError, DecisionError (where decisions contradict those of the store), StoreError.
    """
    contents = verify_backup(path)
    if not into_existing and (store.counts()["documents"] or store.decisions() or store.review_records()):
        raise BackupError("The graph is not empty; restore into an empty one (another --home), or add to this one with --into-existing.")
    takers: dict[str, Callable[[Iterator[Any]], object]] = {
        "decisions": store.record_decisions, "reviews": store.add_reviews, "documents": store.write_many}
    for kind, records in groupby(_records(path), lambda record: COUNTED[type(record)]):
        takers[kind](records)
    return contents


def verify_backup(path: Path) -> Contents:
    """Read a whole backup and check it: what it holds. Raises BackupError where anything in it is not as it was written."""
    return _contents(Counter(COUNTED[type(record)] for record in _records(path)))


def _records(path: Path) -> Iterator[Stored]:
    number = 0
    try:
        with gzip.open(path, "rb") as file:
            digest, counts = hashlib.sha256(), Counter[str]()
            values: Row = {}
            for number, data in enumerate(file, 1):
                values = json.loads(data)
                if values["type"] == "end":
                    break
                digest.update(data)
                if number == 1:
                    _require_version(values)
                    continue
                record = READERS[values["type"]](values)
                counts[COUNTED[type(record)]] += 1
                yield record
            if values != _end(_contents(counts), digest.hexdigest()) or file.read(1):
                raise ValueError("its end is missing or tells of other content")
    except FileNotFoundError as error:
        raise BackupError(f"There is no file {path}.") from error
    except (OSError, EOFError, zlib.error, ValueError, LookupError, TypeError, AttributeError, WatchdocketError) as error:
        raise BackupError(f"{path} is no backup or is damaged, as line {number} or the next one shows: {error or type(error).__name__}. "
                          "Nothing of it is used; take another copy.") from error


def _require_version(values: Row) -> None:
    if values != json.loads(BEGIN):
        raise ValueError(f"it begins as {values!r}, and this Watchdocket reads what begins as {BEGIN}")


def _extraction(values: Row) -> Extraction:
    document, whole = values["document"], values.get("whole", True)
    extraction = Extraction(
        _made(Document, document, whole, pages=tuple(document["pages"]), sources=tuple(Source(**each) for each in document["sources"]),
              citations=tuple(Citation(**each) for each in document["citations"])),
        tuple(_made(LocalEntity, each, aliases=tuple(each["aliases"]), mentions=tuple(Mention(**mention) for mention in each["mentions"]))
              for each in values["entities"]),
        tuple(Attribution(_spans(each["source"]), _spans(each["cue"]), _spans(each["content"]), each["kind"]) for each in values["attributions"]),
        tuple(_made(Claim, each, whole, said_by=tuple(each["said_by"])) for each in values["claims"]), values["extractor"], whole)
    check(extraction)
    return extraction


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in pairs)


def _decision(values: Row) -> Decision:
    decision = _made(Decision, {name: value for name, value in values.items() if name != "type"})
    require_valid(decision)
    return decision


def _review(values: Row) -> Record:
    return next(read_lines([json.dumps(values)]))


def _made(type_: type[Made], values: Row, whole: bool = True, **parts: Any) -> Made:
    """The record of these values, of which `parts` are records and tuples themselves.

    Where its document is not `whole`, ids are those of what an export was made from, which they do not tell.
    """
    record = type_(**{name: value for name, value in values.items() if name not in HASHES} | parts)
    if isinstance(record, Document) and not whole:
        record = in_part(record, values["sha256"])
    elif isinstance(record, Claim) and not whole:
        record = corrected(record, {}, values["id"])
    if record.id != values["id"]:
        raise ValueError(f"the id {values['id']} is that of other content")
    return record


READERS: dict[str, Callable[[Row], Stored]] = {"document": _extraction, "decision": _decision, "review": _review, "undo": _review}
