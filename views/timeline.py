"""The page of events in their order: how much is told of each year, and what. What it is narrowed to is in the address."""

import streamlit as st

from graph.explore import ShownClaim, find_entity
from graph.timeline import Course, by_year, events
from views.controls import choose_among_many, choose_some, page_number
from views.dossier import course_html
from views.evidence import legend_html, years_html
from views.finder import pick_entity
from views.frame import FRESH, asked_for, entity_link, here, link, open_graph, put
from views.wording import MANNER_WORDS, MANNERS, RELATION_NAMES

store = open_graph()
AT_ONCE = 40


@st.cache_data(ttl=FRESH, show_spinner="Counting the years…")
def years_of(course: Course, counts: tuple[int, ...]) -> dict[str, dict[str, int]]:
    return by_year(store, course)


@st.cache_data(ttl=FRESH, show_spinner="Looking for events…", max_entries=50)
def events_of(course: Course, year: str, page: int, counts: tuple[int, ...]) -> list[ShownClaim]:
    return events(store, course, year, skip=(page - 1) * AT_ONCE, limit=AT_ONCE + 1)


known, year = tuple(store.counts().values()), asked_for("year", most=4)
year = year if year.isdecimal() and len(year) == 4 and year > "0000" else ""
with st.container(horizontal=True, vertical_alignment="center"):
    manners = tuple(choose_some("only", MANNER_WORDS, "How firm"))
    relations = tuple(choose_among_many("relation", RELATION_NAMES, "Suits, rulings, contracts and other events", width=420))
entity = find_entity(store, asked_for("entity"))
course = Course(entity.id if entity else "", relations, manners)
with st.container(horizontal=True, vertical_alignment="center", width=520):
    if entity:
        entity_link(entity)
        link("timeline", "Everybody", here(entity="", page=""), icon=":material/close:")
    else:
        pick_entity("timeline of", "Only what names…", lambda one: put(entity=one, page=""), placeholder="Only what names…")

years = years_of(course, known)
if years:
    st.html(years_html(years, year, {one: here(year="" if one == year else one, page="") for one in years}))
    st.html(legend_html(MANNERS, {}))
page = page_number()
found = events_of(course, year, page, known)
if found:
    st.html(course_html(found[:AT_ONCE]))
    st.caption("The latest first. Where no date of the event is told, that of the report stands there.")
else:
    st.info("Nothing dated on record fits. Ask for less above.")
with st.container(horizontal=True):
    if page > 1:
        link("timeline", "Later", here(page=str(page - 1)), icon=":material/arrow_back:")
    if len(found) > AT_ONCE:
        link("timeline", "Earlier", here(page=str(page + 1)), icon=":material/arrow_forward:")
