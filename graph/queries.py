"""Saved questions: one Cypher file each in `queries/`, with a header that says what it answers and what may be filled in. Knows no question itself.

    // title: Disputes of a company
    // question: Which proceedings is the company in, and on whose word?
    // param: company: name = "Huawei" example "NSO" -- the company, by the words its name begins with

The file stays valid Cypher. Types: `name` (words of an entity's name; the query gets a full-text search for them), `text`, `integer`, `date` (ISO,
"" for any), `day` (as `date`; the query gets the last day that it may mean), `status` and `relation` (of the vocabulary, "" for any). The header is
strict, and so is what a query may be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.as_of import last_day
from graph.connection import Rows
from graph.model import RELATIONS, STATUSES, WatchdocketError
from graph.resolve import name_search

if TYPE_CHECKING:
    from graph.store import Store

FOLDER = Path(__file__).parents[1] / "queries"
PARAMETER = re.compile(r'(?P<name>\w+): (?P<type>\w+) = (?P<default>"[^"]*"|-?\d+) example (?P<example>"[^"]*"|-?\d+) -- (?P<label>.+)')


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be filled in. `default` and `example` are as a person would write them."""

    name: str
    type: str
    default: str
    example: str
    label: str


@dataclass(frozen=True, slots=True)
class Query:
    """A saved question; `name` is that of its file."""

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    cypher: str

    def bind(self, given: Mapping[str, str]) -> dict[str, Any]:
        """The Cypher parameters for what a person filled in, defaults for the rest. Raises WatchdocketError, naming the parameter."""
        unknown = set(given) - {parameter.name for parameter in self.parameters}
        if unknown:
            known = ", ".join(parameter.name for parameter in self.parameters) or "none"
            raise WatchdocketError(f"The query {self.name} has no parameter {', '.join(sorted(unknown))}; its parameters: {known}.")
        return {parameter.name: _value(parameter, given.get(parameter.name, parameter.default)) for parameter in self.parameters}


def run_query(store: Store, query: Query, given: Mapping[str, str], *, limit: int | None = None) -> Rows:
    """Answer a saved question with what was filled in."""
    return store.read(query.cypher, query.bind(given), limit=limit)


def contradictions(store: Store, entity_id: str, *, as_of: str = "", limit: int | None = None) -> Rows:
    """Pairs of claims about an entity that stand against each other, as the saved question of this name has them; no rows where it is not there.

    Every such claim is in at least one pair: with the firmest claim of the other side, of equals the first that was published. So there are
    fewer pairs than claims, however many are against however many.
    """
    names = store.read("MATCH (e:Entity {id: $id}) RETURN e.name AS name", {"id": entity_id}).rows
    given = {"about": names[0]["name"] if names else entity_id, "entity": entity_id, "as_of": as_of}
    return run_query(store, load_queries()["contradictions"], given, limit=limit)


def load_queries(folder: Path = FOLDER) -> dict[str, Query]:
    """All saved questions by name. Raises WatchdocketError on the first file whose header is not as it must be."""
    return {path.stem: read_query(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.cypher"))}


def read_query(name: str, text: str) -> Query:
    """One saved question from the text of its file."""
    lines = text.splitlines()
    header = [line.removeprefix("//").strip() for line in lines if line.startswith("//")]
    cypher = "\n".join(line for line in lines if not line.startswith("//")).strip()
    fields: dict[str, list[str]] = {"title": [], "question": [], "param": []}
    for line in header:
        key, _, value = line.partition(": ")
        if key not in fields or not value:
            raise WatchdocketError(f"queries/{name}.cypher: the line “{line}” is not one of // title: …, // question: …, // param: ….")
        fields[key].append(value)
    if len(fields["title"]) != 1 or len(fields["question"]) != 1 or not cypher:
        raise WatchdocketError(f"queries/{name}.cypher needs one title, one question and a query.")
    parameters = tuple(_parameter(name, value) for value in fields["param"])
    _require_equal(name, [parameter.name for parameter in parameters], cypher)
    return Query(name, fields["title"][0], fields["question"][0], parameters, cypher)


def _parameter(query: str, line: str) -> Parameter:
    match = PARAMETER.fullmatch(line)
    if not match:
        raise WatchdocketError(f"queries/{query}.cypher: “{line}” should read: name: type = default example example -- label.")
    name, kind, default, example, label = match.groups()
    if kind not in TYPES:
        raise WatchdocketError(f"queries/{query}.cypher: {name} has the unknown type {kind!r}; types are {', '.join(TYPES)}.")
    parameter = Parameter(name, kind, str(json.loads(default)), str(json.loads(example)), label)
    _value(parameter, parameter.default)
    _value(parameter, parameter.example)
    return parameter


def _require_equal(query: str, declared: list[str], cypher: str) -> None:
    used = set(re.findall(r"\$(\w+)", cypher))
    if used != set(declared) or len(declared) != len(set(declared)):
        raise WatchdocketError(f"queries/{query}.cypher declares the parameters {sorted(declared)} and uses {sorted(used)}.")


# ------------------------------------------------------------------ types

def _one_of(allowed: Mapping[str, object]) -> Callable[[str], str]:
    def convert(text: str) -> str:
        if text and text not in allowed:
            raise ValueError(f"one of {', '.join(allowed)}, or nothing for any")
        return text
    return convert


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


TYPES: dict[str, Callable[[str], Any]] = {"name": _name, "text": str, "integer": _integer, "date": _date, "day": _day,
                                          "status": _one_of(STATUSES), "relation": _one_of(RELATIONS)}


def _value(parameter: Parameter, text: str) -> Any:
    try:
        return TYPES[parameter.type](text)
    except ValueError as error:
        raise WatchdocketError(f"The parameter {parameter.name} must be {error}, not “{text}”.") from error
