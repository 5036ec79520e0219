"""Saved questions: strict headers, values that are filled in, and the user's own files. What they answer is in test_answers.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.model import Extraction, WatchdocketError
from graph.queries import Query, contradictions, load_library, load_queries, read_query, run_query
from graph.query_header import Drawing, Identified
from graph.store import Store
from tests.factories import extraction, says

QUERIES = load_queries()


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
    with pytest.raises(WatchdocketError, match="no question 'none'; there are allegations_of_one_party"):
        library["none"]


def test_an_answer_with_other_columns_than_the_header_names_is_refused(store: Store) -> None:
    query = read_query("wrong", "own", GOOD.replace("AS name ", "AS title "))
    with pytest.raises(WatchdocketError, match="names the columns n, name, and its query gives n, title; make them the same"):
        run_query(store, query, {})
