"""The page of one name: what it is called, what is said about it and by it, its dealings and disputes, and where that stands.

Which part is shown, and which claims of it, is in the address.
"""

import streamlit as st

from graph.dossier import (
    DEALINGS,
    STANDING,
    Tie,
    argued_claims,
    by_other,
    chain,
    claims_of,
    dated_claims,
    decisions_on,
    exchanges,
    find_home,
    names_of,
    same_places,
    tally,
    ties_of,
)
from graph.explore import CONTESTED, ShownEntity, documents_naming
from views.acting import tell
from views.claims import show_claims
from views.controls import choose_one, choose_some
from views.dossier import chain_html, course_html, exchanges_html, names_html, sites_html, ties_html
from views.evidence import legend_html
from views.frame import asked_for, document_link, link, open_graph, plain, put
from views.judgements import history
from views.wording import MANNERS, RELATION_NAMES, about_entity, clip, count, other_names

store = open_graph()
PARTS = {"about": "Said about it", "by": "Said by it", "accusations": "Accusations and answers", "dealings": "Dealings", "course": "Course of events",
         "names": "Names and documents"}
AT_ONCE, AT_MOST = 40, 400      # claims shown at first, and after asking for more
FEW = 8                         # lines of a list in the margin


def claims_part(entity: ShownEntity, *, said_by: bool) -> None:
    """Claims by relation, of the manners that are chosen."""
    found = tally(store, entity.id, said_by=said_by)
    if not found:
        st.caption("No claim on record stands on its word." if said_by else "No claim on record is about it; documents only name it.")
        return
    only = choose_some("only", {name: f"{word} {found[name]:,}" for name, (word, *_) in MANNERS.items() if name in found}, "Show only")
    wanted = sum(found[name] for name in only or found)
    limit = AT_MOST if asked_for("more") else AT_ONCE
    show_claims(claims_of(store, entity.id, said_by=said_by, manners=only, limit=limit))
    if wanted > limit == AT_ONCE:
        st.button(f"Show {min(wanted, AT_MOST) - AT_ONCE:,} more", icon=":material/expand_more:", on_click=lambda: put(more="1"))
    elif wanted > limit:
        st.caption(f"{limit:,} of {wanted:,} claims are shown; Queries asks for the others.")


def accusations_part(entity: ShownEntity) -> None:
    """Accusations beside what the accused answers."""
    found = sorted(exchanges(argued_claims(store, entity.id)), key=lambda one: one.accused.id != entity.id)
    if found:
        st.html(exchanges_html(found))
    else:
        st.caption("No accusation against it or by it is on record.")


def dealings_part(entity: ShownEntity) -> None:
    """Contracts, projects, products and partners, and who works below whom."""
    below, above = chain(store, entity.id, down=True), chain(store, entity.id, down=False)
    for title, steps in (("Subcontractors", below), ("Works below", above)):
        if steps:
            st.subheader(title, anchor=False)
            st.html(chain_html(steps))
    ties = ties_of(store, [entity.id], DEALINGS)
    for reading in dict.fromkeys(tie.reading for tie in sorted(ties, key=lambda tie: DEALINGS.index(tie.edge.relation))):
        st.subheader(reading[0].upper() + reading[1:], anchor=False)
        st.html(ties_html([tie for tie in ties if tie.reading == reading], seen_from=entity.id))
    if not ties and not below and not above:
        st.caption("No contract, project, product or partner of it is on record.")


def course_part(entity: ShownEntity) -> None:
    """What has a date, in its order."""
    claims = dated_claims(store, entity.id)
    st.html(course_html(claims)) if claims else st.caption("Nothing that is said about it has a date.")


def names_part(entity: ShownEntity) -> None:
    """What it is called where, and all documents that name it."""
    st.html(names_html(names_of(store, entity)))
    decisions = decisions_on(store, entity.id)
    if decisions:
        st.subheader("What was decided on its names", anchor=False)
        history(decisions, [], store.things({id for decision in decisions for id in (decision.left, decision.right)}), {})
    st.subheader("Documents", anchor=False)
    for document in documents_naming(store, entity.id):
        document_link(document, note=" · ".join(filter(None, (document.publisher, document.published))))


def margin(entity: ShownEntity) -> None:
    """The disputes it is in, with whom, where it sits, and who else works where it does."""
    cases = ties_of(store, [entity.id], ("PARTY_TO", "FILED_IN", "CONCERNS"), limit=FEW)
    if cases:
        st.subheader("Proceedings", anchor=False)
        st.html(ties_html(cases, seen_from=entity.id))
    against = by_other(ties_of(store, [entity.id], CONTESTED, claims=False))
    if against:
        st.subheader("In dispute with", anchor=False)
        for ties in against[:FEW]:
            opponent_link(ties)
    standing = ties_of(store, [entity.id], STANDING, limit=FEW)
    if standing:
        st.subheader("Seats, owners, offices", anchor=False)
        st.html(ties_html(standing, seen_from=entity.id))
    sites = same_places(store, entity.id) if entity.kind == "Company" else []
    if sites:
        st.subheader("In the same places", anchor=False)
        st.html(sites_html(sites[:FEW]))


def opponent_link(ties: list[Tie]) -> None:
    """A link to all that is between the entity and one it is in dispute with."""
    kinds = ", ".join(dict.fromkeys(RELATION_NAMES[tie.edge.relation].lower() for tie in ties))
    claims = count(sum(tie.edge.claims for tie in ties), "claim")
    link("explore", f"{plain(clip(ties[0].other.name, 80))} :small[:gray[{plain(f'{kinds} · {claims}')}]]",
         {"entity": [ties[0].here.id, ties[0].other.id], "edge": ties[0].edge.id})


def one_name(entity: ShownEntity) -> None:
    """One name with the chosen part of what is on record."""
    st.title(plain(clip(entity.name, 160)), anchor=False)
    st.caption(plain(about_entity(entity)) + f"  \n{plain(other_names(entity))}")
    with st.container(horizontal=True):
        link("explore", "Explore what surrounds it", {"entity": entity.id}, icon=":material/hub:")
    part = choose_one("view", PARTS, "Part")
    left, right = st.columns([5, 3], gap="large")
    with left:
        SHOWN[part](entity)
    with right:
        st.html(legend_html(MANNERS, {}))
        margin(entity)


SHOWN = {"about": lambda entity: claims_part(entity, said_by=False), "by": lambda entity: claims_part(entity, said_by=True),
         "accusations": accusations_part, "dealings": dealings_part, "course": course_part, "names": names_part}
tell()
entity = find_home(store, asked_for("id"))
if entity:
    one_name(entity)
else:
    st.warning("What this link leads to is not in the graph, or not any more. Search its name above.")
