"""What decisions on identity change in the graph, as statements of one transaction: who goes under which entity, and what follows from that.

Knows the layout of the graph (see store.py), not the server. A `Merged` node names the entity `into` which decisions put a thing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

from neo4j import Transaction

from graph.changes import lock, settle
from graph.connection import batch
from graph.decisions import AUTOMATIC, DecisionError, clusters, contradiction, refusal, require_valid, standing, undo
from graph.entities import Named, homes, load_entities
from graph.model import Decision, LocalEntity
from graph.nodes import CLAIM_LABELS
from graph.resolve import Names, Pair, entity_id, pair_between
from graph.reviews import now

Row = dict[str, Any]


def record(tx: Transaction, decisions: Collection[Decision]) -> list[Decision]:
    """Record decisions and make the graph what all that stand now say; those that were not known. Raises DecisionError where they contradict.

    Where a person contradicts what was decided automatically, the person's word stands, and undos of the others are recorded with it.
    """
    lock(tx)
    for decision in decisions:
        require_valid(decision)
    new = _unknown(tx, decisions)
    before = _around(tx, new)
    new = _with_undos(tx, before, new)
    batch(tx, "UNWIND $rows AS row CREATE (d:Decision) SET d = row", map(asdict, new))
    _regroup(tx, {end for decision in new for end in (decision.left, decision.right)}, clusters(before), clusters([*before, *new]))
    return new


def decisions_of(rows: Iterable[Row]) -> list[Decision]:
    """The decisions that Decision nodes keep."""
    return [Decision(**{key: value for key, value in row.items() if key != "id"}) for row in rows]


def take_back(tx: Transaction, decision: str, by: str, at: str, why: str) -> Decision:
    """Record that a decision no longer stands. Raises DecisionError where it does not stand anyway."""
    found = decisions_of(row["d"] for row in tx.run(
        "MATCH (d:Decision {id: $id}) RETURN properties(d) AS d", id=decision).data())
    if not found:
        raise DecisionError(f"There is no decision {decision!r}; `watchdocket identity log` lists them.")
    if found[0].judgement == "undo":
        raise DecisionError(f"{decision} is itself an undo; decide again what it took back.")
    if found[0] not in standing(_around(tx, found)):
        raise DecisionError(f"The decision {decision} is undone already.")
    return record(tx, [undo(found[0], by, at, why)])[0]


def things_of(tx: Transaction, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Name and kind of these things, each by itself even where decisions make it one with another; nothing for what no document names."""
    wanted = set(ids)
    merged = {row["id"]: row["into"] for row in batch(tx, "UNWIND $rows AS id MATCH (m:Merged {id: id}) RETURN id, m.into AS into", wanted)}
    found = {row["id"]: (row["name"], row["kind"]) for row in batch(
        tx, "UNWIND $rows AS id MATCH (e:Entity {id: id}) RETURN id, e.name AS name, e.kind AS kind", wanted - merged.keys())}
    names: dict[tuple[str, str], Names] = defaultdict(Names)
    for id, row in _by_own_id(tx, _named(tx, set(merged.values()))):
        names[id, row["named"]["kind"]].add(row["named"]["name"], row["named"]["aliases"])
    return found | {id: (own.name, kind) for (id, kind), own in names.items() if id in wanted}


def called(tx: Transaction, entities: Iterable[str], name: str) -> dict[str, tuple[str, str]]:
    """Name and kind of what goes under these entities and is called so: as its fullest name in some document, or else as a further one."""
    rows = _named(tx, entities)
    found = [row for row in rows if row["named"]["name"] == name] or [row for row in rows if name in row["named"]["aliases"]]
    return {id: (row["named"]["name"], row["named"]["kind"]) for id, row in _by_own_id(tx, found)}


def local_names(tx: Transaction, thing: str, document: str) -> list[tuple[str, str]]:
    """Each local entity of a document that goes under the entity of this thing and is not split from its name, with the id by its name."""
    rows = [row for row in _named(tx, homes(tx, [thing]).values()) if row["document"] == document]
    return [(row["named"]["local"], id) for id, row in _by_own_id(tx, rows) if id != row["named"]["local"]]


