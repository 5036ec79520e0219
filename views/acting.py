"""Who acts in the app, and the graph that acts may change. Pages that only show something have no need of it. Knows Streamlit, no page."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable

import streamlit as st

from graph.model import WatchdocketError, make_id
from graph.reviews import now
from graph.settings import load_settings
from graph.store import Store, open_store
from views.frame import plain


@st.cache_resource(show_spinner="Opening the graph…")
def open_to_change() -> Store:
    """The graph, for what a reader decides, stores or takes back."""
    return open_store(load_settings())


def who() -> str:
    """Who acts: the account one is logged in with, or that of this machine."""
    return str(st.user.get("email") or "") or getpass.getuser()


def new_run() -> str:
    """An id for all that one act of a reader does, for the log."""
    return make_id("run", now(), os.getpid())


def act(what: Callable[[], object], done: str) -> None:
    """Do something that changes the graph, and say so at the top of the next run; or say why it could not be done."""
    try:
        what()
    except WatchdocketError as error:
        st.session_state["told"] = (str(error), ":material/error:")
    else:
        st.session_state["told"] = (done, ":material/check:")


def tell() -> None:
    """Say once what became of the last act."""
    if told := st.session_state.pop("told", None):
        words, icon = told
        (st.error if icon == ":material/error:" else st.success)(plain(words), icon=icon)
