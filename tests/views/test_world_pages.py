"""The pages of places and years, the overview, and the picture's filters and ways: what stands there, and what the address does."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from graph.store import Store
from tests.views.pages import entity, html, links, run, said


def drawn(app: AppTest) -> set[str]:
    """The names in the picture."""
    component = next(one for one in app.get("bidi_component") if one.key == "network")
    return {node["title"].split("\n")[0] for node in json.loads(component.proto.json)["nodes"]}


def test_the_overview_names_the_contested_the_newest_and_what_awaits_review(graph: Store) -> None:
    app = run("overview")
    heads = [element.value for element in app.subheader]
    assert heads[:4] == ["Most contested", "Vendors with most disputes", "Newest cases", "Newest documents"]
    assert "What awaits review" in heads and '<details class="wd-claim' in html(app)
    assert any(label.startswith("Acme Cameras Ltd :small[:gray[Company · ") for label in links(app))


def test_the_map_lists_its_places_and_names_those_that_it_cannot_place(graph: Store) -> None:
    app = run("map")
    assert any(label.startswith("Freeport :small[:gray[City · 4 reported as fact\\, 1 planned]]") for label in links(app))
    assert "1 place not found in the bundled table of places: Freedonia" in said(app).replace("\\", "")
    picked = run("map", place=entity(graph, "Freeport"))
    assert picked.subheader[0].value == "Freeport" and any("Freeport Safe City Authority" in label for label in links(picked))
    assert "No place on record fits" in run("map", only="disputed").info[0].value


def test_the_timeline_tells_of_a_year_and_of_one_name(graph: Store) -> None:
    app = run("timeline")
    assert 'aria-label="2031: ' in html(app) and "<time>2031-05-09</time>" in html(app)
    assert "<time>" not in html(run("timeline", year="2030")) and "Nothing dated on record fits" in run("timeline", year="2030").info[0].value
    quill = run("timeline", entity=entity(graph, "Crumb Wiring"))
    assert "Everybody" in links(quill) and "High Court of Freedonia" not in html(quill)


def test_the_timeline_keeps_to_what_is_chosen(graph: Store) -> None:
    assert "accuses" not in html(run("timeline", relation="FINES")) and "fines" in html(run("timeline", relation="FINES"))
    assert "wd-claim alleged" not in html(run("timeline", only="planned"))


@pytest.mark.parametrize(("address", "expected"), [
    ({"only": "planned"}, {"Acme Cameras Ltd", "Freeport"}),
    ({"relation": ["FINES", "MAKES"]}, {"Acme Cameras Ltd", "High Court of Freedonia", "Iris Eye"}),
    ({"kind": "Project"}, {"Acme Cameras Ltd", "Freeport Safe City"}),
    ({"publisher": "High Court"}, {"Acme Cameras Ltd", "Borduria Systems LLC"}),
    ({"known": "2031-02", "relation": "ACCUSES"}, {"Acme Cameras Ltd", "Borduria Systems LLC"}),
    ({"since": "2031-05-09", "relation": "FINES"}, {"Acme Cameras Ltd", "High Court of Freedonia"}),
    ({"until": "2030"}, {"Acme Cameras Ltd"}),
])
def test_the_picture_shows_what_fits_its_filters(graph: Store, address: dict[str, str | list[str]], expected: set[str]) -> None:
    assert drawn(run("explore", entity=entity(graph, "Acme Cameras Ltd"), **address)) == expected


def test_a_day_that_is_no_date_is_said_and_narrows_nothing(graph: Store) -> None:
    app = run("explore", entity=entity(graph, "Acme Cameras Ltd"), known="yesterday")
    assert "is no day" in app.error[0].value and len(drawn(app)) > 5


def test_a_way_is_told_step_by_step_with_its_claims(graph: Store) -> None:
    app = run("explore", entity=entity(graph, "Crumb Wiring"), to=entity(graph, "Freedonia"))
    assert "**Way 1**, 2 steps: Crumb Wiring → Acme Cameras Ltd → Freedonia" in [expander.label for expander in app.expander]
    assert {"Crumb Wiring", "Acme Cameras Ltd", "Freedonia"} <= drawn(app) and "The shortest ways to Freedonia" in said(app)
    assert "investigates" in html(app) and "Acme Cameras Ltd says it is not so that" in html(app)


def test_what_no_way_connects_says_so(graph: Store) -> None:
    app = run("explore", entity=entity(graph, "Crumb Wiring"), to=entity(graph, "<script>window.hacked=1</script>"))
    assert "Nothing on record connects the two" in app.info[0].value


def test_nonsense_in_the_address_does_no_harm(graph: Store) -> None:
    acme = entity(graph, "Acme Cameras Ltd")
    app = run("explore", entity=[acme, "gone"], away="gone", pin=["x", f"{acme},1e9,2", f"{acme},7,-3"], group="gone.SUES.out", only="nonsense",
              relation="nonsense", to="gone", **{"with": "gone"})
    assert "Acme Cameras Ltd" in drawn(app) and not app.exception
    for page in ("timeline", "map", "search"):
        assert not run(page, year="20x1", page="-3", place="gone", entity="gone", only="x", **{"in": "x"}).exception
