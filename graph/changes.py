"""What one document changes in the graph, as statements of one transaction: its own nodes, the entities it names, the edges its claims stand under.

Knows the layout of the graph (see store.py), not the server. Entities and edges are kept equal to what all documents say of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from neo4j import Transaction

from graph.connection import batch
from graph.edges import renew_edges
from graph.entities import create_entities, load_entities, save_entities
from graph.model import RELATIONS, Extraction
from graph.nodes import create_claims, create_documents
from graph.resolve import Pair, entity_id, pair_of
from graph.versions import compare, stored_version, version


def write_document(tx: Transaction, extraction: Extraction) -> str:
    """Store all that was found in one document: "new", "unchanged" or "replaced"."""
    _lock(tx)
    verdict = compare(stored_version(tx, extraction.document.id), version(extraction))
    if verdict != "unchanged":
        _apply(tx, [extraction.document.id] if verdict == "replaced" else [], [extraction])
    return verdict


def remove_document(tx: Transaction, document: str) -> bool:
    """Take a document back with everything that stood on it alone; False where it is not stored."""
    _lock(tx)
    if stored_version(tx, document) is None:
        return False
    _apply(tx, [document], [])
    return True


# ------------------------------------------------------------------ the change

def _lock(tx: Transaction) -> None:
    """Writers go one after the other: what a writer reads of an entity or edge must still be so when it commits."""
    tx.run("MATCH (m:Meta {id: 'graph'}) SET m.lock = 0").consume()


def _apply(tx: Transaction, removed: list[str], added: list[Extraction]) -> None:
    entity_of = {entity.id: entity_id(entity) for extraction in added for entity in extraction.entities}
    pairs = {pair.id: pair for pair in _pairs_of(tx, removed)}
    named = _names_of(tx, removed)
    counts = Counter(documents=len(added) - len(removed), claims=-_take_out(tx, removed))
    for extraction in added:
        counts["claims"] += len(extraction.claims)
        pairs |= {pair.id: pair for pair in (pair_of(claim, entity_of) for claim in extraction.claims)}
        named += [(entity_of[entity.id], entity.kind, entity.name, entity.aliases, 1) for entity in extraction.entities]
    entities = load_entities(tx, named)
    counts["entities"] += create_entities(tx, entities)
    create_documents(tx, added, entity_of)
    create_claims(tx, added, entity_of)
    counts["edges"] += renew_edges(tx, pairs, entities)
    counts["entities"] -= save_entities(tx, entities)
    tx.run("MATCH (m:Meta {id: 'graph'}) SET m += $counts",
           counts={name: counts[name] + before for name, before in _counters(tx).items()}).consume()


def _counters(tx: Transaction) -> dict[str, int]:
    return tx.run("MATCH (m:Meta {id: 'graph'}) "
                  "RETURN m.documents AS documents, m.entities AS entities, m.claims AS claims, m.edges AS edges").data()[0]


# ------------------------------------------------------------------ taking out

def _pairs_of(tx: Transaction, documents: list[str]) -> list[Pair]:
    rows = batch(tx, "UNWIND $rows AS id MATCH (:Document {id: id})<-[:IN]-(c:Claim), (c)-[:SUBJECT]->(s), (c)-[:OBJECT]->(o) "
                     "RETURN DISTINCT c.edge AS id, c.relation AS relation, s.id AS s, o.id AS o", documents)
    found = {}
    for row in rows:
        ends = sorted((row["s"], row["o"])) if RELATIONS[row["relation"]].symmetric else (row["s"], row["o"])
        found[row["id"]] = Pair(row["id"], row["relation"], *ends)
    return list(found.values())


def _names_of(tx: Transaction, documents: list[str]) -> list[tuple[str, str, str, Iterable[str], int]]:
    rows = batch(tx, "UNWIND $rows AS id MATCH (:Document {id: id})<-[n:NAMED_IN]-(e:Entity) "
                     "RETURN e.id AS entity, e.kind AS kind, n.name AS name, n.aliases AS aliases", documents)
    return [(row["entity"], row["kind"], row["name"], row["aliases"], -1) for row in rows]


def _take_out(tx: Transaction, documents: list[str]) -> int:
    """Delete the documents' own nodes; how many claims they had."""
    claims = batch(tx, "UNWIND $rows AS id MATCH (:Document {id: id})<-[:IN]-(c:Claim) RETURN c.id AS id", documents)
    batch(tx, "UNWIND $rows AS id MATCH (c:Claim {id: id}) DETACH DELETE c", [row["id"] for row in claims])
    for pattern in ("(:Document {id: id})-[:CITES]->(x:Source)", "(x:Text {id: id})", "(x:Document {id: id})"):
        batch(tx, f"UNWIND $rows AS id MATCH {pattern} DETACH DELETE x", documents)
    return len(claims)
