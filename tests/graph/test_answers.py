"""What each saved question answers about the affair: the rows of `answers.json`, in their order, on both servers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.model import FACTUAL, STATUSES
from graph.queries import FOLDER, Query, load_queries, run_query
from graph.query_header import KEYS
from graph.settings import Settings
from graph.store import Store, open_store
from tests.conftest import empty
from tests.graph.affair import affair

QUERIES = load_queries()
# What is filled in, and the rows without ids.
ANSWERS: dict[str, list[dict[str, Any]]] = json.loads(Path(__file__).with_name("answers.json").read_text("utf-8"))
ASKED = [(name, case["given"], case["rows"]) for name, cases in ANSWERS.items() for case in cases]
NODES = {"entity": "Entity", "claim": "Claim", "document": "Document"}


@pytest.fixture(scope="module")
def filled_stores(embedded_settings: Settings, neo4j_settings: Settings) -> Iterator[tuple[Store, Store]]:
    """The affair on both servers, written on a day of its own."""
    with open_store(embedded_settings) as left, open_store(neo4j_settings) as right, pytest.MonkeyPatch.context() as patch:
        patch.setattr("graph.store.now", lambda: "2031-04-01T12:00:00Z")
        for store in (left, right):
            empty(store)
            store.write_many(affair())
            store.apply_identity()
        yield left, right


def test_every_query_has_an_answer_here_and_is_told_something() -> None:
    assert set(ANSWERS) == set(QUERIES)
    assert [name for name, cases in ANSWERS.items() if not any(case["rows"] for case in cases)] == []
    assert len(QUERIES) >= 25


@pytest.mark.parametrize(("name", "given", "rows"), ASKED, ids=[f"{name} {' '.join(given.values())}" for name, given, _ in ASKED])
def test_a_query_gives_the_rows_that_are_expected_on_both_servers(filled_stores: tuple[Store, Store], name: str, given: dict[str, str],
                                                                  rows: list[dict[str, Any]]) -> None:
    query = QUERIES[name]
    left, right = (run_query(store, query, given) for store in filled_stores)
    assert left == right
    ids = {identified.column for identified in query.ids}
    assert [{column: value for column, value in row.items() if column not in ids} for row in left.rows] == rows


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_runs_with_its_defaults_and_examples_alike_on_both_servers(filled_stores: tuple[Store, Store], name: str) -> None:
    for given in ({}, {parameter.name: parameter.example for parameter in QUERIES[name].parameters}):
        left, right = (run_query(store, QUERIES[name], given) for store in filled_stores)
        assert left == right, given


@pytest.mark.parametrize("name", QUERIES)
def test_an_id_is_of_what_the_header_says_and_a_drawing_has_what_it_needs(filled_stores: tuple[Store, Store], name: str) -> None:
    query = QUERIES[name]
    rows = [row for case in ANSWERS[name] for row in run_query(filled_stores[0], query, case["given"]).rows]
    for identified in query.ids:
        found = {id for row in rows for id in _listed(row[identified.column])}
        if identified.of == "edge":
            known = filled_stores[0].read("MATCH (:Entity)-[r]->(:Entity) WHERE r.id IN $ids RETURN DISTINCT r.id AS id", {"ids": list(found)})
        else:
            known = filled_stores[0].read(f"MATCH (n:{NODES[identified.of]}) WHERE n.id IN $ids RETURN n.id AS id", {"ids": list(found)})
        assert found and {row["id"] for row in known.rows} == found, identified.column
    for drawing in query.drawings:
        *labels, last = drawing.columns
        assert all(isinstance(row[last], (int, float)) for row in rows) if drawing.kind in ("bar", "line") else last in {i.column for i in query.ids}


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


@pytest.mark.parametrize(("name", "query"), [(name, query) for name, query in QUERIES.items() if {"claim", "edge"} & {i.of for i in query.ids}])
def test_every_row_that_speaks_of_claims_shows_status_and_claimants(filled_stores: tuple[Store, Store], name: str, query: Query) -> None:
    assert {"status", "statuses"} & set(query.columns)
    assert "said_by" in query.columns
    for case in ANSWERS[name]:
        for row in case["rows"]:
            shown = row.get("statuses", [row.get("status")])
            assert shown and set(shown) <= set(STATUSES)


def test_what_is_only_alleged_is_counted_only_where_it_is_asked_for() -> None:
    firm = [query for query in QUERIES.values() if "firmness" in {parameter.name for parameter in query.parameters}]
    assert len(firm) >= 5
    for query in firm:
        told = [row for case in ANSWERS[query.name] if case["given"].get("firmness") != "any" for row in case["rows"]]
        assert told and all(set(row.get("statuses", [row.get("ruling_status")])) <= FACTUAL and not row.get("disputed") for row in told), query.name


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.cypher")), ids=lambda path: path.stem)
def test_queries_are_written_alike(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    start = next(at for at, line in enumerate(lines) if not line.startswith("// "))
    keys = [line.split(":")[0].removeprefix("// ") for line in lines[:start]]
    assert keys == sorted(keys, key=KEYS.index)
    assert lines[start] == "" and lines[start + 1]
    assert [line for line in lines if len(line) > 150 or line != line.rstrip() or "\t" in line] == []
    assert re.search(r"\nRETURN (?:.|\n)+\nORDER BY (?:.)+", path.read_text("utf-8"))


def test_what_was_known_then_is_what_the_documents_until_then_answer(store: Store) -> None:
    asked = {name: {key: value for key, value in ANSWERS[name][0]["given"].items() if key != "as_of"}
             for name, query in QUERIES.items() if "as_of" in {parameter.name for parameter in query.parameters}}
    store.write_many(found for found in affair() if "" < found.document.published <= "2030-12")
    expected = {name: run_query(store, QUERIES[name], given) for name, given in asked.items()}
    store.write_many(affair())
    for name, given in asked.items():
        assert run_query(store, QUERIES[name], given | {"as_of": "2030-12"}) == expected[name], name
        assert expected[name].rows != run_query(store, QUERIES[name], given | {"as_of": "2030-01-09"}).rows == []
