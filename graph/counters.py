"""How much there is, kept with each change so that nobody has to count it. Knows the layout of the graph (see store.py), not the server."""

from __future__ import annotations

from collections import Counter
from typing import Any

from neo4j import Transaction

from graph.connection import asking, batch
from graph.records import Ask

Tally = Counter[tuple[str, str]]        # claims by relation and status
COUNTERS = ("documents", "entities", "claims", "edges")


def count(tx: Transaction, claims: Tally, **more: int) -> None:
    """Note that there are so many more (or, below 0, less) claims, and documents, entities and edges."""
    before = read_counters(asking(tx))
    more["claims"] = claims.total()
    tx.run("MATCH (m:Meta {id: 'graph'}) SET m += $counts", counts={name: before[name] + more[name] for name in more}).consume()
    batch(tx, "UNWIND $rows AS row MERGE (t:Tally {id: row.id}) ON CREATE SET t = row ON MATCH SET t.claims = t.claims + row.claims",
          tally_rows(Counter({key: number for key, number in claims.items() if number})))
    tx.run("MATCH (t:Tally) WHERE t.claims = 0 DELETE t").consume()


def recount_claims(tx: Transaction) -> None:
    """Make the tally anew from the claims."""
    tx.run("MATCH (t:Tally) DELETE t").consume()
    batch(tx, "UNWIND $rows AS row CREATE (t:Tally) SET t = row", tally_rows(found_claims(asking(tx))))


def read_counters(ask: Ask) -> dict[str, int]:
    """The numbers of documents, entities, claims and edges that are kept."""
    return ask(f"MATCH (m:Meta {{id: 'graph'}}) RETURN {', '.join(f'm.{name} AS {name}' for name in COUNTERS)}")[0]


def read_tally(ask: Ask) -> Tally:
    """The numbers of claims that are kept."""
    return _tally(ask("MATCH (t:Tally) RETURN t.relation AS relation, t.status AS status, t.claims AS claims ORDER BY relation, status"))


def found_claims(ask: Ask) -> Tally:
    """The numbers of claims that there are, counted: seconds in a large graph."""
    return _tally(ask("MATCH (c:Claim) RETURN c.relation AS relation, c.status AS status, count(c) AS claims"))


def _tally(rows: list[dict[str, Any]]) -> Tally:
    return Counter({(row["relation"], row["status"]): row["claims"] for row in rows})


def tally_rows(tally: Tally) -> list[dict[str, Any]]:
    """The properties of the nodes that keep a tally."""
    return [{"id": f"{relation} {status}", "relation": relation, "status": status, "claims": number}
            for (relation, status), number in sorted(tally.items())]
