"""Sentences and the claims they give: every relation in many voices, with the same words in other meanings. The sentences are in relations.txt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from graph.model import RELATIONS, STATUSES, Document, Extraction
from ingest.extract import extract_document
from ingest.nlp import load_model

TABLE = Path(__file__).with_name("relations.txt")
Row = tuple[str, str, str, str, tuple[str, ...] | None]       # relation, subject, object, status, chain (None: not compared)


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, the relation it is about, and what must be found of that relation and of those that its rows name."""

    relation: str
    sentence: str
    rows: frozenset[Row]
    is_missed: bool


def read_cases(text: str) -> Iterator[Case]:
    relation, sentence, rows = "", "", set[Row]()
    for line in [*text.splitlines(), "## "]:
        if line.startswith("    "):
            rows.add(_row(line.strip(), relation))
        elif line and (not line.startswith("#") or line.startswith("## ")):
            if sentence:
                yield Case(relation, sentence.removeprefix("!").strip(), frozenset(rows), sentence.startswith("!"))
            sentence, rows = ("", set()) if line.startswith("#") else (line, set())
            relation = line.removeprefix("## ").strip() if line.startswith("#") else relation


def _row(line: str, relation: str) -> Row:
    named, colon, rest = line.partition(": ")
    if colon and named in RELATIONS:
        relation, line = named, rest
    subject, object_, *more = (part.strip() for part in line.split("|"))
    status = more[0] if more else "asserted"
    assert relation in RELATIONS and status in STATUSES, line
    return relation, subject, object_, status, tuple(name.strip() for name in more[1].split(">")) if len(more) > 1 else None


@cache
def _read(sentence: str) -> Extraction:
    return extract_document(Document(text=sentence), load_model())


def found_in(case: Case) -> frozenset[Row]:
    extraction = _read(case.sentence)
    names = {entity.id: {entity.name, *entity.aliases} for entity in extraction.entities}
    wanted = {name for row in case.rows for name in (row[1], row[2], *(row[4] or ()))}
    called = {id: min(known & wanted, default=max(known, key=len)) for id, known in names.items()}
    relations = {case.relation, *(row[0] for row in case.rows)}
    return frozenset((c.relation, called[c.subject], called[c.object], c.status, tuple(called[s] for s in c.said_by))
                     for c in extraction.claims if c.relation in relations)


def is_right(case: Case) -> bool:
    found = {_either_way(row): row[4] for row in found_in(case)}
    wanted = {_either_way(row): row[4] for row in case.rows}
    return found.keys() == wanted.keys() and all(chain in (None, found[row]) for row, chain in wanted.items())


def _either_way(row: Row) -> tuple[str, ...]:
    relation, subject, object_, status, _ = row
    return (relation, *(sorted((subject, object_)) if RELATIONS[relation].symmetric else (subject, object_)), status)


CASES = list(read_cases(TABLE.read_text("utf-8")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.relation}: {case.sentence[:60]}")
def test_a_sentence_gives_its_claims_and_no_others(case):
    if case.is_missed:
        assert not is_right(case), "this is read rightly now: take the `!` off in relations.txt"
    else:
        assert is_right(case), f"found {sorted(found_in(case))}"
