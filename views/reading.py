"""A document's text cut where mentions and claims begin and end, and the component that shows it and tells what was clicked. Knows no store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from graph.explore import DocumentPage, ShownClaim
from views.network import SHAPES
from views.wording import manner_word

LANES = 4       # underlines of overlapping claims that have room below a line; a further one shares the last


def pieces_of(page: DocumentPage) -> list[dict[str, Any]]:
    """The text as pieces that lie within the same mentions and claims; together they are the text."""
    document, lanes = page.extraction.document, lanes_of(page.claims)
    mentions = [(mention.start, mention.end, page.entity_of[entity.id]) for entity in page.extraction.entities for mention in entity.mentions]
    cuts = {0, len(document.text), *document.pages, *(at for claim in page.claims for at in (claim.start, claim.end)),
            *(at for start, end, _ in mentions for at in (start, end))}
    edges, pieces = sorted(cuts), []
    opening = _by_start(mentions)
    open_claims: list[ShownClaim] = []
    claims = sorted(page.claims, key=lambda claim: claim.start, reverse=True)
    named: list[tuple[int, Any]] = []
    for start, end in zip(edges, edges[1:], strict=False):
        named = [(until, entity) for until, entity in named if until > start] + opening.get(start, [])
        open_claims = [claim for claim in open_claims if claim.end > start]
        while claims and claims[-1].start <= start:
            open_claims.append(claims.pop())
        piece: dict[str, Any] = {"text": document.text[start:end]}
        if document.pages and start in document.pages:
            piece["page"] = document.page_at(start)
        if named:
            _, entity = min(named, key=lambda found: found[0])
            piece |= {"entity": entity.id, "name": f"{entity.name} ({entity.kind})", "ink": SHAPES[entity.kind][2]}
        if open_claims:
            piece["claims"] = [{"id": claim.id, "lane": lanes[claim.id], "manner": claim.manner, "word": manner_word(claim)} for claim in open_claims]
        pieces.append(piece)
    return pieces


def _by_start(mentions: list[tuple[int, int, Any]]) -> dict[int, list[tuple[int, Any]]]:
    found: dict[int, list[tuple[int, Any]]] = {}
    for start, end, entity in mentions:
        found.setdefault(start, []).append((end, entity))
    return found


def lanes_of(claims: tuple[ShownClaim, ...]) -> dict[str, int]:
    """A lane for each claim, so that those that overlap are underlined one below the other."""
    ends, lanes = [0] * LANES, {}
    for claim in sorted(claims, key=lambda found: (found.start, -found.end, found.id)):
        lane = next((at for at, end in enumerate(ends) if end <= claim.start), LANES - 1)
        ends[lane] = max(ends[lane], claim.end)
        lanes[claim.id] = lane
    return lanes


_show = st.components.v2.component("watchdocket_text", html='<div class="text" dir="auto"></div>',
                                   **{kind: Path(__file__).with_name(f"reading.{kind}").read_text("utf-8") for kind in ("js", "css")})


def draw_text(page: DocumentPage, selected: str, on_pick: Callable[[dict[str, str]], None]) -> None:
    """Show the text; `on_pick` gets {"type": "claim" | "entity", "id": …} of what is clicked, before the page runs again."""
    def picked() -> None:
        pick = st.session_state["text"].get("pick")
        if pick:
            on_pick(pick)

    _show(key="text", on_pick_change=picked, data={"pieces": pieces_of(page), "selected": selected,
                                                  "document": page.extraction.document.id})
