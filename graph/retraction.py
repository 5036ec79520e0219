"""What would go with documents that are taken back, and on whose word the rest stays. Reads only; knows the layout of the graph (see store.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neo4j import Transaction

from graph.connection import batch
from graph.edges import EDGES, edge_row, said
from graph.records import Row, grouped
from graph.resolve import Pair


@dataclass(frozen=True, slots=True)
class Firmness:
    """How an edge stands."""

    status: str
    disputed: bool
    claims: int
    support: int                            # documents


@dataclass(frozen=True, slots=True)
class RestingEdge:
    """An edge under which the documents have claims. `after` is None where it goes; else `documents` and `said_by` are what it stays on."""

    id: str
    source: str                             # names
    relation: str
    target: str
    before: Firmness
    after: Firmness | None
    documents: tuple[str, ...] = ()         # titles, or ids where there is none
    said_by: tuple[str, ...] = ()           # names; empty where only the documents themselves say so

    @property
    def verdict(self) -> str:
        """ "goes", "changes" (its status or whether it is disputed) or "stays"."""
        if self.after is None:
            return "goes"
        same = (self.before.status, self.before.disputed) == (self.after.status, self.after.disputed)
        return "stays" if same else "changes"


@dataclass(frozen=True, slots=True)
class RestingEntity:
    """An entity that the documents name."""

    id: str
    kind: str
    name: str
    documents: int                          # others that name it; 0: it goes

    @property
    def verdict(self) -> str:
        """ "goes" or "stays"."""
        return "stays" if self.documents else "goes"


@dataclass(frozen=True, slots=True)
class Consequences:
    """What taking documents back would do."""

    documents: tuple[tuple[str, str], ...]  # id and title of those that are stored
    claims: int
    reviews: int                            # that hold of these claims and would wait for them to return
    edges: tuple[RestingEdge, ...]
    entities: tuple[RestingEntity, ...]


def what_rests_on(tx: Transaction, documents: Sequence[str]) -> Consequences:
    """What would go, change and stay if these documents were taken back together."""
    start = "UNWIND $rows AS id MATCH (d:Document {id: id})"
    stored = batch(tx, f"{start} RETURN id, d.title AS title", documents)
    claims = batch(tx, f"{start}<-[:IN]-(c:Claim) RETURN count(c) AS claims, count(c.review) AS reviews", documents)
    rejected = batch(tx, f"{start}<-[:IN]-(c:RejectedClaim) RETURN count(c) AS reviews", documents)
    return Consequences(tuple(sorted((row["id"], row["title"] or "Untitled") for row in stored)), sum(row["claims"] for row in claims),
                        sum(row["reviews"] for row in (*claims, *rejected)), _edges(tx, documents), _entities(tx, documents))


def _edges(tx: Transaction, documents: Sequence[str]) -> tuple[RestingEdge, ...]:
    rows = {row["r"]["id"]: row for row in batch(
        tx, "UNWIND $rows AS id MATCH (:Document {id: id})<-[:IN]-(c:Claim) MATCH (c)-[:SUBJECT]->(s) MATCH (c)-[:OBJECT]->(o) "
            f"WITH DISTINCT c.edge AS edge, s, o MATCH (s)-[r:{EDGES}]-(o) WHERE r.id = edge "
            "RETURN DISTINCT type(r) AS relation, properties(r) AS r", documents)}
    ends = {row["id"]: row for row in batch(tx, "UNWIND $rows AS id MATCH (e:Entity {id: id}) RETURN id, e.name AS name, e.kind AS kind",
                                            {row["r"][end] for row in rows.values() for end in ("source", "target")})}
    remain = said(tx, rows, "NOT c.document IN $without", without=list(documents))
    titles, speakers = _words(tx, list(remain), documents)
    found = []
    for id, row in rows.items():
        source, target = (ends[row["r"][end]] for end in ("source", "target"))
        pair = Pair(id, row["relation"], source["id"], target["id"])
        after = _firmness(edge_row(pair, remain[id], (source["kind"], target["kind"]))) if id in remain else None
        found.append(RestingEdge(id, source["name"], row["relation"], target["name"], _firmness(row["r"]), after,
                                 tuple(titles.get(id, ())), tuple(speakers.get(id, ()))))
    return tuple(sorted(found, key=lambda edge: (edge.relation, edge.source, edge.target, edge.id)))


def _words(tx: Transaction, edges: list[str], without: Sequence[str]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Titles of the other documents under each edge, and names of those on whose word they say so."""
    start = "UNWIND $rows AS id MATCH (c:Claim {edge: id}) WHERE NOT c.document IN $without"
    titles = batch(tx, f"{start} MATCH (c)-[:IN]->(d:Document) RETURN DISTINCT id, d.id AS document, coalesce(d.title, d.id) AS title "
                       "ORDER BY id, title, document", edges, without=list(without))
    speakers = batch(tx, f"{start} MATCH (c)-[:SAID_BY]->(e:Entity) RETURN DISTINCT id, e.id AS entity, e.name AS name ORDER BY id, name, entity",
                     edges, without=list(without))
    return ({id: [row["title"] for row in rows] for id, rows in grouped(titles, "id").items()},
            {id: [row["name"] for row in rows] for id, rows in grouped(speakers, "id").items()})


def _firmness(edge: Row) -> Firmness:
    return Firmness(edge["status"], edge["disputed"], edge["claims"], edge["support"])


def _entities(tx: Transaction, documents: Sequence[str]) -> tuple[RestingEntity, ...]:
    named = batch(tx, "UNWIND $rows AS id MATCH (:Document {id: id})<-[:NAMED_IN]-(e:Entity) RETURN DISTINCT e.id AS id", documents)
    rows = batch(tx, "UNWIND $rows AS id MATCH (e:Entity {id: id})-[:NAMED_IN]->(d:Document) "
                     "RETURN id, e.kind AS kind, e.name AS name, count(DISTINCT CASE WHEN d.id IN $without THEN null ELSE d.id END) AS documents",
                 {row["id"] for row in named}, without=list(documents))
    return tuple(sorted((RestingEntity(**row) for row in rows), key=lambda entity: (entity.name, entity.kind, entity.id)))
