"""A neighbourhood as a pyvis network, and the component that draws it and tells what was clicked. Knows pyvis and vis-network, no store."""

from __future__ import annotations

import math
import textwrap
from collections import defaultdict
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import streamlit as st
from pyvis.network import Network

from graph.explore import ShownEdge, ShownEntity
from graph.network import Neighbourhood
from views.layout import positions, spread
from views.theme import INKS
from views.wording import count, group_label, group_words, label, on_record, sentence

# Of each kind: vis-network's shape, the same as a character for the legend, and the ink it is drawn in (see theme.py). A hollow one is not filled.
SHAPES = {"Company": ("square", "■", "private"), "Authority": ("triangle", "▲", "public"), "Court": ("diamond", "◆", "public"),
          "Organization": ("dot", "●", "people"), "Person": ("dot", "○", "people"), "City": ("triangleDown", "▼", "place"),
          "Region": ("triangleDown", "▼", "place"), "Country": ("triangleDown", "▼", "place"), "Project": ("hexagon", "⬢", "thing"),
          "Product": ("star", "★", "thing"), "Dispute": ("square", "□", "case")}
HOLLOW = frozenset("○□")
LINES: dict[str, dict[str, Any]] = {"established": {"width": 2}, "alleged": {"width": 2, "dashes": [9, 6]}, "disputed": {"width": 7},
                                    "planned": {"width": 2.5, "dashes": [2, 5]}}
LABELLED = 28           # edges that may carry words before they run into each other; beyond, words come on pointing
STEP = 200              # of the layout, in the picture's own pixels
BEND = 0.16             # between neighbouring edges of one pair

SEEN = 620              # pixels of a side of the picture that is seen; a wider one shrinks, and its names take more of its room

Places = Mapping[str, tuple[float, float]]
Boxes = Mapping[str, tuple[float, float, float]]


def build_network(around: Neighbourhood, pins: Places) -> Network:
    """The network as pyvis has it, with `ink` for the colours that a theme decides. `pins`: places that the reader chose, in pixels."""
    network, labelled = Network(directed=True), len(around.edges) <= LABELLED and len(around.entities) <= LABELLED // 2
    pairs: dict[tuple[str, str], list[ShownEdge]] = defaultdict(list)
    for edge in around.edges:
        pairs[min(edge.source, edge.target), max(edge.source, edge.target)].append(edge)
    places = place_all(around, {pair: min(2, 0.8 + 0.2 * len(edges)) for pair, edges in pairs.items()}, pins)
    names = {entity.id: entity.name for entity in around.entities}
    for entity in around.entities:
        _add_entity(network, entity, opened=entity.id in around.chosen, pinned=entity.id in pins, x=places[entity.id][0], y=places[entity.id][1])
    for group in around.groups:
        words = group_words(group, names[group.hub])
        network.add_node(group.id, label=group_label(group), title=f"{words}\nClick to list them, double-click for some of them",
                         shape="box", size=10, ink="quiet", hub=group.hub, x=places[group.id][0], y=places[group.id][1])
        network.add_edge(group.hub, group.id, id=f"{group.id}#tie", title=words, ink="line", width=1.5, dashes=[1, 3], smooth=False)
    for pair, edges in sorted(pairs.items()):
        for at, edge in enumerate(edges):
            _add_edge(network, edge, names, labelled=labelled, smooth=_bend(at, len(edges), backwards=edge.source != pair[0]))
    return network


def place_all(around: Neighbourhood, lengths: Mapping[tuple[str, str], float], pins: Places) -> dict[str, tuple[float, float]]:
    """A place for all, in pixels: each arrival beside what was there before, so that what is opened later moves nothing."""
    places: dict[str, tuple[float, float]] = dict(pins)
    order = [entity.id for entity in around.entities]
    boxes = {entity.id: _box_of(entity) for entity in around.entities} | {group.id: (110.0, 24.0, 24.0) for group in around.groups}
    ties = {(min(group.hub, group.id), max(group.hub, group.id)): 0.8 for group in around.groups}
    for until in dict.fromkeys((*around.arrivals, len(order))):
        places |= _placed(order[:until], lengths, places, boxes)
    return places | _placed([*order, *(group.id for group in around.groups)], {**lengths, **ties}, places, boxes)


