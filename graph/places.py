"""The places on record: how much is said of each, how firm it is, what lies in it. Knows the store, not where on earth a place is."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from graph.dossier import DEALINGS
from graph.explore import CONTESTED, ShownEntity, ask, manner, shown_entity
from graph.store import Store

TELLING = tuple(dict.fromkeys((*DEALINGS, *CONTESTED)))


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place with the lines that it and what lies in it have, by how firm they are."""

    entity: ShownEntity
    lines: dict[str, int] = field(default_factory=dict)     # manner → how many edges of dealing or dispute
    within: tuple[str, ...] = ()                            # names of the places that it lies in
    holds: tuple[ShownEntity, ...] = ()                     # projects, authorities and courts in it


def places_on_record(store: Store, limit: int = 300) -> list[ShownPlace]:
    """The places that most documents name, the most named first."""
    rows = ask(store, "MATCH (p:Place) RETURN p AS place ORDER BY p.members DESC, p.id LIMIT $limit", limit=limit)
    ids = [row["place"]["id"] for row in rows]
    within, holds = defaultdict(list), defaultdict(list)
    for row in ask(store, "UNWIND $ids AS id MATCH (:Entity {id: id})-[:LOCATED_IN]->(o:Entity) RETURN DISTINCT id, o.name AS name ORDER BY id, name",
                   ids=ids):
        within[row["id"]].append(row["name"])
    for row in ask(store, "UNWIND $ids AS id MATCH (:Entity {id: id})<-[:LOCATED_IN]-(x:Entity) WHERE NOT x:Place "
                          "RETURN DISTINCT id, x AS entity ORDER BY id, x.members DESC, x.id", ids=ids):
        holds[row["id"]].append(shown_entity(row["entity"]))
    parts = [{"place": id, "thing": thing} for id in ids for thing in (id, *(entity.id for entity in holds[id]))]
    lines: dict[str, Counter[str]] = defaultdict(Counter)
    for row in ask(store, f"UNWIND $parts AS part MATCH (:Entity {{id: part.thing}})-[r:{'|'.join(TELLING)}]-() "
                          "RETURN part.place AS id, type(r) AS relation, r.status AS status, r.disputed AS disputed, count(DISTINCT r.id) AS edges "
                          "ORDER BY id, relation, status, disputed", parts=parts):
        lines[row["id"]]["disputed" if row["disputed"] else manner(row["relation"], row["status"])] += row["edges"]
    return [ShownPlace(shown_entity(row["place"]), dict(sorted(lines[id].items())), tuple(within[id]), tuple(holds[id]))
            for id, row in zip(ids, rows, strict=True)]
