"""What every page stands in: the pages there are, the open graph, links and what the address says, text made safe, errors as sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from graph.explore import DisputedPair, ShownDocument, ShownEntity
from graph.model import WatchdocketError
from graph.settings import load_settings
from graph.store import Store, open_store
from views.addresses import Address, document_page, entity_page
from views.theme import theme_css
from views.wording import clip, count, pair_words


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the app: the file that shows it, which is also its address, and how the navigation names it."""

    name: str
    title: str
    icon: str
    in_navigation: bool = True

    @property
    def file(self) -> str:
        return f"views/{self.name}.py"


PAGES: dict[str, Page] = {page.name: page for page in (
    Page("overview", "Overview", ":material/home:"),
    Page("explore", "Explore", ":material/hub:"),
    Page("timeline", "Timeline", ":material/timeline:"),
    Page("map", "Map", ":material/public:"),
    Page("documents", "Documents", ":material/description:"),
    Page("queries", "Queries", ":material/manage_search:"),
    Page("search", "Search", ":material/search:", in_navigation=False),
    Page("entity", "Name", ":material/label:", in_navigation=False),
    Page("dispute", "Dispute", ":material/gavel:", in_navigation=False),
    Page("place", "Place or project", ":material/location_on:", in_navigation=False),
    Page("document", "Document", ":material/article:", in_navigation=False),
    Page("retract", "Take back", ":material/undo:", in_navigation=False),
    Page("review", "Review", ":material/rate_review:"),
    Page("ingest", "Read in", ":material/upload_file:"),
    Page("export", "Hand over", ":material/download:"),
)}
FILLING = "ingest"  # the page that an empty graph shows, too
ICON, STYLE = (Path(__file__).with_name(name) for name in ("icon.svg", "style.css"))
FRESH = 60          # seconds for which an answer about the whole graph may be shown again while its counts stay the same
MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")


@st.cache_resource(show_spinner="Opening the graph…")
def open_graph() -> Store:
    """The graph of this app, shared by all its readers."""
    return open_store(load_settings(), read_only=True)


def draw_style() -> None:
    """Give the page its design."""
    st.html(f"<style>{theme_css()}\n{STYLE.read_text('utf-8')}</style>")


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
    link(FILLING, "Read documents in", icon=":material/upload_file:")
    st.code("watchdocket ingest PATH", language="bash")
    st.markdown("`watchdocket demo` reads the dossiers of real disputes that come with Watchdocket.")
    st.caption(plain(f"The graph lies in {store.settings.home}." if store.settings.embedded else f"The graph lies in {store.settings.neo4j_uri}."))
    st.button("Look again", icon=":material/refresh:")


# ------------------------------------------------------------------ addresses

def asked_for(name: str, *, most: int = 200) -> str:
    """What the address says under this name, cut to `most` characters; empty where it says nothing."""
    return st.query_params.get(name, "")[:most]


def here(**changes: str | Sequence[str]) -> dict[str, str | Sequence[str]]:
    """The address of this page with these parts changed and the others as they are; what becomes empty goes."""
    before = {name: st.query_params.get_all(name) for name in st.query_params}
    return {name: value for name, value in {**before, **changes}.items() if value}


def put(**changes: str | Sequence[str]) -> None:
    """Change these parts of the address, all at once: one step for the Back button."""
    st.query_params.from_dict(here(**changes))


# ------------------------------------------------------------------ text and links

def plain(text: str) -> str:
    """Text that Streamlit's Markdown shows as it is."""
    return MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def link(page: str, label: str, address: Address | None = None, *, icon: str | None = None, help: str | None = None) -> None:
    """A link to a page of the app; its label is Markdown."""
    st.page_link(PAGES[page].file, label=label, icon=icon, help=help, query_params=address)


def entity_link(entity: ShownEntity, *, note: str = "") -> None:
    """A link to the entity's own page."""
    words = " · ".join(filter(None, (entity.kind, note or count(entity.documents, "document"))))
    page, address = entity_page(entity)
    link(page, f"{plain(clip(entity.name, 90))} :small[:gray[{plain(words)}]]", address)


def pair_link(pair: DisputedPair) -> None:
    """A link that shows what is between two parties."""
    names = " and ".join(f"**{plain(clip(party.name, 44))}**" for party in (pair.one, pair.other))
    link("explore", f"{names} :small[:gray[{plain(pair_words(pair))}]]", {"entity": [pair.one.id, pair.other.id], "edge": pair.edges[0].id})


def document_link(document: ShownDocument, *, label: str = "", note: str = "", claim: str = "") -> None:
    """A link to the document, at a claim where one is named."""
    words = plain(label or clip(document.title, 120)) + (f" :small[:gray[{plain(note)}]]" if note else "")
    page, address = document_page(document, claim)
    link(page, words, address)