def _by_own_id(tx: Transaction, rows: list[Row]) -> list[tuple[str, Row]]:
    """What documents call things, each with the id that the thing has by itself."""
    split = {row["id"] for row in batch(tx, "UNWIND $rows AS id MATCH (m:Merged {id: id}) RETURN id", [row["named"]["local"] for row in rows])}
    return [(row["named"]["local"] if row["named"]["local"] in split else base_of(row), row) for row in rows]


# ------------------------------------------------------------------ which decisions matter

def _unknown(tx: Transaction, decisions: Iterable[Decision]) -> list[Decision]:
    offered = {decision.id: decision for decision in decisions}
    known = batch(tx, "UNWIND $rows AS id MATCH (d:Decision {id: id}) RETURN id", offered)
    return [offered[id] for id in offered.keys() - {row["id"] for row in known}]


def _around(tx: Transaction, decisions: Iterable[Decision]) -> list[Decision]:
    """All recorded decisions on the things that these are on, and on what is one with them."""
    reached: set[str] = set()
    ends = {end for decision in decisions for end in (decision.left, decision.right)}
    found: dict[str, Decision] = {}
    while ends:
        reached |= ends
        rows = [row["d"] for side in ("left", "right")
                for row in batch(tx, f"UNWIND $rows AS id MATCH (d:Decision {{{side}: id}}) RETURN properties(d) AS d", ends)]
        fresh = [decision for decision in decisions_of(rows) if decision.id not in found]
        found |= {decision.id: decision for decision in fresh}
        ends = {end for decision in fresh if decision.judgement in ("same", "split") for end in (decision.left, decision.right)} - reached
    return list(found.values())


def _with_undos(tx: Transaction, before: list[Decision], new: list[Decision]) -> list[Decision]:
    """The new decisions, with undos of automatic ones that contradict a person's. Raises DecisionError where persons contradict each other."""
    while found := contradiction([*before, *new]):
        yielding = [decision for decision in (found[0], *found[1]) if decision.by == AUTOMATIC]
        if not yielding:
            things = things_of(tx, {end for decision in (found[0], *found[1]) for end in (decision.left, decision.right)})
            raise refusal(*found, {id: name for id, (name, _) in things.items()})
        new = [*new, *(undo(decision, AUTOMATIC, now(), "a person's decision contradicts it") for decision in yielding)]
    return new


# ------------------------------------------------------------------ the change

@dataclass(frozen=True, slots=True)
class _Move:
    """A local entity that goes from one entity to another."""

    old: str
    new: str
    document: str
    named: Row


