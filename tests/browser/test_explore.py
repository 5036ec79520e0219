"""The picture in a real browser: what a click, a double click, a drag and each button do, and that an address gives the same picture again."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from graph import explore
from graph.store import Store
from tests.browser.conftest import Watched
from tests.factories import extraction, says

# In the page: the network, where an edge (found by words of its title) or a node lies in the window, all places, and who is in the picture.
NETWORK = """const find = at => at.querySelector('.network')
    ?? [...at.querySelectorAll('*')].map(one => one.shadowRoot && find(one.shadowRoot)).find(Boolean);
  const box = find(document), network = box.network, data = network.body.data, {left, top} = box.getBoundingClientRect();
  const inWindow = point => { const {x, y} = network.canvasToDOM(point); return [left + x, top + y]; };
  const titled = (set, words) => set.get().find(one => one.title.startsWith(words)).id;"""
EDGE = f"(words) => {{ {NETWORK} return inWindow(network.body.edges[titled(data.edges, words)].edgeType.getPoint(0.5)); }}"
NODE = f"(words) => {{ {NETWORK} return inWindow(network.getPosition(titled(data.nodes, words))); }}"
PLACES = f"() => {{ {NETWORK} return network.getPositions(); }}"
NAMES = f"() => {{ {NETWORK} return data.nodes.get().map(node => node.title.split('\\n')[0]); }}"


@pytest.fixture(scope="module")
def hub(graph: Store) -> Iterator[str]:
    """A firm with 60 subcontractors and 9 customers; its id."""
    parties = {f"Supplier No {at}": "Company" for at in range(60)} | {f"Town Office {at}": "Authority" for at in range(9)}
    claims = [says("Hub Works", "SUBCONTRACTS_TO", name, f"Hub Works hired {name}.") if kind == "Company"
              else says(name, "CONTRACTS_WITH", "Hub Works", f"{name} pays Hub Works.") for name, kind in parties.items()]
    found = extraction(" ".join(claim.quote for claim in claims), {"Hub Works": "Company"} | parties, *claims, published="2030")
    graph.write(found)
    yield entity(graph, "Hub Works")
    graph.retract(found.document.id)


def entity(store: Store, name: str) -> str:
    return next(found.id for found in explore.search(store, name) if found.name == name)


def drawn(watched: Watched) -> None:
    """Wait until the picture stands still."""
    watched.settle()
    watched.page.wait_for_selector(".network[data-settled]")
    watched.page.wait_for_timeout(300)


def at(page: Page, node: str) -> tuple[float, float]:
    x, y = page.evaluate(NODE, node)
    return x, y


def names(page: Page) -> set[str]:
    found: list[str] = page.evaluate(NAMES)
    return set(found)


def opened(watched: Watched, path: str) -> Page:
    page = watched.open(path)
    drawn(watched)
    return page


def press(watched: Watched, words: str) -> None:
    watched.page.locator(".tools").get_by_role("button", name=words, exact=True).click()
    drawn(watched)


def test_a_click_on_an_edge_gives_its_claims_and_back_undoes_it(watched: Watched, graph: Store) -> None:
    page = opened(watched, f"/explore?entity={entity(graph, 'Acme Cameras Ltd')}")
    page.mouse.click(*page.evaluate(EDGE, "Borduria Systems LLC accuses"))
    page.wait_for_url("**edge=**")
    claim = page.locator("details.wd-claim", has_text="Daily Bugle reports that Borduria Systems LLC accuses")
    claim.wait_for()
    if claim.get_attribute("open") is None:
        claim.locator("summary").click(position={"x": 5, "y": 5})
    expect(claim.locator(".wd-badge")).to_have_text("Accusation")
    expect(claim.locator("mark")).to_have_text("Borduria Systems LLC accuses Acme Cameras Ltd of stealing its designs")
    expect(claim).to_contain_text("Designs (Daily Bugle, 2031-02-03)")
    page.go_back()
    expect(page.get_by_role("heading", name="Acme Cameras Ltd", exact=True)).to_be_visible()
    assert "edge=" not in page.url


def test_a_click_selects_and_a_double_click_opens_and_closes_in_place(watched: Watched, graph: Store) -> None:
    page = opened(watched, f"/explore?entity={entity(graph, 'Crumb Wiring')}")
    few = names(page)
    page.mouse.click(*at(page, "Borduria Systems LLC\n"))
    expect(page.get_by_role("heading", name="Borduria Systems LLC", exact=True)).to_be_visible()
    drawn(watched)
    page.mouse.dblclick(*at(page, "Borduria Systems LLC\n"))
    page.wait_for_url("**entity=*entity=*")
    drawn(watched)
    assert few < names(page) and "Borduria Systems LLC v. Acme Cameras Ltd" in names(page)
    press(watched, "Close neighbours")
    assert names(page) == few


def test_what_stands_stays_where_it_stands(watched: Watched, graph: Store, hub: str) -> None:
    page = opened(watched, f"/explore?entity={hub}")
    page.evaluate("window.stayed = true")
    before = page.evaluate(PLACES)
    page.mouse.dblclick(*at(page, next(name for name in names(page) if "more that Hub Works subcontracts" in name)))
    page.wait_for_url("**with=**")
    drawn(watched)
    after = page.evaluate(PLACES)
    assert len(after) > len(before) and {id: after[id] for id in before if id in after} == {id: before[id] for id in before if id in after}
    assert page.evaluate("window.stayed")


def test_a_hub_says_whom_it_leaves_out_and_brings_them_in(watched: Watched, graph: Store, hub: str) -> None:
    page = opened(watched, f"/explore?entity={hub}")
    seen = sum(name.startswith(("Supplier", "Town")) for name in names(page))
    expect(page.get_by_text(f"{69 - seen} neighbours are left out")).to_be_visible()
    group = next(name for name in names(page) if "more that Hub Works subcontracts to" in name)
    page.mouse.click(*at(page, group))
    expect(page.get_by_role("heading", name=group)).to_be_visible()
    member = page.get_by_role("link", name=re.compile("^add Supplier No|Supplier No")).first
    name = re.search(r"Supplier No \d+", member.inner_text())
    assert name and name.group() not in names(page)
    member.click()
    page.wait_for_url("**with=**")
    drawn(watched)
    assert name.group() in names(page)


def test_what_is_taken_out_comes_back_by_undo(watched: Watched, graph: Store) -> None:
    page = opened(watched, f"/explore?entity={entity(graph, 'Acme Cameras Ltd')}")
    before = names(page)
    page.mouse.click(*at(page, "Iris Eye\n"))
    page.wait_for_url("**show=**")
    drawn(watched)
    press(watched, "Take out")
    page.wait_for_url("**away=**")
    drawn(watched)
    assert names(page) == before - {"Iris Eye"}
    expect(page.get_by_text("1 name taken out by you.")).to_be_visible()
    press(watched, "Undo")
    assert names(page) == before and "away=" not in page.url


def test_a_drag_pins_and_the_address_keeps_the_place(watched: Watched, graph: Store) -> None:
    page = opened(watched, f"/explore?entity={entity(graph, 'Acme Cameras Ltd')}")
    x, y = at(page, "Freeport\n")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=6)
    page.mouse.up()
    page.wait_for_url("**pin=**")
    drawn(watched)
    where = re.search(r"pin=(\w+)(?:%2C|,)(-?\d+)(?:%2C|,)(-?\d+)", page.url)
    assert where
    page.reload()
    drawn(watched)
    place = page.evaluate(PLACES)[where[1]]
    assert [round(place["x"]), round(place["y"])] == [int(where[2]), int(where[3])]


def test_the_way_between_two_names_stands_in_picture_and_words(watched: Watched, graph: Store) -> None:
    page = opened(watched, f"/explore?entity={entity(graph, 'Crumb Wiring')}")
    page.get_by_label("Find the way to another name").press_sequentially("freedonia", delay=20)
    page.locator(".found a", has_text="Country").first.click()
    page.wait_for_url("**to=**")
    drawn(watched)
    assert {"Crumb Wiring", "Acme Cameras Ltd", "Freedonia"} <= names(page)
    expect(page.get_by_text("The shortest ways to Freedonia.")).to_be_visible()
    expect(page.locator("details.wd-claim", has_text="Freedonia investigates Acme Cameras Ltd").first).to_be_visible()
    page.get_by_role("link", name="Leave the ways").click()
    expect(page.get_by_text("The shortest ways to Freedonia.")).not_to_be_visible()
    assert "to=" not in page.url


def test_filters_are_in_the_address_and_an_address_gives_them_back(watched: Watched, graph: Store) -> None:
    page = opened(watched, f"/explore?entity={entity(graph, 'Acme Cameras Ltd')}")
    page.get_by_role("button", name="Disputed").click()
    page.wait_for_url("**only=disputed**")
    drawn(watched)
    assert names(page) == {"Acme Cameras Ltd", "Borduria Systems LLC", "Crumb Wiring"}
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("textbox", name="As known on").fill("2031-02-28")
    page.get_by_role("textbox", name="As known on").press("Enter")
    page.wait_for_url("**known=2031-02-28**")
    drawn(watched)
    assert names(page) == {"Acme Cameras Ltd", "Borduria Systems LLC"}
    page.reload()
    drawn(watched)
    assert names(page) == {"Acme Cameras Ltd", "Borduria Systems LLC"}
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Clear filters").click()
    expect(page.get_by_role("link", name="Clear filters")).not_to_be_visible()
    drawn(watched)
    assert "known" not in page.url and len(names(page)) > 3


def test_a_link_reproduces_the_page(watched: Watched, graph: Store) -> None:
    page = opened(watched, f"/explore?entity={entity(graph, 'Acme Cameras Ltd')}&only=disputed&show={entity(graph, 'Crumb Wiring')}")
    expect(page.get_by_role("heading", name="Crumb Wiring", exact=True)).to_be_visible()
    expect(page.get_by_text("The same in words: 3 edges")).to_be_visible()
    url = page.url
    page.reload()
    drawn(watched)
    expect(page.get_by_role("heading", name="Crumb Wiring", exact=True)).to_be_visible()
    assert page.url == url


def test_two_tabs_have_each_their_own_picture(watched: Watched, graph: Store) -> None:
    page = opened(watched, f"/explore?entity={entity(graph, 'Freedonia')}")
    other = page.context.new_page()
    other.goto(f"{watched.address}/explore?entity={entity(graph, 'Freeport')}")
    other.wait_for_selector(".network[data-settled]")
    page.mouse.click(*at(page, "Iris Eye\n"))
    expect(page.get_by_role("heading", name="Iris Eye", exact=True)).to_be_visible()
    expect(other.get_by_role("heading", name="Freeport", exact=True)).to_be_visible()
    assert "Freedonia" in names(page) and "Freeport" in names(other)
