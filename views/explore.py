"""The page of what surrounds a name: a picture, the same in words, and the claims behind whatever is picked. All of it is in the address."""

from itertools import pairwise

import streamlit as st

from graph.explore import (
    ShownEntity,
    claims_about,
    claims_by,
    claims_of_edges,
    disputed_pairs,
    documents_naming,
    edges_between,
    find_entity,
    find_pair,
    publishers,
)
from graph.model import KINDS
from graph.network import (
    LONGEST,
    Group,
    Neighbourhood,
    Request,
    disputed_network,
    entities_of_ids,
    neighbourhood,
    way_network,
    ways_between,
)
from views import picture
from views.addresses import entity_page
from views.claims import many, show_claims
from views.controls import choose_among_many, choose_some
from views.evidence import claims_html, legend_html
from views.finder import pick_entity
from views.frame import FRESH, asked_for, document_link, here, link, open_graph, pair_link, plain, put
from views.network import draw_network, shapes_of
from views.wording import MANNER_WORDS, MANNERS, RELATION_NAMES, about_entity, clip, count, group_words, on_record, other_names, sentence

store = open_graph()
AT_FIRST = 24           # parties in the picture before a name is chosen
LISTED = 40             # members of a group that are listed


@st.cache_data(ttl=FRESH, show_spinner="Drawing the picture…", max_entries=100)
def picture_of(request: Request, counts: tuple[int, ...]) -> Neighbourhood:
    return neighbourhood(store, request) if request.chosen else disputed_network(store, request.filters, AT_FIRST)


