"""What readers do in a real browser: read in after a look, judge names and claims by keys, take back; and hostile names where they do it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from graph import explore
from graph.store import Store
from tests.browser.conftest import Watched
from tests.factories import extraction, says
from tests.hostile import IMAGE, LONG, SCRIPT

TEXT = f"Acme Cameras Ltd accuses Borduria Systems LLC of stealing its trade secrets. Borduria Systems LLC denies it. {SCRIPT} {IMAGE}"


def entity(store: Store, name: str) -> str:
    return next(found.id for found in explore.search(store, name) if found.name == name)


def test_pasted_text_is_looked_at_stored_and_taken_back(watched: Watched, graph: Store) -> None:
    before = graph.counts()["documents"]
    page = watched.open("/ingest?how=text")
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_label("Title").fill("A pasted article")
    page.get_by_role("button", name="Read", exact=True).click()
    store = page.get_by_role("button", name="Store 1 document")
    expect(store).to_be_visible(timeout=120_000)
    assert graph.counts()["documents"] == before and "batch=" in page.url
    page.reload()                                               # the address leads to the same again
    watched.settle()
    page.locator(".text .claim").first.click()
    page.wait_for_url("**claim=**")
    expect(page.locator("details.wd-claim[open] mark").first).to_be_visible()
    store.click()
    page.get_by_role("link", name=re.compile("^A pasted article")).click()
    page.wait_for_url("**/document?id=**")
    expect(page.locator(".text")).to_contain_text(SCRIPT)
    assert graph.counts()["documents"] == before + 1
    page.get_by_role("link", name="Take this document back").click()
    page.get_by_role("button", name="Take this document back").click()
    expect(page.get_by_text("1 document taken back")).to_be_visible()
    assert graph.counts()["documents"] == before


def test_names_are_judged_by_keys_and_the_last_judgement_undone(watched: Watched, graph: Store) -> None:
    for name in ("Dorp Optical", "Dorp Optical Holdings Surveillance"):
        graph.write(extraction(f"{name} sued Freedonia.", {name: "Company", "Freedonia": "Country"},
                               says(name, "SUES", "Freedonia", f"{name} sued Freedonia"), title=name))
    graph.apply_identity()
    waiting = len(graph.identity_queue())
    page = watched.open("/review")
    expect(page.get_by_role("button", name=re.compile("They are two"))).to_be_visible()
    page.keyboard.press("k")
    page.wait_for_url("**pair=**")
    watched.settle()
    page.keyboard.press("d")
    expect(page.get_by_text("they are two.")).to_be_visible()
    assert len(graph.identity_queue()) == waiting - 1
    expect(page.get_by_role("button", name=re.compile("Undo the last"))).to_be_visible()
    watched.settle()
    page.keyboard.press("z")
    expect(page.get_by_text("Taken back")).to_be_visible()
    assert len(graph.identity_queue()) == waiting
    page.get_by_label("Why (kept with the decision)").fill("kds")       # keys that are typed judge nothing
    page.get_by_label("Why (kept with the decision)").press("Enter")
    watched.settle()
    assert len(graph.identity_queue()) == waiting


def test_claims_are_judged_by_keys(watched: Watched, graph: Store) -> None:
    first = graph.review_queue(1)[0].claim
    page = watched.open("/review?part=claims")
    expect(page.locator("details.wd-claim[open] mark")).to_be_visible()
    watched.settle()
    page.keyboard.press("n")
    expect(page.get_by_text("Say why")).to_be_visible()
    watched.settle()
    page.keyboard.press("y")
    expect(page.get_by_text("Confirmed.", exact=True)).to_be_visible()
    page.wait_for_url("**reviewed=**")
    assert [entry.state for entry in graph.reviews(first)] == ["holds"]
    expect(page.get_by_role("button", name=re.compile("Undo the last"))).to_be_visible()
    watched.settle()
    page.keyboard.press("z")
    expect(page.get_by_text("Taken back")).to_be_visible()
    assert [entry.state for entry in graph.reviews(first)] == ["undone"]


def test_hostile_names_do_nothing_on_any_page_of_a_thing(watched: Watched, graph: Store) -> None:
    claim = explore.claims_about(graph, entity(graph, SCRIPT))[0]
    script, long, image = (entity(graph, name) for name in (SCRIPT, LONG, IMAGE))
    for path in (*(f"/entity?id={script}&view={view}" for view in ("about", "by", "accusations", "dealings", "course", "names")),
                 f"/entity?id={long}", f"/entity?id={image}&view=accusations", f"/review?part=claims&claim={claim.id}", "/review?part=history",
                 f"/retract?id={claim.document.id}", f"/document?id={claim.document.id}&claim={claim.id}", "/dispute?id=%3Cscript%3E",
                 "/place?id=%22%3E%3Cimg%20src=x%20onerror=window.hacked=9%3E", "/ingest?batch=%3Cscript%3E"):
        page = watched.open(path)
        page.wait_for_timeout(300)
        assert page.evaluate("window.hacked") is None, path
        assert page.locator("img[src=x], a[href^='javascript'], .stException").count() == 0, path
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 1280, path


def test_pages_of_things_fit_a_phone(watched: Watched, graph: Store) -> None:
    watched.page.set_viewport_size({"width": 390, "height": 844})
    case = entity(graph, "Borduria Systems LLC v. Acme Cameras Ltd")
    acme = entity(graph, "Acme Cameras Ltd")
    for path in (f"/entity?id={acme}", f"/entity?id={acme}&view=accusations", f"/dispute?id={case}", f"/place?id={entity(graph, 'Freeport')}",
                 "/review?part=claims", "/ingest?how=text"):
        page = watched.open(path)
        page.wait_for_timeout(300)
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390, path
