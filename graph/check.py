"""Recomputes what the graph keeps from what documents, reviews and decisions say, and tells every difference.

Of a document: hashes, quotes, claims, and under which entity each of its names goes. Of an entity: kind, names, roles and the edges that
begin there. Some hundred of them are in memory at a time. Knows the layout of the graph (see store.py), not the server.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from neo4j import Transaction

from graph.connection import asking, batch
from graph.counters import found_claims, read_counters, read_tally
from graph.decisions import clusters
from graph.edges import EDGES, edge_row, pairs_of, said
from graph.entities import Thing, entities_of, entity_row, main_kind
from graph.merging import decisions_of
from graph.model import KINDS, RELATIONS, Extraction, LawError
from graph.model import check as require_laws
from graph.nodes import CLAIM_LABELS, claim_row, document_row
from graph.records import grouped, read_documents
from graph.resolve import entity_id
from graph.review_nodes import holding_reviews
from graph.reviews import Review, stated

Row = dict[str, Any]
# Nodes that stand in something, and how.
OWNED = {"Claim": "(n)-[:IN]->(:Document)", "RejectedClaim": "(n)-[:IN]->(:Document)", "Text": "(n)<-[:HAS_TEXT]-(:Document)",
         "Source": "(n)<-[:CITES]-(:Document)"}
COUNTED = {"documents": "(n:Document)", "entities": "(n:Entity)", "claims": "(n:Claim)"}


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that the graph keeps otherwise than what is said makes it."""

    what: str               # document, claim, name, entity, edge, decision, counter
    id: str
    said: str               # what is wrong with it: "status is 'asserted' and should be 'alleged'"


def compared(what: str, kept: Iterable[tuple[str, Row]], right: Mapping[str, Row]) -> Iterator[Difference]:
    """The differences between what is kept under ids and what should be."""
    kept = list(kept)
    known = dict(kept)
    times = Counter(id for id, _ in kept)
    for id in sorted(known.keys() | right.keys()):
        if id not in right:
            yield Difference(what, id, "is there and nothing says so")
        elif times[id] != 1:
            yield Difference(what, id, "is missing" if id not in known else f"is there {times[id]} times")
        else:
            for name in sorted(known[id].keys() | right[id].keys()):
                old, new = known[id].get(name), right[id].get(name)
                if old != new:
                    yield Difference(what, id, f"{name} is {old!r} and should be {new!r}")


# ------------------------------------------------------------------ documents

def check_documents(tx: Transaction, ids: list[str]) -> Iterator[Difference]:
    """Whether these documents say what they said when they were stored, with their evidence, and their claims stand as reviews have them."""
    found = {extraction.document.id: (extraction, entity_of) for extraction, entity_of in read_documents(asking(tx), ids, reviewed=False)}
    rows = batch(tx, "UNWIND $rows AS id MATCH (d:Document {id: id}) RETURN id, properties(d) AS document", ids)
    yield from compared("document", ((row["id"], row["document"]) for row in rows), {id: document_row(each) for id, (each, _) in found.items()})
    reviews = holding_reviews(tx, [claim.id for extraction, _ in found.values() for claim in extraction.claims])
    right: dict[str, Row] = {}
    for extraction, entity_of in found.values():
        yield from _check_names(tx, extraction, entity_of)
        try:
            require_laws(extraction)
            right |= _claims(extraction, entity_of, reviews)
        except LawError as error:
            yield Difference("document", extraction.document.id, str(error))
    yield from compared("claim", _kept_claims(tx, ids), right)


def _check_names(tx: Transaction, extraction: Extraction, entity_of: dict[str, str]) -> Iterator[Difference]:
    bases = {entity.id: entity_id(entity) for entity in extraction.entities}
    yield from compared("name", ((local, {"entity": entity}) for local, entity in entity_of.items()),
                        {local: {"entity": entity} for local, entity in entities_of(tx, bases).items()})


def _claims(extraction: Extraction, entity_of: dict[str, str], reviews: Mapping[str, Review]) -> dict[str, Row]:
    right = {}
    for statement in stated(extraction, reviews):
        row = claim_row(extraction.document, statement, entity_of)
        right[row["claim"]["id"]] = row["claim"] | {
            "label": "Claim" if statement.claim else "RejectedClaim", "sources": sorted(row["sources"]),
            "subject": [row["local_subject"], row["subject"]], "object": [row["local_object"], row["object"]],
            "said_by": [[local, entity_of[local]] for local in row["said_by"]]}
    return right


def _kept_claims(tx: Transaction, ids: list[str]) -> Iterator[tuple[str, Row]]:
    for label in CLAIM_LABELS:
        start = f"UNWIND $rows AS id MATCH (:Document {{id: id}})<-[:IN]-(c:{label})"
        sources = grouped(batch(tx, f"{start} MATCH (c)-[:CITES]->(s) RETURN c.id AS claim, s.id AS source", ids), "claim")
        speakers = grouped(batch(tx, f"{start} MATCH (c)-[y:SAID_BY]->(e) RETURN c.id AS claim, y.local AS local, e.id AS entity "
                                     "ORDER BY claim, y.position", ids), "claim")
        for row in batch(tx, f"{start} MATCH (c)-[s:SUBJECT]->(a) MATCH (c)-[o:OBJECT]->(b) RETURN properties(c) AS claim, "
                             "[s.local, a.id] AS subject, [o.local, b.id] AS object", ids):
            id = row["claim"]["id"]
            yield id, row["claim"] | {
                "label": label, "sources": sorted(each["source"] for each in sources[id]), "subject": row["subject"], "object": row["object"],
                "said_by": [[each["local"], each["entity"]] for each in speakers[id]]}


