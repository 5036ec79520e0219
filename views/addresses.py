"""The address of every page and thing of the app, as its links write it. Knows no Streamlit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from graph.explore import ShownDocument, ShownEntity
from graph.model import PLACES

FIRST = "overview"                          # the page at the address of the app itself
# Kinds of entity that have a page of their own; all others have "entity".
PAGE_OF_KIND = {"Dispute": "dispute", **dict.fromkeys((*sorted(PLACES), "Project"), "place")}
Address = Mapping[str, str | Sequence[str]]


def href(page: str, address: Address | None = None) -> str:
    """The address of a page, seen from any other page of the app."""
    path = "./" if page == FIRST else page
    return f"{path}?{urlencode(address, doseq=True)}" if address else path


def entity_page(entity: ShownEntity) -> tuple[str, Address]:
    """The page of an entity, and what its address says."""
    return PAGE_OF_KIND.get(entity.kind, "entity"), {"id": entity.id}


def document_page(document: ShownDocument, claim: str = "") -> tuple[str, Address]:
    """The page of a document, at a claim where one is named, and what its address says."""
    return "document", {"id": document.id, **({"claim": claim} if claim else {})}
