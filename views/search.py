"""The page of everything that is found: names, documents, quotes. What is asked is in the address."""

import streamlit as st

from graph.search import WHERE, find
from views.evidence import claims_html
from views.finder import GROUPS
from views.frame import asked_for, document_link, entity_link, link, open_graph, plain
from views.wording import about_document, clip, count

store = open_graph()
FEW, MANY = 12, 60

asked, group = asked_for("q").strip(), asked_for("in")
where = (group,) if group in WHERE else WHERE
most = MANY if group in WHERE else FEW


def head(name: str, number: int) -> None:
    """The title of a group, with a link to more of it where there is more."""
    st.subheader(f"{GROUPS[name]} ({f'{most}+' if number >= most else number})", anchor=False)


def foot(name: str, number: int) -> None:
    """A way to more of the group."""
    if number >= most and group not in WHERE:
        link("search", f"More of these: {GROUPS[name].lower()}", {"q": asked, "in": name}, icon=":material/arrow_forward:")


st.title(f"“{plain(clip(asked, 80))}”" if asked else "Search", anchor=False)
found = find(store, asked, most, where)
if group in WHERE:
    link("search", "Everything that is found", {"q": asked}, icon=":material/arrow_back:")
if not asked:
    st.caption("Type into the box on top: names in any spelling, words of a title, words of a quote. The key / leads there.")
elif not found:
    st.info("Nothing on record has these words. Fewer or shorter words find more; names are also found where a letter or two are wrong.")
left, right = st.columns([2, 3], gap="large") if len(where) > 1 else [st.container()] * 2
with left:
    if found.names:
        head("names", len(found.names))
        for entity in found.names:
            entity_link(entity, note=" · ".join(filter(None, (count(entity.documents, "document"), clip("; ".join(entity.aliases[:3]), 60)))))
        foot("names", len(found.names))
    if found.documents:
        head("documents", len(found.documents))
        for document in found.documents:
            document_link(document, note=about_document(document))
        foot("documents", len(found.documents))
with right:
    if found.quotes:
        head("quotes", len(found.quotes))
        st.html(claims_html(found.quotes, opened=len(found.quotes)))
        foot("quotes", len(found.quotes))
