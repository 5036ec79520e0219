"""The page of one dispute: who is in it as what, before whom, about what; each accusation beside its answer; its course; its documents."""

import streamlit as st

from graph.dossier import Case, Tie, case, exchanges, find_home
from graph.explore import ShownEntity
from graph.model import ADVERSE
from views.claims import show_claims
from views.dossier import course_html, exchanges_html, terms_html, ties_html
from views.evidence import legend_html
from views.frame import asked_for, document_link, link, open_graph, plain
from views.wording import MANNERS, about_document, about_entity, clip, other_names

store = open_graph()
RULED = ("RULES_FOR", "RULES_AGAINST", "FINES", "SANCTIONS", "SETTLES_WITH")
EVENTS = ADVERSE | {"DENIES", *RULED}      # what has its place in the course even without a day of its own
ITSELF = ("PARTY_TO", "FILED_IN", "CONCERNS")     # what the head of the page says
SIDES = {"plaintiff": "Plaintiffs", "defendant": "Defendants", "": "Parties"}


def sides(parties: tuple[Tie, ...]) -> dict[str, list[Tie]]:
    """The parties by the part that each has, plaintiffs and defendants first."""
    found: dict[str, list[Tie]] = {part: [] for part in SIDES}
    for tie in parties:
        for part in tie.edge.categories or ("",):
            found.setdefault(part, []).append(tie)
    return {SIDES.get(part) or part[0].upper() + part[1:]: ties for part, ties in found.items() if ties}


def head(dispute: ShownEntity, found: Case) -> None:
    """Who, before whom, about what."""
    st.html(terms_html([*((title, ties_html(ties, bare=True)) for title, ties in sides(found.parties).items()),
                        ("Before", ties_html(found.courts, bare=True)), ("About", ties_html(found.subjects, bare=True)),
                        ("Counsel and offices", ties_html(found.counsel, seen_from=dispute.id))]))
    if not found.parties:
        st.caption("No document on record says who the parties are.")


def body(found: Case) -> None:
    """What is said by and of those in it."""
    told = [claim for claim in found.claims if claim.relation not in ITSELF]
    argued = exchanges(told)
    st.subheader("Accusations and answers", anchor=False)
    if argued:
        st.html(exchanges_html(argued))
    else:
        st.caption("No accusation between those in this dispute is on record.")
    rulings = [claim for claim in told if claim.relation in RULED]
    st.subheader("Rulings and settlements", anchor=False)
    if rulings:
        show_claims(sorted(rulings, key=lambda claim: RULED.index(claim.relation)))
    else:
        st.caption("No ruling, penalty or settlement between those in this dispute is on record.")
    st.subheader("Course of events", anchor=False)
    course = [claim for claim in found.claims if claim.relation not in ("PARTY_TO", "CONCERNS") and (claim.date or claim.relation in EVENTS)]
    if course:
        st.caption("What documents that name this dispute say of those in it, by the day it happened, or else by the day it was reported.")
        st.html(course_html(course))
    else:
        st.caption("Nothing that is said of those in it has a date.")


dispute = find_home(store, asked_for("id"))
if dispute and dispute.kind == "Dispute":
    found = case(store, dispute.id)
    st.title(plain(clip(dispute.name, 200)), anchor=False)
    st.caption(plain(about_entity(dispute)) + f"  \n{plain(other_names(dispute))}")
    left, right = st.columns([5, 3], gap="large")
    with left:
        head(dispute, found)
        body(found)
    with right:
        st.html(legend_html(MANNERS, {}))
        link("explore", "Explore what surrounds it", {"entity": dispute.id}, icon=":material/hub:")
        link("entity", "All that is said about it", {"id": dispute.id}, icon=":material/label:")
        st.subheader("Documents", anchor=False)
        for document in found.documents:
            document_link(document, note=about_document(document))
else:
    st.warning("The dispute of this link is not in the graph, or not any more. Search its name above.")
