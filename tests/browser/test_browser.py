"""The app in a real browser: pages, clicks in the picture and in a text, links that lead back, phones, hostile text, an empty graph."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from graph import explore
from graph.store import Store
from tests.browser.conftest import Watched
from tests.conftest import empty
from tests.factories import sample
from tests.hostile import IMAGE, LONG, SCRIPT


def entity(store: Store, name: str) -> str:
    return next(found.id for found in explore.search(store, name) if found.name == name)


def test_the_start_page_leads_to_a_dispute(watched: Watched, graph: Store) -> None:
    page = watched.open("/")
    expect(page.get_by_role("heading", name="Who says what about whom")).to_be_visible()
    page.get_by_role("link", name=re.compile("Acme Cameras Ltd and Borduria|Borduria Systems LLC and Acme")).first.click()
    watched.settle()
    page.wait_for_selector(".network[data-settled]")
    expect(page.locator("details.wd-claim").first).to_be_visible()
    assert "edge=" in page.url


def test_a_name_is_found_with_the_keyboard_from_any_page(watched: Watched, graph: Store) -> None:
    page = watched.open("/queries")
    page.locator(".finder input").wait_for()
    page.keyboard.press("/")
    page.keyboard.type("bordruia", delay=20)             # nearly so
    expect(page.locator(".found a").first).to_contain_text("Borduria Systems LLC")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Borduria Systems LLC", exact=True)).to_be_visible()
    assert page.url.endswith(f"/entity?id={entity(graph, 'Borduria Systems LLC')}")
    page.go_back()
    expect(page.get_by_role("heading", name="Queries")).to_be_visible()


def test_enter_shows_all_that_is_found(watched: Watched, graph: Store) -> None:
    page = watched.open("/")
    page.locator(".finder input").fill("designs")
    page.locator(".finder input").press("Enter")
    expect(page.get_by_role("heading", name=re.compile("In their own words"))).to_be_visible()
    assert page.url.endswith("/search?q=designs")


def test_a_link_in_a_claim_loads_nothing_anew_and_back_leads_back(watched: Watched, graph: Store) -> None:
    page = watched.open(f"/entity?id={entity(graph, 'Freedonia')}")
    page.evaluate("window.stayed = true")
    page.locator("details.wd-claim a.wd-link", has_text="Acme Cameras Ltd").first.click()
    expect(page.get_by_role("heading", name="Acme Cameras Ltd", exact=True)).to_be_visible()
    assert page.evaluate("window.stayed") and page.url.endswith(f"/entity?id={entity(graph, 'Acme Cameras Ltd')}")
    page.go_back()
    expect(page.get_by_role("heading", name="Freedonia", exact=True)).to_be_visible()


def test_a_claim_is_picked_in_the_text_and_in_the_list(watched: Watched, graph: Store) -> None:
    document = explore.list_documents(graph, text="Designs")[0]
    page = watched.open(f"/document?id={document.id}")
    page.locator(".text .claim", has_text="denies it").click()
    page.wait_for_url("**claim=**")
    expect(page.locator("details.wd-claim .wd-badge")).to_have_text("Denial")
    expect(page.locator(".text .selected").last).to_contain_text("denies it")
    page.get_by_role("link", name=re.compile("^Borduria Systems LLC accuses Acme Cameras Ltd")).click()
    expect(page.locator("details.wd-claim mark")).to_contain_text("accuses Acme Cameras Ltd of stealing")
    expect(page.locator(".text .selected").first).to_contain_text("Borduria Systems LLC")
    text = page.locator(".text").inner_text()
    stored = graph.extraction(document.id)
    assert stored and text.strip() == stored.document.text.strip()


def test_a_query_is_asked_and_its_link_gives_the_same_again(watched: Watched, graph: Store, tmp_path: Path) -> None:
    page = watched.open("/queries?q=claims_against_company")
    field = page.get_by_label("The company, by the words its name begins with")
    field.fill("Acme")
    field.press("Enter")
    page.wait_for_url("**claims_against_company.company=Acme**")
    watched.settle()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    download.value.save_as(tmp_path / "answer.csv")
    lines = (tmp_path / "answer.csv").read_text("utf-8").splitlines()
    assert lines[0].startswith("source,relation,target,status") and any(line.startswith("Freedonia,INVESTIGATES,Acme Cameras Ltd") for line in lines)
    watched.open(page.url.removeprefix(watched.address))
    expect(page.get_by_label("The company, by the words its name begins with")).to_have_value("Acme")
    expect(page.locator(".wd-answer")).to_be_visible()


def test_hostile_text_is_shown_and_does_nothing(watched: Watched, graph: Store) -> None:
    document = explore.list_documents(graph, text="<script>")[0]
    page = watched.open(f"/document?id={document.id}")
    expect(page.locator(".text")).to_contain_text(SCRIPT)
    page.locator(".text .claim").first.hover()
    for path in ("/", f"/entity?id={entity(graph, SCRIPT)}", "/search?q=script", "/timeline", "/map", f"/explore?entity={entity(graph, SCRIPT)}",
                 f"/explore?entity={entity(graph, LONG)}", "/queries?q=most_disputed_pairs",
                 "/documents?title=%3Cscript%3E", f"/explore?edge={explore.edges_between(graph, entity(graph, SCRIPT), entity(graph, IMAGE))[0].id}",
                 "/explore?entity=%3Cscript%3Ewindow.hacked%3D8%3C%2Fscript%3E"):
        watched.open(path)
        page.wait_for_timeout(500)
        assert page.evaluate("window.hacked") is None
        assert page.locator("img[src=x], a[href^='javascript']").count() == 0
    expect(page.get_by_text("is not in the graph")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/search?q=acme", "/entity?id={acme}", "/explore?entity={acme}", "/timeline", "/map", "/documents",
                                  "/document?id={document}", "/queries"])
def test_nothing_sticks_out_of_a_phone(watched: Watched, graph: Store, path: str) -> None:
    watched.page.set_viewport_size({"width": 390, "height": 844})
    page = watched.open(path.format(acme=entity(graph, "Acme Cameras Ltd"), document=explore.list_documents(graph, text="Eyes")[0].id))
    page.wait_for_timeout(500)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


def test_a_year_and_a_place_are_picked_and_stay_in_the_address(watched: Watched, graph: Store) -> None:
    page = watched.open("/timeline")
    page.get_by_role("link", name=re.compile("^2031: ")).click()
    page.wait_for_url("**year=2031**")
    expect(page.locator(".wd-years a.picked")).to_have_text("2031")
    page.go_back()
    expect(page.locator(".wd-years a.picked")).to_have_count(0)
    page = watched.open("/map")
    page.locator("[data-testid=stDeckGlJsonChart] canvas").first.wait_for()
    page.get_by_role("link", name=re.compile("^Freeport City")).click()
    expect(page.get_by_role("heading", name="Freeport", exact=True)).to_be_visible()
    watched.open(page.url.removeprefix(watched.address))
    expect(page.get_by_role("heading", name="Freeport", exact=True)).to_be_visible()


def test_two_readers_do_not_meet(watched: Watched, graph: Store, browser: object) -> None:
    page, other = watched.open(f"/explore?entity={entity(graph, 'Freedonia')}"), watched.page.context.new_page()
    other.goto(f"{watched.address}/explore?entity={entity(graph, 'Freeport')}")
    expect(other.get_by_role("heading", name="Freeport", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Freedonia", exact=True)).to_be_visible()


def test_an_empty_graph_says_how_to_fill_it(watched: Watched, graph: Store) -> None:
    empty(graph)
    try:
        for path in ("/", "/explore", "/document?id=gone", "/queries"):
            expect(watched.open(path).get_by_text("watchdocket ingest PATH")).to_be_visible()
    finally:
        for record in sample():
            graph.write(record)
    watched.page.get_by_role("button", name="Look again").click()
    expect(watched.page.get_by_role("heading", name="Queries")).to_be_visible()
