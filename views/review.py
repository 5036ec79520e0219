"""The page of judgements: which names are one, which claims stand as they were read, and all that was decided before, with undo.

What is looked at and what was decided last are in the address, so that the browser's way back leads to the question before.
"""

from __future__ import annotations

import streamlit as st

from graph.dossier import claims_of, find_home
from graph.evidence import WEIGHTS
from graph.explore import ShownClaim, claims_of_ids
from graph.identity_nodes import Question, Side
from graph.model import CATEGORIES, Claim, Extraction
from graph.preview import preview
from graph.reviews import CORRECTABLE, Queued, Review, now
from views.acting import act, open_to_change, tell, who
from views.controls import choose_one
from views.evidence import claim_html, claims_html, document_html
from views.frame import asked_for, link, open_graph, plain, put
from views.judgements import UNDONE, history
from views.wording import OVER, RELATION_NAMES, STATUS_WORDS, about_entity, clip, count, other_names

store = open_graph()
PARTS = {"identity": "Which names are one", "claims": "Claims to check", "history": "What was decided"}
AHEAD = 40              # questions that are asked for at once
CLAIMS_A_SIDE = 5       # claims about each of two names


# ------------------------------------------------------------------ which names are one

def identity() -> None:
    """One pair of names after the other."""
    questions = {f"{found.left.id} {found.right.id}": found for found in store.identity_queue(AHEAD)}
    if not questions:
        st.info("No pair of names waits for a judgement.")
        weigh_button()
        return
    pairs = list(questions)
    at = pairs.index(asked_for("pair")) if asked_for("pair") in questions else 0
    question, after = questions[pairs[at]], pairs[(at + 1) % len(pairs)]
    st.caption(f"Pair {at + 1} of {f'{AHEAD} or more' if len(pairs) == AHEAD else len(pairs)}, those first on which most hangs. "
               "A decision is kept as a record and can be undone.")
    st.subheader(f"{plain(clip(question.left.name, 80))} and {plain(clip(question.right.name, 80))}", anchor=False)
    evidence(question)
    st.text_input("Why (kept with the decision)", key=(reason := f"why {pairs[at]}"), placeholder="for example: the same address in both filings")
    with st.container(horizontal=True):
        for judgement, (label, key, icon) in JUDGEMENTS.items():
            st.button(label, key=judgement, shortcut=key, icon=icon, on_click=decide, args=(question, judgement, reason, after))
        st.button("Skip", key="skip", shortcut="k", icon=":material/skip_next:", on_click=lambda: put(pair=after))
    for column, side in zip(st.columns(2, gap="large"), (question.left, question.right), strict=True):
        with column:
            one_side(side)
    weigh_button()


JUDGEMENTS = {"same": ("They are one", "s", ":material/merge:"), "different": ("They are two", "d", ":material/call_split:"),
              "unsure": ("Cannot be told", "u", ":material/question_mark:")}


def evidence(question: Question) -> None:
    """What speaks for and against it, the weightiest first."""
    found = sorted(question.evidence, key=lambda each: -abs(WEIGHTS[each]))
    left, right = st.columns(2, gap="large")
    for column, title, kept in ((left, "For it", [each for each in found if WEIGHTS[each] > 0]),
                                (right, "Against it", [each for each in found if WEIGHTS[each] < 0])):
        with column:
            st.markdown(f"**{title}**" + "".join(f"  \n{plain(each)} :small[:gray[{WEIGHTS[each]:+}]]" for each in kept)
                        + ("" if kept else "  \n:gray[nothing]"))


def one_side(side: Side) -> None:
    """One of the two names, with what is said of it."""
    entity = find_home(store, side.id)
    st.subheader(plain(clip(side.name, 120)), anchor=False)
    if entity is None:
        st.caption("No document names it any more.")
        return
    st.caption(f"{plain(about_entity(entity))}  \n{plain(other_names(entity))}")
    link("entity", "All that is on record", {"id": entity.id}, icon=":material/label:")
    told = claims_of(store, entity.id, limit=CLAIMS_A_SIDE)
    if told:
        st.html(claims_html(told, opened=1))
    else:
        st.caption("No claim on record is about it.")


def decide(question: Question, judgement: str, reason: str, after: str) -> None:
    """Record a judgement and go on to the next pair. `reason`: the key of the field with it, which may have been filled in only now."""
    why = st.session_state[reason]
    label = JUDGEMENTS[judgement][0].lower()
    act(lambda: put(reviewed="", decided=open_to_change().decide(question.left.id, question.right.id, judgement, by=who(), why=why).id, pair=after),
        f"{clip(question.left.name, 80)} and {clip(question.right.name, 80)}: {label}.")


def weigh_button() -> None:
    """Find pairs anew."""
    if st.button("Weigh all names anew", icon=":material/balance:",
                 help="Merges what the evidence alone makes one, and finds what a person should say."):
        with st.spinner("Comparing names and what is said of them…"):
            applied = open_to_change().apply_identity()
        st.success(f"{count(len(applied.merged), 'pair')} merged by the evidence, {count(len(applied.undone), 'automatic merge')} taken back, "
                   f"{count(applied.asked, 'pair waits', 'pairs wait')} for a person.")
        st.button("Look at them", icon=":material/arrow_forward:")


