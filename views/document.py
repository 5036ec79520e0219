"""The page of one document: its text with names and claims marked, and whatever is picked in it. All of it is in the address."""

import streamlit as st

from graph.explore import DocumentPage, ShownClaim, document_page
from views.evidence import about_html, claim_html, legend_html, source_html
from views.frame import asked_for, entity_link, link, open_graph, plain, put
from views.reading import draw_text
from views.wording import MANNERS, claim_words, clip, count, manner_word

store = open_graph()


def one_page(page: DocumentPage) -> None:
    """One document with what was found in it."""
    st.title(plain(clip(page.document.title, 300)), anchor=False)
    st.html(f'<p class="wd-quiet">{about_html(page.document)}</p>')
    selected = next((claim for claim in page.claims if claim.id == asked_for("claim")), None)
    named = next((entity for entity in page.entity_of.values() if entity.id == asked_for("entity")), None)
    left, right = st.columns([3, 2], gap="large")
    with left:
        draw_text(page, selected.id if selected else "", pick)
        if page.extraction.document.sources:
            with st.expander(count(len(page.extraction.document.sources), "source"), icon=":material/link:"):
                st.html("".join(f"<p>{source_html(source)}</p>" for source in page.extraction.document.sources))
    with right, st.container(key="beside-text"):
        if selected:
            st.html(claim_html(selected, opened=True))
            beside(page, selected)
        elif named:
            entity_link(named)
        else:
            st.caption("Underlined words carry a claim: click them. Tinted words name somebody or something.")
        st.html(legend_html(MANNERS, {}))
        st.subheader(f"{count(len(page.claims), 'claim')} in this document", anchor=False)
        for claim in page.claims:
            claim_line(page, claim)
        link("retract", "Take this document back…", {"id": page.document.id}, icon=":material/undo:",
             help="First shows what would go, and on whose word the rest stays.")


def beside(page: DocumentPage, selected: ShownClaim) -> None:
    """What can be done with the picked claim, and the claims that share words with it."""
    link("review", "Review this claim", {"part": "claims", "claim": selected.id}, icon=":material/rate_review:")
    overlapping = [claim for claim in page.claims if claim.id != selected.id and claim.start < selected.end and selected.start < claim.end]
    if overlapping:
        st.caption(f"The same words also carry {count(len(overlapping), 'other claim')}:")
        for claim in overlapping:
            claim_line(page, claim)


def claim_line(page: DocumentPage, claim: ShownClaim) -> None:
    """One claim of the list, as a link that marks it in the text."""
    link("document", f"{plain(clip(claim_words(claim), 160))} :small[:gray[{plain(manner_word(claim).lower())}]]",
         {"id": page.document.id, "claim": claim.id}, help=MANNERS[claim.manner][1])


def pick(what: dict[str, str]) -> None:
    """Put what was clicked in the text into the address."""
    put(**{"claim": "", "entity": "", what["type"]: what["id"]})


found = None if asked_for("id") else store.claim(asked_for("claim"))       # a link may know the claim alone
page = document_page(store, found[1].document.id if found else asked_for("id"))
if page:
    one_page(page)
else:
    st.warning("The document of this link is not in the graph, or was taken back.")
    link("documents", "All documents", icon=":material/description:")