def _placed(nodes: list[str], lengths: Mapping[tuple[str, str], float], fixed: Places, boxes: Boxes) -> dict[str, tuple[float, float]]:
    known = set(nodes)
    steps = positions(nodes, {pair: length for pair, length in lengths.items() if known.issuperset(pair)},
                      {node: (x / STEP, y / STEP) for node, (x, y) in fixed.items()})
    found = {node: (x * STEP, y * STEP) for node, (x, y) in steps.items()}
    shrunk = max(1.0, *(max(axis) - min(axis) + STEP for axis in zip(*found.values(), strict=True))) / SEEN if found else 1.0
    return spread(found, {node: (width * max(1, shrunk), above * max(1, shrunk), below * max(1, shrunk))
                          for node, (width, above, below) in boxes.items()}, fixed)


def _box_of(entity: ShownEntity) -> tuple[float, float, float]:
    """How much room an entity takes: width, height above and below its middle."""
    lines, size = _label(entity).split("\n"), _size(entity)
    return max(2 * size, max(map(len, lines)) * 6.6) + 6, size + 4, size + 15 * len(lines) + 4


def _label(entity: ShownEntity) -> str:
    return "\n".join(textwrap.wrap(textwrap.shorten(entity.name, 64, placeholder="…"), 22)) or "?"


def _size(entity: ShownEntity) -> float:
    return 9 + 4 * math.log2(1 + entity.documents)


def shapes_of(around: Neighbourhood) -> dict[str, str]:
    """The kinds in the picture with the characters that stand for them."""
    found = {entity.kind for entity in around.entities}
    return {("Place" if ink == "place" else kind): sign for kind, (_, sign, ink) in SHAPES.items() if kind in found}


def _add_entity(network: Network, entity: ShownEntity, **more: Any) -> None:
    shape, sign, ink = SHAPES[entity.kind]
    network.add_node(entity.id, label=_label(entity), shape=shape, size=_size(entity), ink=ink, hollow=sign in HOLLOW, **more,
                     title=f"{textwrap.shorten(entity.name, 300, placeholder='…')}\n{entity.kind}, named in {count(entity.documents, 'document')}")


def _add_edge(network: Network, edge: ShownEdge, names: dict[str, str], *, labelled: bool, **more: Any) -> None:
    words = textwrap.shorten(sentence(edge, names), 300, placeholder="…") + f"\n{on_record(edge)}"
    more |= {"title": words, "words": label(edge), "ink": edge.manner, **LINES[edge.manner]}
    inner = edge.manner == "disputed"           # two lines: a broad one, and one in the colour of the paper upon it
    network.add_edge(edge.source, edge.target, id=edge.id, labelled=labelled and not inner, **more)
    if inner:
        more |= {"width": 2.5, "ink": "paper"}
        network.add_edge(edge.source, edge.target, id=f"{edge.id}#inner", labelled=labelled, **more)


def _bend(at: int, of: int, *, backwards: bool) -> dict[str, Any] | bool:
    """How the edge bends so that those of one pair lie beside each other."""
    offset = (at - (of - 1) / 2) * BEND
    if abs(offset) < 0.01:
        return False
    return {"enabled": True, "type": "curvedCW" if (offset > 0) != backwards else "curvedCCW", "roundness": round(abs(offset), 3)}


# ------------------------------------------------------------------ the component

def _script() -> str:
    """vis-network as pyvis brings it, then ours: nothing is fetched."""
    library = files("pyvis").joinpath("templates/lib/vis-9.1.2/vis-network.min.js").read_text("utf-8")
    return library + "\n" + Path(__file__).with_name("network.js").read_text("utf-8")


_draw = st.components.v2.component("watchdocket_network", html='<div class="network"></div>', js=_script(),
                                   css=Path(__file__).with_name("network.css").read_text("utf-8"))


def draw_network(around: Neighbourhood, pins: Places, picked: str, on_pick: Callable[[dict[str, Any]], None], *, undoable: bool,
                 height: int = 600) -> None:
    """Draw it, with `picked` marked. `on_pick` gets what the reader did, before the page runs again: {"type": …, "id": …}.

    Types: "show", "edge", "group" for a click on an entity, an edge, a group; "open" and "more" for a double click or a button; "away"; "pin" with
    "x" and "y", "unpin"; "undo".
    """
    network = build_network(around, pins)

    def told() -> None:
        what = st.session_state["network"].get("pick")
        if what:
            on_pick(what)

    size = f"{count(len(around.entities), 'entity', 'entities')} and {count(len(around.edges), 'edge')}"
    _draw(key="network", on_pick_change=told, data={
        "nodes": network.nodes, "edges": network.edges, "picked": picked, "height": height, "undoable": undoable,
        "words": f"A network of {size}; the list below says the same in words.",
        "inks": {name: f"light-dark({light}, {dark})" for name, (light, dark) in INKS.items()}})
