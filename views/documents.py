"""The page of documents: those of a kind, title or publisher, newest first."""

import streamlit as st

from graph.explore import list_documents
from graph.model import DOCUMENT_KINDS
from views.controls import page_number
from views.frame import document_link, link, open_graph, plain
from views.wording import count

store = open_graph()
AT_ONCE = 50


def first_page() -> None:
    """Begin at the newest of what is now asked for."""
    st.query_params.pop("page", None)


st.title("Documents", anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom"):
    text = st.text_input("Title or publisher contains", key="title", bind="query-params", live="300ms", type="search", on_change=first_page)
    kind = st.selectbox("Kind", ["", *DOCUMENT_KINDS], key="kind", bind="query-params", format_func=lambda name: name or "any", width=180,
                        on_change=first_page)
page = page_number()
found = list_documents(store, text=(text or "")[:200], kind=kind or "", skip=(page - 1) * AT_ONCE, limit=AT_ONCE + 1)
for document in found[:AT_ONCE]:
    facts = (document.publisher, document.published, document.kind, count(document.claims, "claim"))
    document_link(document, note=" · ".join(filter(None, facts)))
publishers = {document.publisher for document in found}
if text and len(publishers) == 1 and "" not in publishers:
    link("retract", f"Take back all documents of {plain(*publishers)}…", {"publisher": publishers.pop()}, icon=":material/undo:",
         help="First shows what would go, and on whose word the rest stays.")
if not found:
    st.info("No document fits. Ask for less, or clear the search.")
with st.container(horizontal=True):
    kept = {name: value for name, value in (("title", text), ("kind", kind)) if value}
    if page > 1:
        link("documents", "Newer", {"page": str(page - 1), **kept}, icon=":material/arrow_back:")
    if len(found) > AT_ONCE:
        link("documents", "Older", {"page": str(page + 1), **kept}, icon=":material/arrow_forward:")
