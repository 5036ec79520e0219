"""The box that finds names, documents and quotes as one types, on every page and wherever a name is to be picked. Knows what is found, no page.

The box on top of the page also follows the links within the app: those that stand in HTML (`a.wd-link`) and Streamlit's own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from graph.explore import ShownClaim, ShownDocument, ShownEntity
from graph.search import Found, find
from views.addresses import document_page, entity_page, href
from views.frame import open_graph
from views.wording import claim_words, clip, count, on_whose_word

GROUPS = {"names": "Names", "documents": "Documents", "quotes": "In their own words"}
MOST_TYPED = 200        # characters that are searched
Offer = dict[str, str]

_box = st.components.v2.component("watchdocket_finder", html='<div class="finder"></div>',
                                  **{kind: Path(__file__).with_name(f"finder.{kind}").read_text("utf-8") for kind in ("js", "css")})


@st.fragment
def search_everywhere() -> None:
    """The box on top of the page."""
    typed = _typed("everywhere")
    offers = _offers(find(open_graph(), typed)) if typed else []
    with st.container(key="everywhere-box"):
        _box(key="everywhere", on_typed_change=_nothing, data={
            "typed": typed, "groups": offers, "all": href("search", {"q": typed}), "follows": True, "label": "Search names, documents and quotes",
            "placeholder": "Search names, documents, quotes", "none": _none(typed)})


@st.fragment
def pick_entity(key: str, label: str, on_pick: Callable[[str], None], *, placeholder: str = "", kinds: frozenset[str] | None = None) -> None:
    """A box in which one name is picked; `on_pick` gets the entity's id, then the page runs again. `kinds`: only such are offered."""
    typed = _typed(key)
    names = find(open_graph(), typed, 12, ("names",)).names if typed else ()
    offers = [_offer_name(entity) for entity in names if kinds is None or entity.kind in kinds]
    result = _box(key=key, on_typed_change=_nothing, on_pick_change=_nothing, data={
        "typed": typed, "groups": [{"title": "", "offers": offers}] if offers else [], "follows": False, "label": label,
        "placeholder": placeholder or label, "none": _none(typed)})
    if result.pick:
        on_pick(result.pick)
        st.rerun()


def _typed(key: str) -> str:
    """What has just been typed into the box; empty in a run that something else caused."""
    return ((st.session_state.get(key) or {}).get("typed") or "")[:MOST_TYPED].strip()


def _none(typed: str) -> str:
    return f"Nothing has “{clip(typed, 60)}” in it. Fewer letters find more." if typed else ""


def _nothing() -> None:
    """The page runs again, which is all that a change is for."""


def _offers(found: Found) -> list[dict[str, Any]]:
    offers = {"names": [_offer_name(entity) for entity in found.names], "documents": [_offer_document(document) for document in found.documents],
              "quotes": [_offer_quote(claim) for claim in found.quotes]}
    return [{"title": GROUPS[group], "offers": some} for group, some in offers.items() if some]


def _offer_name(entity: ShownEntity) -> Offer:
    also = f" · also {clip('; '.join(entity.aliases[:3]), 70)}" if entity.aliases else ""
    return {"id": entity.id, "href": href(*entity_page(entity)), "words": clip(entity.name, 100),
            "note": f"{entity.kind} · {count(entity.documents, 'document')}{also}"}


def _offer_document(document: ShownDocument) -> Offer:
    note = " · ".join(filter(None, (document.publisher, document.published, count(document.claims, "claim"))))
    return {"id": document.id, "href": href(*document_page(document)), "words": clip(document.title, 100), "note": note}


def _offer_quote(claim: ShownClaim) -> Offer:
    said = f"{on_whose_word(claim)} that {claim_words(claim)}"
    return {"id": claim.id, "href": href(*document_page(claim.document, claim.id)), "words": f"“{clip(claim.quote, 110)}”", "note": clip(said, 160)}
