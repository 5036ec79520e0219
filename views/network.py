"""A neighbourhood as a pyvis network, and the component that draws it and tells what was clicked. Knows pyvis and vis-network, no store."""

from __future__ import annotations

import math
import textwrap
from collections import defaultdict
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import streamlit as st
from pyvis.network import Network

from graph.explore import Neighbourhood, ShownEdge, ShownEntity
from views.layout import positions
from views.wording import count, label, on_record, sentence

# Of each kind: vis-network's shape, the same as a character for the legend, and the ink it is drawn in (a --wd- colour of style.css).
SHAPES = {"Company": ("square", "■", "private"), "Authority": ("triangle", "▲", "public"), "Court": ("diamond", "◆", "public"),
          "Organization": ("dot", "●", "people"), "Person": ("ellipse", "○", "people"), "City": ("triangleDown", "▼", "place"),
          "Region": ("triangleDown", "▼", "place"), "Country": ("triangleDown", "▼", "place"), "Project": ("hexagon", "⬢", "thing"),
          "Product": ("star", "★", "thing"), "Dispute": ("box", "▭", "case")}
LINES: dict[str, dict[str, Any]] = {"established": {"width": 2}, "alleged": {"width": 2, "dashes": [9, 6]}, "disputed": {"width": 7},
                                    "planned": {"width": 2.5, "dashes": [2, 5]}}
LABELLED = 28           # edges that may carry words before they run into each other; beyond, words come on pointing
STEP = 200              # of the layout, in the picture's own pixels
BEND = 0.16             # between neighbouring edges of one pair


def build_network(around: Neighbourhood) -> Network:
    """The network as pyvis has it, with `ink` for the colours that a theme decides."""
    network, labelled = Network(directed=True), len(around.edges) <= LABELLED and len(around.entities) <= LABELLED // 2
    pairs: dict[tuple[str, str], list[ShownEdge]] = defaultdict(list)
    for edge in around.edges:
        pairs[min(edge.source, edge.target), max(edge.source, edge.target)].append(edge)
    places = positions([entity.id for entity in around.entities], {pair: min(2, 0.8 + 0.2 * len(edges)) for pair, edges in pairs.items()})
    for entity in around.entities:
        x, y = places[entity.id]
        _add_entity(network, entity, chosen=entity.id in around.chosen, x=x * STEP, y=y * STEP)
    names = {entity.id: entity.name for entity in around.entities}
    for pair, edges in sorted(pairs.items()):
        for at, edge in enumerate(edges):
            smooth = _bend(at, len(edges), backwards=edge.source != pair[0])
            _add_edge(network, edge, names, labelled=labelled, smooth=smooth, physics=at == 0)
    return network


def shapes_of(around: Neighbourhood) -> dict[str, str]:
    """The kinds in the picture with the characters that stand for them."""
    found = {entity.kind for entity in around.entities}
    merged = {("Place" if ink == "place" else kind): sign for kind, (_, sign, ink) in SHAPES.items() if kind in found}
    return merged


def _add_entity(network: Network, entity: ShownEntity, **more: Any) -> None:
    shape, _, ink = SHAPES[entity.kind]
    name = "\n".join(textwrap.wrap(textwrap.shorten(entity.name, 64, placeholder="…"), 22)) or "?"
    network.add_node(entity.id, label=name, shape=shape, size=9 + 4 * math.log2(1 + entity.documents), ink=ink, **more,
                     title=f"{textwrap.shorten(entity.name, 300, placeholder='…')}\n{entity.kind}, named in {count(entity.documents, 'document')}")


def _add_edge(network: Network, edge: ShownEdge, names: dict[str, str], *, labelled: bool, **more: Any) -> None:
    words = textwrap.shorten(sentence(edge, names), 300, placeholder="…") + f"\n{on_record(edge)}"
    more |= {"title": words, "words": label(edge), "ink": edge.manner, **LINES[edge.manner]}
    inner = edge.manner == "disputed"           # two lines: a broad one, and one in the colour of the paper upon it
    network.add_edge(edge.source, edge.target, id=edge.id, labelled=labelled and not inner, **more)
    if inner:
        more |= {"width": 2.5, "ink": "paper", "physics": False}
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


_draw = st.components.v2.component("watchdocket_network", html='<div class="network" role="img"></div>', js=_script(),
                                   css=Path(__file__).with_name("network.css").read_text("utf-8"))


def draw_network(around: Neighbourhood, selected: str, on_pick: Callable[[dict[str, str]], None], *, height: int = 560) -> None:
    """Draw it; `on_pick` gets {"type": "entity" | "edge" | "expand", "id": …} of what is clicked or double-clicked, before the page runs again."""
    network = build_network(around)

    def picked() -> None:
        pick = st.session_state["network"].get("pick")
        if pick:
            on_pick(pick)

    size = f"{count(len(around.entities), 'entity', 'entities')} and {count(len(around.edges), 'edge')}"
    words = f"A network of {size}; the list below says the same in words."
    _draw(key="network", on_pick_change=picked,
          data={"nodes": network.nodes, "edges": network.edges, "selected": selected, "height": height, "words": words})
