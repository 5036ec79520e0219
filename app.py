"""The Streamlit app: `watchdocket app`. Knows which pages there are; each is a file in views/."""

import streamlit as st

from views.frame import DOCUMENTS, EXPLORE, ICON, OVERVIEW, QUERIES, STYLE, errors_as_sentences, how_to_ingest, open_graph

st.set_page_config(page_title="Watchdocket", page_icon=ICON, layout="wide", menu_items={"About": "Who says what about whom."})
st.logo(ICON, size="large")
st.html(STYLE)
page = st.navigation([st.Page(OVERVIEW, title="Overview", icon=":material/home:", default=True),
                      st.Page(EXPLORE, title="Explore", icon=":material/hub:", url_path="explore"),
                      st.Page(DOCUMENTS, title="Documents", icon=":material/description:", url_path="documents"),
                      st.Page(QUERIES, title="Queries", icon=":material/manage_search:", url_path="queries")], position="top")

with errors_as_sentences():
    store = open_graph()
    if store.counts()["documents"]:
        page.run()
    else:
        how_to_ingest(store)
