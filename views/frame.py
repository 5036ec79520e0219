"""What every page stands in: the open graph, links between pages, text made safe for Streamlit, errors as sentences. Knows no page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from graph.explore import DisputedPair, ShownDocument, ShownEntity
from graph.model import WatchdocketError
from graph.settings import load_settings
from graph.store import Store, open_store
from views.wording import count, pair_words

OVERVIEW, EXPLORE, DOCUMENTS, QUERIES = (f"views/{name}.py" for name in ("overview", "explore", "documents", "queries"))
ICON, STYLE = (Path(__file__).with_name(name) for name in ("icon.svg", "style.css"))
FRESH = 60          # seconds for which an answer about the whole graph may be shown again while its counts stay the same
MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")


@st.cache_resource(show_spinner="Opening the graph…")
def open_graph() -> Store:
    """The graph of this app, shared by all its readers."""
    return open_store(load_settings(), read_only=True)


@contextmanager
def errors_as_sentences() -> Iterator[None]:
    """Show what went wrong, and what to do, in place of the rest of the page."""
    try:
        yield
    except WatchdocketError as error:
        st.error(plain(str(error)), icon=":material/error:")
        st.markdown("`watchdocket status` says what is wrong with the graph and how to mend it.")
        st.button("Try again", icon=":material/refresh:")


def how_to_ingest(store: Store) -> None:
    """What to do with an empty graph."""
    st.header("Nothing has been read yet")
    st.markdown("This graph is empty. Give it articles, filings or reports (.txt, .md, .html, .pdf), and this page fills by itself:")
    st.code("watchdocket ingest PATH", language="bash")
    st.markdown("`watchdocket demo` reads the dossiers of real disputes that come with Watchdocket.")
    st.caption(plain(f"The graph lies in {store.settings.home}." if store.settings.embedded else f"The graph lies in {store.settings.neo4j_uri}."))
    st.button("Look again", icon=":material/refresh:")


# ------------------------------------------------------------------ text and links

def plain(text: str) -> str:
    """Text that Streamlit's Markdown shows as it is."""
    return MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def clip(text: str, length: int) -> str:
    """Text of at most `length` characters."""
    return text if len(text) <= length else text[:length - 1].rstrip() + "…"


def entity_link(entity: ShownEntity, *, note: str = "") -> None:
    """A link that shows the entity in its neighbourhood."""
    words = " · ".join(filter(None, (entity.kind, note or count(entity.documents, "document"))))
    st.page_link(EXPLORE, label=f"{plain(clip(entity.name, 90))} :small[:gray[{plain(words)}]]", query_params={"entity": entity.id})


def pair_link(pair: DisputedPair) -> None:
    """A link that shows what is between two parties."""
    names = " and ".join(f"**{plain(clip(party.name, 44))}**" for party in (pair.one, pair.other))
    st.page_link(EXPLORE, label=f"{names} :small[:gray[{plain(pair_words(pair))}]]",
                 query_params={"entity": [pair.one.id, pair.other.id], "edge": pair.edges[0].id})


def document_link(document: ShownDocument, *, label: str = "", note: str = "", claim: str = "") -> None:
    """A link to the document, at a claim where one is named."""
    words = plain(label or clip(document.title, 120)) + (f" :small[:gray[{plain(note)}]]" if note else "")
    st.page_link(DOCUMENTS, label=words, query_params={"document": document.id, **({"claim": claim} if claim else {})})
