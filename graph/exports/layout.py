"""The nodes and relationships of a store (see store.py) for any records, as rows of tables. Knows the layout of the graph, not how rows are written.

A table is a label or a type of relationship. Rows come so that what a relationship ties is there before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.counters import Tally, tally_rows
from graph.exports.gathered import Gathered
from graph.exports.records import Records
from graph.model import KINDS, Extraction
from graph.nodes import claim_row, document_row, named_row, offsets, source_id, source_row, text_row
from graph.reviews import Stated, urgency
from graph.store import SCHEMA

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Nodes of a label or relationships of a type, and what is known of each. `ends`: labels of the nodes that relationships tie."""

    name: str
    columns: tuple[str, ...]
    ends: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One node or relationship. `labels` are all of a node, or the type; `ends` ids of nodes."""

    table: Table
    values: Row
    labels: tuple[str, ...]
    ends: tuple[str, str] | None = None


# Properties that are no text.
TYPES: dict[str, str] = {
    **dict.fromkeys(("start", "end", "page", "urgency", "position", "members", "claims", "support", "schema", "documents", "entities",
                     "edges"), "long"),
    "confidence": "double", **dict.fromkeys(("disputed", "established", "whole"), "boolean"),
    **dict.fromkeys(("aliases", "roles", "statuses", "said_by", "categories", "source_roles", "target_roles", "surfaces",
                     "mention_kinds"), "string[]"),
    **dict.fromkeys(("alias_uses", "name_uses", "role_uses", "offsets", "pages"), "long[]"),
}
ENTITY = Table("Entity", ("id", "kind", "name", "aliases", "folded", "alias_uses", "name_uses", "members", "roles", "role_uses"))
DOCUMENT = Table("Document", ("id", "sha256", "title", "publisher", "url", "published", "known", "kind", "licence", "language", "extractor", "rank",
                              "digest", "whole"))
TEXT = Table("Text", ("id", "text", "pages", "attributions"))
SOURCE = Table("Source", ("id", "key", "title", "publisher", "url", "date"))
CLAIM = Table("Claim", ("id", "document", "relation", "status", "quote", "start", "end", "category", "date", "amount", "rule", "confidence",
                        "published", "known", "page", "sentence", "edge", "urgency"))
TALLY = Table("Tally", ("id", "relation", "status", "claims"))
META = Table("Meta", ("id", "schema", "documents", "entities", "claims", "edges"))
HAS_TEXT = Table("HAS_TEXT", (), ("Document", "Text"))
CITES = Table("CITES", ("position", "offsets"), ("Document", "Source"))
NAMED_IN = Table("NAMED_IN", ("local", "kind", "name", "aliases", "surfaces", "offsets", "mention_kinds"), ("Entity", "Document"))
IN = Table("IN", (), ("Claim", "Document"))
SUBJECT = Table("SUBJECT", ("local",), ("Claim", "Entity"))
OBJECT = Table("OBJECT", ("local",), ("Claim", "Entity"))
SAID_BY = Table("SAID_BY", ("position", "local"), ("Claim", "Entity"))
RESTS_ON = Table("CITES", (), ("Claim", "Source"))
EDGE = Table("EDGE", ("id", "source", "target", "status", "statuses", "disputed", "established", "claims", "support", "first", "last", "known",
                      "said_by", "categories", "source_roles", "target_roles"), ("Entity", "Entity"))
TABLES = (ENTITY, DOCUMENT, TEXT, SOURCE, CLAIM, TALLY, META, HAS_TEXT, CITES, NAMED_IN, IN, SUBJECT, OBJECT, SAID_BY, RESTS_ON, EDGE)


def graph_lines(records: Records) -> Iterator[Line]:
    """All nodes and relationships but decisions, reviews and the log: the graph as it stands, not how it came to."""
    gathered = Gathered(records.resolved())
    counts = {"documents": 0, "entities": len(gathered.named), "edges": len(gathered.told)}
    tally: Tally = Counter()
    for kind, row in gathered.entity_rows():
        yield Line(ENTITY, row, ("Entity", *KINDS[kind].labels))
    for extraction, entity_of in records.resolved():
        counts["documents"] += 1
        tally.update((claim.relation, claim.status) for claim in extraction.claims)
        yield from _document(extraction, entity_of)
    for relation, row in gathered.edge_rows():
        yield _tie(EDGE, row["source"], row["target"], row, relation)
    yield from (_node(TALLY, row) for row in tally_rows(tally))
    yield _node(META, {"id": "graph", "schema": SCHEMA, **counts, "claims": tally.total()})


def _document(extraction: Extraction, entity_of: dict[str, str]) -> Iterator[Line]:
    document = extraction.document
    yield _node(DOCUMENT, document_row(extraction))
    yield _node(TEXT, text_row(extraction))
    yield _tie(HAS_TEXT, document.id, document.id)
    for position, source in enumerate(document.sources):
        yield _node(SOURCE, source_row(document, source))
        yield _tie(CITES, document.id, source_id(document, source), {"position": position, "offsets": offsets(document, source)})
    for entity in extraction.entities:
        yield _tie(NAMED_IN, entity_of[entity.id], document.id, named_row(entity))
    kinds = {entity.id: entity.kind for entity in extraction.entities}
    for claim in extraction.claims:
        stated = Stated(claim, None, claim, urgency(claim, (kinds[claim.subject], kinds[claim.object])))
        row = claim_row(document, stated, entity_of)
        yield _node(CLAIM, row["claim"])
        yield _tie(IN, claim.id, document.id)
        yield _tie(SUBJECT, claim.id, row["subject"], {"local": claim.subject})
        yield _tie(OBJECT, claim.id, row["object"], {"local": claim.object})
        for position, local in enumerate(claim.said_by):
            yield _tie(SAID_BY, claim.id, entity_of[local], {"position": position, "local": local})
        for source_of_claim in row["sources"]:
            yield _tie(RESTS_ON, claim.id, source_of_claim)


def _node(table: Table, values: Row) -> Line:
    return Line(table, values, (table.name,))


def _tie(table: Table, start: str, end: str, values: Row | None = None, type: str = "") -> Line:
    return Line(table, values or {}, (type or table.name,), (start, end))
