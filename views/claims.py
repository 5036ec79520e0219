"""Claims on a page, by relation and each with its evidence. Knows Streamlit; how a claim reads is evidence.py's."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from graph.explore import CLAIMS_AT_ONCE, ShownClaim
from views.evidence import claims_html
from views.wording import RELATION_NAMES


def show_claims(claims: list[ShownClaim], *, opened: int = 0) -> None:
    """Claims by relation, in the order in which they come; the first `opened` of each relation show their words at once."""
    for relation, group in groupby(claims, key=lambda claim: claim.relation):
        found = list(group)
        st.markdown(f"**{RELATION_NAMES[relation]}** :gray[{len(found)}]")
        st.html(claims_html(found, opened=opened))


def many(claims: list[ShownClaim]) -> str:
    """How many there are, or that there are more than one page takes."""
    return f"{CLAIMS_AT_ONCE}+" if len(claims) >= CLAIMS_AT_ONCE else str(len(claims))
