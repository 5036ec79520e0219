"""Each page of the app, run by Streamlit itself on a small real graph: what stands on it, and what its address does."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
import streamlit as st

from graph import explore
from graph.settings import Settings
from graph.store import Store, open_store
from tests.conftest import empty
from tests.hostile import FORMULA, IMAGE, SCRIPT
from tests.views.pages import APP, edge, entity, html, links, run, said
from views.frame import FILLING
from views.frame import PAGES as PAGES_OF_APP
from views.theme import INKS, MANNER_INKS, rgb, theme_css

PAGES = tuple(PAGES_OF_APP)


# ------------------------------------------------------------------ pages

def test_the_overview_counts_and_links_the_most_disputed_and_the_newest(graph: Store) -> None:
    app = run("overview")
    assert f"<b>{graph.counts()['documents']}</b>documents" in html(app)
    found = "\n".join(links(app))
    assert "**Acme Cameras Ltd**" in found and "lawsuits\\, accusations\\, denials" in found
    assert "Cameras for Freeport" in found and "All 6 documents" in found
    assert "Accusations</td><td class=\"established\"></td><td class=\"alleged\">3</td>" in html(app)     # never in the column of facts


def test_names_documents_and_quotes_are_found(graph: Store) -> None:
    app = run("search", q="acme cameras")
    assert [element.value for element in app.subheader][0] == "Names (2)" and any("Acme Cameras Ltd" in label for label in links(app))
    assert "In their own words" in said(app) and "<mark>Borduria Systems LLC and Acme Cameras settled</mark>" in html(app)
    assert any("Cameras for Freeport" in label for label in links(run("search", q="cameras for free")))


def test_a_name_spelled_nearly_so_is_found(graph: Store) -> None:
    assert any("Borduria Systems LLC" in label for label in links(run("search", q="bordruia")))


def test_what_nobody_said_gives_a_sentence(graph: Store) -> None:
    assert "Nothing on record has these words" in run("search", q="Nobody :red[at] all").info[0].value


def test_a_group_of_what_is_found_stands_alone(graph: Store) -> None:
    app = run("search", q="acme", **{"in": "quotes"})
    assert "In their own words" in app.subheader[0].value and len(app.subheader) == 1


def test_an_entity_shows_what_is_said_about_it_and_by_it(graph: Store) -> None:
    app = run("explore", entity=entity(graph, "Acme Cameras Ltd"))
    assert "Also called Acme Cameras" in said(app) and "**Accusations**" in said(app) and "**Fines**" in said(app)
    assert [tab.label for tab in app.tabs][0].startswith("Said about it (")
    assert "network" in [component.key for component in app.get("bidi_component")]
    assert app.expander[0].label.startswith("The same in words: ")


def test_an_edge_shows_its_claims_with_claimant_status_quote_and_sources(graph: Store) -> None:
    acme = entity(graph, "Acme Cameras Ltd")
    app = run("explore", entity=acme, edge=edge(graph, "ACCUSES", "Borduria Systems LLC", "Acme Cameras Ltd"))
    cards = [card for card in html(app).split("<details ") if card.startswith('class="wd-claim')]
    first = next(card for card in cards if "Daily Bugle reports that" in card)
    assert first.startswith('class="wd-claim alleged"') and ">Accusation</span>" in first
    assert "whether it is true is not" in first and "over trade secrets" in first
    assert "<mark>Borduria Systems LLC accuses Acme Cameras Ltd of stealing its designs</mark>" in first
    assert "This sentence rests on: High Court – The complaint" in first
    assert "Designs</bdi></a> (Daily Bugle, 2031-02-03)" in first and f'href="entity?id={acme}"' in first
    assert next(i for i, card in enumerate(cards) if "accuses" in card) == 0        # the picked relation comes first


@pytest.mark.parametrize(("relation", "source", "target", "words"), [
    ("SUBCONTRACTS_TO", "Borduria Systems LLC", "Crumb Wiring", "reports that somebody it does not name alleges that"),
    ("BIDS_FOR", "Acme Cameras Ltd", "Freeport", "Daily Bugle calls it planned or sought that"),
    ("USES", "Freedonia", "Iris Eye", "Vera Quill denies, reported by Daily Bugle that"),
    ("SUBCONTRACTS_TO", "Acme Cameras Ltd", "Crumb Wiring", "Acme Cameras Ltd says it is not so that"),
    ("FINES", "High Court of Freedonia", "Acme Cameras Ltd", "High Court of Freedonia reports a finding or order that"),
    ("SUES", "Borduria Systems LLC", "Acme Cameras Ltd", "Borduria Systems LLC alleges that"),
])
def test_every_status_is_said_in_words(graph: Store, relation: str, source: str, target: str, words: str) -> None:
    assert words in html(run("explore", edge=edge(graph, relation, source, target)))


def test_only_chosen_manners_are_drawn(graph: Store) -> None:
    app = run("explore", entity=entity(graph, "Acme Cameras Ltd"), only="planned")
    assert app.expander[0].label == "The same in words: 1 edge"
    assert any("bids for \\(planned\\) Freeport" in label for label in links(app))


def test_a_link_to_what_is_gone_says_so(graph: Store) -> None:
    assert "not in the graph" in run("entity", id="gone").warning[0].value
    assert "not in the graph" in run("dispute", id="gone").warning[0].value and "not in the graph" in run("place", id="gone").warning[0].value
    assert "not in the graph" in run("explore", entity="gone").warning[0].value
    assert "not in the graph" in run("document", id="gone").warning[0].value


def test_documents_are_listed_and_filtered(graph: Store) -> None:
    app = run("documents")
    assert sum("Daily Bugle" in label for label in links(app)) == 2
    app.text_input(key="title").set_value("ruling").run()
    assert len([label for label in links(app) if "claims" in label]) == 1


def test_a_document_marks_the_claim_of_the_address(graph: Store) -> None:
    document = explore.list_documents(graph, text="Eyes")[0]
    page = explore.document_page(graph, document.id)
    assert page
    denied = next(claim for claim in page.claims if claim.status == "denied")
    app = run("document", id=document.id, claim=denied.id)
    assert "This is what is being denied, not what is known." in html(app) and "page 2" in html(app)
    assert any("Freedonia uses Iris Eye :small[:gray[denied]]" in label for label in links(app))


# ------------------------------------------------------------------ design

def test_streamlits_own_theme_has_the_same_colours() -> None:
    theme = tomllib.loads((APP.parent / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    ours = {"primaryColor": "established", "backgroundColor": "paper", "secondaryBackgroundColor": "panel", "textColor": "text",
            "borderColor": "line"}
    for name, ink in ours.items():
        assert (theme["light"][name], theme["dark"][name]) == INKS[ink]


def test_all_writing_stands_out_from_its_paper() -> None:
    for name in (*MANNER_INKS, "text", "quiet"):
        for ground in ("paper", "panel"):
            for dark in (False, True):
                assert contrast(rgb(name, dark=dark), rgb(ground, dark=dark)) >= 4.5, (name, ground, dark)


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Of WCAG 2: 4.5 is enough for any text."""
    dark, light = sorted(sum(weight * (value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4)
                             for weight, value in zip((0.2126, 0.7152, 0.0722), colour, strict=True)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def test_every_name_that_a_stylesheet_uses_is_in_the_theme() -> None:
    known = set(re.findall(r"(--wd-[\w-]+):", theme_css()))
    for sheet in (APP.parent / "views").glob("*.css"):
        assert set(re.findall(r"var\((--wd-[\w-]+)", sheet.read_text("utf-8"))) <= known, sheet.name


# ------------------------------------------------------------------ hostile text

@pytest.mark.parametrize("page", PAGES)
def test_hostile_text_stays_text(graph: Store, page: str) -> None:
    document = explore.list_documents(graph, text="<script>")[0]
    address: dict[str, dict[str, Any]] = {"explore": {"edge": edge(graph, "ACCUSES", SCRIPT, IMAGE)}, "document": {"id": document.id},
                                          "entity": {"id": entity(graph, SCRIPT)}, "search": {"q": "script"}}
    app = run(page, **address.get(page, {}))
    assert "<script" not in html(app) and "<img" not in html(app) and 'href="javascript' not in html(app)
    assert not any("<script>" in words or ":red[x]" in words for words in [*links(app), said(app)])


def test_a_spreadsheet_gets_no_formula(graph: Store) -> None:
    from graph.table import to_csv
    lines = to_csv(graph.read("MATCH (e:Entity) WHERE e.name STARTS WITH '=' RETURN e.name AS name", {}))
    assert lines.splitlines()[1].lstrip('"').startswith("'=") and FORMULA.startswith("=")


# ------------------------------------------------------------------ nothing there

@pytest.mark.parametrize("page", PAGES)
def test_a_graph_that_cannot_be_reached_gives_a_sentence(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://127.0.0.1:1")
    st.cache_resource.clear()
    app = run(page)
    assert "No answer from Neo4j at bolt://127.0.0.1:1" in app.error[0].value.replace("\\", "")
    assert "watchdocket status" in said(app)
    st.cache_resource.clear()


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_graph_says_how_to_fill_it(home: Settings, page: str) -> None:
    with open_store(home) as store:
        empty(store)
        app = run(page)
    if page == FILLING:
        assert app.title[0].value == "Read documents in" and len(app.button) == 1
        return
    assert app.header[0].value == "Nothing has been read yet" and app.code[0].value == "watchdocket ingest PATH"