@st.cache_data(ttl=FRESH, show_spinner="Looking for ways…", max_entries=100)
def ways_of(one: str, other: str, counts: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    return ways_between(store, one, other)


@st.cache_data(ttl=FRESH, show_spinner=False)
def all_publishers(counts: tuple[int, ...]) -> list[str]:
    return publishers(store)


# ------------------------------------------------------------------ filters

def filter_bar() -> None:
    """What the picture is narrowed to: how firm, and behind a button the rest."""
    with st.container(horizontal=True, vertical_alignment="center", key="filters"):
        choose_some("only", MANNER_WORDS, "How firm")
        names = ("relation", "kind", "publisher", "since", "until", "known")
        used = sum(bool(st.query_params.get(name)) for name in names)
        with st.popover(f"Filters ({used})" if used else "Filters", icon=":material/filter_list:", width="content"):
            choose_among_many("relation", RELATION_NAMES, "All relations")
            choose_among_many("kind", {kind: kind for kind in KINDS}, "All kinds of name")
            st.selectbox("Published by", ["", *all_publishers(known)], key="publisher", bind="query-params", accept_new_options=True,
                         format_func=lambda name: name or "anybody", help="The publisher of the document, or of a source that a sentence rests on.")
            with st.container(horizontal=True):
                st.text_input("Happened since", key="since", bind="query-params", placeholder="2019, 2019-05 or 2019-05-13")
                st.text_input("until", key="until", bind="query-params", placeholder="2021")
            st.text_input("As known on", key="known", bind="query-params", placeholder="2021-08-11",
                          help="Only what was published by then counts, and each line is as firm as that makes it. "
                               "What has no date of publication is left out.")
        if used or st.query_params.get("only"):
            link("explore", "Clear filters", here(**dict.fromkeys((*names, "only"), "")), icon=":material/filter_list_off:")


# ------------------------------------------------------------------ what is picked

def show_pair(one: ShownEntity, other: ShownEntity, edge: str) -> None:
    """All that is said of two entities, the picked relation first."""
    st.subheader(f"{plain(clip(one.name, 80))} and {plain(clip(other.name, 80))}", anchor=False)
    edges = sorted(edges_between(store, one.id, other.id), key=lambda found: (found.id != edge, found.id))
    claims = claims_of_edges(store, [found.id for found in edges], bounds=narrowed.bounds)
    claims.sort(key=lambda claim: claim.edge != edge)
    of = sum(found.claims for found in edges)
    st.caption(f"{count(of, 'claim')} on record between the two" + (f", {len(claims)} shown" if len(claims) < of else ""))
    show_claims(claims, opened=1)


def show_entity(entity: ShownEntity) -> None:
    """What an entity is called, and what is said about it and by it."""
    st.subheader(plain(clip(entity.name, 160)), anchor=False)
    st.caption(plain(about_entity(entity)) + f"  \n{plain(other_names(entity))}")
    with st.container(horizontal=True):
        page, address = entity_page(entity)
        link(page, "Its own page", address, icon=":material/label:")
        if picture.opened() != [entity.id]:
            link("explore", "Begin here", {"entity": entity.id}, icon=":material/center_focus_strong:")
    pick_entity(f"to {entity.id}", "Find the way to another name", lambda other: put(**picture.NOTHING_PICKED, entity=entity.id, to=other),
                placeholder="Find the way to another name…")
    about, by = claims_about(store, entity.id, bounds=narrowed.bounds), claims_by(store, entity.id, bounds=narrowed.bounds)
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


def show_group(group: Group) -> None:
    """Whom a group holds; each can be brought into the picture."""
    hub = find_entity(store, group.hub)
    st.subheader(plain(clip(group_words(group, hub.name if hub else ""), 160)), anchor=False)
    st.caption("Left out to keep the picture readable, the most telling first. A click brings one in.")
    for member in entities_of_ids(store, group.members[:LISTED]):
        words = f"{plain(clip(member.name, 90))} :small[:gray[{plain(about_entity(member))}]]"
        link("explore", words, picture.adding(member.id), icon=":material/add:")
    if len(group.members) > LISTED:
        st.caption(f"And {count(len(group.members) - LISTED, 'other')}: filters by relation or kind make the group smaller.")


def show_ways(ways: tuple[tuple[str, ...], ...]) -> None:
    """Each way from one name to another, step by step with the claims along it."""
    called = {entity.id: entity for entity in entities_of_ids(store, list({one for way in ways for one in way}))}
    for at, way in enumerate(ways, 1):
        names = " → ".join(plain(clip(called[one].name, 40)) for one in way)
        with st.expander(f"**Way {at}**, {count(len(way) - 1, 'step')}: {names}", expanded=at == 1):
            for one, other in pairwise(way):
                edges = edges_between(store, one, other)
                st.html(claims_html(claims_of_edges(store, [edge.id for edge in edges], 5)))
                if sum(edge.claims for edge in edges) > 5:
                    link("explore", "All claims between the two", here(edge=edges[0].id), icon=":material/more_horiz:")


def show_beginning() -> None:
    """Where to begin, before anything is chosen."""
    st.caption("Click a line to read the claims behind it, or a shape to read about it. A double click opens its neighbours.")
    for found in disputed_pairs(store, 12):
        pair_link(found)


# ------------------------------------------------------------------ below the picture

def below(around: Neighbourhood) -> None:
    """The legend, what is not seen, and the edges of the picture as links, for those who would rather read or cannot see it."""
    st.html(legend_html(MANNERS, shapes_of(around)))
    notes = [f"{count(around.hidden, 'neighbour is', 'neighbours are')} left out to keep this readable: see the boxes." if around.hidden else "",
             f"{count(around.put_away, 'name')} taken out by you." if around.put_away else "",
             "Of a name with very many lines, only the most telling were weighed." if around.cut else "",
             "A larger shape is named in more documents. Drag to move and pin."]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(" ".join(filter(None, notes)))
        if st.query_params.get("away"):
            link("explore", "Put all back", here(away=""), icon=":material/undo:")
    names = {entity.id: entity.name for entity in around.entities}
    with st.expander(f"The same in words: {count(len(around.edges), 'edge')}", icon=":material/list:"):
        for edge in sorted(around.edges, key=lambda found: (list(MANNERS).index(found.manner), sentence(found, names))):
            words = f"{plain(clip(sentence(edge, names), 200))} :small[:gray[{on_record(edge)}]]"
            link("explore", words, here(**picture.NOTHING_PICKED | {"edge": edge.id}))


# ------------------------------------------------------------------ the page

known = tuple(store.counts().values())
picture.remember()
filter_bar()
narrowed, wrong = picture.filters_or_sentence()
if wrong:
    st.error(plain(wrong))
asked = picture.request(narrowed)
ways: tuple[tuple[str, ...], ...] = ()
other = find_entity(store, asked_for("to"))
if asked.chosen and other:
    ways = ways_of(asked.chosen[0], other.id, known)
    if not ways:
        st.info(f"Nothing on record connects the two within {LONGEST} steps, so this is what surrounds each of them.")
    around = way_network(store, ways, asked) if ways else picture_of(Request((asked.chosen[0], other.id), filters=narrowed), known)
else:
    around = picture_of(asked, known)
if asked.chosen and not around.entities:
    st.warning("What this link leads to is not in the graph, or not any more. Search a name above.")
    around = picture_of(Request(filters=narrowed), known)

edge, shown = asked_for("edge"), asked_for("show")
pair = find_pair(store, edge) if edge else None
group = next((found for found in around.groups if found.id == asked_for("group")), None)
entity = None if pair or group else find_entity(store, shown or ("" if ways or not around.chosen else around.chosen[0]))

left, right = st.columns([3, 2], gap="medium")
with left, st.container(key="picture"):
    if ways and other:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"The shortest ways to {plain(clip(other.name, 60))}.")
            link("explore", "Leave the ways", here(to=""), icon=":material/close:")
    elif not around.chosen:
        st.caption("The parties with most disputes between them. Search a name above, or click one here.")
    if len(around.entities) < 2 and around.chosen:
        st.info("Nothing else is in this picture: no line on record fits the filters.")
    draw_network(around, picture.pins(), edge if pair else group.id if group else shown, lambda what: picture.pick(what, around),
                 undoable=picture.can_undo())
    below(around)
with right:
    if pair:
        show_pair(*pair, edge)
    elif group:
        show_group(group)
    elif entity:
        show_entity(entity)
    elif ways:
        show_ways(ways)
    else:
        show_beginning()
