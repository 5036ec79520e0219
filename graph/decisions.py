"""What decisions on identity add up to: which stand, which things they make one, where they contradict; and their files.

Knows the records, not where they are kept. All of it depends on the set of records alone: their order changes nothing.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import datetime

from graph.model import JUDGEMENTS, Decision, WatchdocketError

AUTOMATIC = "watchdocket"               # who decides where the evidence alone does; a person's word outranks it
READING = {"same": "is", "different": "is not", "split": "is not", "unsure": "may be"}
APART = frozenset({"different", "split"})
FIELDS = tuple(each.name for each in fields(Decision) if each.init)
AN_ID = re.compile(r"[0-9a-f]{24}")


class DecisionError(WatchdocketError):
    """A decision cannot be recorded. `chain` holds the decisions that it contradicts, from one end to the other."""

    def __init__(self, sentence: str, chain: tuple[Decision, ...] = ()) -> None:
        super().__init__(sentence)
        self.chain = chain


def require_valid(decision: Decision) -> None:
    """Raise DecisionError unless the record says who, what and when of two ids."""
    if decision.judgement not in JUDGEMENTS:
        raise DecisionError(f"{decision.judgement!r} is no judgement; say {', '.join(JUDGEMENTS)}.")
    for id in (decision.left, decision.right, *([decision.undoes] if decision.judgement == "undo" else [])):
        if not AN_ID.fullmatch(id):
            raise DecisionError(f"{id!r} is not an id; ids have 24 digits of 0–9 and a–f, as `watchdocket identity queue` shows them.")
    if decision.left == decision.right:
        raise DecisionError(f"{decision.left} is one thing already; `watchdocket identity split` parts what one document calls so from the rest.")
    if not decision.by.strip():
        raise DecisionError("A decision needs somebody who made it.")
    try:
        datetime.fromisoformat(decision.at)
    except ValueError as error:
        raise DecisionError(f"{decision.at!r} is not an ISO date-time; write it as 2031-02-01T09:30:00+00:00.") from error


def undo(decision: Decision, by: str, at: str, why: str) -> Decision:
    """The record that takes a decision back."""
    return Decision(decision.left, decision.right, "undo", by, at, why, decision.id)


# ------------------------------------------------------------------ what stands

def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The judgements that no record undoes, by time."""
    known = list(decisions)
    undone = {decision.undoes for decision in known}
    return sorted((decision for decision in known if decision.judgement != "undo" and decision.id not in undone), key=in_order)


def in_order(decision: Decision) -> tuple[str, str]:
    """Sorts decisions by time."""
    return decision.at, decision.id


def clusters(decisions: Iterable[Decision]) -> dict[str, str]:
    """The id under which each thing goes that is one with another, or split from one: the smallest of those that are one.

    What is not in it goes under the id that it has by its name.
    """
    home: dict[str, str] = {}

    def find(id: str) -> str:
        while (above := home.setdefault(id, id)) != id:
            home[id] = home[above]
            id = above
        return id

    for decision in standing(decisions):
        if decision.judgement in ("same", "split"):
            low, high = sorted((find(decision.left), find(decision.right)))
            home[high] = low if decision.judgement == "same" else high
    return {id: find(id) for id in list(home)}


def contradiction(decisions: Iterable[Decision]) -> tuple[Decision, tuple[Decision, ...]] | None:
    """A standing decision that two things are two which others make one, and the shortest chain of those; None where all agree."""
    known = standing(decisions)
    home = clusters(known)
    for decision in known:
        if decision.judgement in APART and home.get(decision.left, decision.left) == home.get(decision.right, decision.right):
            return decision, _chain(known, decision.left, decision.right)
    return None


def _chain(decisions: Iterable[Decision], left: str, right: str) -> tuple[Decision, ...]:
    """The shortest way from one to the other over decisions that two things are one."""
    ways: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.judgement == "same":
            ways[decision.left].append(decision)
            ways[decision.right].append(decision)
    reached: dict[str, tuple[Decision, ...]] = {left: ()}
    queue = deque([left])
    while right not in reached:
        here = queue.popleft()
        for decision in ways[here]:
            there = decision.right if decision.left == here else decision.left
            if there not in reached:
                reached[there] = (*reached[here], decision)
                queue.append(there)
    return reached[right]


def refusal(different: Decision, chain: tuple[Decision, ...], names: Mapping[str, str]) -> DecisionError:
    """Why these decisions cannot all stand, in a sentence with names, or ids where a name is not known."""
    said = "; ".join(_told(decision, names) for decision in (different, *chain))
    return DecisionError(f"These decisions contradict one another: {said}. Undo one of them first (`watchdocket identity undo ID`).", chain)


def _told(decision: Decision, names: Mapping[str, str]) -> str:
    left, right = (f"“{names[id]}”" if id in names else id for id in (decision.left, decision.right))
    return f"{left} {READING[decision.judgement]} {right} (by {decision.by} at {decision.at}, {decision.id})"


# ------------------------------------------------------------------ files

def to_lines(decisions: Iterable[Decision]) -> str:
    """The decisions as JSON lines, by time."""
    return "".join(json.dumps(asdict(decision), ensure_ascii=False) + "\n" for decision in sorted(decisions, key=in_order))


def from_lines(text: str) -> list[Decision]:
    """The decisions of such a file. Raises DecisionError, with the number of the line, where one is not a decision or has been altered."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
                decision = Decision(**{name: str(row[name]) for name in FIELDS})
            except (ValueError, TypeError, KeyError) as error:
                raise DecisionError(f"Line {number} is not a decision: it must be JSON with {', '.join(FIELDS)}.") from error
            if row.get("id", decision.id) != decision.id:
                raise DecisionError(f"Line {number} does not say what the decision of its id said; take the file from where it was exported again.")
            require_valid(decision)
            found.append(decision)
    return found
