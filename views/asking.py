"""The fields of a saved question: what is filled in is in the address, and names can be picked. Knows Streamlit and saved questions, no page."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from graph.explore import find_entity
from graph.queries import Query
from graph.query_header import Parameter
from views.finder import pick_entity
from views.frame import asked_for, open_graph, plain, put
from views.wording import RELATION_NAMES, STATUS_WORDS, clip


def fill_in(query: Query) -> dict[str, str]:
    """What is filled in for the query's parameters; each is in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        given = {parameter.name: field(query, parameter) for parameter in query.parameters if parameter.type != "entity"}
    for parameter in query.parameters:
        if parameter.type == "entity":
            given[parameter.name] = entity_field(query, parameter)
        elif parameter.type == "name" and given[parameter.name]:
            who_is_meant(query, parameter, given[parameter.name])
    return given


def field(query: Query, parameter: Parameter) -> str:
    """An input that suits the parameter's type."""
    key, label = f"{query.name}.{parameter.name}", parameter.label[0].upper() + parameter.label[1:]
    if parameter.type == "integer":
        return str(st.number_input(label, value=int(parameter.default), step=1, key=key, bind="query-params", width=280))
    if parameter.choices:
        words = {"": "any"} | STATUS_WORDS | RELATION_NAMES
        chosen = asked_for(key) if asked_for(key) in parameter.choices else parameter.default
        widget = f"{key} {chosen}"
        st.selectbox(label, parameter.choices, parameter.choices.index(chosen), key=widget, width=280,
                     format_func=lambda name: words.get(name, name), on_change=lambda: put(**{key: st.session_state[widget]}))
        return chosen
    return st.text_input(label, parameter.default, key=key, bind="query-params", width=280,
                         placeholder=f"for example {parameter.example}" if parameter.example else None) or ""


def who_is_meant(query: Query, parameter: Parameter, words: str) -> None:
    """The names that these words find, each of which can be put in their place."""
    found = open_graph().search_entities(words, 6)
    key = f"{query.name}.{parameter.name}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("This means" if found else f"Nothing is called “{plain(clip(words, 60))}” here.", width="content")
        for entity in found:
            st.button(f"{plain(clip(entity['name'], 40))} :small[:gray[{entity['kind']}]]", key=f"{key} {entity['id']}", type="tertiary",
                      on_click=lambda name=entity["name"]: st.session_state.update({key: name}))


def entity_field(query: Query, parameter: Parameter) -> str:
    """A box in which one thing is picked; its id is in the address."""
    key = f"{query.name}.{parameter.name}"
    pick_entity(f"pick {key}", parameter.label, lambda id: put(**{key: id}), placeholder=parameter.label[0].upper() + parameter.label[1:])
    entity = find_entity(open_graph(), asked_for(key)) if asked_for(key) else None
    if entity:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"Only {plain(clip(entity.name, 80))}", width="content")
            st.button("Any", key=f"any {key}", type="tertiary", on_click=lambda: put(**{key: ""}))
    return entity.id if entity else parameter.default


def still_wanted() -> Callable[[], object]:
    """To be called while the server works: there Streamlit ends this run when its reader clicks elsewhere or on Stop, and the question with it."""
    return st.empty().empty


def as_cypher(query: Query, given: dict[str, str]) -> str:
    """The query with the values it was asked with, as Neo4j's Browser and shell take it."""
    values = "\n".join(f":param {name} => {literal(value)};" for name, value in query.bind(given).items())
    return f"// {query.title}\n{values}\n{query.cypher}"


def literal(value: object) -> str:
    """A value as Cypher writes it."""
    return str(value) if isinstance(value, int) else "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"
