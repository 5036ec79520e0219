"""The network around some entities: the most telling neighbours, the others as groups, ways between two. Knows the store, not how it is drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise

from graph.as_of import Bounds
from graph.explore import (
    CONTESTED,
    CONTRACTED,
    EDGES,
    ShownEdge,
    ShownEntity,
    ask,
    disputed_pairs,
    shown_edges,
    shown_entity,
)
from graph.store import Store

AT_FIRST = 40               # entities around the first that is chosen; beyond some 60, labels run into each other
MORE = 12                   # that each further one brings
READABLE = 80               # entities in one picture, whatever is opened in it
CONSIDERED = 2000           # edges of one entity that are weighed against each other
GROUPED = 4                 # groups that stand beside one entity for the neighbours that are left out
LONGEST = 6                 # steps of a way between two
WAYS = 5                    # ways that are shown
# That two share a country or a city connects almost everything, so a way takes such steps only where there is no other.
THIN = ("LOCATED_IN", "BASED_IN")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which edges and entities a picture may have; what is empty admits all. `bounds`: of the claims, from which edges are then made anew."""

    manners: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbours of one entity that the picture leaves out, by what ties them to it. `relation` is "" for what is left after the largest groups."""

    hub: str
    relation: str
    outward: bool               # from the hub to them
    members: tuple[str, ...]    # ids, the most telling first

    @property
    def id(self) -> str:
        return f"{self.hub}.{self.relation}.{'out' if self.outward else 'in'}"


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Entities around the chosen ones and the edges among them all.

    `groups` are those left out to keep the picture readable, `hidden` how many they are. `put_away` counts those that the reader took out.
    `cut`: some entity has more edges than were weighed. `arrivals`: how many of the entities were there after each step, the first first.
    """

    chosen: tuple[str, ...] = ()
    entities: tuple[ShownEntity, ...] = ()
    edges: tuple[ShownEdge, ...] = ()
    groups: tuple[Group, ...] = ()
    hidden: int = 0
    put_away: int = 0
    cut: bool = False
    arrivals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A picture: what is opened in it, in this order; what else is in it; what the reader took out; what it may show."""

    chosen: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    away: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    at_first: int = AT_FIRST


# ------------------------------------------------------------------ pictures

def neighbourhood(store: Store, request: Request) -> Neighbourhood:
    """The chosen entities with their most telling neighbours. What one brings does not depend on what is opened after it."""
    chosen, away = tuple(dict.fromkeys(request.chosen)), set(request.away)
    shown: dict[str, None] = {}
    ranked: dict[str, list[tuple[str, ShownEdge]]] = {}
    cut, arrivals = False, []
    for at, hub in enumerate(chosen):
        edges = _edges_of(store, hub, request.filters)
        cut = cut or len(edges) == CONSIDERED
        ranked[hub] = _ranked(hub, edges)
        room = max(0, min(MORE if at else request.at_first - 1, READABLE - len(shown)))
        fresh = [far for far, _ in ranked[hub] if far not in shown and far not in away and far != hub]
        shown |= dict.fromkeys((hub, *fresh[:room]))
        arrivals.append(sum(one not in away for one in shown))
    shown |= dict.fromkeys(request.added)
    shown = {one: None for one in shown if one not in away}
    groups = tuple(group for hub, far in ranked.items() if hub in shown for group in _groups(hub, far, shown.keys() | away))
    hidden = {member for group in groups for member in group.members}
    near = {far for ends in ranked.values() for far, _ in ends} | set(chosen)
    around = Neighbourhood(chosen, groups=groups, hidden=len(hidden), put_away=len(near & away), cut=cut, arrivals=tuple(arrivals))
    return _among(store, around, shown, request.filters)


def disputed_network(store: Store, filters: Filters, limit: int = AT_FIRST) -> Neighbourhood:
    """The parties with most claims of wrong between them: where one can begin without a name in mind."""
    ids: dict[str, None] = {}
    for pair in disputed_pairs(store, limit):
        if len(ids.keys() | {pair.one.id, pair.other.id}) <= limit:
            ids |= dict.fromkeys((pair.one.id, pair.other.id))
    return _among(store, Neighbourhood(), ids, filters)


def ways_between(store: Store, one: str, other: str) -> tuple[tuple[str, ...], ...]:
    """The shortest ways through the record from one entity to another, each as the ids that it passes; none where they do not hang together."""
    telling = "|".join(name for name in EDGES.split("|") if name not in THIN)
    for relations in (telling, EDGES):
        rows = ask(store, "MATCH (a:Entity {id: $one}), (b:Entity {id: $other}) "
                          f"MATCH path = allShortestPaths((a)-[:{relations}*..{LONGEST}]-(b)) "
                          "WITH DISTINCT [n IN nodes(path) | n.id] AS ids RETURN ids ORDER BY ids LIMIT $limit", one=one, other=other, limit=WAYS)
        if rows:
            return tuple(tuple(row["ids"]) for row in rows)
    return ()


def way_network(store: Store, ways: Sequence[Sequence[str]], request: Request) -> Neighbourhood:
    """The entities on these ways, with those that the reader added, and only the edges that are steps of a way or touch what was added."""
    on_way = dict.fromkeys(one for way in ways for one in way)
    shown = {one: None for one in (*on_way, *request.added) if one not in request.away}
    found = _among(store, Neighbourhood(tuple(way[end] for way in ways[:1] for end in (0, -1)), put_away=len(on_way.keys() - shown.keys())),
                   shown, request.filters)
    steps = {frozenset(step) for way in ways for step in pairwise(way)}
    added = set(request.added) - on_way.keys()
    return replace(found, edges=tuple(edge for edge in found.edges
                                      if frozenset((edge.source, edge.target)) in steps or added & {edge.source, edge.target}))


# ------------------------------------------------------------------ parts

def _edges_of(store: Store, hub: str, filters: Filters) -> list[ShownEdge]:
    rows = ask(store, f"MATCH (:Entity {{id: $id}})-[r:{'|'.join(filters.relations) or EDGES}]-(far:Entity) WHERE $kinds = [] OR far.kind IN $kinds "
                      "WITH DISTINCT r ORDER BY type(r) IN $contested DESC, type(r) IN $contracted DESC, r.disputed DESC, r.claims DESC, r.id "
                      "LIMIT $limit RETURN type(r) AS relation, properties(r) AS edge",
               id=hub, kinds=list(filters.kinds), contested=list(CONTESTED), contracted=list(CONTRACTED), limit=CONSIDERED)
    return _admitted(store, ((row["relation"], row["edge"]) for row in rows), filters)


def _admitted(store: Store, rows: Iterable[tuple[str, dict[str, object]]], filters: Filters) -> list[ShownEdge]:
    """The edges as the claims within bounds make them, in their order, and of these the ones in a wanted manner."""
    edges = shown_edges(store.edges_within(list(rows), filters.bounds))
    return [edge for edge in edges if not filters.manners or edge.manner in filters.manners]


def _ranked(hub: str, edges: Iterable[ShownEdge]) -> list[tuple[str, ShownEdge]]:
    """The far ends of a hub's edges, the most telling first, each with its most telling edge."""
    weight: dict[str, float] = defaultdict(float)
    best: dict[str, ShownEdge] = {}
    for edge in edges:
        far = edge.target if edge.source == hub else edge.source
        if far != hub:
            weight[far] += _weight(edge)
            if far not in best or _weight(edge) > _weight(best[far]):
                best[far] = edge
    return sorted(best.items(), key=lambda item: (-weight[item[0]], item[0]))


