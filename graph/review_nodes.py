"""Reviews and undos as nodes: kept whatever becomes of the claims they are about. Knows the layout of the graph (see store.py), not the server."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from neo4j import Transaction

from graph.connection import asking, batch
from graph.model import ADVERSE
from graph.nodes import CLAIM_LABELS
from graph.records import Ask
from graph.reviews import UNSURE, Entry, Queued, Record, Review, ReviewError, Undo, holding, log

CONSIDERED = 5          # candidates weighed for each place in the queue

LABELS: dict[str, type[Review] | type[Undo]] = {"Review": Review, "Undo": Undo}


def add_records(tx: Transaction, records: list[Record]) -> list[Record]:
    """Make a node for each record that has none; these records."""
    new: list[Record] = []
    for label, type_ in LABELS.items():
        offered = {record.id: record for record in records if isinstance(record, type_)}
        for row in batch(tx, f"UNWIND $rows AS id MATCH (v:{label} {{id: id}}) RETURN v.id AS id", offered):
            del offered[row["id"]]
        batch(tx, f"UNWIND $rows AS row CREATE (v:{label}) SET v = row",
              [{name: value for name, value in asdict(record).items() if value is not None} for record in offered.values()])
        new += offered.values()
    return new


def claims_of(tx: Transaction, records: list[Record]) -> set[str]:
    """The claims that these records are about."""
    undone = [record.review for record in records if isinstance(record, Undo)]
    claims = batch(tx, "UNWIND $rows AS id MATCH (v:Review {id: id}) RETURN DISTINCT v.claim AS id", undone)
    return {row["id"] for row in claims} | {record.claim for record in records if isinstance(record, Review)}


def require_undoable(tx: Transaction, undo: Undo) -> None:
    """Raise ReviewError unless the review is stored and nobody has taken it back."""
    stored = asking(tx)("MATCH (v:Review {id: $id}) OPTIONAL MATCH (u:Undo {review: v.id}) RETURN u.by AS by, u.at AS at", id=undo.review)
    if not stored:
        raise ReviewError(f"There is no review {undo.review}; `watchdocket review log` lists them.")
    if stored[0]["at"]:
        raise ReviewError(f"The review {undo.review} was taken back by {stored[0]['by']} at {stored[0]['at']} already.")


def holding_reviews(tx: Transaction, claims: Iterable[str]) -> dict[str, Review]:
    """The review that holds of each of these claims that has one."""
    reviews = [_record(Review, row["v"]) for row in batch(tx, "UNWIND $rows AS id MATCH (v:Review {claim: id}) RETURN properties(v) AS v", claims)]
    undone = batch(tx, "UNWIND $rows AS id MATCH (u:Undo {review: id}) RETURN DISTINCT id", [review.id for review in reviews])
    return holding(reviews, (row["id"] for row in undone))


def read_records(ask: Ask) -> list[Record]:
    """All reviews and undos, by id."""
    rows = ((type_, row["v"]) for label, type_ in LABELS.items() for row in ask(f"MATCH (v:{label}) RETURN properties(v) AS v ORDER BY v.id"))
    return [_record(type_, values) for type_, values in rows]


def read_log(ask: Ask, claim: str | None = None) -> list[Entry]:
    """All reviews, or those of one claim, with what became of each; oldest first."""
    where = "" if claim is None else " {claim: $claim}"
    reviews = [_record(Review, row["v"]) for row in ask(f"MATCH (v:Review{where}) RETURN properties(v) AS v", claim=claim)]
    ids = [review.id for review in reviews]
    undos = [_record(Undo, row["u"]) for row in ask("UNWIND $ids AS id MATCH (u:Undo {review: id}) RETURN properties(u) AS u", ids=ids)]
    claims = sorted({review.claim for review in reviews})
    applied = [row["review"] for label in CLAIM_LABELS for row in ask(
        f"UNWIND $ids AS id MATCH (c:{label} {{id: id}}) WHERE c.review IS NOT NULL RETURN c.review AS review", ids=claims)]
    return log(reviews, undos, applied)


def read_queue(ask: Ask, limit: int) -> list[Queued]:
    """Claims that nobody has reviewed: the most harmful if wrong first; of equals those with most reasons, then the least sure."""
    queue: list[Queued] = []
    for urgency in (3, 2, 1, 0):
        rows = ask("MATCH (c:Claim {urgency: $urgency}) WITH c ORDER BY c.confidence, c.id LIMIT $limit "
                   "MATCH (c)-[:SUBJECT]->(s:Entity) MATCH (c)-[:OBJECT]->(o:Entity) MATCH (c)-[:IN]->(d:Document) "
                   "RETURN properties(c) AS claim, s.id AS s, o.id AS o, s.name AS subject, o.name AS object, d.title AS title",
                   urgency=urgency, limit=CONSIDERED * limit)
        edges = ask("UNWIND $rows AS row MATCH (a:Entity {id: row.s})-[r]-(b:Entity {id: row.o}) WHERE r.id = row.edge "
                    "RETURN DISTINCT properties(r) AS r",
                    rows=[{"s": row["s"], "o": row["o"], "edge": row["claim"]["edge"]} for row in rows])
        edge_of = {row["r"]["id"]: row["r"] for row in edges}
        level = [_queued(row, edge_of[row["claim"]["edge"]]) for row in rows]
        queue += sorted(level, key=lambda found: (-len(found.reasons), found.confidence, found.claim))
        if len(queue) >= limit:
            break
    return queue[:limit]


def _queued(row: dict[str, Any], edge: dict[str, Any]) -> Queued:
    claim = row["claim"]
    reasons = {"about a person": claim["urgency"] == 3, "speaks of a wrong": claim["relation"] in ADVERSE,
               "its edge rests on it alone": edge["claims"] == 1, "disputed": edge["disputed"], "unsure": claim["confidence"] < UNSURE}
    return Queued(claim["id"], row["subject"], claim["relation"], row["object"], claim["status"], claim["quote"], row["title"] or "Untitled",
                  claim["confidence"], claim["urgency"], tuple(reason for reason, holds in reasons.items() if holds))


def _record(type_: Any, row: dict[str, str]) -> Any:
    return type_(**{name: value for name, value in row.items() if name != "id"})
