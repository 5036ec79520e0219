"""What is told of in its order in time: how much of each year, and the claims themselves. Knows the store, not Streamlit."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

from graph.as_of import Bounds
from graph.explore import CONTESTED, Row, ShownClaim, ask, claims_of_ids, manner
from graph.model import STATUSES
from graph.store import Store

# What happens at a time; all else, such as a seat or a part in a case, lasts.
EVENTS = (*CONTESTED, "CONTRACTS_WITH", "SUBCONTRACTS_TO", "BIDS_FOR")
YEAR = re.compile(r"[0-9]{4}")
WHEN = "coalesce(c.date, c.published)"


@dataclass(frozen=True, slots=True)
class Course:
    """Which claims are told in their order; what is empty admits all, but of relations the events. `entity`: whom they are about or by."""

    entity: str = ""
    relations: tuple[str, ...] = ()
    manners: tuple[str, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)

    @property
    def match(self) -> str:
        """Finds the claims `c` in Cypher; its parameters are `params`."""
        start = "MATCH (:Entity {id: $entity})<-[:SUBJECT|OBJECT|SAID_BY]-(c:Claim) WITH DISTINCT c" if self.entity else "MATCH (c:Claim)"
        return f"{start} WHERE {WHEN} IS NOT NULL AND [c.relation, c.status] IN $told AND {self.bounds.where}"

    @property
    def params(self) -> dict[str, Any]:
        told = [[relation, status] for relation in self.relations or EVENTS for status in STATUSES
                if not self.manners or manner(relation, status) in self.manners]
        return {"told": told, **self.bounds.params, **({"entity": self.entity} if self.entity else {})}


def by_year(store: Store, course: Course) -> dict[str, dict[str, int]]:
    """How many claims of each manner tell of each year, the first year first."""
    years: dict[str, Counter[str]] = defaultdict(Counter)
    for row in ask(store, f"{course.match} RETURN left({WHEN}, 4) AS year, c.relation AS relation, c.status AS status, count(c) AS claims "
                          "ORDER BY year, relation, status", **course.params):
        if not YEAR.fullmatch(row["year"]):
            continue            # what a text calls a date may be anything
        years[row["year"]][manner(row["relation"], row["status"])] += row["claims"]
    return {year: dict(found) for year, found in years.items()}


def events(store: Store, course: Course, year: str = "", *, skip: int = 0, limit: int = 50) -> list[ShownClaim]:
    """The claims, the latest first; of one year, where it is named."""
    asked = replace(course, bounds=replace(course.bounds, since=year, until=year)) if year else course
    rows: list[Row] = ask(store, f"{asked.match} RETURN c.id AS id ORDER BY {WHEN} DESC, c.id SKIP $skip LIMIT $limit", skip=skip, limit=limit,
                          **asked.params)
    return claims_of_ids(store, [row["id"] for row in rows])