def _regroup(tx: Transaction, ends: set[str], before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """`ends` are those that the decisions are on, `before` and `after` the clusters without and with them."""
    changed = {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}
    left = {before.get(id, id) for id in changed | ends}
    batch(tx, "UNWIND $rows AS id MATCH (m:Merged {id: id}) DELETE m", changed - after.keys())
    batch(tx, "UNWIND $rows AS row MATCH (m:Merged {id: row.id}) SET m.into = row.into", _into(changed & before.keys() & after.keys(), after))
    batch(tx, "UNWIND $rows AS row CREATE (m:Merged) SET m = row", _into(changed - before.keys(), after))
    moves = {move.named["local"]: move for move in _moves(tx, left, after)}
    if moves:
        named = [Named(entity, move.named["kind"], move.named["name"], tuple(move.named["aliases"]), times)
                 for move in moves.values() for entity, times in ((move.old, -1), (move.new, 1))]
        ties = _ties(tx, moves)
        old, new = _pairs(tx, {tie["claim"] for tie in ties}, moves)
        entities = load_entities(tx, named, {each.entity for each in named})
        pairs = {pair.id: pair for pair in (*old.values(), *new.values())}
        edges = {claim: pair.id for claim, pair in new.items() if old[claim] != pair}
        settle(tx, entities, pairs, lambda: _rewire(tx, moves, ties, edges), Counter())


def _into(ids: Iterable[str], home: Mapping[str, str]) -> list[Row]:
    return [{"id": id, "into": home[id]} for id in ids]


def _moves(tx: Transaction, entities: Iterable[str], after: Mapping[str, str]) -> Iterator[_Move]:
    for row in _named(tx, entities):
        base, local = base_of(row), row["named"]["local"]
        home = after.get(local) or after.get(base, base)
        if home != row["entity"]:
            yield _Move(row["entity"], home, row["document"], row["named"])


def _named(tx: Transaction, entities: Iterable[str]) -> list[Row]:
    """What each document calls these entities."""
    return batch(tx, "UNWIND $rows AS id MATCH (e:Entity {id: id}) MATCH (e)-[n:NAMED_IN]->(d:Document) "
                     "RETURN id AS entity, d.id AS document, properties(n) AS named", entities)


def base_of(row: Row) -> str:
    """The id that what a document names has by its name alone."""
    return entity_id(LocalEntity(row["document"], row["named"]["kind"], row["named"]["name"], ()))


def _ties(tx: Transaction, moves: Mapping[str, _Move]) -> list[Row]:
    """How claims hold to what moves."""
    old = {move.old for move in moves.values()}
    rows = [row | {"label": label} for label in CLAIM_LABELS for row in batch(
        tx, f"UNWIND $rows AS id MATCH (e:Entity {{id: id}}) MATCH (e)<-[r:SUBJECT|OBJECT|SAID_BY]-(c:{label}) "
            "RETURN c.id AS claim, type(r) AS type, properties(r) AS tie", old)]
    return [row | {"old": moves[row["tie"]["local"]].old, "new": moves[row["tie"]["local"]].new} for row in rows if row["tie"]["local"] in moves]


def _pairs(tx: Transaction, claims: Iterable[str], moves: Mapping[str, _Move]) -> tuple[dict[str, Pair], dict[str, Pair]]:
    """The pair that each claim stands under before the moves, and after them."""
    old, new = {}, {}
    for row in batch(tx, "UNWIND $rows AS id MATCH (c:Claim {id: id})-[s:SUBJECT]->(a:Entity) MATCH (c)-[o:OBJECT]->(b:Entity) "
                         "RETURN id, c.relation AS relation, a.id AS source, s.local AS subject, b.id AS target, o.local AS object", claims):
        source, target = (moves[row[local]].new if row[local] in moves else row[end] for local, end in (("subject", "source"), ("object", "target")))
        old[row["id"]] = pair_between(row["relation"], row["source"], row["target"])
        new[row["id"]] = pair_between(row["relation"], source, target)
    return old, new


def _rewire(tx: Transaction, moves: Mapping[str, _Move], ties: list[Row], edges: Mapping[str, str]) -> None:
    named = [asdict(move) for move in moves.values()]
    batch(tx, "UNWIND $rows AS row MATCH (:Entity {id: row.old})-[n:NAMED_IN]->(:Document {id: row.document}) "
              "WHERE n.local = row.named.local DELETE n", named)
    batch(tx, "UNWIND $rows AS row MATCH (e:Entity {id: row.new}) MATCH (d:Document {id: row.document}) "
              "CREATE (e)-[n:NAMED_IN]->(d) SET n = row.named", named)
    for label, type in product(CLAIM_LABELS, ("SUBJECT", "OBJECT", "SAID_BY")):
        rows = [tie for tie in ties if (tie["label"], tie["type"]) == (label, type)]
        start = f"UNWIND $rows AS row MATCH (c:{label} {{id: row.claim}})"
        batch(tx, f"{start}-[r:{type}]->(:Entity {{id: row.old}}) WHERE r.local = row.tie.local DELETE r", rows)
        batch(tx, f"{start} MATCH (e:Entity {{id: row.new}}) CREATE (c)-[r:{type}]->(e) SET r = row.tie", rows)
    batch(tx, "UNWIND $rows AS row MATCH (c:Claim {id: row.claim}) SET c.edge = row.edge",
          [{"claim": claim, "edge": edge} for claim, edge in edges.items()])
