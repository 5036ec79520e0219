"""The page that takes documents back: first what would go and on whose word the rest stays, then, when confirmed, the act itself."""

import streamlit as st

from graph.model import RELATIONS
from graph.retraction import Consequences, Firmness, RestingEdge
from views.acting import act, new_run, open_to_change, tell
from views.frame import asked_for, link, open_graph, plain
from views.wording import clip, count, status_word

store = open_graph()
AT_MOST = 40            # lines of each part that are shown
NAMED = 3               # documents and speakers that are named beside what stays
VERDICTS = {"goes": ("Goes", ":material/remove:"), "changes": ("Becomes another", ":material/change_circle:"), "stays": ("Stays", ":material/check:")}


def asked() -> list[str]:
    """The documents of the address: by id, or all of a publisher."""
    publisher = asked_for("publisher")
    return store.find_documents(publisher=publisher) if publisher else st.query_params.get_all("id")


def preview(found: Consequences) -> None:
    """What would follow."""
    for _, title in found.documents[:AT_MOST]:
        st.markdown(f"**{plain(clip(title, 160))}**")
    if len(found.documents) > AT_MOST:
        st.caption(f"and {count(len(found.documents) - AT_MOST, 'more document')}")
    edges, entities = (sum(row.verdict == "goes" for row in part) for part in (found.edges, found.entities))
    st.markdown(f"With {'it' if len(found.documents) == 1 else 'them'} would go {count(found.claims, 'claim')}, {count(edges, 'edge')} and "
                f"{count(entities, 'name')} that nothing else names. Taken back is not forbidden: reading the same file again brings all of it again."
                + (f" {count(found.reviews, 'review')} would wait for claims to return." if found.reviews else ""))
    for verdict, (title, icon) in VERDICTS.items():
        lines = [edge_words(edge) for edge in found.edges if edge.verdict == verdict]
        lines += [f"{entity.name} ({entity.kind})" for entity in found.entities if entity.verdict == verdict == "goes"]
        if lines:
            with st.expander(f"{title} ({len(lines)})", icon=icon, expanded=verdict == "changes"):
                st.markdown("\n".join(f"- {plain(clip(line, 400))}" for line in lines[:AT_MOST])
                            + (f"\n- and {len(lines) - AT_MOST:,} more" if len(lines) > AT_MOST else ""))


def edge_words(edge: RestingEdge) -> str:
    """What an edge says, how firm it is and would be, and on what it would stay."""
    said = f"{edge.source} {RELATIONS[edge.relation].reading} {edge.target}"
    before = firmness(edge.relation, edge.before)
    if edge.after is None:
        return f"{said}: {before}"
    after = f" would be {firmness(edge.relation, edge.after)}" if edge.verdict == "changes" else ""
    on = some(edge.documents) + (f", on the word of {some(edge.said_by)}" if edge.said_by else "")
    return f"{said}: {before}{after}; rests on {on}"


def firmness(relation: str, edge: Firmness) -> str:
    """How firm an edge is, in words."""
    return status_word(relation, edge.status).lower() + (" and disputed" if edge.disputed else "")


def some(names: tuple[str, ...]) -> str:
    """The first names of a list."""
    return ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")


def take_back(documents: list[str]) -> None:
    """Take them back, each in a transaction of its own."""
    run, graph = new_run(), open_to_change()
    for document in documents:
        graph.retract(document, run=run)


tell()
st.title("Take documents back", anchor=False)
found = store.what_rests_on(asked())
if found.documents:
    preview(found)
    documents = [id for id, _ in found.documents]
    words = "this document" if len(documents) == 1 else f"these {len(documents):,} documents"
    with st.container(horizontal=True):
        done = f"{count(len(documents), 'document')} taken back, with all that stood on nothing else."
        st.button(f"Take {words} back", type="primary", icon=":material/undo:", on_click=act, args=(lambda: take_back(documents), done))
        link("documents", "Leave as it is", icon=":material/arrow_back:")
else:
    st.info("There is nothing to take back: no document of this link is in the graph, or none any more.")
    link("documents", "All documents", icon=":material/description:")
