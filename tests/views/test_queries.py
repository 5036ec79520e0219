"""The page of questions: asked by what is filled in, answered as table, sheet, picture, chart and file, with links that lead on."""

from __future__ import annotations

import json

import pytest

from graph.connection import Rows
from graph.queries import load_queries
from graph.query_header import Identified
from graph.store import Store
from tests.hostile import FORMULA, IMAGE, SCRIPT
from tests.views.pages import entity, html, run, said
from views.answers import answer_html, entities_in, to_json


@pytest.mark.parametrize("name", load_queries())
def test_every_saved_query_runs_on_its_page(graph: Store, name: str) -> None:
    app = run("queries", q=name)
    assert app.selectbox[0].value == name and not app.error and ("wd-answer" in html(app) or app.info)


def test_a_query_is_asked_with_what_is_filled_in(graph: Store) -> None:
    app = run("queries", **{"q": "accusations_and_denials", "accusations_and_denials.accused": "acme", "as": "sheet"})
    table = app.dataframe[0].value
    assert set(table["target"]) == {"Acme Cameras Ltd"} and set(table["status"]) == {"accusation"}
    assert ":param accused => '+acme*';" in app.code[0].value
    assert "an allegation is not a fact" in said(app)


def test_a_file_of_the_users_own_is_asked_and_a_bad_one_is_named(graph: Store) -> None:
    folder = graph.settings.home / "queries"
    folder.mkdir()
    good, bad = folder / "mine.cypher", folder / "bad.cypher"
    good.write_text("// title: Mine\n// question: How many?\n// columns: documents\n\nMATCH (d:Document) RETURN count(d) AS documents\n", "utf-8")
    bad.write_text("RETURN 1 AS one", "utf-8")
    try:
        app = run("queries", q="mine")
        assert app.selectbox[0].value == "mine" and not app.error and "wd-answer" in html(app)
        assert ["bad.cypher" in warning.value.replace("\\", "") for warning in app.warning] == [True]
    finally:
        good.unlink()
        bad.unlink()
        folder.rmdir()


def test_words_of_a_name_say_whom_they_mean_and_become_it(graph: Store) -> None:
    app = run("queries", **{"q": "accusations_and_denials", "accusations_and_denials.accused": "acme"})
    next(button for button in app.button if button.label.startswith("Acme Cameras Ltd ")).click().run()
    assert app.text_input(key="accusations_and_denials.accused").value == "Acme Cameras Ltd" and "wd-answer" in html(app)
    app.text_input(key="accusations_and_denials.accused").set_value("nobody").run()
    assert "Nothing is called “nobody” here" in said(app) and "No rows" in app.info[0].value


def test_a_table_links_names_and_quotes_and_shows_how_firm_a_row_is(graph: Store) -> None:
    app = run("queries", **{"q": "accusations_and_denials", "accusations_and_denials.accused": "acme"})
    table = html(app).split('<div class="wd-answer">')[1]
    assert f'href="entity?id={entity(graph, "Acme Cameras Ltd")}"' in table and 'href="document?claim=' in table
    assert '<span class="wd-badge alleged">Accusation</span>' in table and "target_id" not in table and "the document itself" in table


def test_a_link_that_knows_the_claim_alone_leads_to_its_document(graph: Store) -> None:
    row = graph.read("MATCH (c:Claim {relation: 'DENIES'})-[:IN]->(d:Document {title: 'Designs'}) RETURN c.id AS id").rows[0]
    app = run("document", claim=row["id"])
    assert app.title[0].value == "Designs" and ">Denial</span>" in html(app)


@pytest.mark.parametrize(("name", "way"), [("accusations_and_denials", "graph"), ("subcontractor_chains", "chain")])
def test_an_answer_is_drawn(graph: Store, name: str, way: str) -> None:
    parameter = load_queries()[name].parameters[0].name
    app = run("queries", **{"q": name, f"{name}.{parameter}": "acme", "as": way})
    assert "network" in [component.key for component in app.get("bidi_component")]


def test_free_cypher_reads_and_cannot_write(graph: Store) -> None:
    app = run("queries", q="cypher", **{"as": "sheet"})
    app.text_area[0].set_value("MATCH (d:Document) RETURN count(d) AS documents")
    app.button[0].click().run()
    assert app.dataframe[0].value["documents"].tolist() == [6] and "How the server answers this" in [each.label for each in app.expander]
    app.text_area[0].set_value("MATCH (d:Document) DETACH DELETE d")
    app.button[0].click().run()
    assert not app.exception and app.error
    app.text_area[0].set_value("MATCH nonsense")
    app.button[0].click().run()
    assert "not valid Cypher" in app.error[0].value.replace("\\", "") and app.text_area[0].value == "MATCH nonsense"
    assert graph.counts()["documents"] == 6


def test_free_cypher_that_gives_things_is_drawn(graph: Store) -> None:
    app = run("queries", q="cypher", text="MATCH (a:Company)-[:SUES]->(b) RETURN a, b", **{"as": "graph"})
    assert "network" in [component.key for component in app.get("bidi_component")]


# ------------------------------------------------------------------ answers

def test_hostile_values_stay_text_and_keep_their_links() -> None:
    answer = Rows(("name", "name_id", "status", "said_by"), [{"name": SCRIPT, "name_id": '"><img src=x>', "status": IMAGE, "said_by": [FORMULA]}])
    page = answer_html(answer, [Identified("name_id", "entity", "name")])
    assert "<script" not in page and "<img" not in page and "&lt;script&gt;" in page and 'href="entity?id=%22%3E%3Cimg' in page


def test_lists_of_ids_link_each_name_of_a_list() -> None:
    answer = Rows(("chain", "ids"), [{"chain": ["Acme", "Crumb"], "ids": ["1", "2"]}])
    page = answer_html(answer, [Identified("ids", "entity", "chain")])
    assert 'href="entity?id=1"><bdi>Acme</bdi>' in page and 'href="entity?id=2"><bdi>Crumb</bdi>' in page


def test_an_alleged_status_never_looks_established() -> None:
    rows = [{"relation": relation, "status": status} for relation, status in (("SUES", "alleged"), ("SUES", "denied"), ("DENIES", "asserted"))]
    page = answer_html(Rows(("relation", "status"), rows), ())
    assert page.count("wd-badge alleged") == 1 and page.count("wd-badge disputed") == 2 and "established" not in page


def test_json_has_columns_and_rows() -> None:
    assert json.loads(to_json(Rows(("a",), [{"a": "é"}], truncated=True))) == {"columns": ["a"], "rows": [{"a": "é"}], "truncated": True}


def test_things_are_found_within_lists_and_paths() -> None:
    node = {"labels": ["Company", "Entity"], "id": "1"}
    answer = Rows(("p", "x"), [{"p": {"nodes": [node, {"labels": ["Document"], "id": "2"}], "relationships": []}, "x": [node]}])
    assert entities_in(answer) == ["1"]
