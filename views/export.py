"""The page that hands the graph over: all of it, what surrounds a name, or the claims of an answer, in every format. The choice is in the address."""

import shutil
import tempfile
from pathlib import Path

import streamlit as st

from graph.explore import find_entity
from graph.exports.formats import FORMATS, export
from graph.exports.selection import PROFILES, Scope, select
from graph.model import STATUSES, WatchdocketError
from graph.queries import claims_of_answer, load_library, run_query
from graph.rdf import Publication
from views.asking import fill_in
from views.controls import choose_one, choose_some
from views.finder import pick_entity
from views.frame import asked_for, open_graph, plain, put
from views.wording import STATUS_WORDS, clip, count

store = open_graph()
SCOPES = {"all": "All of it", "entity": "What surrounds a name", "query": "The claims of an answer"}
ENDINGS = {"turtle": "ttl", "ntriples": "nt", "nquads": "nq", "ftm": "ftm.json"}        # of files, where they are not as the format is called
FARTHEST = 3            # edges from the name


# ------------------------------------------------------------------ what is handed over

def surroundings() -> frozenset[str] | None:
    """The names around one that is picked; None before one is."""
    pick_entity("around", "Whose surroundings", lambda id: put(id=id), placeholder="Pick a name")
    entity = find_entity(store, asked_for("id")) if asked_for("id") else None
    if entity is None:
        st.info("Pick a name to begin with." if not asked_for("id") else "The name of this link is not in the graph, or not any more. Pick another.")
        return None
    st.markdown(f"**{plain(clip(entity.name, 120))}** :small[:gray[{entity.kind}]]")
    hops = choose_one("far", {str(hops): count(hops, "edge") + " around it" if hops else "only itself" for hops in (*range(1, FARTHEST + 1), 0)},
                      "How far", labelled=True)
    return store.neighbourhood([entity.id], int(hops))


def answer() -> frozenset[str] | None:
    """The claims in the answer of a question; None where it has none."""
    queries = {name: query for name, query in load_library(store.settings.home).queries.items() if any(found.of == "claim" for found in query.ids)}
    name = asked_for("q") if asked_for("q") in queries else next(iter(queries))
    widget = f"q {name}"
    st.selectbox("Question", list(queries), list(queries).index(name), key=widget, on_change=lambda: put(q=st.session_state[widget]),
                 format_func=lambda name: queries[name].title)
    claims = claims_of_answer(store, run_query(store, queries[name], fill_in(queries[name])))
    if not claims:
        st.info("The answer of this question names no claim, so there is nothing to hand over. Fill in something else.")
    return claims or None


def chosen_scope() -> Scope | None:
    """What is asked for; None where something is still missing."""
    kind = choose_one("scope", SCOPES, "What to hand over")
    entities = surroundings() if kind == "entity" else None
    claims = answer() if kind == "query" else None
    profile = choose_one("profile", {name: name.capitalize() for name in PROFILES}, "For whom", labelled=True)
    st.caption(plain(PROFILES[profile][0].upper() + PROFILES[profile][1:] + "."))
    with st.container(horizontal=True):
        times = {name: st.text_input(label, key=name, bind="query-params", placeholder="2021, 2021-09 or 2021-09-01", width=240) or ""
                 for name, label in (("since", "About this day or later"), ("until", "About this day or earlier"), ("as_of", "As published by"))}
    statuses = choose_some("status", STATUS_WORDS, "Only these statuses, and what disputes them", labelled=True)
    if (kind == "entity" and entities is None) or (kind == "query" and claims is None):
        return None
    return Scope(entities=entities, claims=claims, statuses=frozenset(statuses or STATUSES), profile=profile, **times)


# ------------------------------------------------------------------ in which format

def chosen_format() -> str:
    """The format, and what it does with a status."""
    name = asked_for("format") if asked_for("format") in FORMATS else next(iter(FORMATS))
    widget = f"format {name}"
    st.selectbox("Format", list(FORMATS), list(FORMATS).index(name), key=widget, on_change=lambda: put(format=st.session_state[widget]),
                 format_func=lambda name: f"{name}: {FORMATS[name].about}")
    st.caption(f"How firm a claim is: {plain(FORMATS[name].status)}.")
    return name


def offer(scope: Scope, name: str) -> None:
    """Write the file and offer it."""
    settings = store.settings
    publication = Publication(settings.rdf_base, settings.rdf_vocabulary, licence=settings.rdf_licence)
    with tempfile.TemporaryDirectory(prefix="watchdocket-") as folder:
        path = Path(folder) / f"watchdocket.{ENDINGS.get(name, name)}"
        with st.spinner("Writing…", show_time=True):
            counts = export(select(store, scope), name, path, publication)
        st.success(", ".join(f"{number:,} {what}" for what, number in counts.items()) + ".", icon=":material/check:")
        for written in sorted(Path(folder).iterdir(), key=lambda found: (found != path, found)):      # RDF has a description beside it
            file = Path(shutil.make_archive(str(written), "zip", written)) if written.is_dir() else written
            st.download_button(f"Download {file.name}", file.read_bytes(), file_name=file.name, mime="application/octet-stream",
                               icon=":material/download:", type="primary" if written == path else "secondary", on_click="ignore")


st.title("Hand over", anchor=False)
try:
    scope, name = chosen_scope(), chosen_format()
    if st.button("Write the file", icon=":material/description:", disabled=scope is None) and scope is not None:
        offer(scope, name)
except WatchdocketError as error:           # said beside the choice, which stays to be mended
    st.error(plain(str(error)), icon=":material/error:")
