"""Where places are, where doubt is, and that the outlines are a map."""

from __future__ import annotations

from itertools import pairwise

import pytest

from graph.explore import ShownEntity
from graph.places import ShownPlace
from views.atlas import outlines, spots_of
from views.layout import positions, spread
from views.theme import rgb
from views.world import manner_of


def place(name: str, kind: str = "City", *within: str, lines: dict[str, int] | None = None) -> ShownPlace:
    return ShownPlace(ShownEntity(name, name, kind), lines or {}, within)


@pytest.mark.parametrize(("found", "latitude", "longitude", "unsure"), [
    (place("Lahore"), 31.6, 74.4, False),
    (place("Pakistan", "Country"), 33.7, 73.0, False),                      # at its capital
    (place("Georgia", "Region"), 33.7, -84.4, False),                       # the state, not the country
    (place("Georgia", "Country"), 41.7, 44.8, False),
    (place("Springfield"), 37.2, -93.3, True),                              # the most populous of many
    (place("Springfield", "City", "Illinois"), 39.8, -89.6, False),         # a document says which
])
def test_a_place_is_where_the_tables_have_it(found: ShownPlace, latitude: float, longitude: float, unsure: bool) -> None:
    (spot,), unknown = spots_of([found])
    assert (round(spot.latitude, 1), round(spot.longitude, 1), spot.unsure) == (latitude, longitude, unsure) and not unknown


def test_a_place_that_is_in_no_table_is_named() -> None:
    spots, unknown = spots_of([place("Nowhere at All"), place("Lahore")])
    assert len(spots) == 1 and [found.entity.name for found in unknown] == ["Nowhere at All"]


def test_the_most_contested_decides_the_mark() -> None:
    (spot,), _ = spots_of([place("Lahore", lines={"established": 9, "alleged": 1})])
    assert manner_of(spot) == "alleged"


def test_the_outlines_stay_on_the_map_and_cross_no_edge() -> None:
    lines = [*outlines()["land"], *outlines()["borders"]]
    assert len(lines) > 300 and "public domain" in outlines()["source"]
    assert all(-180 <= x <= 180 and -90 <= y <= 90 for line in lines for x, y in line)
    assert max(abs(one[0] - other[0]) for line in lines for one, other in pairwise(line)) < 20


def test_an_ink_is_given_as_numbers() -> None:
    assert rgb("established", dark=False) == (0x1F, 0x4E, 0x79)


# ------------------------------------------------------------------ the picture's layout

def test_what_is_fixed_stays_and_what_is_new_comes_beside_it() -> None:
    before = positions(["hub", "a", "b"], {("a", "hub"): 1, ("b", "hub"): 1})
    after = positions(["hub", "a", "b", "c"], {("a", "hub"): 1, ("b", "hub"): 1, ("a", "c"): 1}, before)
    assert {node: after[node] for node in before} == before
    assert ((after["c"][0] - after["a"][0]) ** 2 + (after["c"][1] - after["a"][1]) ** 2) ** 0.5 == pytest.approx(1, abs=0.3)


def test_boxes_are_moved_apart_but_for_what_is_fixed() -> None:
    boxes = dict.fromkeys("abc", (100.0, 10.0, 30.0))
    apart = spread({"a": (0.0, 0.0), "b": (5.0, 5.0), "c": (500.0, 0.0)}, boxes, fixed="a")
    assert apart["a"] == (0, 0) and apart["c"] == (500, 0)
    assert abs(apart["b"][0]) >= 99 or abs(apart["b"][1]) >= 39


def test_two_in_the_same_place_are_parted() -> None:
    apart = spread({"a": (0.0, 0.0), "b": (0.0, 0.0)}, dict.fromkeys("ab", (40.0, 10.0, 10.0)))
    assert apart["a"] != apart["b"]
