"""Entity nodes, kept equal to what all documents call them. Knows the layout of the graph (see store.py), not the server."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    names: Names
    roles: Counter[str]
    is_new: bool = True


def load_entities(tx: Transaction, named: list[tuple[str, str, str, Iterable[str], int]], also: Iterable[str] = ()) -> dict[str, Thing]:
    """The entities that are named, as they stand with these names counted in or out, and those with the ids `also`, which must be there."""
    kinds = dict.fromkeys(also, "") | {entity: kind for entity, kind, *_ in named}
    things = {entity: Thing(entity, kind, Names(), Counter()) for entity, kind in kinds.items()}
    rows = batch(tx, "UNWIND $rows AS id MATCH (e:Entity {id: id}) RETURN e.id AS id, e.kind AS kind, e.aliases AS aliases, e.alias_uses AS uses, "
                     "e.name_uses AS own, e.members AS members, e.roles AS roles, e.role_uses AS role_uses", things)
    for row in rows:
        thing = things[row["id"]]
        thing.kind, thing.is_new = row["kind"], False
        thing.names = Names(_counter(row["aliases"], row["own"]), _counter(row["aliases"], row["uses"]), row["members"])
        thing.roles = _counter(row["roles"], row["role_uses"])
    for entity, _, name, aliases, times in named:
        things[entity].names.add(name, aliases, times)
    return things


def _counter(names: list[str], uses: list[int]) -> Counter[str]:
    return Counter(dict(zip(names, uses, strict=True)))


def create_entities(tx: Transaction, things: Mapping[str, Thing]) -> int:
    """Make the nodes of new entities, with all their labels at once, which the embedded server needs."""
    by_kind = defaultdict(list)
    for thing in things.values():
        if thing.is_new:
            by_kind[thing.kind].append(_properties(thing))
    for kind, rows in sorted(by_kind.items()):
        labels = ":".join(("Entity", *KINDS[kind].labels))
        batch(tx, f"UNWIND $rows AS row CREATE (e:{labels}) SET e = row", rows)
    return sum(map(len, by_kind.values()))


def save_entities(tx: Transaction, things: Mapping[str, Thing]) -> int:
    """Bring the entities' nodes up to date and delete those that no document names any more; how many were."""
    kept = [_properties(thing) for thing in things.values() if thing.names.members and not (thing.is_new and not thing.roles)]
    gone = [thing.id for thing in things.values() if not thing.names.members]
    batch(tx, "UNWIND $rows AS row MATCH (e:Entity {id: row.id}) SET e = row", kept)
    batch(tx, "UNWIND $rows AS id MATCH (e:Entity {id: id}) DETACH DELETE e", gone)
    return len(gone)


def _properties(thing: Thing) -> Row:
    aliases, roles = thing.names.aliases, sorted(role for role, uses in thing.roles.items() if uses > 0)
    return {"id": thing.id, "kind": thing.kind, "name": thing.names.name, "aliases": list(aliases), "folded": searchable(aliases),
            "alias_uses": [thing.names.uses[alias] for alias in aliases], "name_uses": [thing.names.own[alias] for alias in aliases],
            "members": thing.names.members, "roles": roles, "role_uses": [thing.roles[role] for role in roles]}
