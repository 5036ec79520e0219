"""The pages of a name, a dispute, a place: each part of them, and what hostile names do there, which is nothing."""

from __future__ import annotations

import pytest

from graph.store import Store
from tests.hostile import ARABIC, FORMULA, IMAGE, LONG, MARKDOWN, SCRIPT
from tests.views.pages import entity, html, links, run, said
from views.dossier import LONGEST
from views.evidence import linked


def test_a_name_shows_claims_about_it_with_claimants_and_its_margin(graph: Store) -> None:
    app = run("entity", id=entity(graph, "Acme Cameras Ltd"))
    assert app.title[0].value == "Acme Cameras Ltd" and "Also called Acme Cameras" in said(app)
    assert "Daily Bugle reports that" in html(app) and "**Accusations**" in said(app)
    assert [element.value for element in app.subheader] == ["Proceedings", "In dispute with"]
    assert any(label.startswith("Borduria Systems LLC :small") and "accusations" in label for label in links(app))


def test_claims_are_narrowed_to_chosen_manners_in_the_address(graph: Store) -> None:
    acme = entity(graph, "Acme Cameras Ltd")
    app = run("entity", id=acme)
    assert "Found by a court or authority" in html(app)
    narrowed = run("entity", id=acme, only="planned")
    cards = [card for card in html(narrowed).split('<details class="wd-claim ') if not card.startswith("wd-tie")]
    assert [card.split('"')[0] for card in cards[1:]].count("planned") == 1 and "Found by a court or authority" not in html(narrowed)


@pytest.mark.parametrize(("view", "words"), [
    ("by", "Acme Cameras Ltd says it is not so that"),
    ("accusations", "<span>accuses</span>"),
    ("dealings", "sells to"),
    ("course", "<time>2031-02-01</time>"),
    ("names", "<bdi>Acme Cameras</bdi>"),
])
def test_each_part_of_a_name_has_its_address(graph: Store, view: str, words: str) -> None:
    app = run("entity", id=entity(graph, "Acme Cameras Ltd"), view=view)
    assert words in html(app)


def test_a_subcontract_that_is_only_alleged_says_so_in_the_chain(graph: Store) -> None:
    app = run("entity", id=entity(graph, "Borduria Systems LLC"), view="dealings")
    step = html(app).split('class="wd-step"')[1].split("</summary>")[0]
    assert "Alleged" in step and "subcontracts to" in step and "Crumb Wiring" in step and "alleges" in step


def test_parts_without_anything_say_so(graph: Store) -> None:
    quill = entity(graph, "Vera Quill")
    for view, words in (("about", "No claim on record is about it"), ("accusations", "No accusation against it"),
                        ("dealings", "No contract, project, product"), ("course", "has a date")):
        assert words in said(run("entity", id=quill, view=view))


def test_a_dispute_has_its_parties_court_accusation_and_answer(graph: Store) -> None:
    app = run("dispute", id=entity(graph, "Borduria Systems LLC v. Acme Cameras Ltd"))
    head = html(app).split("</dl>")[0]
    assert all(words in head for words in ("<dt>Plaintiffs</dt>", "<dt>Defendants</dt>", "<dt>Before</dt>", "High Court of Freedonia"))
    exchange = html(app).split('<section class="wd-exchange">')[1].split("</section>")[0]
    assert "Accusation" in exchange and "Denial" in exchange and "over trade secrets" in exchange
    assert "No ruling, penalty or settlement" in said(app) and "<time>2031-02-01</time>" in html(app)
    assert any(label.startswith("Designs") for label in links(app))


def test_a_place_says_who_buys_and_builds(graph: Store) -> None:
    app = run("place", id=entity(graph, "Freeport"))
    assert [element.value for element in app.subheader][:3] == ["Who buys, and from whom", "Who builds", "Who oversees"]
    assert "Accusations, suits and rulings" in said(app) and "tell of no accusation" in said(app)


def test_a_project_tells_what_is_alleged_of_those_who_work_on_it(graph: Store) -> None:
    app = run("place", id=entity(graph, "Iris Eye"))
    assert "not in the graph" in app.warning[0].value          # a product has no such page
    assert "Who builds" in said(run("place", id=entity(graph, "Freeport Safe City")))


@pytest.mark.parametrize("name", [SCRIPT, IMAGE, MARKDOWN, ARABIC, LONG, FORMULA])
@pytest.mark.parametrize("view", ["about", "accusations", "dealings", "names"])
def test_hostile_names_stay_text(graph: Store, name: str, view: str) -> None:
    app = run("entity", id=entity(graph, name), view=view)
    page = html(app)
    assert "<script" not in page and "<img" not in page and "href=\"javascript" not in page and "<b onmouseover" not in page
    assert ":red[red]" not in said(app) and "[click](" not in "".join([*links(app), said(app)])
    assert name != LONG or name[:LONGEST + 1] not in page.split("</summary>")[0] or view == "about"


@pytest.mark.parametrize(("url", "leads"), [
    ("https://example.org/1", True), ("http://[x", False), ("javascript:window.hacked=1", False), ("", False)])
def test_only_addresses_of_the_web_become_links(url: str, leads: bool) -> None:
    assert ("href=" in linked(url, "as published")) is leads
