"""The page one starts from: how much there is, who quarrels with whom and where, what came last, what awaits a person."""

import streamlit as st

from graph.explore import DisputedPair, ShownClaim, ShownDocument, claims_of_ids, disputed_pairs, list_documents
from graph.identity_nodes import Question
from graph.overview import DisputedVendor, NewCase, disputed_vendors, newest_disputes
from graph.places import ShownPlace, places_on_record
from views.atlas import spots_of
from views.evidence import claims_html, figures_html, legend_html, table_html
from views.frame import FRESH, document_link, entity_link, link, open_graph, pair_link, plain
from views.wording import MANNERS, about_document, clip, count, lines_words
from views.world import draw_world, legend_of

store = open_graph()
AT_ONCE = 6
FEW = 3


@st.cache_data(ttl=FRESH, show_spinner="Reading the graph…")
def disputes(counts: tuple[int, ...]) -> tuple[list[DisputedPair], list[NewCase], list[DisputedVendor]]:
    return disputed_pairs(store, AT_ONCE), newest_disputes(store, AT_ONCE), disputed_vendors(store, AT_ONCE)


@st.cache_data(ttl=FRESH, show_spinner=False)
def places(counts: tuple[int, ...]) -> list[ShownPlace]:
    return places_on_record(store)


@st.cache_data(ttl=FRESH, show_spinner=False)
def newest(counts: tuple[int, ...]) -> list[ShownDocument]:
    return list_documents(store, limit=AT_ONCE)


@st.cache_data(ttl=FRESH, show_spinner=False)
def by_relation(counts: tuple[int, ...]) -> dict[tuple[str, str], int]:
    return store.claims_by_relation()


@st.cache_data(ttl=FRESH, show_spinner=False)
def awaiting(counts: tuple[int, ...]) -> tuple[list[Question], list[ShownClaim]]:
    return store.identity_queue(FEW), claims_of_ids(store, [queued.claim for queued in store.review_queue(FEW)])


def most_disputed(pairs: list[DisputedPair], vendors: list[DisputedVendor]) -> None:
    """The parties with most between them, and the vendors with most against them."""
    st.subheader("Most contested", anchor=False)
    for pair in pairs:
        pair_link(pair)
    if not pairs:
        st.caption("No accusation, suit or ruling between two names is on record.")
    if vendors:
        st.subheader("Vendors with most disputes", anchor=False)
    for vendor in vendors:
        entity_link(vendor.entity, note=lines_words(vendor.lines))


def newest_first(cases: list[NewCase], documents: list[ShownDocument], total: int) -> None:
    """The newest cases and documents."""
    if cases:
        st.subheader("Newest cases", anchor=False)
    for case in cases:
        entity_link(case.entity, note=f"named on {case.published}")
    st.subheader("Newest documents", anchor=False)
    for document in documents:
        document_link(document, note=about_document(document))
    link("documents", f"All {count(total, 'document')}", icon=":material/arrow_forward:")


def awaits(questions: list[Question], queued: list[ShownClaim]) -> None:
    """What a person should look at first."""
    st.subheader("What awaits review", anchor=False)
    if not questions and not queued:
        st.caption("Nothing: no two names may be one, and every claim was looked at.")
    for question in questions:
        names = " and ".join(plain(clip(side.name, 40)) for side in (question.left, question.right))
        link("review", f"{names} :small[:gray[one, or two?]]", {"part": "identity", "pair": f"{question.left.id} {question.right.id}"})
    st.html(claims_html(queued))
    if questions or queued:
        link("review", "Judge these and others", icon=":material/arrow_forward:")


counts = store.counts()
known = tuple(counts.values())
pairs, cases, vendors = disputes(known)

st.title("Who says what about whom", anchor=False)
st.html(figures_html({"documents": counts["documents"], "companies, authorities, people, places and cases": counts["entities"],
                      "claims": counts["claims"]}))
left, right = st.columns([3, 2], gap="large")
with left:
    most_disputed(pairs, vendors)
    newest_first(cases, newest(known), counts["documents"])
with right:
    spots, _ = spots_of(places(known))
    if spots:
        draw_world(spots, "", height=230)
        st.html(legend_html({}, legend_of(spots)))
        link("map", "The map, with names", icon=":material/arrow_forward:")
    awaits(*awaiting(known))
    st.subheader("How firm the claims are", anchor=False)
    st.html(legend_html(MANNERS, {}))
    st.html(table_html(by_relation(known)))
    st.caption("Claims are read from documents by machine: each keeps its exact words, so that you can check it.")
