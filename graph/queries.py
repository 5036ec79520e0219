"""Saved questions: one Cypher file each, in folders under `queries/` and in the user's own folder. Knows no question itself; see query_header.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.connection import Rows
from graph.model import WatchdocketError
from graph.query_header import Drawing, Identified, Parameter, read_header, split_header

if TYPE_CHECKING:
    from graph.store import Store

FOLDER = Path(__file__).parents[1] / "queries"
OWN = "own"                                 # the folder that questions of the user are listed under


@dataclass(frozen=True, slots=True)
class Query:
    """A saved question; `name` is that of its file, `folder` what it is about."""

    name: str
    folder: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    ids: tuple[Identified, ...]
    drawings: tuple[Drawing, ...]
    cypher: str

    def bind(self, given: Mapping[str, str]) -> dict[str, Any]:
        """The Cypher parameters for what a person filled in, defaults for the rest. Raises WatchdocketError, naming the parameter."""
        unknown = set(given) - {parameter.name for parameter in self.parameters}
        if unknown:
            known = ", ".join(parameter.name for parameter in self.parameters) or "none"
            raise WatchdocketError(f"The query {self.name} has no parameter {', '.join(sorted(unknown))}; its parameters: {known}.")
        return {parameter.name: parameter.value(given.get(parameter.name, parameter.default)) for parameter in self.parameters}


@dataclass(frozen=True, slots=True)
class Library:
    """All questions that can be asked, by name; and, by name, what is wrong with each file that was left out."""

    queries: dict[str, Query]
    problems: dict[str, str]

    def __getitem__(self, name: str) -> Query:
        """Raises WatchdocketError where there is no such question, or its file is not as it must be."""
        if name in self.queries:
            return self.queries[name]
        raise WatchdocketError(self.problems.get(name) or f"There is no question {name!r}; there are {', '.join(self.queries)}.")


def run_query(store: Store, query: Query, given: Mapping[str, str], *, limit: int | None = None,
              meanwhile: Callable[[], object] = lambda: None) -> Rows:
    """Answer a saved question with what was filled in; `meanwhile` as in Store.read.

    Raises WatchdocketError where its columns are not those that its header names.
    """
    answer = store.read(query.cypher, query.bind(given), limit=limit, meanwhile=meanwhile)
    if answer.columns != query.columns:
        raise WatchdocketError(f"The header of {query.name} names the columns {', '.join(query.columns)}, and its query gives "
                               f"{', '.join(answer.columns)}; make them the same.")
    return answer


def claims_of_answer(store: Store, answer: Rows) -> frozenset[str]:
    """The ids of all claims that an answer names, wherever in its rows."""
    return frozenset(store.claims_among(set(_strings([list(row.values()) for row in answer.rows]))))


def _strings(value: Any) -> Iterator[str]:
    """All strings within lists and records."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def contradictions(store: Store, entity_id: str, *, as_of: str = "", limit: int | None = None) -> Rows:
    """Pairs of claims about an entity that stand against each other, as the saved question of this name has them; no rows where it is not there.

    Every such claim is in at least one pair: with the firmest claim of the other side, of equals the first that was published. So there are
    fewer pairs than claims, however many are against however many.
    """
    query, names = load_queries()["contradictions"], store.read("MATCH (e:Entity {id: $id}) RETURN e.name AS name", {"id": entity_id}).rows
    if not names:
        return Rows(query.columns, [])
    return run_query(store, query, {"about": names[0]["name"], "entity": entity_id, "as_of": as_of}, limit=limit)


def load_queries() -> dict[str, Query]:
    """The questions that come with Watchdocket, by name."""
    return {path.stem: read_query(path.stem, path.parent.name, path.read_text("utf-8")) for path in _files(FOLDER)}


def load_library(home: Path) -> Library:
    """These questions and the user's own, which lie in `queries/` of the home. A file that is not as it must be takes no other away."""
    queries, problems = load_queries(), {}
    for path in _files(home / "queries"):
        try:
            if path.stem in queries:
                raise WatchdocketError(f"{path}: there is a question {path.stem} already; give the file another name.")
            queries[path.stem] = read_query(path.stem, OWN, path.read_text("utf-8"), path)
        except WatchdocketError as error:
            problems[path.stem] = str(error)
        except (OSError, UnicodeDecodeError) as error:
            problems[path.stem] = f"{path} cannot be read as UTF-8 text: {error}."
    return Library(queries, problems)


def read_query(name: str, folder: str, text: str, path: Path | None = None) -> Query:
    """One saved question from the text of its file. Raises WatchdocketError that begins with the file's path."""
    try:
        lines, cypher = split_header(text)
        header = read_header(lines)
        if not cypher:
            raise WatchdocketError("there is no query below the header.")
        _require_equal([parameter.name for parameter in header.parameters], cypher)
    except WatchdocketError as error:
        raise WatchdocketError(f"{path or f'queries/{folder}/{name}.cypher'}: {error}") from error
    return Query(name, folder, header.title, header.question, header.parameters, header.columns, header.ids, header.drawings, cypher)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.cypher"), key=lambda path: (path.parent, path.name))


def _require_equal(declared: list[str], cypher: str) -> None:
    used = set(re.findall(r"\$(\w+)", cypher))
    if used != set(declared) or len(declared) != len(set(declared)):
        raise WatchdocketError(f"its header declares the parameters {sorted(declared)}, and its query uses {sorted(used)}.")
