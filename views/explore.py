"""The page for one name: its neighbourhood as a picture and in words, and the claims behind whatever is picked. All of it is in the address."""

import streamlit as st

from graph.explore import (
    Neighbourhood,
    ShownEntity,
    claims_about,
    claims_by,
    claims_of_edges,
    disputed_network,
    disputed_pairs,
    documents_naming,
    edges_between,
    find_entity,
    find_pair,
    neighbourhood,
)
from views.claims import many, show_claims
from views.evidence import legend_html
from views.frame import document_link, entity_link, link, open_graph, pair_link, plain
from views.network import draw_network, shapes_of
from views.wording import MANNERS, about_entity, clip, count, on_record, other_names, sentence

store = open_graph()
AT_FIRST = 24           # parties in the picture before a name is chosen
MOST_CHOSEN = 8         # entities whose neighbours may be in one picture


def keep_only() -> None:
    """Put the chosen manners into the address."""
    st.query_params["only"] = st.session_state[f"only {' '.join(only)}"]


def pick(what: dict[str, str]) -> None:
    """Put what was clicked in the picture into the address."""
    if what["type"] == "edge":
        st.query_params.from_dict(address(edge=what["id"]))
    elif what["type"] == "expand":
        st.query_params.from_dict(address(entity=unfolded(what["id"])))
    else:
        st.query_params.from_dict(address(show=what["id"]))


def address(**changes: str | list[str]) -> dict[str, str | list[str]]:
    """The address of this picture with something else picked in it."""
    kept = {key: st.query_params.get_all(key) for key in ("entity", "only") if key in st.query_params}
    return {**kept, **changes}


def unfolded(entity: str) -> list[str]:
    """The chosen entities with this one too, or without it where it was one of several."""
    if entity in chosen:
        return [id for id in chosen if id != entity] or [entity]
    return [*chosen, entity][-MOST_CHOSEN:]


# ------------------------------------------------------------------ what is picked

def show_pair(one: ShownEntity, other: ShownEntity, edge: str) -> None:
    """All that is said of two entities, the picked relation first."""
    st.subheader(f"{plain(clip(one.name, 80))} and {plain(clip(other.name, 80))}", anchor=False)
    edges = sorted(edges_between(store, one.id, other.id), key=lambda found: (found.id != edge, found.id))
    claims = claims_of_edges(store, [found.id for found in edges])
    claims.sort(key=lambda claim: claim.edge != edge)
    of = sum(found.claims for found in edges)
    st.caption(f"{count(of, 'claim')} on record between the two" + (f", {len(claims)} shown" if len(claims) < of else ""))
    show_claims(claims)
    for entity in (one, other):
        entity_link(entity)


def show_entity(entity: ShownEntity) -> None:
    """What an entity is called, and what is said about it and by it."""
    st.subheader(plain(clip(entity.name, 160)), anchor=False)
    st.caption(plain(about_entity(entity)) + f"  \n{plain(other_names(entity))}")
    if chosen != [entity.id]:
        with st.container(horizontal=True):
            link("explore", "Put it in the middle", address(entity=entity.id), icon=":material/center_focus_strong:")
            fold = entity.id in chosen
            link("explore", "Fold its neighbours" if fold else "Add its neighbours", address(entity=unfolded(entity.id)),
                 icon=":material/remove:" if fold else ":material/add:")
    about, by = claims_about(store, entity.id), claims_by(store, entity.id)
    tabs = st.tabs([f"Said about it ({many(about)})", f"Said by it ({many(by)})", "Documents"])
    with tabs[0]:
        show_claims(about)
    with tabs[1]:
        show_claims(by)
        if not by:
            st.caption("No claim on record stands on its word.")
    with tabs[2]:
        for document in documents_naming(store, entity.id):
            document_link(document)


def in_words(around: Neighbourhood) -> None:
    """The edges of the picture as links, for those who would rather read or cannot see it."""
    names = {entity.id: entity.name for entity in around.entities}
    with st.expander(f"The same in words: {count(len(around.edges), 'edge')}", icon=":material/list:"):
        for edge in sorted(around.edges, key=lambda found: (list(MANNERS).index(found.manner), sentence(found, names))):
            words = f"{plain(clip(sentence(edge, names), 200))} :small[:gray[{on_record(edge)}]]"
            link("explore", words, address(edge=edge.id))


# ------------------------------------------------------------------ the page

chosen = [id for id in dict.fromkeys(st.query_params.get_all("entity")) if find_entity(store, id)][:MOST_CHOSEN]
only = [name for name in st.query_params.get_all("only") if name in MANNERS]
st.pills("Show only", list(MANNERS), selection_mode="multi", default=only, key=f"only {' '.join(only)}", on_change=keep_only,
         format_func=lambda name: MANNERS[name][0], label_visibility="collapsed")
if st.query_params.get_all("entity") and not chosen:
    st.warning("What this link leads to is not in the graph, or not any more. Search a name instead.")

around = neighbourhood(store, chosen, manners=only) if chosen else disputed_network(store, AT_FIRST)
edge, shown = st.query_params.get("edge", ""), st.query_params.get("show", "")
pair = find_pair(store, edge) if edge else None
entity = None if pair else find_entity(store, shown or (chosen[0] if chosen else ""))

left, right = st.columns([3, 2], gap="medium")
with left, st.container(key="picture"):
    if not chosen:
        st.caption("The parties with most disputes between them. Search a name above, or click one here.")
    draw_network(around, edge if pair else shown, pick)
    st.html(legend_html(MANNERS, shapes_of(around)))
    if around.hidden:
        st.caption(f"{count(around.hidden, 'more neighbour is', 'more neighbours are')} left out to keep this readable; "
                   "add a neighbour's neighbours, or show only some lines, to see others.")
    in_words(around)
with right:
    if pair:
        show_pair(*pair, edge)
    elif entity:
        show_entity(entity)
    else:
        st.caption("Click a line to read the claims behind it, or a shape to read about it. A double click adds its neighbours.")
        for found in disputed_pairs(store, 12):
            pair_link(found)
