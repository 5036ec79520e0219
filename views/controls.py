"""Controls whose state is in the address, under short words that outlive their labels. Knows Streamlit, no page."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, Literal

import streamlit as st

from views.frame import asked_for, put


def choose_one(name: str, options: Mapping[str, str], label: str, *, labelled: bool = False) -> str:
    """One of several ways to look at a page: the one that the address names, else the first. `options`: a word of the address to its label.

    `labelled`: what the choice is about stands above it; else only those hear it who do not see the page.
    """
    first = next(iter(options))
    chosen = asked_for(name) if asked_for(name) in options else first
    key = f"{name} {chosen}"

    def change() -> None:
        put(**{name: "" if st.session_state[key] == first else st.session_state[key]})

    st.segmented_control(label, list(options), default=chosen, required=True, key=key, on_change=change, format_func=options.__getitem__,
                         label_visibility=_visibility(labelled))
    return chosen


def choose_some(name: str, options: Mapping[str, str], label: str, *, labelled: bool = False) -> list[str]:
    """Those of several that the address names; none means all."""
    st.pills(label, list(options), selection_mode="multi", format_func=options.__getitem__, label_visibility=_visibility(labelled),
             **_kept(name, options))
    return chosen_of(name, options)


def choose_among_many(name: str, options: Mapping[str, str], label: str, *, width: int | Literal["stretch"] = "stretch") -> list[str]:
    """As `choose_some`, for more than stand side by side; the label is what stands there while nothing is chosen."""
    st.multiselect(label, list(options), format_func=options.__getitem__, label_visibility="collapsed", placeholder=label, width=width,
                   **_kept(name, options))
    return chosen_of(name, options)


def chosen_of(name: str, options: Container[str]) -> list[str]:
    """What the address chooses of the options."""
    return [word for word in st.query_params.get_all(name) if word in options]


def page_number(name: str = "page") -> int:
    """Which page of a long list the address names, from 1."""
    number = asked_for(name, most=6)
    return max(1, int(number)) if number.isdecimal() else 1


def _visibility(labelled: bool) -> Literal["visible", "collapsed"]:
    return "visible" if labelled else "collapsed"


def _kept(name: str, options: Container[str]) -> dict[str, Any]:
    """What makes a widget follow the address, and the address the widget: a change begins at the first page."""
    chosen = chosen_of(name, options)
    key = f"{name} {' '.join(chosen)}"
    return {"default": chosen, "key": key, "on_change": lambda: put(**{name: st.session_state[key], "page": ""})}
