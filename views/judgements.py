"""What was decided on names and claims, newest first, each with a way to take it back. Knows Streamlit and the records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from graph.decisions import standing
from graph.explore import ShownClaim
from graph.model import Decision
from graph.reviews import Entry
from views.acting import act, open_to_change, who
from views.frame import link, plain
from views.wording import claim_words, clip

AT_MOST = 100
UNDONE = "Taken back; the graph is what it would be without it."
SAID = {"same": "are one", "different": "are two", "split": "are two, though one document calls both so", "unsure": "may be one or two",
        "undo": "decided anew: an earlier decision was taken back"}
STATES = {"overruled": "a later review holds", "undone": "taken back", "pending": "waits for the claim to come back"}


def history(decisions: Iterable[Decision], reviews: Iterable[Entry], things: Mapping[str, tuple[str, str]], claims: Mapping[str, ShownClaim]) -> None:
    """The latest of all these. `things`: name and kind by the ids of decisions; `claims` by id, as far as they stand."""
    decisions = list(decisions)
    stands = {decision.id for decision in standing(decisions)}
    entries = [(decision.at, decision) for decision in decisions] + [(entry.review.at, entry) for entry in reviews]
    for _, entry in sorted(entries, key=lambda found: found[0], reverse=True)[:AT_MOST]:
        if isinstance(entry, Decision):
            decision_line(entry, things, stands=entry.id in stands)
        else:
            review_line(entry, claims.get(entry.review.claim))
    if len(entries) > AT_MOST:
        st.caption(f"{len(entries) - AT_MOST:,} earlier ones: `watchdocket identity log` and `watchdocket review log` list all.")


def decision_line(decision: Decision, things: Mapping[str, tuple[str, str]], *, stands: bool) -> None:
    """A decision on two names."""
    left, right = (f"**{plain(clip(things[id][0], 80))}**" if id in things else f"`{id}`" for id in (decision.left, decision.right))
    words = f"{left} and {right} {SAID[decision.judgement]}"
    note = "" if stands or decision.judgement == "undo" else "taken back"
    undo = None if not stands else lambda: open_to_change().undo_decision(decision.id, by=who(), why="")
    _line(decision.id, words, decision.by, decision.at, decision.why, note, undo)


def review_line(entry: Entry, claim: ShownClaim | None) -> None:
    """A review of a claim."""
    review = entry.review
    said = plain(clip(claim_words(claim), 160)) if claim else "a claim that does not stand"
    changes = "; ".join(f"{name}: {value or 'none'}" for name, value in review.corrections.items() if name not in ("subject", "object"))
    undo = None if entry.state == "undone" else lambda: open_to_change().undo_review(review.id, who(), "")
    _line(review.id, f"**{review.verdict.capitalize()}**: {said}" + (f" ({plain(changes)})" if changes else ""), review.by, review.at, review.why,
          STATES.get(entry.state, ""), undo)
    link("review", "Look at it again", {"part": "claims", "claim": review.claim}, icon=":material/rate_review:")


def _line(id: str, words: str, by: str, at: str, why: str, note: str, undo: object) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{words}  \n:small[:gray[{plain(' · '.join(filter(None, (by, at[:16].replace('T', ' '), why, note))))}]]")
        if callable(undo):
            st.button("Undo", key=f"undo {id}", icon=":material/undo:", on_click=act, args=(undo, UNDONE))