# ------------------------------------------------------------------ claims to check

def claims() -> None:
    """One claim after the other, or the one of the address."""
    queue = {found.claim: found for found in store.review_queue(AHEAD)}
    wanted = asked_for("claim") or next(iter(queue), "")
    found = store.claim(wanted) if wanted else None
    if wanted and not found:
        st.warning("The claim of this link is not in the graph, or its document was taken back.")
    if not found:
        st.info("No claim waits for a judgement.")
        return
    ids = list(queue)
    after = ids[(ids.index(wanted) + 1) % len(ids)] if wanted in queue else next(iter(ids), "")
    claim, extraction = found
    waiting(queue.get(wanted))
    shown = next(iter(claims_of_ids(store, [claim.id])), None) or as_extracted(claim, extraction)
    st.html(claim_html(shown, opened=True))
    st.html(f'<p class="wd-quiet">Read it in {document_html(shown.document, claim=claim.id)}</p>')
    st.text_input("Why (kept with the review; needed where it is not confirmed)", key=f"why {claim.id}")
    with st.container(horizontal=True):
        for verdict, (label, key, icon) in VERDICTS.items():
            st.button(label, key=verdict, shortcut=key, icon=icon, on_click=judge, args=(claim.id, verdict, after))
        st.button("Skip", key="skip", shortcut="k", icon=":material/skip_next:", on_click=lambda: put(claim=after))
    with st.expander("It says something else", icon=":material/edit:"):
        correction(claim, extraction, after)
    earlier = store.reviews(claim.id)
    if earlier:
        st.subheader("Earlier reviews of this claim", anchor=False)
        history([], earlier, {}, {})


VERDICTS = {"confirmed": ("The document says so", "y", ":material/check:"), "rejected": ("It does not", "n", ":material/close:")}


def waiting(queued: Queued | None) -> None:
    """Why this claim is asked about."""
    if queued:
        st.caption(f"Asked about because: {'; '.join(queued.reasons) or 'nobody has looked at it yet'} · confidence {queued.confidence:.0%}")


def as_extracted(claim: Claim, extraction: Extraction) -> ShownClaim:
    """A claim that reviewers rejected, as it was read."""
    return next(shown for shown in preview(store, extraction).claims if shown.id == claim.id)


def correction(claim: Claim, extraction: Extraction, after: str) -> None:
    """What the document says instead; only what is changed is kept."""
    names = {entity.id: f"{clip(entity.name, 80)} ({entity.kind})" for entity in sorted(extraction.entities, key=lambda entity: entity.name)}
    categories = {"": "none", **{category: OVER[category].removeprefix("over ") or "other" for category in CATEGORIES}}
    categories |= {claim.category: claim.category} if claim.category and claim.category not in categories else {}
    options = {"subject": names, "relation": RELATION_NAMES, "object": names, "status": STATUS_WORDS, "category": categories}
    read = {name: getattr(claim, name) or "" for name in CORRECTABLE}
    with st.form(f"correct {claim.id}", border=False):
        given = {name: st.selectbox(name.capitalize(), list(table), list(table).index(read[name]), format_func=table.__getitem__,
                                    key=f"{name} {claim.id}") for name, table in options.items()}
        if st.form_submit_button("Correct it", icon=":material/edit:"):
            changed = {name: value for name, value in given.items() if value != read[name]}
            judge(claim.id, "corrected", after, **changed)
            st.rerun()


def judge(claim: str, verdict: str, after: str, **changed: str) -> None:
    """Record a review and go on to the next claim."""
    review = Review(claim, verdict, who(), now(), st.session_state[f"why {claim}"], **changed)
    act(lambda: (open_to_change().review(review), put(claim=after, decided="", reviewed=review.id)), f"{verdict.capitalize()}.")


# ------------------------------------------------------------------ what was decided

def past() -> None:
    """All decisions and reviews, newest first."""
    decisions, reviews = store.decisions(), store.reviews()
    if not decisions and not reviews:
        st.info("Nothing was decided or reviewed yet.")
    things = store.things({id for decision in decisions for id in (decision.left, decision.right)})
    shown = {claim.id: claim for claim in claims_of_ids(store, list({entry.review.claim for entry in reviews}))}
    history(decisions, reviews, things, shown)


def undo_last() -> None:
    """A way back from the decision or review that the address names as the last."""
    decided, reviewed = asked_for("decided"), asked_for("reviewed")

    def undo() -> object:
        graph = open_to_change()
        return graph.undo_decision(decided, by=who(), why="") if decided else graph.undo_review(reviewed, who(), "")

    if decided or reviewed:
        st.button("Undo the last", key="undo", shortcut="z", icon=":material/undo:",
                  on_click=lambda: (act(undo, UNDONE), put(decided="", reviewed="")))


tell()
undo_last()
st.title("Review", anchor=False)
{"identity": identity, "claims": claims, "history": past}[choose_one("part", PARTS, "Part")]()
