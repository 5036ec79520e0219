"""The page of questions: saved ones with their parameters, and free Cypher, answered as a table that can be taken along."""

import pandas as pd
import streamlit as st

from graph.connection import Rows
from graph.model import FACTUAL
from graph.queries import Query, load_library, run_query
from graph.query_header import Parameter
from graph.table import cell, to_csv
from views.frame import open_graph, plain
from views.wording import RELATION_NAMES, STATUS_WORDS, count

store = open_graph()
FREE = "cypher"
library = load_library(store.settings.home)
queries = library.queries


def fill_in(query: Query) -> dict[str, str]:
    """What is filled in for the query's parameters; each is in the address."""
    given = {}
    with st.form(f"form-{query.name}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        for parameter in query.parameters:
            given[parameter.name] = field(query, parameter)
        st.form_submit_button("Ask", type="primary")
    return given


def field(query: Query, parameter: Parameter) -> str:
    """An input that suits the parameter's type."""
    key, label = f"{query.name}.{parameter.name}", parameter.label[0].upper() + parameter.label[1:]
    if parameter.type == "integer":
        return str(st.number_input(label, value=int(parameter.default), step=1, key=key, bind="query-params", width=280))
    if parameter.choices:
        words = {"": "any"} | STATUS_WORDS | RELATION_NAMES
        return st.selectbox(label, parameter.choices, index=parameter.choices.index(parameter.default), key=key, bind="query-params", width=280,
                            format_func=lambda name: words.get(name, name)) or ""
    return st.text_input(label, parameter.default, key=key, bind="query-params", width=280,
                         placeholder=f"for example {parameter.example}" if parameter.example else None) or ""


def show(answer: Rows, name: str) -> None:
    """The answer as a table, and as CSV."""
    if not answer.rows:
        st.info("No rows: nothing on record answers this. A name must be in the graph; Explore finds how it is written there.")
        return
    table = pd.DataFrame([{column: readable(row, column) for column in answer.columns} for row in answer.rows], columns=list(answer.columns))
    st.caption(f"{'More than ' if answer.truncated else ''}{count(len(answer.rows), 'row')}. "
               "Read status and said_by with every row: an allegation is not a fact.")
    st.dataframe(table, hide_index=True, height=min(620, 42 + 35 * len(table)))
    st.download_button("Download CSV", to_csv(answer), file_name=f"{name}.csv", mime="text/csv", icon=":material/download:", on_click="ignore")


def readable(row: dict[str, object], column: str) -> object:
    """Numbers and truth values as they are, all else as text. That an accusation was made is asserted, so its status alone would mislead."""
    value = row[column]
    if column == "status" and row.get("relation") == "ACCUSES" and value in FACTUAL:
        return "accusation"
    return value if isinstance(value, (int, float, bool)) else cell(value)


def saved(query: Query) -> None:
    """A saved question and its answer."""
    st.markdown(plain(query.question))
    given = fill_in(query)
    show(run_query(store, query, given), query.name)
    with st.expander("Copy as Cypher", icon=":material/code:"):
        st.code(as_cypher(query, given), language="cypher")


def as_cypher(query: Query, given: dict[str, str]) -> str:
    """The query with the values it was asked with, as Neo4j's Browser and shell take it."""
    values = "\n".join(f":param {name} => {literal(value)};" for name, value in query.bind(given).items())
    return f"// {query.title}\n{values}\n{query.cypher}"


def literal(value: object) -> str:
    """A value as Cypher writes it."""
    return str(value) if isinstance(value, int) else "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"


def free() -> None:
    """A question in the analyst's own Cypher, which can only read."""
    st.markdown("Your own question in Cypher. It can read and not change, gives at most "
                f"{store.settings.query_limit:,} rows, and is stopped after {store.settings.query_timeout:g} seconds.")
    cypher = st.text_area("Cypher", key="text", bind="query-params", height=200,
                          placeholder="MATCH (a:Company)-[r:SUES]->(b) RETURN a.name, r.status, r.disputed, b.name ORDER BY a.name")
    if st.button("Ask", type="primary") and cypher:
        show(store.read(cypher), "answer")


def choose() -> None:
    """Put the chosen question into the address."""
    st.query_params["q"] = st.session_state[f"q {asked}"]


st.title("Queries", anchor=False)
choices = [*queries, FREE]
asked = st.query_params.get("q", "")
asked = asked if asked in choices else choices[0]
st.selectbox("Question", choices, index=choices.index(asked), key=f"q {asked}", on_change=choose,
             format_func=lambda name: queries[name].title if name in queries else "Your own question, in Cypher")
for problem in library.problems.values():
    st.warning(plain(problem))
if asked == FREE:
    free()
else:
    saved(queries[asked])
