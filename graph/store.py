"""Keeps extractions as one graph in Neo4j or the embedded server, and answers questions about it. Knows Cypher, not how documents are read.

Layout of the graph:

    (:Entity:<labels of its kind> {id, name, kind, aliases, roles})
    (:Document {id, sha256, title, publisher, url, published, kind, licence, language, extractor})-[:HAS_TEXT]->(:Text {id, text, …})
    (:Claim {id, relation, status, category, date, amount, quote, start, end, page, sentence, rule, confidence, document, edge})
    (:Source {id, key, title, publisher, url, date})
    (claim)-[:SUBJECT]->(entity), (claim)-[:OBJECT]->(entity), (claim)-[:SAID_BY {position}]->(entity), (claim)-[:IN]->(document)
    (document)-[:CITES]->(source), (claim)-[:CITES]->(source)
    (entity)-[:NAMED_IN {local, name, aliases, surfaces, offsets}]->(document)
    (a)-[r:<RELATION> {id, status, statuses, disputed, established, claims, support, first, last}]->(b)

`claims` and `support` of an edge are numbers (of claims and of documents); its claims are `MATCH (c:Claim {edge: r.id})`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from graph.model import Document, Edge, Entity, Extraction, WatchdocketError
from graph.settings import Settings


class StoreError(WatchdocketError):
    """The graph server cannot be reached, or refuses what was asked of it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer: column names in order, and one dict a row with plain values.

    A node is {"id", "labels", **properties}, a relationship {"type", "source", "target", **properties} with our ids, a path
    {"nodes": […], "relationships": […]}, dates are ISO strings.
    """

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    truncated: bool = False                 # there were more rows than `limit`


class Store:
    """The graph, through one driver. Made by `open_store`; safe to share between threads; a context manager."""

    def __enter__(self) -> Store: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...

    def close(self) -> None: ...

    def write(self, extraction: Extraction) -> str:
        """Store one document and all found in it, in one transaction: "new", "unchanged" or "replaced". LawError, StoreError: nothing is stored.

        Where a document with the same text is stored under other metadata, the fuller metadata stays, and of equally full ones the one
        that sorts last, whatever came first. Another extractor's result replaces the old one.
        """

    def has(self, document: Document, extractor: str) -> bool:
        """True where writing what `extractor` finds in this document would change nothing, so that it need not be parsed."""

    def retract(self, document_id: str) -> bool:
        """Take a document back with everything that stood on it alone; False where it is not stored."""

    def counts(self) -> dict[str, int]:
        """How many documents, entities, claims and edges there are; kept, not counted."""

    def status(self) -> dict[str, Any]:
        """Facts for `watchdocket status`: server, version, address, home, schema version, counts. Holds no secret."""

    def read(self, cypher: str, params: dict[str, Any] | None = None, *, limit: int | None = None, timeout: float | None = None) -> Rows:
        """Answer a question that cannot change anything: anything else is refused with a StoreError, as is one that takes too long (seconds)."""

    def search_entities(self, text: str, limit: int = 20) -> list[dict[str, Any]]:
        """Entities whose names match the words of `text`, best first: id, name, kind, aliases, roles, score."""

    def extraction(self, document_id: str) -> Extraction | None:
        """What is stored of one document, as it was written; None where it is not stored."""

    def extractions(self) -> Iterator[Extraction]:
        """All that was written, by document id, a few documents in memory at a time."""

    def resolved(self) -> Iterator[tuple[Extraction, dict[str, str]]]:
        """As `extractions`, each with the id of the entity for every local entity id of it."""

    def entities(self) -> Iterator[Entity]:
        """All entities, by id."""

    def edges(self) -> Iterator[Edge]:
        """All edges, by relation, source and target."""


def open_store(settings: Settings, *, read_only: bool = False) -> Store:
    """Connect to Neo4j where `settings.neo4j_uri` names one, else to the embedded server of `settings.home`, which is started where needed.

    `read_only` uses the reader's account on the embedded server, and refuses `write` and `retract`. Raises StoreError.
    """
