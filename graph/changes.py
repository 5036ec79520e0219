"""What a document or a review changes in the graph, as statements of one transaction: own nodes, entities named, edges that claims stand under.

Knows the layout of the graph (see store.py), not the server. Entities and edges are kept equal to what all documents and reviews say of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from neo4j import Transaction

from graph.connection import asking, batch
from graph.counters import Tally, count
from graph.edges import pairs_at, pairs_of, renew_edges
from graph.entities import Named, Thing, create_entities, entities_of, load_ends, load_entities, renew_kinds, save_entities
from graph.model import Extraction
from graph.nodes import CLAIM_LABELS, Statements, create_claims, create_documents
from graph.records import read_documents
from graph.resolve import Pair, entity_id, pair_of
from graph.review_nodes import add_records, claims_of, holding_reviews, require_undoable
from graph.reviews import Record, ReviewError, Undo, check_record, misfit, stated
from graph.versions import compare, stored_versions, version


def write_documents(tx: Transaction, extractions: list[Extraction]) -> list[str]:
    """Store all that was found in these documents, as if one after the other: "new", "unchanged" or "replaced" for each."""
    lock(tx)
    before = stored_versions(tx, [extraction.document.id for extraction in extractions])
    known, written, verdicts = dict(before), {}, []
    for extraction in extractions:
        document, offered = extraction.document.id, version(extraction)
        verdicts.append(compare(known.get(document), offered))
        if verdicts[-1] != "unchanged":
            known[document], written[document] = offered, extraction
    if written:
        _replace(tx, sorted(before.keys() & written), list(written.values()))
    return verdicts


def rewrite_document(tx: Transaction, extraction: Extraction) -> None:
    """Make the nodes of a stored document anew, as this version of the layout has them."""
    lock(tx)
    _replace(tx, [extraction.document.id], [extraction])


def remove_document(tx: Transaction, document: str) -> bool:
    """Take a document back with everything that stood on it alone; False where it is not stored."""
    lock(tx)
    if not stored_versions(tx, [document]):
        return False
    _replace(tx, [document], [])
    return True


def write_reviews(tx: Transaction, records: list[Record], *, strict: bool) -> int:
    """Store reviews and undos and let the claims that they are about stand accordingly; how many records are new.

    `strict`: raise ReviewError unless a review fits a claim that is stored, and an undo takes back a review that is stored and not undone.
    """
    lock(tx)
    for record in records:
        check_record(record)
        if strict:
            _require_fit(tx, record)
    new = add_records(tx, records)
    _renew_claims(tx, sorted(claims_of(tx, new)))
    return len(new)


def _require_fit(tx: Transaction, record: Record) -> None:
    if isinstance(record, Undo):
        require_undoable(tx, record)
        return
    documents = [row["document"] for row in _stored_claims(tx, [record.claim])]
    for extraction, _ in read_documents(asking(tx), documents, reviewed=False):
        claim = next(claim for claim in extraction.claims if claim.id == record.claim)
        reason = misfit(record, claim, {entity.id: entity.kind for entity in extraction.entities})
        if reason:
            raise ReviewError(reason)
    if not documents:
        raise ReviewError(f"There is no claim {record.claim}; `watchdocket review queue` and the answers of `watchdocket query` name claims.")


# ------------------------------------------------------------------ the change

def lock(tx: Transaction) -> None:
    """Writers go one after the other: what a writer reads of an entity or edge must still be so when it commits."""
    tx.run("MATCH (m:Meta {id: 'graph'}) SET m.lock = 0").consume()


def _replace(tx: Transaction, removed: list[str], added: list[Extraction]) -> None:
    """Take documents out and put others in."""
    reviews = holding_reviews(tx, [claim.id for extraction in added for claim in extraction.claims])
    bases = {entity.id: entity_id(entity) for extraction in added for entity in extraction.entities}
    entity_of = entities_of(tx, bases)
    statements = [(extraction.document, stated(extraction, reviews)) for extraction in added]
    pairs = pairs_of(tx, "(:Document {id: id})<-[:IN]-(c:Claim)", removed) | _new_pairs(statements, entity_of)
    named = _names_of(tx, removed)
    named += [Named(entity_of[entity.id], entity.kind, entity.name, entity.aliases, 1) for extraction in added for entity in extraction.entities]
    entities = load_entities(tx, named)         # which counts names in that go, so before they do
    claims = _standing(statements)
    claims.subtract(_take_out(tx, removed))

    def create() -> None:
        create_documents(tx, added, entity_of)
        create_claims(tx, statements, entity_of)

    settle(tx, entities, pairs, create, claims, len(added) - len(removed))


def _renew_claims(tx: Transaction, ids: list[str]) -> None:
    """Let these claims stand as the reviews that hold have them. Whoever is named stays named."""
    stored = _stored_claims(tx, ids)
    reviews, wanted = holding_reviews(tx, ids), {row["id"] for row in stored}
    statements: Statements = []
    entity_of: dict[str, str] = {}
    for extraction, entities_of_document in read_documents(asking(tx), sorted({row["document"] for row in stored}), reviewed=False):
        entity_of |= entities_of_document
        statements.append((extraction.document, [found for found in stated(extraction, reviews) if found.extracted.id in wanted]))
    pairs = pairs_of(tx, "(c:Claim {id: id})", sorted(wanted)) | _new_pairs(statements, entity_of)
    claims = _standing(statements)
    claims.subtract(_delete_claims(tx, stored))
    settle(tx, {}, pairs, lambda: create_claims(tx, statements, entity_of), claims)


def settle(tx: Transaction, entities: dict[str, Thing], pairs: dict[str, Pair], rewire: Callable[[], None], claims: Tally,
           documents: int = 0) -> None:
    """Bring entities, edges and counters up to date once `rewire` has changed who says what of whom. `claims`, `documents`: how many more."""
    pairs |= {pair.id: pair for pair in pairs_at(tx, [entity.id for entity in entities.values() if entity.changes_kind])}
    load_ends(tx, entities, {end for pair in pairs.values() for end in (pair.source, pair.target)}.difference(entities))
    renew_kinds(tx, entities)
    created = create_entities(tx, entities)
    rewire()
    edges = renew_edges(tx, pairs, entities)
    count(tx, claims, documents=documents, entities=created - save_entities(tx, entities), edges=edges)


def _standing(statements: Statements) -> Tally:
    """How many claims of each relation and status stand among these."""
    claims = (statement.claim for _, found in statements for statement in found)
    return Counter((claim.relation, claim.status) for claim in claims if claim is not None)


def _new_pairs(statements: Statements, entity_of: Mapping[str, str]) -> dict[str, Pair]:
    found = (pair_of(statement.claim, entity_of) for _, claims in statements for statement in claims if statement.claim is not None)
    return {pair.id: pair for pair in found}


# ------------------------------------------------------------------ taking out

def _names_of(tx: Transaction, documents: list[str]) -> list[Named]:
    rows = batch(tx, "UNWIND $rows AS id MATCH (:Document {id: id})<-[n:NAMED_IN]-(e:Entity) "
                     "RETURN e.id AS entity, coalesce(n.kind, e.kind) AS kind, n.name AS name, n.aliases AS aliases", documents)
    return [Named(row["entity"], row["kind"], row["name"], tuple(row["aliases"]), -1) for row in rows]


def _take_out(tx: Transaction, documents: list[str]) -> Tally:
    """Delete the documents' own nodes; how many claims stood in them."""
    stood = _delete_claims(tx, _stored_claims(tx, documents, "(:Document {id: id})<-[:IN]-(c:LABEL)"))
    for pattern in ("(:Document {id: id})-[:CITES]->(x:Source)", "(x:Text {id: id})", "(x:Document {id: id})"):
        batch(tx, f"UNWIND $rows AS id MATCH {pattern} DETACH DELETE x", documents)
    return stood


def _stored_claims(tx: Transaction, ids: Iterable[str], match: str = "(c:LABEL {id: id})") -> list[dict[str, str]]:
    """Those of these claims that are stored, with what tells of them; `match` finds claims `c` for an `id`."""
    return [row | {"label": label} for label in CLAIM_LABELS
            for row in batch(tx, f"UNWIND $rows AS id MATCH {match.replace('LABEL', label)} "
                                 "RETURN c.id AS id, c.document AS document, c.relation AS relation, c.status AS status", ids)]


def _delete_claims(tx: Transaction, stored: list[dict[str, str]]) -> Tally:
    """Delete claims as `_stored_claims` gives them; how many stood."""
    for label in CLAIM_LABELS:
        batch(tx, f"UNWIND $rows AS id MATCH (c:{label} {{id: id}}) DETACH DELETE c", [row["id"] for row in stored if row["label"] == label])
    return Counter((row["relation"], row["status"]) for row in stored if row["label"] == "Claim")
