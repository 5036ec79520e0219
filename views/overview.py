"""The page one starts from: how much there is, who quarrels with whom, what came last, how firm it all is."""

import streamlit as st

from graph.explore import DisputedPair, ShownDocument, claims_by_relation, disputed_pairs, list_documents
from graph.model import RELATIONS
from views.evidence import figures_html, legend_html, table_html
from views.frame import FRESH, document_link, link, open_graph, pair_link
from views.wording import MANNERS, count

store = open_graph()


@st.cache_data(ttl=FRESH, show_spinner=False)
def disputes(counts: tuple[int, ...]) -> list[DisputedPair]:
    return disputed_pairs(store, 8)


@st.cache_data(ttl=FRESH, show_spinner=False)
def newest(counts: tuple[int, ...]) -> list[ShownDocument]:
    return list_documents(store, limit=8)


@st.cache_data(ttl=FRESH, show_spinner=False)
def by_relation(counts: tuple[int, ...]) -> dict[tuple[str, str], int]:
    return claims_by_relation(store)


counts = store.counts()
known = tuple(counts.values())

st.title("Who says what about whom", anchor=False)
st.html(figures_html({"documents": counts["documents"], "companies, authorities, people, places and cases": counts["entities"],
                      "claims": counts["claims"]}))

left, right = st.columns([3, 2], gap="large")
with left:
    st.subheader("Most disputed", anchor=False)
    for pair in disputes(known):
        pair_link(pair)
    st.subheader("Newest documents", anchor=False)
    for document in newest(known):
        document_link(document, note=" · ".join(filter(None, (document.publisher, document.published, count(document.claims, "claim")))))
    link("documents", f"All {count(counts['documents'], 'document')}", icon=":material/arrow_forward:")
with right:
    st.subheader("How firm the claims are", anchor=False)
    st.html(legend_html(MANNERS, {}))
    st.html(table_html(by_relation(known)))
    st.caption(f"All {len(RELATIONS)} kinds of claim were read from the documents by machine: each keeps its exact words, so that you can check it.")
