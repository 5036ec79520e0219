"""The page of places: where on earth something is on record, how firm it is, and what lies there. All of it is in the address."""

import streamlit as st

from graph.places import ShownPlace, places_on_record
from views.addresses import entity_page
from views.atlas import Spot, spots_of
from views.controls import choose_some
from views.evidence import legend_html
from views.frame import FRESH, asked_for, entity_link, here, link, open_graph, plain, put
from views.wording import MANNER_WORDS, about_entity, clip, count, lines_words
from views.world import WORST_FIRST, draw_world, legend_of

store = open_graph()


@st.cache_data(ttl=FRESH, show_spinner="Looking for places…")
def all_places(counts: tuple[int, ...]) -> list[ShownPlace]:
    return places_on_record(store)


def one_place(spot: Spot) -> None:
    """What is on record of the place that is picked."""
    place = spot.place
    st.subheader(plain(clip(place.entity.name, 120)), anchor=False)
    st.caption(plain(f"{about_entity(place.entity)}. Lines of dealing or dispute: {lines_words(place.lines)}."))
    if spot.unsure:
        st.caption("Several places bear this name, and no document says where this one lies: the map shows the most populous.")
    elif place.entity.kind == "Country":
        st.caption("A country stands at its capital.")
    page, address = entity_page(place.entity)
    with st.container(horizontal=True):
        link(page, "Who buys, builds and oversees there", address, icon=":material/location_on:")
        link("explore", "Explore what surrounds it", {"entity": place.entity.id}, icon=":material/hub:")
    for held in place.holds:
        entity_link(held)


def all_of_them(spots: list[Spot]) -> None:
    """All places as a list, the most contested first."""
    st.caption("Click a mark, or a name here. A larger mark is named in more documents.")
    for spot in sorted(spots, key=lambda spot: ([-spot.place.lines.get(manner, 0) for manner in WORST_FIRST], -spot.place.entity.documents)):
        entity = spot.place.entity
        facts = plain(f"{entity.kind} · {lines_words(spot.place.lines)}")
        link("map", f"{plain(clip(entity.name, 60))} :small[:gray[{facts}]]", here(place=entity.id))


only = choose_some("only", MANNER_WORDS, "How firm")
places = [place for place in all_places(tuple(store.counts().values())) if not only or any(place.lines.get(name) for name in only)]
spots, unknown = spots_of(places)
picked = next((spot for spot in spots if spot.place.entity.id == asked_for("place")), None)
left, right = st.columns([5, 2], gap="medium")
with left:
    draw_world(spots, picked.place.entity.id if picked else "", lambda place: put(place=place), height=520)
    st.html(legend_html({}, legend_of(spots)))
    if unknown:
        st.caption(plain(f"{count(len(unknown), 'place')} not found in the bundled table of places: "
                         f"{clip(', '.join(place.entity.name for place in unknown), 300)}."))
with right, st.container(height=560, border=False):
    if picked:
        link("map", "All places", here(place=""), icon=":material/arrow_back:")
        one_place(picked)
    elif spots:
        all_of_them(spots)
    else:
        st.info("No place on record fits. Ask for less above.")
