"""Controls whose state is in the address, under short words that outlive their labels. Knows Streamlit, no page."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from views.frame import asked_for, put


def choose_one(name: str, options: Mapping[str, str], label: str) -> str:
    """One of several ways to look at a page: the one that the address names, else the first. `options`: a word of the address to its label."""
    first = next(iter(options))
    chosen = asked_for(name) if asked_for(name) in options else first
    key = f"{name} {chosen}"

    def change() -> None:
        put(**{name: "" if st.session_state[key] == first else st.session_state[key]})

    st.segmented_control(label, list(options), default=chosen, required=True, key=key, on_change=change, format_func=options.__getitem__,
                         label_visibility="collapsed")
    return chosen


def choose_some(name: str, options: Mapping[str, str], label: str) -> list[str]:
    """Those of several that the address names; none means all."""
    chosen = [word for word in st.query_params.get_all(name) if word in options]
    key = f"{name} {' '.join(chosen)}"
    st.pills(label, list(options), selection_mode="multi", default=chosen, key=key, on_change=lambda: put(**{name: st.session_state[key]}),
             format_func=options.__getitem__, label_visibility="collapsed")
    return chosen
