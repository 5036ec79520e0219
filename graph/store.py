"""Keeps extractions as one graph in Neo4j or the embedded server, and answers questions about it. Knows Cypher, not how documents are read.

Layout of the graph:

    (:Entity:<labels of its kind> {id, name, kind, aliases, roles, …})
    (:Document {id, sha256, title, publisher, url, published, kind, licence, language, extractor, …})
    (document)-[:HAS_TEXT]->(:Text {id, text, pages, attributions})
    (:Claim {id, relation, status, category, date, published, amount, quote, start, end, page, sentence, rule, confidence, document, edge})
    (:Source {id, key, title, publisher, url, date})                       a publication that a document rests on
    (claim)-[:SUBJECT]->(entity), (claim)-[:OBJECT]->(entity), (claim)-[:SAID_BY {position}]->(entity), (claim)-[:IN]->(document)
    (document)-[:CITES {position, offsets}]->(source), (claim)-[:CITES]->(source)
    (entity)-[:NAMED_IN {local, name, aliases, surfaces, offsets, mention_kinds}]->(document)
    (a)-[:<RELATION> {id, source, target, status, statuses, disputed, established, claims, support, first, last,
                  said_by, categories, …}]->(b)
    (:Meta {id: "graph", schema, documents, entities, claims, edges})

What is not known is absent. `claims` and `support` of an edge are numbers (of claims and of documents), `said_by` are ids of entities on
whose word some of it stands. An edge's claims are `WITH r MATCH (c:Claim {edge: r.id})` (without the WITH the embedded server finds none),
which stays cheap where a pair has thousands. `position` 0 in SAID_BY is nearest to the fact. `local` ties SUBJECT, OBJECT, SAID_BY and
NAMED_IN to the record of the document that they were made from.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from types import TracebackType
from typing import Any, TypeVar

from graph.changes import remove_document, write_document
from graph.connection import Connection, Rows, StoreError
from graph.edges import EDGES
from graph.local_server import FULL_TEXT
from graph.model import Attribution, Citation, Claim, Document, Edge, Entity, Extraction, LocalEntity, Mention, Source, Span, check
from graph.resolve import fold, name_search
from graph.settings import Settings
from graph.versions import Version, compare, rank, stored_version

__all__ = ["Rows", "Store", "StoreError", "open_store"]

SCHEMA = 1
COUNTED = {"documents": "Document", "entities": "Entity", "claims": "Claim"}
UNIQUE = ("Entity", "Document", "Claim", "Source", "Text", "Meta")
INDEXED = (("Claim", "edge"), ("Entity", "name"), ("Document", "published"))
AT_ONCE = 200                   # records in memory while all are read
CANDIDATES = 200                # hits of the full-text index that are ranked

Row = dict[str, Any]
T = TypeVar("T")


class Store:
    """The graph, through one driver. Made by `open_store`; safe to share between threads; a context manager."""

    def __init__(self, settings: Settings, *, read_only: bool = False) -> None:
        self.settings = settings
        self.read_only = read_only
        self._connection = Connection(settings)
        self._is_arcadedb = "ArcadeDB" in self._connection.agent
        if self._is_arcadedb and not settings.embedded:
            raise StoreError(f"{settings.neo4j_uri} is an ArcadeDB; NEO4J_URI must name a Neo4j of version 5 or later.")
        self._prepare()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    # -------------------------------------------------------------- schema

    def _prepare(self) -> None:
        """Make constraints, indexes and counters where they are not; refuse a graph that a later version made."""
        stored = self._connection.ask("MATCH (m:Meta {id: 'graph'}) RETURN m.schema AS schema")
        if stored and stored[0]["schema"] > SCHEMA:
            raise StoreError(f"This graph was made by a later Watchdocket (schema {stored[0]['schema']}, here {SCHEMA}); update Watchdocket.")
        if stored:
            return
        for label in UNIQUE:
            self._connection.define(f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE")
        for label, key in INDEXED:
            self._connection.define(f"CREATE INDEX {label.lower()}_{key} IF NOT EXISTS FOR (n:{label}) ON (n.{key})")
        if not self._is_arcadedb:       # there the server has made it, under the same name, so that one Cypher finds both
            label, key = FULL_TEXT
            self._connection.define(f"CREATE FULLTEXT INDEX `{label}[{key}]` IF NOT EXISTS FOR (n:{label}) ON EACH [n.{key}]")
            self._connection.define("CALL db.awaitIndexes(120)")
        self._connection.write(lambda tx: tx.run(
            "MERGE (m:Meta {id: 'graph'}) ON CREATE SET m.schema = $schema, m.documents = 0, m.entities = 0, m.claims = 0, m.edges = 0",
            schema=SCHEMA).consume())

    # -------------------------------------------------------------- writing

    def write(self, extraction: Extraction) -> str:
        """Store one document and all found in it, in one transaction: "new", "unchanged" or "replaced". LawError, StoreError: nothing is stored.

        Where a document with the same text is stored under other metadata, the fuller metadata stays, and of equally full ones the one
        that sorts last, whatever came first. Another extractor's result replaces the old one.
        """
        self._require_writing()
        check(extraction)
        return self._connection.write(lambda tx: write_document(tx, extraction))

    def retract(self, document_id: str) -> bool:
        """Take a document back with everything that stood on it alone; False where it is not stored."""
        self._require_writing()
        return self._connection.write(lambda tx: remove_document(tx, document_id))

    def has(self, document: Document, extractor: str) -> bool:
        """True where writing what `extractor` finds in this document would change nothing, so that it need not be parsed."""
        stored = self._connection.look(lambda tx: stored_version(tx, document.id))
        return stored is not None and compare(stored, Version(extractor, rank(document), stored.digest)) == "unchanged"

    def _require_writing(self) -> None:
        if self.read_only:
            raise StoreError("This store was opened for reading only; nothing is written or taken back here.")

    # -------------------------------------------------------------- questions

    def counts(self) -> dict[str, int]:
        """How many documents, entities, claims and edges there are; kept, not counted."""
        return self._connection.ask(
            "MATCH (m:Meta {id: 'graph'}) RETURN m.documents AS documents, m.entities AS entities, m.claims AS claims, m.edges AS edges")[0]

    def status(self) -> Row:
        """Facts for `watchdocket status`: server, address, home, schema, counts, and `problems` as sentences. Holds no secret."""
        counts = self.counts()
        found = {name: self._connection.ask(f"MATCH (n:{label}) RETURN count(n) AS n")[0]["n"] for name, label in COUNTED.items()}
        problems = [f"The graph holds {found[name]:,} {name} and its counter says {counts[name]:,}; ingest again into an empty store."
                    for name in found if found[name] != counts[name]]
        server, _, version = self._connection.agent.removesuffix(")").rpartition("(")[2].replace(" ", "/").partition("/")
        return {"server": f"embedded {server}" if self._is_arcadedb else server, "version": version, "address": self._connection.uri,
                "database": self._connection.database, "home": str(self.settings.home), "schema": SCHEMA, **counts, "problems": problems}

    def read(self, cypher: str, params: Row | None = None, *, limit: int | None = None, timeout: float | None = None) -> Rows:
        """Answer a question that cannot change anything: anything else is refused with a StoreError, as is one that takes too long (seconds)."""
        return self._connection.read(cypher, params or {}, limit or self.settings.query_limit, timeout or self.settings.query_timeout)

    def search_entities(self, text: str, limit: int = 20) -> list[Row]:
        """Entities with words that begin so in their names, best first: id, name, kind, aliases, roles, members (local entities)."""
        words = name_search(text)
        if not words:
            return []
        rows = self._connection.ask(
            "CALL db.index.fulltext.queryNodes('Entity[folded]', $words) YIELD node, score "
            "WITH node, score ORDER BY score DESC, node.id LIMIT $limit "
            "RETURN node.id AS id, node.name AS name, node.kind AS kind, node.aliases AS aliases, node.roles AS roles, node.members AS members",
            words=words, limit=CANDIDATES)
        return sorted(rows, key=lambda row: _nearness(row, fold(text)))[:limit]

    # -------------------------------------------------------------- everything

    def extraction(self, document_id: str) -> Extraction | None:
        """What is stored of one document, in the order of the text; None where it is not stored."""
        return next((extraction for extraction, _ in self._read_documents([document_id])), None)

    def extractions(self) -> Iterator[Extraction]:
        """All that was written, by document id, a few documents in memory at a time."""
        return (extraction for extraction, _ in self.resolved())

    def resolved(self) -> Iterator[tuple[Extraction, dict[str, str]]]:
        """As `extractions`, each with the id of the entity for every local entity id of it."""
        for ids in self._ids("Document"):
            yield from self._read_documents(ids)

    def entities(self) -> Iterator[Entity]:
        """All entities, by id."""
        for ids in self._ids("Entity"):
            rows = self._connection.ask("UNWIND $ids AS id MATCH (e:Entity {id: id})-[n:NAMED_IN]->() RETURN id, e.kind AS kind, e.name AS name, "
                                        "e.aliases AS aliases, collect(n.local) AS members ORDER BY id", ids=ids)
            yield from (Entity(row["id"], row["kind"], row["name"], tuple(row["aliases"]), tuple(sorted(row["members"]))) for row in rows)

    def edges(self) -> Iterator[Edge]:
        """All edges, by source, relation and target."""
        for ids in self._ids("Entity"):
            rows = self._connection.ask(f"UNWIND $ids AS id MATCH (:Entity {{id: id}})-[r:{EDGES}]->() "
                                        "RETURN type(r) AS relation, properties(r) AS edge", ids=ids)
            claims = _grouped(self._connection.ask("UNWIND $ids AS id MATCH (c:Claim {edge: id}) RETURN id, c.id AS claim",
                                                   ids=[row["edge"]["id"] for row in rows]), "id")
            for row in sorted(rows, key=lambda row: (row["edge"]["source"], row["relation"], row["edge"]["target"])):
                edge = row["edge"]
                yield Edge(row["relation"], edge["source"], edge["target"], edge["status"], tuple(edge["statuses"]), edge["disputed"],
                           tuple(sorted(claim["claim"] for claim in claims[edge["id"]])), edge.get("first"), edge.get("last"), edge["support"])

    def _ids(self, label: str) -> Iterator[list[str]]:
        ids = sorted(row["id"] for row in self._connection.ask(f"MATCH (n:{label}) RETURN n.id AS id"))
        return (ids[start:start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))

    def _read_documents(self, ids: list[str]) -> Iterator[tuple[Extraction, dict[str, str]]]:
        ask, start = self._connection.ask, "UNWIND $ids AS id MATCH (d:Document {id: id})"
        named = _grouped(ask(f"{start}<-[n:NAMED_IN]-(e) RETURN id, e.id AS entity, e.kind AS kind, properties(n) AS named", ids=ids), "id")
        claims = _grouped(ask(f"{start}<-[:IN]-(c:Claim) MATCH (c)-[s:SUBJECT]->() MATCH (c)-[o:OBJECT]->() OPTIONAL MATCH (c)-[b:SAID_BY]->() "
                              "RETURN id, c.id AS claim, properties(c) AS properties, s.local AS subject, o.local AS object, "
                              "collect([b.position, b.local]) AS said_by", ids=ids), "id")
        sources = _grouped(ask(f"{start}-[r:CITES]->(s:Source) RETURN id, properties(s) AS source, r.offsets AS offsets, r.position AS position "
                               "ORDER BY id, position", ids=ids), "id")
        for row in ask(f"{start}-[:HAS_TEXT]->(t) RETURN id, properties(d) AS document, properties(t) AS text ORDER BY id", ids=ids):
            document = _document(row["document"], row["text"], sources[row["id"]])
            entities = sorted((_local_entity(document, found) for found in named[row["id"]]), key=_by_place)
            found_claims = sorted((_claim(found) for found in claims[row["id"]]), key=lambda claim: (claim.start, claim.end, claim.id))
            attributions = tuple(Attribution(_spans(source), _spans(cue), _spans(content), kind)
                                 for source, cue, content, kind in json.loads(row["text"]["attributions"]))
            yield (Extraction(document, tuple(entities), attributions, tuple(found_claims), row["document"].get("extractor", "")),
                   {found["named"]["local"]: found["entity"] for found in named[row["id"]]})


def open_store(settings: Settings, *, read_only: bool = False) -> Store:
    """Connect to Neo4j where `settings.neo4j_uri` names one, else to the embedded server of `settings.home`, which is started where needed.

    `read_only` refuses `write` and `retract`; what users ask goes through `Store.read`, which changes nothing in any store. Raises StoreError.
    """
    return Store(settings, read_only=read_only)


# ------------------------------------------------------------------ rows to records

def _grouped(rows: list[Row], key: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def _nearness(row: Row, wanted: str) -> tuple[bool, bool, bool, int, str, str]:
    """Sorts hits: named so, also called so, beginning so; then what most documents name."""
    name, aliases = fold(row["name"]), [fold(alias) for alias in row["aliases"]]
    return name != wanted, wanted not in aliases, not any(alias.startswith(wanted) for alias in aliases), -row["members"], row["name"], row["id"]


def _document(row: Row, text: Row, cited: list[Row]) -> Document:
    sources = tuple(Source(**{key: value for key, value in found["source"].items() if key != "id"}) for found in cited)
    citations = sorted((start, end, found["source"]["key"]) for found in cited
                       for start, end in zip(found["offsets"][::2], found["offsets"][1::2], strict=True))
    names = ("title", "publisher", "url", "published", "kind", "licence", "language")
    return Document(text["text"], **{name: row.get(name, "") for name in names}, pages=tuple(text["pages"]),
                    sources=sources, citations=tuple(Citation(*citation) for citation in citations))


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in pairs)


def _local_entity(document: Document, found: Row) -> LocalEntity:
    named = found["named"]
    mentions = (Mention(start, start + len(surface), surface, kind)
                for start, surface, kind in zip(named["offsets"], named["surfaces"], named["mention_kinds"], strict=True))
    return LocalEntity(document.id, found["kind"], named["name"], tuple(named["aliases"]), tuple(mentions))


def _by_place(entity: LocalEntity) -> tuple[bool, int, str, str]:
    """In the order of their first mention; what is named nowhere comes last."""
    return not entity.mentions, entity.mentions[0].start if entity.mentions else 0, entity.name, entity.kind


def _claim(found: Row) -> Claim:
    kept = ("document", "relation", "status", "quote", "start", "end", "category", "date", "amount", "rule", "confidence")
    said_by = tuple(local for position, local in sorted(pair for pair in found["said_by"] if pair[1] is not None))
    values = {name: found["properties"][name] for name in kept if name in found["properties"]}
    return Claim(**values, subject=found["subject"], object=found["object"], said_by=said_by)
