"""The questions in queries/sparql/ have, over an export, the answers that their twins in Cypher have in the store."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from graph.queries import FOLDER, load_queries, run_query
from graph.rdf import export_rdf
from graph.sparql import ask_rdf
from graph.store import open_store
from graph.vocabulary import RELATION_TERMS
from tests.conftest import empty
from tests.graph.affair import affair

TWINS = sorted((FOLDER / "sparql").glob("*.rq"))
RELATIONS = {term.removeprefix("wd:"): name for name, term in RELATION_TERMS.items()}
NAMES = ("Acme", "Borduria", "Rivergate")           # asked for one after the other, where a question is about a name


@pytest.fixture(scope="module")
def asked(embedded_settings, tmp_path_factory):
    """A store with the affair, and its export."""
    path = tmp_path_factory.mktemp("sparql") / "graph.nq"
    with open_store(embedded_settings) as store:
        empty(store)
        store.write_many(affair())
        export_rdf(store, "nquads", path)
        yield store, path


def plain(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(value(row[column]) for column in columns) for row in rows)


def value(found: Any) -> str:
    """A value as both languages have it: a relation by its name, a list in an order of its own, nothing as nothing."""
    if isinstance(found, list):
        return " | ".join(sorted(found))
    text = "" if found is None else str(float(found)) if isinstance(found, (int, float)) and not isinstance(found, bool) else str(found)
    return RELATIONS.get(text, str(float(text)) if re.fullmatch(r"\d+(\.\d+)?(E\d+)?", text) else text)


@pytest.mark.parametrize("path", TWINS, ids=lambda path: path.stem)
def test_a_question_in_sparql_has_the_answer_of_its_twin(path: Path, asked) -> None:
    store, export = asked
    twin, text = load_queries()[path.stem], path.read_text("utf-8")
    about = next((parameter.name for parameter in twin.parameters if parameter.type == "name"), "")
    rows = 0
    for name in NAMES if about else ("",):
        found = ask_rdf(export, text.replace('"huawei"', f'"{name.lower()}"'))
        columns = tuple(column for column in found.columns if column != "claim")
        assert len(columns) > 1 and set(columns) <= set(twin.columns)
        expected = run_query(store, twin, {about: name} if about else {}).rows
        assert plain(found.rows, columns) == plain(expected, columns)
        rows += len(expected)
    assert rows


def test_there_are_ten() -> None:
    assert len(TWINS) >= 10
