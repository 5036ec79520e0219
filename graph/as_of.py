"""The graph as it was known on a day: what the documents say that were published until then. Knows the layout of the graph (see store.py).

A document without a date of publication is known on no day: it shows only where no day is asked for. One with an incomplete date is known from
the last day on that it may mean (`known`): rather too late than too early. Retractions and reviews of today hold for the past as well.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from neo4j import Transaction

from graph.connection import batch
from graph.edges import Row, edge_row, said
from graph.model import WatchdocketError
from graph.resolve import Pair

DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


def last_day(date: str) -> str:
    """The last day that an ISO date, possibly incomplete, may mean: "2021-02" → "2021-02-28"; "" for what is no date."""
    match = DATE.fullmatch(date)
    if not match or match.group(1) == "0000":
        return ""
    year, month, day = match.groups()
    return f"{year}-{month or 12}-{day or calendar.monthrange(int(year), int(month or 12))[1]}"


def day_of(date: str) -> str:
    """The day that a person asks for by a date, possibly incomplete (its end); "" for none. Raises WatchdocketError where it is no date."""
    day = last_day(date)
    if date and not day:
        raise WatchdocketError(f"{date!r} is no day; write 2021-09-01, or 2021-09 or 2021 for the end of a month or year.")
    return day


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which claims count; what is empty admits all. Days are ISO dates, possibly incomplete; raises WatchdocketError for what is no date.

    `as_of`: only what was known then. `since`, `until`: when the event was, or else the publication; an incomplete date is in if any day of it
    is. `publisher`: who published the document or a source that the claim rests on.
    """

    as_of: str = ""
    since: str = ""
    until: str = ""
    publisher: str = ""

    def __post_init__(self) -> None:
        for name in ("as_of", "until"):
            object.__setattr__(self, name, day_of(getattr(self, name)))
        day_of(self.since)

    @property
    def where(self) -> str:
        """The condition on a claim `c` in Cypher; its parameters are `params`."""
        return " AND ".join(WITHIN[name] for name, value in asdict(self).items() if value) or "true"

    @property
    def params(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}


WITHIN = {
    "as_of": "c.known <= $as_of",
    "since": "coalesce(c.date, c.published) >= left($since, size(coalesce(c.date, c.published)))",
    "until": "coalesce(c.date, c.published) <= $until",
    "publisher": "((c)-[:IN]->(:Document {publisher: $publisher}) OR (c)-[:CITES]->(:Source {publisher: $publisher}))",
}


def edges_within(tx: Transaction, edges: Iterable[tuple[str, Row]], bounds: Bounds) -> list[tuple[str, Row]]:
    """The edges (relation and properties) as the claims within bounds make them; without those that have no such claim."""
    found = {row["id"]: (relation, row) for relation, row in edges}
    groups = said(tx, found, bounds.where, **bounds.params)
    kinds = {row["id"]: row["kind"] for row in batch(tx, "UNWIND $rows AS id MATCH (e:Entity {id: id}) RETURN id, e.kind AS kind",
                                                     {found[id][1][end] for id in groups for end in ("source", "target")})}
    return [(relation, edge_row(Pair(id, relation, row["source"], row["target"]), groups[id], (kinds[row["source"]], kinds[row["target"]])))
            for id, (relation, row) in found.items() if id in groups]
