"""Entity nodes, kept equal to what all documents call them. Knows the layout of the graph (see store.py), not the server."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from neo4j import Transaction

from graph.connection import batch
from graph.model import KINDS
from graph.resolve import Names, searchable

Row = dict[str, Any]


@dataclass(slots=True)
class Thing:
    """An entity while it changes."""

    id: str
    kind: str
    names: Names = field(default_factory=Names)
    roles: Counter[str] = field(default_factory=Counter)
    node_kind: str = ""                 # the kind of its node; empty where it has none yet

    @property
    def is_new(self) -> bool:
        return not self.node_kind

    @property
    def changes_kind(self) -> bool:
        return self.names.members > 0 and self.node_kind not in ("", self.kind)


@dataclass(frozen=True, slots=True)
class Named:
    """One local entity that an entity gains (`times` 1) or loses (-1)."""

    entity: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    times: int


def homes(tx: Transaction, ids: Iterable[str]) -> dict[str, str]:
    """The entity under which each of these goes, decisions applied. The ids are those that things have by themselves."""
    known = set(ids)
    return dict(zip(known, known, strict=True)) | _merged(tx, known)


def entities_of(tx: Transaction, bases: Mapping[str, str]) -> dict[str, str]:
    """The entity of each local entity, decisions applied. `bases` gives what `resolve.entity_id` gives for it."""
    merged = _merged(tx, {*bases, *bases.values()})
    return {local: merged.get(local) or merged.get(base, base) for local, base in bases.items()}


def _merged(tx: Transaction, ids: Iterable[str]) -> dict[str, str]:
    return {row["id"]: row["entity"] for row in batch(tx, "UNWIND $rows AS id MATCH (m:Merged {id: id}) RETURN id, m.into AS entity", ids)}


def load_entities(tx: Transaction, named: Iterable[Named], regrouped: Iterable[str] = ()) -> dict[str, Thing]:
    """The entities that are named, as they stand with these names counted in or out. `regrouped`: those that decisions change."""
    named = list(named)
    things = {each.entity: Thing(each.entity, each.kind) for each in named}
    load_ends(tx, things, things)
    kinds = _kinds(tx, things, regrouped)
    for each in named:
        things[each.entity].names.add(each.name, each.aliases, each.times)
        if each.entity in kinds:
            kinds[each.entity][each.kind] += each.times
    for entity, uses in kinds.items():
        things[entity].kind = main_kind(uses)
    return things


def main_kind(uses: Counter[str]) -> str:
    """The kind that most documents show; of equals the first in the vocabulary."""
    return max(KINDS, key=uses.__getitem__)


def load_ends(tx: Transaction, things: dict[str, Thing], ids: Iterable[str]) -> None:
    """Add to the things those of these entities that have a node, as they stand."""
    rows = batch(tx, "UNWIND $rows AS id MATCH (e:Entity {id: id}) RETURN e.id AS id, e.kind AS kind, e.aliases AS aliases, e.alias_uses AS uses, "
                     "e.name_uses AS own, e.members AS members, e.roles AS roles, e.role_uses AS role_uses", ids)
    for row in rows:
        names = Names(_counter(row["aliases"], row["own"]), _counter(row["aliases"], row["uses"]), row["members"])
        things[row["id"]] = Thing(row["id"], row["kind"], names, _counter(row["roles"], row["role_uses"]), row["kind"])


def _kinds(tx: Transaction, things: Iterable[str], regrouped: Iterable[str]) -> dict[str, Counter[str]]:
    """How many documents show a thing as which kind, for those that decisions make of several; the others have one kind."""
    merged = {row["id"] for row in batch(tx, "UNWIND $rows AS id MATCH (m:Merged {into: id}) RETURN DISTINCT id", things)}
    found: dict[str, Counter[str]] = {entity: Counter() for entity in merged.union(regrouped)}
    for row in batch(tx, "UNWIND $rows AS id MATCH (e:Entity {id: id})-[n:NAMED_IN]->(:Document) "
                         "RETURN id, n.kind AS kind, count(n) AS uses", found):
        found[row["id"]][row["kind"]] = row["uses"]
    return found


def _counter(names: list[str], uses: list[int]) -> Counter[str]:
    return Counter(dict(zip(names, uses, strict=True)))


def create_entities(tx: Transaction, things: Mapping[str, Thing]) -> int:
    """Make the nodes of new entities, with all their labels at once, which the embedded server needs."""
    new = [thing for thing in things.values() if thing.is_new]
    _create(tx, new)
    return len(new)


def _create(tx: Transaction, things: Iterable[Thing]) -> None:
    by_kind = defaultdict(list)
    for thing in things:
        by_kind[thing.kind].append(entity_row(thing))
    for kind, rows in sorted(by_kind.items()):
        labels = ":".join(("Entity", *KINDS[kind].labels))
        batch(tx, f"UNWIND $rows AS row CREATE (e:{labels}) SET e = row", rows)


def renew_kinds(tx: Transaction, things: Mapping[str, Thing]) -> None:
    """Give things whose kind changes a node of that kind in place of theirs, since the embedded server cannot change labels of what is unique."""
    ids = [thing.id for thing in things.values() if thing.changes_kind]
    _create(tx, [replace(things[id], id=f"{id} new") for id in ids])
    old, new = "UNWIND $rows AS id MATCH (e:Entity {id: id})", "MATCH (n:Entity {id: id + ' new'})"
    for tie in ("(e)-[r{type}]->(x)", "(e)<-[r{type}]-(x)"):
        for type in sorted(row["type"] for row in batch(tx, f"{old} MATCH {tie.format(type='')} RETURN DISTINCT type(r) AS type", ids)):
            found = tie.format(type=f":{type}")
            batch(tx, f"{old} MATCH {found} {new} CREATE {found.replace('(e)', '(n)').replace('[r:', '[s:')} SET s = properties(r)", ids)
    batch(tx, f"{old} DETACH DELETE e", ids)
    batch(tx, f"UNWIND $rows AS id {new} SET n.id = id", ids)


def save_entities(tx: Transaction, things: Mapping[str, Thing]) -> int:
    """Bring the entities' nodes up to date and delete those that no document names any more; how many were."""
    kept = [entity_row(thing) for thing in things.values() if thing.names.members and not (thing.is_new and not thing.roles)]
    gone = [thing.id for thing in things.values() if not thing.names.members]
    batch(tx, "UNWIND $rows AS row MATCH (e:Entity {id: row.id}) SET e = row", kept)
    batch(tx, "UNWIND $rows AS id MATCH (e:Entity {id: id}) DETACH DELETE e", gone)
    return len(gone)


def entity_row(thing: Thing) -> Row:
    aliases, roles = thing.names.aliases, sorted(role for role, uses in thing.roles.items() if uses > 0)
    return {"id": thing.id, "kind": thing.kind, "name": thing.names.name, "aliases": list(aliases), "folded": searchable(aliases),
            "alias_uses": [thing.names.uses[alias] for alias in aliases], "name_uses": [thing.names.own[alias] for alias in aliases],
            "members": thing.names.members, "roles": roles, "role_uses": [thing.roles[role] for role in roles]}
