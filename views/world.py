"""Draws places on the earth: land, borders and a mark for each place. Knows pydeck, no store; nothing is fetched.

A mark says by its form as by its colour how firm is what is said there: a disc is reported as fact, a ring alleged, a ring around a disc
disputed, a thin ring planned; a dot has no dealing or dispute on record.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import pydeck
import streamlit as st

from views.atlas import Spot, outlines
from views.theme import rgb
from views.wording import MANNERS, count, place_words

MARKS = {"established": "●", "alleged": "○", "disputed": "◉", "planned": "◌"}
WORST_FIRST = ("disputed", "alleged", "established", "planned")
LAYER = "places"


def manner_of(spot: Spot) -> str:
    """The most contested of the manners of its lines; "" where it has none."""
    return next((manner for manner in WORST_FIRST if spot.place.lines.get(manner)), "")


def legend_of(spots: Iterable[Spot]) -> dict[str, str]:
    """The words for the marks that are there."""
    there = {manner_of(spot) for spot in spots}
    return {MANNERS[manner][0]: MARKS[manner] for manner in MANNERS if manner in there} | ({"No dealing or dispute": "·"} if "" in there else {})


def draw_world(spots: list[Spot], picked: str, on_pick: Callable[[str], None] | None = None, *, height: int, key: str = "world") -> None:
    """Draw the map with `picked` marked. `on_pick` gets the id of the place that is clicked, "" for a click beside all."""
    dark = st.context.theme.type == "dark"
    deck = pydeck.Deck(layers=_layers(spots, picked, dark=dark), map_provider=None, tooltip={"text": "{words}"},
                       initial_view_state=pydeck.ViewState(latitude=24, longitude=10, zoom=math.log2(height / 330), max_zoom=9, min_zoom=-1))

    def told() -> None:
        chosen = st.session_state[key].selection.get("objects", {}).get(LAYER, [])
        if on_pick:
            on_pick(str(chosen[0]["id"]) if chosen else "")

    st.pydeck_chart(deck, height=height, key=key, on_select=told if on_pick else "ignore", selection_mode="single-object",
                    alt=f"A map of {count(len(spots), 'place')}; the list beside it says the same in words.")


def _layers(spots: list[Spot], picked: str, *, dark: bool) -> list[pydeck.Layer]:
    land = [{"ring": ring} for ring in outlines()["land"]]
    borders = [{"path": line} for line in outlines()["borders"]]
    marks = [_mark(spot, picked, dark=dark) for spot in sorted(spots, key=lambda spot: -spot.place.entity.documents)]
    line, panel = list(rgb("line", dark=dark)), list(rgb("panel", dark=dark))
    still = {"pickable": False}
    return [
        pydeck.Layer("PolygonLayer", land, id="land", get_polygon="ring", get_fill_color=panel, get_line_color=line, line_width_min_pixels=1,
                     **still),
        pydeck.Layer("PathLayer", borders, id="borders", get_path="path", get_color=line, width_min_pixels=0.7, **still),
        pydeck.Layer("ScatterplotLayer", [mark for mark in marks if mark["core"]], id="cores", get_position="at", get_radius="core",
                     radius_units="'pixels'", get_fill_color="ink", stroked=False, **still),
        pydeck.Layer("ScatterplotLayer", marks, id=LAYER, get_position="at", get_radius="radius", radius_units="'pixels'", stroked=True, filled=True,
                     get_fill_color="fill", get_line_color="edge", get_line_width="width", line_width_units="'pixels'", pickable=True),
    ]


def _mark(spot: Spot, picked: str, *, dark: bool) -> dict[str, Any]:
    entity, manner = spot.place.entity, manner_of(spot)
    ink = list(rgb(manner or "quiet", dark=dark))
    radius = 4 + 3 * math.log2(1 + entity.documents) if manner else 3
    return {"id": entity.id, "at": [spot.longitude, spot.latitude], "radius": radius, "ink": ink, "words": place_words(spot.place),
            "core": radius * 0.5 if manner == "disputed" else 0, "fill": [*ink, 215 if manner in ("established", "") else 25],
            "edge": list(rgb("text", dark=dark)) if entity.id == picked else ink,
            "width": 4 if entity.id == picked else 1 if manner in ("planned", "") else 2.5}

