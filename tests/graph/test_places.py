"""Places, years and what stands out come out of both servers the same, and count each line once and as firm as it is."""

from __future__ import annotations

import pytest

from graph import timeline
from graph.as_of import Bounds
from graph.explore import search
from graph.overview import disputed_vendors, newest_disputes
from graph.places import places_on_record
from graph.store import Store
from graph.timeline import Course
from tests.factories import extraction, sample, says
from tests.hostile import hostile


@pytest.fixture
def filled(store: Store) -> Store:
    for record in sample():
        store.write(record)
    return store


def test_both_servers_give_the_same(both_stores: tuple[Store, Store]) -> None:
    answers = []
    for store in both_stores:
        for record in [*sample(), *hostile()]:
            store.write(record)
        acme = search(store, "Acme Cameras Ltd")[0].id
        bounded = Course(acme, ("SUES", "FINES"), ("established", "alleged"), Bounds(since="2031-02", until="2031"))
        answers.append((places_on_record(store), newest_disputes(store), disputed_vendors(store), timeline.by_year(store, Course()),
                        timeline.events(store, Course(entity=acme)), timeline.events(store, bounded),
                        timeline.events(store, Course(), "2031", skip=2)))
    for left, right in zip(*answers, strict=True):
        assert left == right


def test_a_place_counts_its_own_lines_and_those_of_what_lies_in_it(filled: Store) -> None:
    found = {place.entity.name: place for place in places_on_record(filled)}
    assert set(found) == {"Freeport", "Freedonia"}
    # Freeport bought and got a bid; its authority bought; its project is worked on; the one oversees the other, which is one line.
    assert found["Freeport"].lines == {"established": 4, "planned": 1}
    assert [held.name for held in found["Freeport"].holds] == ["Freeport Safe City", "Freeport Safe City Authority"]
    assert found["Freedonia"].lines == {"disputed": 1, "established": 1}


def test_what_lies_in_two_places_counts_in_both(store: Store) -> None:
    store.write(extraction("The Depot lies in Northtown and in Upland. Acme runs the Depot.",
                           {"Depot": "Project", "Northtown": "City", "Upland": "Region", "Acme": "Company"},
                           says("Depot", "LOCATED_IN", "Northtown", "lies in Northtown"), says("Depot", "LOCATED_IN", "Upland", "in Upland"),
                           says("Acme", "WORKS_ON", "Depot", "Acme runs the Depot")))
    assert {place.entity.name: place.lines for place in places_on_record(store)} == {"Northtown": {"established": 1}, "Upland": {"established": 1}}


def test_a_year_counts_what_is_told_of_it_by_how_firm(filled: Store) -> None:
    assert timeline.by_year(filled, Course()) == {"2031": {"established": 8, "alleged": 2, "disputed": 2, "planned": 1}}
    assert timeline.by_year(filled, Course(relations=("MAKES",))) == {"2031": {"established": 1}}
    assert timeline.by_year(filled, Course(manners=("planned",))) == {"2031": {"planned": 1}}


def test_events_come_the_latest_first_and_by_the_page(filled: Store) -> None:
    found = timeline.events(filled, Course())
    dates = [claim.date or claim.document.published for claim in found]
    assert dates == sorted(dates, reverse=True) and dates[0] == "2031-05-09"
    assert [claim.id for claim in timeline.events(filled, Course(), skip=2, limit=3)] == [claim.id for claim in found[2:5]]
    assert timeline.events(filled, Course(), "2030") == []


def test_the_vendor_with_most_disputes_comes_first_and_an_accusation_is_no_fact(filled: Store) -> None:
    (vendor,) = disputed_vendors(filled)
    assert vendor.entity.name == "Acme Cameras Ltd" and vendor.lines["alleged"] == 1


def test_the_newest_case_comes_with_its_date(filled: Store) -> None:
    assert [(case.entity.name, case.published) for case in newest_disputes(filled)] == [("Borduria Systems LLC v. Acme Cameras Ltd", "2031-02-03")]


def test_an_empty_graph_has_no_place_and_no_year(store: Store) -> None:
    assert places_on_record(store) == [] and timeline.by_year(store, Course()) == {} and disputed_vendors(store) == []
