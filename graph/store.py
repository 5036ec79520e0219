"""Keeps extractions as one graph in Neo4j or the embedded server, and answers questions about it. Knows Cypher, not how documents are read.

Layout of the graph:

    (:Entity:<labels of its kind> {id, name, kind, aliases, roles, …})
    (:Document {id, sha256, title, publisher, url, published, known, kind, licence, language, extractor, …})
    (document)-[:HAS_TEXT]->(:Text {id, text, pages, attributions})
    (:Claim {id, relation, status, category, date, published, known, amount, quote, start, end, page, sentence, rule, confidence, document, edge})
    (:RejectedClaim {…})                                                    a claim that a reviewer rejected, with all relationships of a claim
    (:Review {id, claim, verdict, by, at, why, …}), (:Undo {id, review, by, at, why})                                       see reviews.py
    (:LogEntry {id, at, verdict, document, run, file})                                                                     see history.py
    (:Source {id, key, title, publisher, url, date})                       a publication that a document rests on
    (claim)-[:SUBJECT]->(entity), (claim)-[:OBJECT]->(entity), (claim)-[:SAID_BY {position}]->(entity), (claim)-[:IN]->(document)
    (document)-[:CITES {position, offsets}]->(source), (claim)-[:CITES]->(source)
    (entity)-[:NAMED_IN {local, kind, name, aliases, surfaces, offsets, mention_kinds}]->(document)
    (a)-[:<RELATION> {id, source, target, status, statuses, disputed, established, claims, support, first, last,
                  known, said_by, categories, …}]->(b)
    (:Decision {id, left, right, judgement, by, at, why, undoes})          what was judged of two things, see graph/decisions.py
    (:Merged {id, into})                                                  under which entity a thing goes that decisions make one with another
    (:Candidate {id, left, right, evidence, moves, meets, …})             a pair that a person is asked about, see graph/identity_nodes.py
    (:Tally {id, relation, status, claims})                               how many claims there are of a relation and status
    (:Meta {id: "graph", schema, documents, entities, claims, edges})

What is not known is absent. `claims` and `support` of an edge are numbers (of claims and of documents), `said_by` are ids of entities on
whose word some of it stands. An edge's claims are `WITH r MATCH (c:Claim {edge: r.id})` (without the WITH the embedded server finds none),
which stays cheap where a pair has thousands. `position` 0 in SAID_BY is nearest to the fact. `local` ties SUBJECT, OBJECT, SAID_BY and
NAMED_IN to the record of the document that they were made from. A claim that a reviewer confirmed or corrected has `reviewed` (the verdict)
and `review` (its id), a corrected one what was extracted as `original_relation`, `original_status`, `original_subject`, …; any other
has `urgency`, by which it waits for a review.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from neo4j import Transaction
from rapidfuzz.fuzz import token_set_ratio

from graph.as_of import Bounds, day_of, edges_within
from graph.changes import remove_document, rewrite_document, write_documents
from graph.check import CHECKS, Difference, check_whole
from graph.connection import Rows, StoreError
from graph.counters import read_counters, read_tally, recount_claims
from graph.decisions import DecisionError, in_order
from graph.edges import EDGES
from graph.entities import main_kind
from graph.history import LogEntry, add_entries
from graph.identity import judge
from graph.identity_nodes import Applied, Question, automatic, read_profiles, write_queue
from graph.identity_nodes import read_queue as read_identity_queue
from graph.local_server import FULL_TEXT
from graph.merging import called, decisions_of, local_names, record, take_back, things_of
from graph.model import Decision, Document, Edge, Entity, Extraction, check
from graph.plans import Plan, read_plan
from graph.records import grouped, read_documents
from graph.resolve import Names, fold, name_search, near_search
from graph.reviewing import Reviewing
from graph.reviews import now
from graph.settings import Settings
from graph.versions import Version, compare, rank, stored_versions

__all__ = ["Rows", "Store", "StoreError", "open_store"]

SCHEMA = 8
COUNTED = {"documents": "Document", "entities": "Entity", "claims": "Claim"}
UNIQUE = ("Entity", "Document", "Claim", "RejectedClaim", "Source", "Text", "Review", "Undo", "Decision", "Merged", "Candidate", "Tally", "Meta")
INDEXED = (("Claim", "edge"), ("Claim", "urgency"), ("Entity", "name"), ("Document", "published"), ("Review", "claim"), ("Undo", "review"),
           ("Decision", "left"), ("Decision", "right"), ("Merged", "into"),
           ("LogEntry", "document"), ("LogEntry", "run"), ("LogEntry", "file"), ("LogEntry", "at"))
AT_ONCE = 200                   # records in memory while all are read
TOGETHER = 200                  # documents that `write_many` stores in one transaction
CANDIDATES = 200                # hits of the full-text index that are ranked

Row = dict[str, Any]
T = TypeVar("T")


class Store(Reviewing):
    """The graph, through one driver. Made by `open_store`; safe to share between threads; a context manager."""

    def __init__(self, settings: Settings, *, read_only: bool = False) -> None:
        super().__init__(settings, read_only=read_only)
        self._is_arcadedb = "ArcadeDB" in self._connection.agent
        if self._is_arcadedb and not settings.embedded:
            raise StoreError(f"{settings.neo4j_uri} is an ArcadeDB; NEO4J_URI must name a Neo4j of version 5 or later.")
        self._prepare()

    # -------------------------------------------------------------- schema

    def _prepare(self) -> None:
        """Make constraints, indexes and counters where they are not, and what an earlier version wrote anew; refuse a later one's graph."""
        stored = self._connection.ask("MATCH (m:Meta {id: 'graph'}) RETURN m.schema AS schema")
        if stored and stored[0]["schema"] > SCHEMA:
            raise StoreError(f"This graph was made by a later Watchdocket (schema {stored[0]['schema']}, here {SCHEMA}); update Watchdocket.")
        if stored and stored[0]["schema"] == SCHEMA:
            return
        for statement in definitions(full_text=not self._is_arcadedb):
            self._connection.define(statement)
        for extraction in self.extractions() if stored else ():
            self._connection.write(partial(rewrite_document, extraction=extraction))
        self._connection.write(recount_claims)
        self._connection.write(lambda tx: tx.run(
            "MERGE (m:Meta {id: 'graph'}) ON CREATE SET m.documents = 0, m.entities = 0, m.claims = 0, m.edges = 0 SET m.schema = $schema",
            schema=SCHEMA).consume())

    # -------------------------------------------------------------- writing

    def write(self, extraction: Extraction, *, run: str = "", file: str = "") -> str:
        """Store one document and all found in it, in one transaction: "new", "unchanged" or "replaced". LawError, StoreError: nothing is stored.

        Where a document with the same text is stored under other metadata, the fuller metadata stays, and of equally full ones the one
        that sorts last, whatever came first. Another extractor's result replaces the old one. `run` and `file` go into the log.
        """
        return self._write([extraction], run, file)[0]

    def write_many(self, extractions: Iterable[Extraction], *, run: str = "", file: str = "") -> Counter[str]:
        """As `write` for each in turn, some hundred documents a transaction, which is many times faster; how many were new, unchanged, replaced.

        Where one raises, its transaction stores nothing, and what earlier ones stored stays.
        """
        verdicts: Counter[str] = Counter()
        documents = iter(extractions)
        while together := list(islice(documents, TOGETHER)):
            verdicts.update(self._write(together, run, file))
        return verdicts

    def _write(self, extractions: list[Extraction], run: str, file: str) -> list[str]:
        self._require_writing()
        for extraction in extractions:
            check(extraction)

        def work(tx: Transaction) -> list[str]:
            verdicts = write_documents(tx, extractions)
            add_entries(tx, [LogEntry(now(), verdict, extraction.document.id, run, file)
                             for verdict, extraction in zip(verdicts, extractions, strict=True)])
            return verdicts

        return self._connection.write(work)

    def retract(self, document_id: str, *, run: str = "") -> bool:
        """Take a document back with everything that stood on it alone; False where it is not stored."""
        self._require_writing()

        def work(tx: Transaction) -> bool:
            was_stored = remove_document(tx, document_id)
            add_entries(tx, [LogEntry(now(), "retracted", document_id, run)] if was_stored else [])
            return was_stored

        return self._connection.write(work)

    def decide(self, left: str, right: str, judgement: str, *, by: str, why: str, at: str = "") -> Decision:
        """Record what `by` judges of two entities, by their ids: same, different or unsure. `at`: ISO date-time, else now.

        Either may be an entity that no document names yet. Raises DecisionError, with the chain, where it contradicts what others decided;
        what was decided automatically gives way.
        """
        decision = Decision(left, right, judgement, by, at or now(), why)
        self.record_decisions([decision])
        return decision

    def split(self, thing: str, document_id: str, *, by: str, why: str, at: str = "") -> list[Decision]:
        """Record that what a document calls by a thing's name is another thing, which goes under an id of its own. Raises DecisionError."""
        found = self._connection.look(lambda tx: local_names(tx, thing, document_id))
        if not found:
            raise DecisionError(f"The document {document_id} names nothing that goes under {thing} by its name.")
        decisions = [Decision(local, base, "split", by, at or now(), why) for local, base in found]
        self.record_decisions(decisions)
        return decisions

    def undo_decision(self, decision_id: str, *, by: str, why: str, at: str = "") -> Decision:
        """Record that a decision no longer stands: the graph is what it would be without it. Raises DecisionError where it does not stand."""
        self._require_writing()
        return self._connection.write(lambda tx: take_back(tx, decision_id, by, at or now(), why))

    def record_decisions(self, decisions: Iterable[Decision]) -> int:
        """Record decisions, and undos, that were made elsewhere, all or none; how many were not known. Raises DecisionError."""
        self._require_writing()
        offered = list(decisions)
        return len(self._connection.write(lambda tx: record(tx, offered)))

    def apply_identity(self) -> Applied:
        """Merge what the evidence alone makes one, take back what it no longer does, and queue what a person should say.

        All of it are decisions of `decisions.AUTOMATIC`, which depend on what is stored and on what persons decided, not on what came first.
        """
        self._require_writing()
        decisions = self.decisions()
        profiles = read_profiles(self._connection.ask, self._ids("Document"), decisions)
        matches = judge(profiles.known, decisions)
        new = automatic(matches, decisions, now())
        for start in range(0, len(new), AT_ONCE):
            self.record_decisions(new[start:start + AT_ONCE])
        asked = [match for match in matches if match.verdict == "ask"]
        self._connection.write(lambda tx: write_queue(tx, asked, profiles))
        return Applied(tuple(each for each in new if each.judgement == "same"), tuple(each for each in new if each.judgement == "undo"), len(asked))

    def identity_queue(self, limit: int = 20) -> list[Question]:
        """Pairs of which a person should say whether they are one, those first on which most hangs; as `apply_identity` found them last."""
        return self._connection.look(lambda tx: read_identity_queue(tx, limit))

    def things(self, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Name and kind of what decisions are about, each by itself; nothing for what no document names."""
        return self._connection.look(lambda tx: things_of(tx, ids))

    def things_called(self, name: str) -> dict[str, tuple[str, str]]:
        """Ids, with name and kind, of what is called exactly so, each by itself even where decisions make it one with another."""
        entities = [row["id"] for row in self.search_entities(name, CANDIDATES) if name in row["aliases"]]
        return self._connection.look(lambda tx: called(tx, entities, name))

    def decisions(self) -> list[Decision]:
        """All decisions ever recorded, undos too, by time; `decisions.standing` tells which count."""
        return sorted(decisions_of(row["d"] for row in self._connection.ask("MATCH (d:Decision) RETURN properties(d) AS d")), key=in_order)

    def has(self, document: Document, extractor: str) -> bool:
        """True where writing what `extractor` finds in this document would change nothing, so that it need not be parsed."""
        stored = self._connection.look(lambda tx: stored_versions(tx, [document.id])).get(document.id)
        return stored is not None and compare(stored, Version(extractor, rank(document), stored.digest)) == "unchanged"

    # -------------------------------------------------------------- questions

    def counts(self) -> dict[str, int]:
        """How many documents, entities, claims and edges there are; kept, not counted."""
        return read_counters(self._connection.ask)

    def claims_by_relation(self) -> dict[tuple[str, str], int]:
        """How many claims there are of each relation and status; kept, not counted."""
        return dict(read_tally(self._connection.ask))

    def status(self) -> Row:
        """Facts for `watchdocket status`: server, address, home, schema, counts, and `problems` as sentences. Holds no secret."""
        counts = self.counts()
        found = {name: self._connection.ask(f"MATCH (n:{label}) RETURN count(n) AS n")[0]["n"] for name, label in COUNTED.items()}
        problems = [f"The graph holds {found[name]:,} {name} and its counter says {counts[name]:,}; ingest again into an empty store."
                    for name in found if found[name] != counts[name]]
        server, _, version = self._connection.agent.removesuffix(")").rpartition("(")[2].replace(" ", "/").partition("/")
        return {"server": f"embedded {server}" if self._is_arcadedb else server, "version": version, "address": self._connection.uri,
                "database": self._connection.database, "home": str(self.settings.home), "schema": SCHEMA, **counts, "problems": problems}

    def differences(self) -> Iterator[Difference]:
        """Where the graph is not what its documents, reviews and decisions make it; none in a sound graph that nobody writes to meanwhile."""
        for label, look in CHECKS.items():
            for ids in self._ids(label):
                yield from self._connection.look(lambda tx: list(look(tx, ids)))     # noqa: B023  (it is done before the next)
        yield from self._connection.look(lambda tx: list(check_whole(tx)))

    def read(self, cypher: str, params: Row | None = None, *, limit: int | None = None, timeout: float | None = None,
             meanwhile: Callable[[], object] = lambda: None) -> Rows:
        """Answer a question that cannot change anything: anything else is refused with a StoreError, as is one that takes too long (seconds).

        `meanwhile` is called now and then while the server works; what it raises, or Ctrl-C, ends the question there too.
        """
        return self._connection.read(cypher, params or {}, limit or self.settings.query_limit, timeout or self.settings.query_timeout, meanwhile)

    def explain(self, cypher: str, params: Row | None = None) -> Plan:
        """How the server would answer a question. Raises StoreError where it is none."""
        return read_plan(self._connection.plan(cypher, params or {}))

    def search_entities(self, text: str, limit: int = 20) -> list[Row]:
        """Entities with words that begin so in their names, best first: id, name, kind, aliases, roles, members (local entities).

        Where there is none, those with words spelled nearly so, the most alike first.
        """
        wanted, rows = fold(text), self._named(name_search(text))
        if not rows:
            rows = sorted(self._named(near_search(text)), key=lambda row: -max(token_set_ratio(wanted, fold(alias)) for alias in row["aliases"]))
            return rows[:limit]
        return sorted(rows, key=lambda row: _nearness(row, wanted))[:limit]

    def _named(self, words: str) -> list[Row]:
        if not words:
            return []
        return self._connection.ask(
            "CALL db.index.fulltext.queryNodes('Entity[folded]', $words) YIELD node, score "
            "WITH node, score ORDER BY score DESC, node.id LIMIT $limit "
            "RETURN node.id AS id, node.name AS name, node.kind AS kind, node.aliases AS aliases, node.roles AS roles, node.members AS members",
            words=words, limit=CANDIDATES)

    # -------------------------------------------------------------- everything

    def extraction(self, document_id: str) -> Extraction | None:
        """What was extracted from one document, in the order of the text, whatever reviewers made of it; None where it is not stored."""
        return next((extraction for extraction, _ in self._read_documents([document_id], reviewed=False)), None)

    def reviewed(self, document_id: str) -> Extraction | None:
        """As `extraction`, as reviewers have it: without rejected claims, corrected ones with their new values under their old ids."""
        return next((extraction for extraction, _ in self._read_documents([document_id], reviewed=True)), None)

    def extractions(self) -> Iterator[Extraction]:
        """All that was written, by document id, a few documents in memory at a time."""
        return (extraction for ids in self._ids("Document") for extraction, _ in self._read_documents(ids, reviewed=False))

    def resolved(self, as_of: str = "") -> Iterator[tuple[Extraction, dict[str, str]]]:
        """All documents as reviewers have them (see `reviewed`), by id, each with the entity id of every local entity id of it.

        `as_of`, here and below: an ISO date; only what was known then, see as_of.py. Raises WatchdocketError where it is no date.
        """
        for ids in self._ids("Document", day_of(as_of)):
            yield from self._read_documents(ids, reviewed=True)

    def _read_documents(self, ids: list[str], *, reviewed: bool) -> Iterator[tuple[Extraction, dict[str, str]]]:
        return read_documents(self._connection.ask, ids, reviewed=reviewed)

    def entities(self, as_of: str = "") -> Iterator[Entity]:
        """All entities, by id, as the documents call them."""
        for ids in self._ids("Entity"):
            named = grouped(self._connection.ask(
                "UNWIND $ids AS id MATCH (e:Entity {id: id})-[n:NAMED_IN]->(d:Document) WHERE $day = '' OR d.known <= $day "
                "RETURN id, n.kind AS kind, n.local AS local, n.name AS name, n.aliases AS aliases", ids=ids, day=day_of(as_of)), "id")
            for id, rows in sorted(named.items()):
                names = Names()
                for row in rows:
                    names.add(row["name"], row["aliases"])
                kind, members = main_kind(Counter(row["kind"] for row in rows)), tuple(sorted(row["local"] for row in rows))
                yield Entity(id, kind, names.name, names.aliases, members)

    def edges(self, as_of: str = "") -> Iterator[Edge]:
        """All edges, by source, relation and target."""
        day = day_of(as_of)
        for ids in self._ids("Entity"):
            found = [(row["relation"], row["edge"]) for row in self._connection.ask(
                f"UNWIND $ids AS id MATCH (:Entity {{id: id}})-[r:{EDGES}]->() RETURN type(r) AS relation, properties(r) AS edge", ids=ids)]
            known = self.edges_within(found, Bounds(as_of=as_of))
            claims = grouped(self._connection.ask("UNWIND $ids AS id MATCH (c:Claim {edge: id}) WHERE $day = '' OR c.known <= $day "
                                                  "RETURN id, c.id AS claim", ids=[edge["id"] for _, edge in known], day=day), "id")
            for relation, edge in sorted(known, key=lambda found: (found[1]["source"], found[0], found[1]["target"])):
                yield Edge(relation, edge["source"], edge["target"], edge["status"], tuple(edge["statuses"]), edge["disputed"],
                           tuple(sorted(claim["claim"] for claim in claims[edge["id"]])), edge.get("first"), edge.get("last"), edge["support"])

    def edges_within(self, edges: list[tuple[str, Row]], bounds: Bounds) -> list[tuple[str, Row]]:
        """These edges (relation and properties) as the claims within bounds make them; without those that have no such claim."""
        return self._connection.look(lambda tx: edges_within(tx, edges, bounds)) if bounds.params else edges

    def neighbourhood(self, ids: Iterable[str], hops: int, *, as_of: str = "") -> frozenset[str]:
        """These entities and all that are so many edges away at most, along edges of which something was known then."""
        reached, day = frozenset(ids), day_of(as_of)
        for _ in range(hops):
            rows = self._connection.ask(f"UNWIND $ids AS id MATCH (:Entity {{id: id}})-[r:{EDGES}]-(n) WHERE $day = '' OR r.known <= $day "
                                        "RETURN DISTINCT n.id AS id", ids=sorted(reached), day=day)
            reached |= {row["id"] for row in rows}
        return reached

    def claims_among(self, values: Iterable[str]) -> list[str]:
        """Those of these values that are ids of claims."""
        return [row["id"] for row in self._connection.ask("UNWIND $values AS id MATCH (c:Claim {id: id}) RETURN c.id AS id", values=sorted(values))]

    def _ids(self, label: str, day: str = "") -> Iterator[list[str]]:
        found = self._connection.ask(f"MATCH (n:{label}) WHERE $day = '' OR n.known <= $day RETURN n.id AS id", day=day)
        ids = sorted(row["id"] for row in found)
        return (ids[start:start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def definitions(*, full_text: bool = True) -> list[str]:
    """The statements that make constraints and indexes where they are not. `full_text`: the embedded server makes those itself, under these names."""
    made = [f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE" for label in UNIQUE]
    made += [f"CREATE INDEX {label.lower()}_{key} IF NOT EXISTS FOR (n:{label}) ON (n.{key})" for label, key in INDEXED]
    if full_text:
        made += [f"CREATE FULLTEXT INDEX `{label}[{key}]` IF NOT EXISTS FOR (n:{label}) ON EACH [n.{key}]" for label, key in FULL_TEXT]
        made.append("CALL db.awaitIndexes(120)")
    return made


def open_store(settings: Settings, *, read_only: bool = False) -> Store:
    """Connect to Neo4j where `settings.neo4j_uri` names one, else to the embedded server of `settings.home`, which is started where needed.

    `read_only` refuses `write` and `retract`; what users ask goes through `Store.read`, which changes nothing in any store. Raises StoreError.
    """
    return Store(settings, read_only=read_only)


def _nearness(row: Row, wanted: str) -> tuple[bool, bool, bool, int, str, str]:
    """Sorts hits: named so, also called so, beginning so; then what most documents name."""
    name, aliases = fold(row["name"]), [fold(alias) for alias in row["aliases"]]
    return name != wanted, wanted not in aliases, not any(alias.startswith(wanted) for alias in aliases), -row["members"], row["name"], row["id"]
