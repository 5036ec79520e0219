"""The page of questions: saved ones with their parameters, and free Cypher, answered as a table, a picture, a chart or a file.

The question, what is filled in and how the answer is shown are in the address: whoever gets the link sees the same.
"""

import pandas as pd
import streamlit as st

from graph.connection import Rows
from graph.explore import claims_of_edges
from graph.model import WatchdocketError
from graph.network import Neighbourhood, Request, way_network
from graph.queries import Query, load_library, run_query
from graph.query_header import Drawing
from graph.table import to_csv
from views.answers import SHOWN, answer_html, entities_in, readable, to_json, ways_in
from views.asking import as_cypher, fill_in, still_wanted
from views.controls import choose_one
from views.evidence import claims_html, legend_html
from views.frame import asked_for, entity_link, here, link, open_graph, plain, put
from views.network import draw_network, shapes_of
from views.wording import MANNERS, clip, count

store = open_graph()
FREE = "cypher"
DRAWN = 40              # names in one picture
WAYS = {"table": "Table", "sheet": "Sheet to sort", "graph": "Picture", "chain": "Picture", "bar": "Chart", "line": "Chart"}
library = load_library(store.settings.home)
queries = library.queries


# ------------------------------------------------------------------ the answer

def show(answer: Rows, name: str, query: Query | None = None) -> None:
    """The answer in the way that is chosen, and to take along."""
    if not answer.rows:
        st.info("No rows: nothing on record answers this. A name must be in the graph; the box on top finds how it is written there.")
        return
    drawings = {drawing.kind: drawing for drawing in query.drawings} if query else {}
    if query is None and len(entities_in(answer)) > 1:
        drawings = {"graph": Drawing("graph", ())}
    way = choose_one("as", {name: words for name, words in WAYS.items() if name in {"table", "sheet", *drawings}}, "Show it as")
    st.caption(f"{'More than ' if answer.truncated else ''}{count(len(answer.rows), 'row')}. "
               "Read status and said by with every row: an allegation is not a fact.")
    if way == "sheet":
        table = pd.DataFrame([{column: readable(row, column) for column in answer.columns} for row in answer.rows], columns=list(answer.columns))
        st.dataframe(table, hide_index=True, height=min(620, 42 + 35 * len(table)))
    elif way == "table":
        st.html(answer_html(answer, query.ids if query else ()))
        if len(answer.rows) > SHOWN:
            st.caption(f"The first {SHOWN} rows; the sheet and the files have all {len(answer.rows):,}.")
    elif way in ("graph", "chain"):
        picture(answer, drawings[way])
    else:
        chart(answer, drawings[way])
    with st.container(horizontal=True):
        for label, text, ending, kind in (("CSV", to_csv(answer), "csv", "text/csv"), ("JSON", to_json(answer), "json", "application/json")):
            st.download_button(f"Download {label}", text, file_name=f"{name}.{ending}", mime=kind, icon=":material/download:", on_click="ignore")


def picture(answer: Rows, drawing: Drawing) -> None:
    """The names of the answer, and what is on record between those that it ties together."""
    ways = ways_in(answer, drawing) if drawing.columns else []
    ids = list(dict.fromkeys(id for way in ways for id in way)) if drawing.columns else entities_in(answer)
    kept = set(ids[:DRAWN])
    around = (way_network(store, [way for way in ways if kept.issuperset(way)], Request()) if drawing.columns
              else way_network(store, [], Request(added=tuple(ids[:DRAWN]))))
    draw_network(Neighbourhood((), around.entities, around.edges), {}, asked_for("picked"), lambda what: put(picked=str(what.get("id") or "")),
                 undoable=False)
    st.html(legend_html(MANNERS, shapes_of(around)))
    if len(ids) > DRAWN:
        st.caption(f"The first {DRAWN} of {len(ids):,} names. The table has all.")
    picked(around)


def picked(around: Neighbourhood) -> None:
    """What stands behind the shape or line that was clicked."""
    id = asked_for("picked").removesuffix("#inner")
    entity = next((entity for entity in around.entities if entity.id == id), None)
    if entity:
        entity_link(entity)
    elif any(edge.id == id for edge in around.edges):
        st.html(claims_html(claims_of_edges(store, [id]), opened=1))


def chart(answer: Rows, drawing: Drawing) -> None:
    """Numbers by their labels."""
    label, number = drawing.columns
    table = pd.DataFrame([(clip(str(row[label]), 60), row[number]) for row in answer.rows if isinstance(row[number], (int, float))],
                         columns=[label, number])
    if drawing.kind == "bar":
        st.bar_chart(table.groupby(label, as_index=False).sum(), x=label, y=number, horizontal=True, sort=f"-{number}")
    else:
        st.line_chart(table, x=label, y=number)
    st.caption("As documents give them: what is only alleged is in it too. The table says how firm each is.")


# ------------------------------------------------------------------ the questions

def saved(query: Query) -> None:
    """A saved question and its answer."""
    st.markdown(plain(query.question))
    given = fill_in(query)
    with st.spinner("Asking…", show_time=True):
        answer = run_query(store, query, given, meanwhile=still_wanted())
    show(answer, query.name, query)
    if any(found.of == "claim" for found in query.ids):
        link("export", "Hand over the claims of this answer…", here(scope="query", q=query.name, **{"as": ""}), icon=":material/download:")
    with st.expander("Copy as Cypher", icon=":material/code:"):
        st.code(as_cypher(query, given), language="cypher")


def free() -> None:
    """A question in the analyst's own Cypher, which can only read."""
    st.markdown("Your own question in Cypher. It can read and not change, gives at most "
                f"{store.settings.query_limit:,} rows, and is stopped after {store.settings.query_timeout:g} seconds.")
    cypher = st.text_area("Cypher", key="text", bind="query-params", height=200,
                          placeholder="MATCH (a:Company)-[r:SUES]->(b) RETURN a.name, r.status, r.disputed, b.name ORDER BY a.name")
    st.button("Ask", type="primary")
    if cypher:
        with st.spinner("Asking…", show_time=True):
            answer = store.read(cypher, meanwhile=still_wanted())
        show(answer, "answer")
        with st.expander("How the server answers this", icon=":material/route:"):
            explain(cypher)


def explain(cypher: str) -> None:
    """The steps that the server takes, and what the time depends on."""
    plan = store.explain(cypher)
    st.caption(plain(plan.cost))
    st.markdown("\n".join(f"1. {plain(step.what)} :small[:gray[{plain(clip(step.details, 160))}]]" for step in plan.steps))


def choose() -> None:
    """Put the chosen question into the address, and nothing of the one before."""
    st.query_params.from_dict({"q": st.session_state[f"q {asked}"]})


def title(name: str) -> str:
    """A question in the list: what it is about, and its title."""
    return f"{queries[name].folder.capitalize()}: {queries[name].title}" if name in queries else "Your own question, in Cypher"


st.title("Queries", anchor=False)
choices = [*queries, FREE]
asked = asked_for("q")
asked = asked if asked in choices else choices[0]
st.selectbox("Question", choices, index=choices.index(asked), key=f"q {asked}", on_change=choose, format_func=title)
for problem in library.problems.values():
    st.warning(plain(problem))
try:
    if asked == FREE:
        free()
    else:
        saved(queries[asked])
except WatchdocketError as error:           # said beside the question, which stays to be mended
    st.error(plain(str(error)), icon=":material/error:")
