"""What stands out in the whole graph: the newest cases, and the vendors that most is disputed about. Knows the store, not Streamlit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from graph.explore import CONTESTED, ShownEntity, ask, manner, shown_entity
from graph.store import Store


@dataclass(frozen=True, slots=True)
class NewCase:
    """A dispute with the newest date of a document that names it, ISO and possibly incomplete."""

    entity: ShownEntity
    published: str


@dataclass(frozen=True, slots=True)
class DisputedVendor:
    """A vendor with its edges of wrong, suit or denial by how firm they are."""

    entity: ShownEntity
    lines: dict[str, int]


def newest_disputes(store: Store, limit: int = 8) -> list[NewCase]:
    """The disputes that the newest documents name, of one document those that most documents name first."""
    rows = ask(store, "MATCH (e:Dispute)-[:NAMED_IN]->(d:Document) WHERE d.published IS NOT NULL WITH e, max(d.published) AS published "
                      "RETURN e AS entity, published ORDER BY published DESC, e.members DESC, e.name, e.id LIMIT $limit", limit=limit)
    return [NewCase(shown_entity(row["entity"]), row["published"]) for row in rows]


def disputed_vendors(store: Store, limit: int = 8) -> list[DisputedVendor]:
    """The vendors with most edges of wrong, suit or denial, theirs or against them."""
    rows = ask(store, f"MATCH (v:Company)-[r:{'|'.join(CONTESTED)}]-(:Entity) WHERE 'vendor' IN v.roles "
                      "WITH v, type(r) AS relation, r.status AS status, r.disputed AS disputed, count(DISTINCT r.id) AS edges "
                      "WITH v, sum(edges) AS total, collect([relation, status, disputed, edges]) AS parts "
                      "RETURN v AS entity, parts ORDER BY total DESC, v.name, v.id LIMIT $limit", limit=limit)
    return [DisputedVendor(shown_entity(row["entity"]), _lines(row["parts"])) for row in rows]


def _lines(parts: list[tuple[str, str, bool, int]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for relation, status, disputed, edges in parts:
        found["disputed" if disputed else manner(relation, status)] += edges
    return dict(sorted(found.items()))