# ------------------------------------------------------------------ entities

def check_entities(tx: Transaction, ids: list[str]) -> Iterator[Difference]:
    """Whether these entities are what documents call them, with the roles that their edges give, and the edges that begin at them."""
    start = "UNWIND $rows AS id MATCH (e:Entity {id: id})"
    rows = batch(tx, f"{start} RETURN id, properties(e) AS entity, labels(e) AS labels", ids)
    yield from compared("entity", ((row["id"], row["entity"] | {"labels": sorted(row["labels"])}) for row in rows), _entities(tx, start, ids))
    rows = batch(tx, f"{start} MATCH (e)-[r]->(b:Entity) RETURN type(r) AS relation, properties(r) AS edge, e.id AS source, b.id AS target", ids)
    kept = ((row["edge"].get("id", ""), row["edge"] | {"relation": row["relation"], "ends": [row["source"], row["target"]]}) for row in rows)
    yield from compared("edge", kept, _edges(tx, ids))


def _entities(tx: Transaction, start: str, ids: list[str]) -> dict[str, Row]:
    things: dict[str, Thing] = {}
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for row in batch(tx, f"{start} MATCH (e)-[n:NAMED_IN]->(:Document) RETURN id, n.kind AS kind, n.name AS name, n.aliases AS aliases", ids):
        things.setdefault(row["id"], Thing(row["id"], "")).names.add(row["name"], row["aliases"])
        kinds[row["id"]][row["kind"]] += 1
    for tie, end in (("-[r]->", "source"), ("<-[r]-", "target")):
        for row in batch(tx, f"{start} MATCH (e){tie.replace('[r]', f'[r:{EDGES}]')}() RETURN id, r.{end}_roles AS roles", ids):
            if row["id"] in things:
                things[row["id"]].roles.update(row["roles"] or ())
    for thing in things.values():
        thing.kind = main_kind(kinds[thing.id])
    return {id: entity_row(thing) | {"labels": sorted(("Entity", *KINDS[thing.kind].labels))} for id, thing in things.items()}


def _edges(tx: Transaction, ids: list[str]) -> dict[str, Row]:
    """What the edges that begin at these entities should be; of a symmetric relation, a claim's object may be where it begins."""
    pairs = {pair.id: pair for pair in pairs_of(tx, "(:Entity {id: id})<-[:SUBJECT|OBJECT]-(c:Claim)", ids).values() if pair.source in set(ids)}
    found = said(tx, pairs)
    kind_of = {row["id"]: row["kind"] for row in batch(tx, "UNWIND $rows AS id MATCH (e:Entity {id: id}) RETURN id, e.kind AS kind",
                                                       {end for pair in pairs.values() for end in (pair.source, pair.target)})}
    return {id: edge_row(pairs[id], groups, (kind_of[pairs[id].source], kind_of[pairs[id].target]))
            | {"relation": pairs[id].relation, "ends": [pairs[id].source, pairs[id].target]} for id, groups in found.items()}


# ------------------------------------------------------------------ the whole

def check_whole(tx: Transaction) -> Iterator[Difference]:
    """Whether counters, and what decisions put together, are right, and nothing is left over of a document that is gone."""
    ask = asking(tx)
    home = clusters(decisions_of(row["d"] for row in ask("MATCH (d:Decision) RETURN properties(d) AS d")))
    yield from compared("decision", ((row["id"], {"into": row["into"]}) for row in ask("MATCH (m:Merged) RETURN m.id AS id, m.into AS into")),
                        {id: {"into": into} for id, into in home.items()})
    for label, place in OWNED.items():
        for row in ask(f"MATCH (n:{label}) WHERE NOT {place} RETURN n.id AS id ORDER BY id"):
            yield Difference(label.lower(), row["id"], "stands in no document")
    counts = {name: ask(f"MATCH {node} RETURN count(n) AS n")[0]["n"] for name, node in COUNTED.items()}
    counts["edges"] = sum(ask(f"MATCH ()-[r:{relation}]->() RETURN count(r) AS n")[0]["n"] for relation in RELATIONS)
    tally = {" ".join(key): number for key, number in found_claims(ask).items()}
    kept = read_counters(ask) | {" ".join(key): number for key, number in read_tally(ask).items()}
    yield from compared("counter", ((name, {"value": value}) for name, value in kept.items()),
                        {name: {"value": number} for name, number in (counts | tally).items()})


CHECKS: dict[str, Callable[[Transaction, list[str]], Iterator[Difference]]] = {"Document": check_documents, "Entity": check_entities}
