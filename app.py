"""The Streamlit app: `watchdocket app`. Knows how a page is framed; which pages there are says views/frame.py, and each is a file in views/."""

import streamlit as st

from views.addresses import FIRST
from views.finder import search_everywhere
from views.frame import FILLING, ICON, PAGES, draw_style, errors_as_sentences, how_to_ingest, open_graph

st.set_page_config(page_title="Watchdocket", page_icon=ICON, layout="wide", menu_items={"About": "Who says what about whom."})
st.logo(ICON, size="large")
draw_style()
page = st.navigation([st.Page(page.file, title=page.title, icon=page.icon, url_path=page.name, default=page.name == FIRST,
                              visibility="visible" if page.in_navigation else "hidden") for page in PAGES.values()], position="top")

with errors_as_sentences():
    store = open_graph()
    if store.counts()["documents"] or page.url_path == FILLING:
        search_everywhere()
        page.run()
    else:
        how_to_ingest(store)
