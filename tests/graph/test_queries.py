"""Saved questions: strict headers, and the same rows in the same order from both servers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from graph.model import STATUSES, Extraction, WatchdocketError
from graph.queries import Query, contradictions, load_library, load_queries, read_query, run_query
from graph.query_header import Drawing, Identified
from graph.store import Store
from tests.factories import extraction, sample, says

QUERIES = load_queries()

# What the sample of invented parties answers: query → (filled in, rows)
ANSWERS: dict[str, tuple[dict[str, str], int]] = {
    "accusations_and_denials": ({"accused": "Acme"}, 2),
    "claims_against_company": ({"company": "acme cameras"}, 7),
    "contradictions": ({"about": "Acme"}, 2),
    "disputes_of_company": ({"company": "borduria systems"}, 4),
    "most_disputed_pairs": ({"least": "2"}, 2),
    "path_between": ({"from": "Crumb", "to": "Freedonia"}, 3),
    "project_parties": ({"project": "Freeport"}, 2),
    "sources_of_claims": ({"subject": "Borduria", "object": "Acme"}, 6),
    "subcontractor_chains": ({"contractor": "Acme"}, 3),
    "suppliers_of_authority": ({"buyer": "Free"}, 3),
    "vendor_places": ({"vendor": "Acme"}, 3),
}


@pytest.fixture
def filled_stores(both_stores: tuple[Store, Store]) -> tuple[Store, Store]:
    for found in sample():
        for store in both_stores:
            store.write(found)
    return both_stores


def test_every_query_has_an_answer_here() -> None:
    assert set(ANSWERS) == set(QUERIES)
    assert len(QUERIES) >= 8


def test_both_servers_give_the_same_rows_in_the_same_order(filled_stores: tuple[Store, Store]) -> None:
    for name, query in QUERIES.items():
        examples = {parameter.name: parameter.example for parameter in query.parameters}
        for given in ({}, examples, ANSWERS[name][0]):
            left, right = (run_query(store, query, given) for store in filled_stores)
            assert left == right, f"{name} with {given}"


def test_every_row_that_speaks_of_claims_shows_status_and_claimants(filled_stores: tuple[Store, Store]) -> None:
    for name, (given, count) in ANSWERS.items():
        answer = run_query(filled_stores[0], QUERIES[name], given)
        assert len(answer.rows) == count, name
        assert {"status", "statuses"} & set(answer.columns), name
        assert "said_by" in answer.columns, name
        for row in answer.rows:
            shown = row.get("statuses", [row.get("status")])
            assert shown and set(shown) <= set(STATUSES)


def test_claims_that_contradict_are_paired_without_pairing_all_with_all(store: Store) -> None:
    def told(by: str, status: str, number: int, published: str) -> Extraction:
        return extraction(f"{by} on Iris Eye, {number}.", {"Freedonia": "Country", "Iris Eye": "Product", by: "Organization"},
                          says("Freedonia", "USES", "Iris Eye", f"{by} on Iris Eye", status, by=(by,)), published=published)

    store.write(told("Daily Bugle", "asserted", 0, "2031-02-01"))
    for number in range(1, 4):
        store.write(told("Daily Bugle", "alleged", number, f"2031-01-0{number}"))
        store.write(told("Watch Group", "denied", number, f"2031-03-0{number}"))
    freedonia = store.search_entities("Freedonia")[0]["id"]
    rows = contradictions(store, freedonia).rows
    assert len(rows) == 6                                           # of 4 and 3 claims, and not 12
    assert {(row["relation"], tuple(row["said_by"]), row["against"], tuple(row["denied_by"])) for row in rows} == {
        ("USES", ("Daily Bugle",), "denied", ("Watch Group",))}
    firmest = {row["against_published"] for row in rows if row["status"] == "asserted"}
    assert firmest == {"2031-03-01", "2031-03-02", "2031-03-03"}    # each denial stands against the firmest claim
    assert {row["against_published"] for row in rows if row["status"] == "alleged"} == {"2031-03-01"}
    assert contradictions(store, freedonia, as_of="2031-02").rows == []
    assert len(contradictions(store, freedonia, as_of="2031-03-01").rows) == 4
    assert contradictions(store, "nobody").rows == []


def test_an_accusation_is_paired_with_the_answers_of_the_accused_on_that_matter(store: Store) -> None:
    parties = {"Acme": "Company", "Borduria": "Company"}
    for number, category in enumerate(("privacy", "corruption")):
        store.write(extraction(f"Borduria accuses Acme, {number}.", parties,
                               says("Borduria", "ACCUSES", "Acme", "Borduria accuses Acme", by=("Borduria",), category=category)))
    denials = [extraction(f"Acme denies {what}.", parties, says("Acme", "DENIES", whom, f"Acme denies {what}", category=category))
               for what, whom, category in (("spying", "Borduria", "privacy"), ("spying too", "Acme", "privacy"), ("fraud", "Acme", "competition"))]
    for found in denials:
        store.write(found)
    rows = contradictions(store, store.search_entities("Acme")[0]["id"]).rows
    assert sorted((row["category"], row["against_quote"], tuple(row["said_by"]), tuple(row["denied_by"])) for row in rows) == [
        ("privacy", "Acme denies spying", ("Borduria",), ("Acme",)), ("privacy", "Acme denies spying too", ("Borduria",), ("Acme",))]


@pytest.mark.parametrize("name", [name for name, query in QUERIES.items() if "as_of" in {parameter.name for parameter in query.parameters}])
def test_what_was_known_then_is_what_the_documents_until_then_answer(store: Store, name: str) -> None:
    given = ANSWERS[name][0]
    earlier = [found for found in sample() if "" < found.document.published <= "2031-03"]
    for found in earlier:
        store.write(found)
    expected = run_query(store, QUERIES[name], given)
    for found in sample():
        store.write(found)
    assert run_query(store, QUERIES[name], given | {"as_of": "2031-03"}) == expected
    assert expected.rows != run_query(store, QUERIES[name], given | {"as_of": "2031-01-04"}).rows == []


def test_a_status_chooses_claims(filled_stores: tuple[Store, Store]) -> None:
    rows = run_query(filled_stores[0], QUERIES["claims_against_company"], {"company": "acme", "status": "alleged"}).rows
    assert [(row["source"], row["relation"], row["said_by"]) for row in rows] == [("Borduria Systems LLC", "SUES", ["Borduria Systems LLC"])]


def test_the_sources_of_a_claim_are_those_of_its_sentence(filled_stores: tuple[Store, Store]) -> None:
    rows: list[dict[str, Any]] = run_query(filled_stores[0], QUERIES["sources_of_claims"], {"subject": "Borduria", "object": "Acme"}).rows
    assert [row["sources"] for row in rows if row["relation"] == "ACCUSES" and row["document"] == "Designs"] == [["High Court: The complaint"]]
    one = run_query(filled_stores[0], QUERIES["sources_of_claims"], {"subject": "Borduria", "object": "Acme", "claim": rows[0]["claim"]}).rows
    assert one == rows[:1]


GOOD = """// title: T
// question: Q?
// param: n: integer = 1 example 2 -- how many
// columns: n, name
// id: n: entity = name
// draw: bar name, n
RETURN $n AS n, 'x' AS name   // $n
"""


def typed(kind: str, default: str) -> Query:
    header = f"// title: T\n// question: Q?\n// param: x: {kind} = {default} example {default} -- x\n// columns: x\n"
    return read_query("typed", "test", f"{header}RETURN $x AS x")


def test_a_header_says_what_may_be_filled_in_and_what_comes_back() -> None:
    query = read_query("good", "test", GOOD)
    assert (query.title, query.question, query.columns) == ("T", "Q?", ("n", "name"))
    assert query.ids == (Identified("n", "entity", "name"),)
    assert query.drawings == (Drawing("bar", ("name", "n")),)
    assert query.cypher == "RETURN $n AS n, 'x' AS name   // $n"
    assert query.bind({}) == {"n": 1}
    assert query.bind({"n": "7"}) == {"n": 7}


@pytest.mark.parametrize(("old", "new", "says"), [
    ("// title: T\n", "", "one line // title: …, and has 0"),
    ("// question: Q?\n", "// question: Q?\n// question: R?\n", "one line // question: …, and has 2"),
    ("// title", "// author: me\n// title", "author"),
    ("RETURN $n AS n, 'x' AS name   // $n", "", "no query"),
    ("integer", "number", "unknown type 'number'"),
    ("= 1", "= one", "should read"),
    ("= 1", '= "one"', "whole number"),                     # a default that its own type refuses
    ("integer", "choice", "lists what may be chosen"),
    ("integer", "integer(1, 2)", "lists what may be chosen"),
    ("integer = 1", "choice(2, 3) = 1", "one of 2, 3, not “1”"),
    ("RETURN $n", "RETURN $m", "uses"),                     # declared and used must be the same
    ("// param: n: integer = 1 example 2 -- how many\n", "", "uses"),
    ("// columns: n, name\n", "", "names the columns"),
    ("// columns: n, name", "// columns: n; name", "names the columns"),
    ("entity = name", "place = name", "entity|claim"),
    ("entity = name", "entity = title", "title is none of its columns n, name"),
    ("bar name, n", "bar name", "bar column, column"),
    ("bar name, n", "pie name, n", "graph column, column"),
    ("bar name, n", "bar name, m", "m is none of its columns"),
])
def test_a_header_that_is_not_right_is_refused(old: str, new: str, says: str) -> None:
    assert old in GOOD
    with pytest.raises(WatchdocketError, match=f"^queries/test/bad.cypher: .*{re.escape(says)}"):
        read_query("bad", "test", GOOD.replace(old, new, 1))


@pytest.mark.parametrize(("kind", "default", "text", "value"), [
    ("name", '"2021"', "The NSO Group's “Q”", "+nso* +groups* +q*"), ("text", '""', "a b", "a b"), ("integer", "1", "-3", -3),
    ("date", '""', "2021-09", "2021-09"), ("date", '""', "", ""), ("day", '""', "2021-02", "2021-02-28"), ("day", '""', "", ""),
    ("status", '""', "alleged", "alleged"), ("relation", '""', "", ""), ("kind", '""', "City", "City"), ("choice(up, down)", '"up"', "down", "down"),
    ("entity", '""', "0123456789abcdef01234567", "0123456789abcdef01234567"), ("entity", '""', "", ""),
])
def test_what_a_person_fills_in_becomes_a_value(kind: str, default: str, text: str, value: object) -> None:
    assert typed(kind, default).bind({"x": text}) == {"x": value}


@pytest.mark.parametrize(("kind", "text", "says"), [
    ("name", "!!", "letter or digit"), ("integer", "1.5", "whole number"), ("date", "September", "a date as"), ("status", "true", "one of ruled"),
    ("relation", "KNOWS", "one of CONTRACTS_WITH"), ("kind", "Firm", "one of Company"), ("choice(up, down)", "left", "one of up, down, not"),
    ("entity", "Huawei", "the id of an entity"), ("choice(up, down)", "", "one of up, down, not"),
])
def test_what_does_not_fit_is_refused_with_what_would(kind: str, text: str, says: str) -> None:
    default = '"2021"' if kind in ("name", "integer", "date") else '"up"' if kind.startswith("choice") else '""'
    with pytest.raises(WatchdocketError, match=says):
        typed(kind, default).bind({"x": text})


def test_an_unknown_parameter_is_refused_with_the_known_ones() -> None:
    with pytest.raises(WatchdocketError, match="no parameter m; its parameters: n"):
        read_query("good", "test", GOOD).bind({"m": "1"})


def test_a_file_of_the_users_own_is_a_question_and_a_bad_one_takes_no_other_away(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "queries" / "mine"
    folder.mkdir(parents=True)
    (folder / "good.cypher").write_text(GOOD, "utf-8")
    (folder / "broken.cypher").write_text("RETURN 1", "utf-8")
    (folder / "latin.cypher").write_bytes(GOOD.replace("Q?", "Quién?").encode("latin-1"))
    (folder / "path_between.cypher").write_text(GOOD, "utf-8")
    library = load_library(tmp_path)
    assert set(library.queries) - set(QUERIES) == {"good"}
    assert library["good"].folder == "own" and library["path_between"] == QUERIES["path_between"]
    assert run_query(store, library["good"], {"n": "3"}).rows == [{"n": 3, "name": "x"}]
    assert set(library.problems) == {"broken", "latin", "path_between"}
    assert all(str(folder) in problem for problem in library.problems.values())
    with pytest.raises(WatchdocketError, match="broken.cypher: the header needs one line"):
        library["broken"]
    with pytest.raises(WatchdocketError, match="no question 'none'; there are sources_of_claims"):
        library["none"]


def test_an_answer_with_other_columns_than_the_header_names_is_refused(store: Store) -> None:
    query = read_query("wrong", "own", GOOD.replace("AS name ", "AS title "))
    with pytest.raises(WatchdocketError, match="names the columns n, name, and its query gives n, title; make them the same"):
        run_query(store, query, {})
