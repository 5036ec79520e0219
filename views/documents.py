"""The page of documents: a list, and one of them with its claims marked in its text."""

import streamlit as st

from graph.explore import DocumentPage, ShownClaim, document_page, list_documents
from graph.model import DOCUMENT_KINDS
from views.evidence import about_html, claim_html, legend_html, source_html
from views.frame import DOCUMENTS, clip, document_link, entity_link, open_graph, plain
from views.reading import draw_text
from views.wording import MANNERS, content, count, manner_word

store = open_graph()
AT_ONCE = 50


def list_page() -> None:
    """Documents, newest first."""
    st.title("Documents", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input("Title or publisher contains", key="title", bind="query-params", live="300ms", type="search", on_change=first_page)
        kind = st.selectbox("Kind", ["", *DOCUMENT_KINDS], key="kind", bind="query-params", format_func=lambda name: name or "any", width=180,
                            on_change=first_page)
    number = st.query_params.get("page", "")
    page = max(1, int(number)) if number.isdecimal() and len(number) < 7 else 1
    found = list_documents(store, text=(text or "")[:200], kind=kind or "", skip=(page - 1) * AT_ONCE, limit=AT_ONCE + 1)
    for document in found[:AT_ONCE]:
        facts = (document.publisher, document.published, document.kind, count(document.claims, "claim"))
        document_link(document, note=" · ".join(filter(None, facts)))
    if not found:
        st.info("No document fits. Ask for less, or clear the search.")
    with st.container(horizontal=True):
        kept = {name: value for name, value in (("title", text), ("kind", kind)) if value}
        if page > 1:
            st.page_link(DOCUMENTS, label="Newer", icon=":material/arrow_back:", query_params={"page": str(page - 1), **kept})
        if len(found) > AT_ONCE:
            st.page_link(DOCUMENTS, label="Older", icon=":material/arrow_forward:", query_params={"page": str(page + 1), **kept})


def first_page() -> None:
    """Begin at the newest of what is now asked for."""
    st.query_params.pop("page", None)


def one_page(page: DocumentPage) -> None:
    """One document with what was found in it."""
    st.page_link(DOCUMENTS, label="All documents", icon=":material/arrow_back:")
    st.title(plain(clip(page.document.title, 300)), anchor=False)
    st.html(f'<p class="wd-quiet">{about_html(page.document)}</p>')
    selected = next((claim for claim in page.claims if claim.id == st.query_params.get("claim")), None)
    named = next((entity for entity in page.entity_of.values() if entity.id == st.query_params.get("entity")), None)
    left, right = st.columns([3, 2], gap="large")
    with left:
        draw_text(page, selected.id if selected else "", pick)
        if page.extraction.document.sources:
            with st.expander(count(len(page.extraction.document.sources), "source"), icon=":material/link:"):
                st.html("".join(f"<p>{source_html(source)}</p>" for source in page.extraction.document.sources))
    with right:
        if selected:
            st.html(claim_html(selected))
            with st.container(horizontal=True):
                entity_link(selected.subject)
                entity_link(selected.object)
        elif named:
            entity_link(named)
        else:
            st.caption("Underlined words carry a claim: click them. Tinted words name somebody or something.")
        st.html(legend_html(MANNERS, {}))
        st.subheader(f"{count(len(page.claims), 'claim')} in this document", anchor=False)
        for claim in page.claims:
            claim_line(page, claim)


def claim_line(page: DocumentPage, claim: ShownClaim) -> None:
    """One claim of the list, as a link that marks it in the text."""
    words = clip(" ".join(filter(None, content(claim))), 160)
    st.page_link(DOCUMENTS, label=f"{plain(words)} :small[:gray[{plain(manner_word(claim).lower())}]]",
                 query_params={"document": page.document.id, "claim": claim.id}, help=MANNERS[claim.manner][1])


def pick(what: dict[str, str]) -> None:
    """Put what was clicked in the text into the address."""
    st.query_params.from_dict({"document": st.query_params["document"], what["type"]: what["id"]})


wanted = st.query_params.get("document", "")
page = document_page(store, wanted) if wanted else None
if wanted and not page:
    st.warning("The document of this link is not in the graph, or was taken back.")
if page:
    one_page(page)
else:
    list_page()
