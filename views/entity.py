"""The page of one name: what it is called, what is said about it and by it, and which documents name it."""

import streamlit as st

from graph.explore import ShownEntity, claims_about, claims_by, documents_naming, find_entity
from views.claims import many, show_claims
from views.frame import asked_for, clip, document_link, link, open_graph, plain
from views.wording import about_entity, other_names

store = open_graph()


def one_name(entity: ShownEntity) -> None:
    """One name with all that is on record."""
    st.title(plain(clip(entity.name, 160)), anchor=False)
    st.caption(plain(about_entity(entity)) + f"  \n{plain(other_names(entity))}")
    link("explore", "Explore what surrounds it", {"entity": entity.id}, icon=":material/hub:")
    about, by = claims_about(store, entity.id), claims_by(store, entity.id)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(f"Said about it ({many(about)})", anchor=False)
        show_claims(about)
    with right:
        st.subheader(f"Said by it ({many(by)})", anchor=False)
        show_claims(by)
        if not by:
            st.caption("No claim on record stands on its word.")
        st.subheader("Documents", anchor=False)
        for document in documents_naming(store, entity.id):
            document_link(document)


entity = find_entity(store, asked_for("id"))
if entity:
    one_name(entity)
else:
    st.warning("What this link leads to is not in the graph, or not any more. Search its name above.")
