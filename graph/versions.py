"""Which reading of a text is stored, and which of two stays. Knows records and one node of the graph, not what a change does."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass

from neo4j import Transaction

from graph.connection import batch
from graph.model import Document, Extraction, make_id


@dataclass(frozen=True, slots=True)
class Version:
    """Which reading of a text is stored: by which extractor, under how full metadata (`rank` sorts), with which content, of the whole text or not."""

    extractor: str
    rank: str
    digest: str
    whole: bool = True


def version(extraction: Extraction) -> Version:
    content = [sorted(map(astuple, part)) for part in (extraction.entities, extraction.attributions)]
    claims = sorted((astuple(claim) for claim in extraction.claims), key=str)
    digest = make_id(json.dumps([content, claims], ensure_ascii=False))
    fuller = "" if extraction.whole else f" {len(extraction.claims):06d} {digest}"         # of two parts of one text the one that says more
    return Version(extraction.extractor, rank(extraction.document) + fuller, digest, extraction.whole)


def rank(document: Document) -> str:
    """Sorts the metadata that one text may come under: the fuller first, then by an order that depends on the values alone."""
    values = asdict(document)
    del values["text"], values["id"], values["sha256"]
    values["citations"] = sorted(map(astuple, document.citations))
    filled = sum(bool(value) for value in values.values()) + len(document.sources) - (document.kind == "unknown")
    return f"{filled:04d} {make_id(json.dumps(values, ensure_ascii=False))}"


def stored_versions(tx: Transaction, documents: Iterable[str]) -> dict[str, Version]:
    """The readings that are stored of these documents, by the id of each that is."""
    rows = batch(tx, "UNWIND $rows AS id MATCH (d:Document {id: id}) "
                     "RETURN id, d.extractor AS extractor, d.rank AS rank, d.digest AS digest, coalesce(d.whole, true) AS whole", documents)
    return {row["id"]: Version(row["extractor"] or "", row["rank"], row["digest"], row["whole"]) for row in rows}


def compare(stored: Version | None, offered: Version) -> str:
    """What was found in the text itself goes before what an export tells of it.

    Else, of one extractor's readings the one with the higher rank stays, whatever came first; another extractor's replaces the stored one.
    """
    if stored is None:
        return "new"
    if stored.whole != offered.whole:
        return "replaced" if offered.whole else "unchanged"
    if stored == offered or (stored.extractor == offered.extractor and stored.rank > offered.rank):
        return "unchanged"
    return "replaced"
