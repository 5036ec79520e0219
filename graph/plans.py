"""A server's plan of a question, as steps in words. Knows how the two servers write plans, not what is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# How an operator's name begins → what it does. The first that fits counts.
WORDS: tuple[tuple[str, str], ...] = (
    ("MATCH NODE", "find nodes, by an index where there is one"),
    ("NodeUniqueIndexSeek", "look up a node by its id"),
    ("NodeIndexScan", "go through a whole index"),
    ("NodeIndexSeek", "look up nodes in an index"),
    ("CALL SUBQUERY", "ask a part of the question for each row"),
    ("CALL", "search the full-text index"),
    ("ProcedureCall", "search the full-text index"),
    ("OptionalExpand", "follow relationships where there are any"),
    ("OPTIONAL MATCH", "follow relationships where there are any"),
    ("VarLengthExpand", "follow relationships over several steps"),
    ("EXPAND PATH", "follow relationships over several steps"),
    ("Expand", "follow relationships"),
    ("MATCH RELATIONSHIP", "follow relationships"),
    ("ShortestPath", "search for the shortest ways"),
    ("SHORTEST PATH", "search for the shortest ways"),
    ("Filter", "keep what fits"),
    ("FILTER", "keep what fits"),
    ("GROUP BY AGGREGATION", "group"),
    ("AGGREGATION", "group"),
    ("EagerAggregation", "group"),
    ("OrderedAggregation", "group"),
    ("Sort", "sort"),
    ("PartialSort", "sort"),
    ("Top", "sort and keep the first"),
    ("Limit", "keep the first"),
    ("LIMIT", "keep the first"),
    ("Distinct", "leave out doubles"),
    ("OrderedDistinct", "leave out doubles"),
    ("Union", "put parts together"),
    ("Unwind", "make a row of each entry"),
    ("UNWIND", "make a row of each entry"),
    ("CartesianProduct", "pair all with all"),
    ("ProduceResults", "give the answer"),
    ("FINAL PROJECTION", "give the answer"),
)
# Parts of the names of operators whose work grows with the whole graph, and what they go through.
SCANS = {"AllNodesScan": "go through all nodes", "NodeByLabelScan": "go through all nodes of a label",
         "ByLabelsScan": "go through all nodes of labels", "RelationshipTypeScan": "go through all relationships of a type",
         "RelationshipTypesScan": "go through all relationships of types",
         "AllRelationshipsScan": "go through all relationships"}
# They only move rows.
UNTOLD = frozenset({"Argument", "Apply", "CacheProperties", "Projection", "WITH", "DUMMY ROW", "Optional", "EmptyRow"})


@dataclass(frozen=True, slots=True)
class Step:
    """What a server does at one point. `rows` is its guess of how many come out, None where it makes none."""

    what: str
    details: str
    rows: float | None
    grows: bool                             # its work grows with the whole graph, not with what is asked for


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a question in the order in which they are taken."""

    steps: tuple[Step, ...]

    @property
    def cost(self) -> str:
        """A sentence: where the work begins, and what it grows with."""
        rows = [step.rows for step in self.steps if step.rows is not None]
        scans = sum(step.grows for step in self.steps)
        told = f"The time grows with the graph: {scans} of {len(self.steps)} steps go through all of something." if scans else \
            "No step goes through all of the graph: the time grows with what is found." if rows else \
            "The embedded server does not tell what its steps cost."
        return f"{told} The server expects at most {max(rows):,.0f} rows at a step." if rows else told


def read_plan(plan: Mapping[str, Any]) -> Plan:
    """The plan that a server's EXPLAIN gives, as the driver has it."""
    if "ArcadeDB" in str(plan.get("operatorType")):
        return Plan(tuple(_of_text(str(plan["args"]["string-representation"]))))
    return Plan(tuple(_of_tree(plan)))


def _of_tree(plan: Mapping[str, Any]) -> Iterator[Step]:
    for child in plan.get("children", ()):
        yield from _of_tree(child)
    arguments = plan.get("args", {})
    yield from _step(str(plan["operatorType"]).split("@")[0], str(arguments.get("Details") or ""), arguments.get("EstimatedRows"))


def _of_text(text: str) -> Iterator[Step]:
    """The embedded server writes a line a step with a plus before it, in the order in which they are taken."""
    for name, details in re.findall(r"^ *\+ ([A-Z]+(?: [A-Z]+)*|\w+)\b *(.*?)(?: \[cost=.*\])?$", text, re.MULTILINE):
        yield from _step(name, details, None)


def _step(name: str, details: str, rows: float | None) -> Iterator[Step]:
    """The step of this operator; none where it moves rows only."""
    scan = next((what for part, what in SCANS.items() if part in name), "")
    what = scan or next((what for begins, what in WORDS if name.startswith(begins)), name)
    if name not in UNTOLD and not name.startswith("PROJECT"):
        yield Step(what, details, rows, bool(scan))