def _weight(edge: ShownEdge) -> float:
    firm = 4.0 if edge.relation in CONTESTED else 2.0 if edge.relation in CONTRACTED else 1.0
    return firm + (2.0 if edge.contested else 0.0) + min(edge.claims, 20) / 10


def _groups(hub: str, ranked: Iterable[tuple[str, ShownEdge]], seen: Iterable[str]) -> list[Group]:
    """The neighbours of a hub that are not seen, the largest groups by themselves and the others together."""
    tied: dict[tuple[str, bool], list[str]] = defaultdict(list)
    known = set(seen)
    for far, edge in ranked:
        if far not in known:
            tied[edge.relation, edge.source == hub].append(far)
    largest = sorted(tied.items(), key=lambda item: (-len(item[1]), item[0]))
    kept, rest = (largest, []) if len(largest) <= GROUPED else (largest[:GROUPED - 1], largest[GROUPED - 1:])
    groups = [Group(hub, relation, outward, tuple(members)) for (relation, outward), members in kept]
    return groups + ([Group(hub, "", True, tuple(chain.from_iterable(members for _, members in rest)))] if rest else [])


def _among(store: Store, around: Neighbourhood, ids: Iterable[str], filters: Filters) -> Neighbourhood:
    """The neighbourhood with these entities, in their order, and the edges among them."""
    wanted = list(ids)
    rows = ask(store, "UNWIND $ids AS id MATCH (e:Entity {id: id}) RETURN e AS entity", ids=wanted)
    entities = {row["entity"]["id"]: shown_entity(row["entity"]) for row in rows}
    found = ask(store, f"UNWIND $ids AS id MATCH (:Entity {{id: id}})-[r:{'|'.join(filters.relations) or EDGES}]->(b:Entity) WHERE b.id IN $ids "
                       "RETURN type(r) AS relation, properties(r) AS edge ORDER BY r.id", ids=wanted)
    edges = _admitted(store, ((row["relation"], row["edge"]) for row in found), filters)
    return replace(around, chosen=tuple(id for id in around.chosen if id in entities),
                   entities=tuple(entities[id] for id in wanted if id in entities), edges=tuple(edges))


def entities_of_ids(store: Store, ids: Sequence[str]) -> list[ShownEntity]:
    """The entities with these ids, in this order; what is not there is left out."""
    rows = ask(store, "UNWIND $ids AS id MATCH (e:Entity {id: id}) RETURN e AS entity", ids=list(ids))
    found = {row["entity"]["id"]: shown_entity(row["entity"]) for row in rows}
    return [found[id] for id in ids if id in found]
