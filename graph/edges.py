"""Edges: what the claims under each pair add up to. Knows the layout of the graph (see store.py), not the server."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from neo4j import Transaction

from graph.connection import batch, filled
from graph.entities import Thing
from graph.model import FACTUAL, RELATIONS
from graph.resolve import Pair, edge_status, is_established, pair_between, roles_of

Row = dict[str, Any]
EDGES = "|".join(RELATIONS)


def renew_edges(tx: Transaction, pairs: Mapping[str, Pair], entities: Mapping[str, Thing]) -> int:
    """Make the edges of these pairs equal to what their claims now say; roles of their ends follow. How many edges there are more."""
    found = said(tx, pairs)
    ends = "UNWIND $rows AS row MATCH (a:Entity {id: row.source}) MATCH (b:Entity {id: row.target})"
    stored = {row["id"]: row for row in batch(
        tx, f"{ends} MATCH (a)-[r:{EDGES}]->(b) WHERE r.id = row.id "
            "RETURN r.id AS id, r.source_roles AS source_roles, r.target_roles AS target_roles", map(asdict, pairs.values()))}
    by_relation: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for pair in pairs.values():
        row = edge_row(pair, found[pair.id], (entities[pair.source].kind, entities[pair.target].kind)) if pair.id in found else None
        for edge, times in ((stored.get(pair.id), -1), (row, 1)):
            if edge:
                entities[pair.source].roles.update(dict.fromkeys(edge["source_roles"], times))
                entities[pair.target].roles.update(dict.fromkeys(edge["target_roles"], times))
        act = "SET r = row" if row and pair.id in stored else "DELETE r" if pair.id in stored else "CREATE"
        by_relation[pair.relation, act].append(row or asdict(pair))
    for (relation, act), rows in sorted(by_relation.items()):
        batch(tx, f"{ends} CREATE (a)-[r:{relation}]->(b) SET r = row" if act == "CREATE" else f"{ends} MATCH (a)-[r:{relation}]->(b) {act}", rows)
    return len(found) - len(stored)


def pairs_at(tx: Transaction, entities: Iterable[str]) -> list[Pair]:
    """The pairs of all edges that begin or end at these entities."""
    rows = batch(tx, f"UNWIND $rows AS id MATCH (e:Entity {{id: id}})-[r:{EDGES}]-() "
                     "RETURN DISTINCT r.id AS id, type(r) AS relation, r.source AS source, r.target AS target", entities)
    return [Pair(**row) for row in rows]


def pairs_of(tx: Transaction, match: str, ids: Iterable[str]) -> dict[str, Pair]:
    """The pairs under which claims stand; `match` finds claims `c` for an `id`."""
    rows = batch(tx, f"UNWIND $rows AS id MATCH {match} MATCH (c)-[:SUBJECT]->(s) MATCH (c)-[:OBJECT]->(o) "
                     "RETURN DISTINCT c.relation AS relation, s.id AS s, o.id AS o", ids)
    found = (pair_between(row["relation"], row["s"], row["o"]) for row in rows)
    return {pair.id: pair for pair in found}


def said(tx: Transaction, edges: Iterable[str], where: str = "true", **params: Any) -> dict[str, list[Row]]:
    """What the claims `c` under each edge say, counted by status and category; nothing for an edge that has no claim (`where` holds of)."""
    groups: dict[str, list[Row]] = defaultdict(list)
    start = "UNWIND $rows AS id MATCH (c:Claim {edge: id})"
    for row in batch(tx, f"{start} WHERE {where} RETURN id, c.status AS status, c.category AS category, count(c) AS claims, min(c.known) AS known, "
                         "min(coalesce(c.date, c.published)) AS first, max(coalesce(c.date, c.published)) AS last", edges, **params):
        groups[row["id"]].append(row)
    for row in batch(tx, f"{start} WHERE {where} RETURN id, count(DISTINCT c.document) AS support", list(groups), **params):
        groups[row["id"]][0]["support"] = row["support"]
    for row in batch(tx, f"{start}-[:SAID_BY]->(e:Entity) WHERE {where} RETURN DISTINCT id, e.id AS speaker", list(groups), **params):
        groups[row["id"]][0].setdefault("said_by", []).append(row["speaker"])
    return dict(groups)


def edge_row(pair: Pair, groups: list[Row], kinds: tuple[str, str]) -> Row:
    """The properties of an edge of which `said` gives the groups. `kinds` are those of its ends."""
    statuses = {row["status"] for row in groups}
    parts = {row["category"] for row in groups if row["status"] in FACTUAL}
    established = is_established(statuses)
    source_roles, target_roles = roles_of(pair.relation, kinds, parts) if established else ((), ())
    dates = [row[end] for row in groups for end in ("first", "last") if row[end]]
    return filled({
        "id": pair.id, "source": pair.source, "target": pair.target, "status": edge_status(statuses), "statuses": sorted(statuses),
        "disputed": not statuses.isdisjoint(("denied", "negated")), "established": established, "claims": sum(row["claims"] for row in groups),
        "support": groups[0]["support"], "first": min(dates, default=None), "last": max(dates, default=None),
        "known": min((row["known"] for row in groups if row["known"]), default=None),
        "said_by": sorted(groups[0].get("said_by", [])), "categories": sorted({row["category"] for row in groups if row["category"]}),
        "source_roles": list(source_roles), "target_roles": list(target_roles)})
