"""The page of one place or project: who buys, builds, bids and oversees there, what was ended, and what is alleged of those who work there."""

import streamlit as st

from graph.dossier import SITES, Site, Tie, exchanges, find_home, site
from graph.explore import ShownEntity
from views.claims import show_claims
from views.dossier import exchanges_html, ties_html
from views.evidence import legend_html
from views.frame import asked_for, document_link, link, open_graph, plain
from views.wording import MANNERS, RELATION_NAMES, about_document, about_entity, clip, other_names

store = open_graph()
# What people ask of a place first, and what to call it there.
HEADS = {"CONTRACTS_WITH": "Who buys, and from whom", "WORKS_ON": "Who builds", "OVERSEES": "Who oversees", "TERMINATES": "Contracts that were ended",
         "BIDS_FOR": "Who bid", "USES": "What is used"}


def dealings(place: ShownEntity, found: Site) -> None:
    """Who deals with the place or what lies in it, by what they do."""
    for relation in [*HEADS, *dict.fromkeys(tie.edge.relation for tie in found.dealings if tie.edge.relation not in HEADS)]:
        ties = [tie for tie in found.dealings if tie.edge.relation == relation]
        if ties:
            st.subheader(HEADS.get(relation, RELATION_NAMES[relation]), anchor=False)
            st.html(ties_html(ties, seen_from=place.id))
    if not found.dealings:
        st.caption("No contract, project or product of this place is on record.")


def alleged(found: Site) -> None:
    """Contested claims on those who work there."""
    st.subheader("Accusations, suits and rulings", anchor=False)
    if not found.claims:
        st.caption("Documents that name it tell of no accusation, suit or ruling among those who work there.")
        return
    st.caption("What documents that name it say of those who buy, build and oversee there.")
    argued = exchanges(found.claims)
    if argued:
        st.html(exchanges_html(argued))
    show_claims(sorted((claim for claim in found.claims if claim.relation not in ("ACCUSES", "DENIES")), key=lambda claim: claim.relation))


def lying(ties: tuple[Tie, ...], place: ShownEntity) -> None:
    """What lies in the place."""
    if ties:
        st.subheader("What lies there", anchor=False)
        st.html(ties_html(ties, seen_from=place.id))


place = find_home(store, asked_for("id"))
if place and place.kind in SITES:
    found = site(store, place.id)
    st.title(plain(clip(place.name, 160)), anchor=False)
    st.caption(plain(about_entity(place)) + f"  \n{plain(other_names(place))}")
    left, right = st.columns([5, 3], gap="large")
    with left:
        dealings(place, found)
        alleged(found)
    with right:
        st.html(legend_html(MANNERS, {}))
        link("explore", "Explore what surrounds it", {"entity": place.id}, icon=":material/hub:")
        link("entity", "All that is said about it", {"id": place.id}, icon=":material/label:")
        lying(found.within, place)
        st.subheader("Documents", anchor=False)
        for document in found.documents:
            document_link(document, note=about_document(document))
else:
    st.warning("The place or project of this link is not in the graph, or not any more. Search its name above.")
