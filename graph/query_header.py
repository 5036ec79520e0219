"""The header of a saved question: what it asks, what may be filled in, what the columns of its answer are and how they may be drawn.

    // title: Disputes of a company
    // question: Which proceedings is the company in, and on whose word?
    // param: company: name = "Huawei" example "NSO" -- the company, by the words its name begins with
    // columns: source, relation, target, status, said_by, edge, source_id, target_id
    // id: source_id: entity = source
    // draw: graph source_id, target_id

The file stays valid Cypher. TYPES has the types of parameters, IDS what an id may be of (its line names the column that shows it to a reader),
DRAWINGS the pictures and how many columns each takes. The header ends with the first line that is no comment. Knows no question itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.as_of import last_day
from graph.model import KINDS, RELATIONS, STATUSES, WatchdocketError
from graph.resolve import name_search

VALUE = r'"[^"]*"|-?\d+'
PARAMETER = re.compile(
    rf"(?P<name>\w+): (?P<type>\w+)(?:\((?P<choices>[^)]+)\))? = (?P<default>{VALUE}) example (?P<example>{VALUE}) -- (?P<label>.+)")
ID = re.compile(r"(?P<column>\w+): (?P<of>\w+) = (?P<label>\w+)")
DRAWING = re.compile(r"(?P<kind>\w+) (?P<columns>\w+(?:, \w+)*)")
IDS = ("entity", "claim", "document", "edge")
# graph: from one thing to another, a line a row; chain: one list of things, each tied to the next; bar and line: a label, and a number.
DRAWINGS = {"graph": 2, "chain": 1, "bar": 2, "line": 2}
KEYS = ("title", "question", "param", "columns", "id", "draw")
ONCE = ("title", "question")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be filled in. `default` and `example` are as a person would write them."""

    name: str
    type: str
    default: str
    example: str
    label: str
    choices: tuple[str, ...] = ()           # what may be chosen; "" is any. Empty where anything of the type may be written

    def value(self, text: str) -> Any:
        """The Cypher value of what a person wrote. Raises WatchdocketError, naming the parameter and what would fit."""
        try:
            if self.choices and text not in self.choices:
                raise ValueError(f"one of {', '.join(filter(None, self.choices))}{', or nothing for any' if '' in self.choices else ''}")
            return TYPES[self.type](text)
        except ValueError as error:
            raise WatchdocketError(f"The parameter {self.name} must be {error}, not “{text}”.") from error


@dataclass(frozen=True, slots=True)
class Identified:
    """A column of ids: what they are ids of, and the column that shows it to a reader."""

    column: str
    of: str                                 # one of IDS
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of the answer."""

    kind: str                               # a name in DRAWINGS
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Header:
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    ids: tuple[Identified, ...]
    drawings: tuple[Drawing, ...]


def split_header(text: str) -> tuple[list[str], str]:
    """The lines of the header without their slashes, and the query."""
    lines = text.strip().splitlines()
    end = next((at for at, line in enumerate(lines) if not line.startswith("//")), len(lines))
    return [line.removeprefix("//").strip() for line in lines[:end]], "\n".join(lines[end:]).strip()


def read_header(lines: list[str]) -> Header:
    """The header that these lines are. Raises WatchdocketError with what is not as it must be."""
    fields: dict[str, list[str]] = {key: [] for key in KEYS}
    for line in lines:
        key, _, value = line.partition(": ")
        if key not in fields or not value:
            raise WatchdocketError(f"the line “{line}” is not one of {', '.join(f'// {key}: …' for key in KEYS)}.")
        fields[key].append(value)
    for key in ONCE:
        if len(fields[key]) != 1:
            raise WatchdocketError(f"the header needs one line // {key}: …, and has {len(fields[key])}.")
    columns = tuple(column for line in fields["columns"] for column in line.split(", "))
    if not columns or not all(re.fullmatch(r"\w+", column) for column in columns):
        raise WatchdocketError("the header needs a line // columns: first, second, … that names the columns of the answer in their order.")
    return Header(fields["title"][0], fields["question"][0], tuple(map(_parameter, fields["param"])), columns,
                  tuple(_identified(line, columns) for line in fields["id"]), tuple(_drawing(line, columns) for line in fields["draw"]))


def _parameter(line: str) -> Parameter:
    match = PARAMETER.fullmatch(line)
    if not match:
        raise WatchdocketError(f"“{line}” should read: name: type = default example example -- label.")
    name, kind, choices, default, example, label = match.groups()
    if kind not in TYPES:
        raise WatchdocketError(f"{name} has the unknown type {kind!r}; types are {', '.join(TYPES)}.")
    if bool(choices) != (kind == "choice"):
        raise WatchdocketError(f"{name}: a choice, and nothing else, lists what may be chosen: choice(first, second).")
    chosen = tuple(re.split(r",\s*", choices)) if choices else CHOICES.get(kind, ())
    parameter = Parameter(name, kind, str(json.loads(default)), str(json.loads(example)), label, chosen)
    parameter.value(parameter.default)
    parameter.value(parameter.example)
    return parameter


def _identified(line: str, columns: tuple[str, ...]) -> Identified:
    match = ID.fullmatch(line)
    if not match or match["of"] not in IDS:
        raise WatchdocketError(f"“{line}” should read: column: {'|'.join(IDS)} = the column that shows it.")
    _require_columns([match["column"], match["label"]], columns)
    return Identified(match["column"], match["of"], match["label"])


def _drawing(line: str, columns: tuple[str, ...]) -> Drawing:
    match = DRAWING.fullmatch(line)
    drawn = tuple(match["columns"].split(", ")) if match else ()
    if not match or DRAWINGS.get(match["kind"]) != len(drawn):
        ways = ", ".join(f"{kind} {', '.join(['column'] * count)}" for kind, count in DRAWINGS.items())
        raise WatchdocketError(f"“{line}” should read: {ways}.")
    _require_columns(drawn, columns)
    return Drawing(match["kind"], drawn)


def _require_columns(named: list[str] | tuple[str, ...], columns: tuple[str, ...]) -> None:
    missing = [column for column in named if column not in columns]
    if missing:
        raise WatchdocketError(f"{', '.join(missing)} is none of its columns {', '.join(columns)}.")


# ------------------------------------------------------------------ types

def _date(text: str) -> str:
    if not re.fullmatch(r"(\d{4}(-\d{2}(-\d{2})?)?)?", text):
        raise ValueError("a date as 2021, 2021-09 or 2021-09-01, or nothing for any")
    return text


def _day(text: str) -> str:
    return last_day(_date(text))


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise ValueError("a whole number")
    return int(text)


def _name(text: str) -> str:
    words = name_search(text)
    if not words:
        raise ValueError("a name with at least one letter or digit")
    return words


def _entity(text: str) -> str:
    if not re.fullmatch(r"([0-9a-f]{24})?", text):
        raise ValueError("the id of an entity (24 of 0–9 and a–f), or nothing for any")
    return text


# name: words of a name, the query gets a full-text search for them; day: as date, the query gets the last day that it may mean.
TYPES: dict[str, Callable[[str], Any]] = {"name": _name, "entity": _entity, "text": str, "integer": _integer, "date": _date, "day": _day,
                                          "choice": str, "kind": str, "status": str, "relation": str}
CHOICES: Mapping[str, tuple[str, ...]] = {"kind": ("", *KINDS), "status": ("", *STATUSES), "relation": ("", *RELATIONS)}
