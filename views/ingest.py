"""The page that reads documents in: files, pasted text or an address are analysed, looked at, and stored only then. The batch is in the address."""

import os
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import streamlit as st
import yaml

from graph.explore import ShownDocument
from graph.model import DOCUMENT_KINDS
from graph.preview import preview
from graph.settings import load_settings
from ingest.fetch import fetch
from ingest.read import MAX_BYTES, READERS, SIDECAR
from ingest.run import Outcome
from views.acting import open_to_change
from views.batches import Batch, Batches
from views.controls import choose_one
from views.evidence import claims_html, legend_html
from views.frame import asked_for, document_link, link, open_graph, plain, put
from views.reading import draw_text
from views.wording import MANNERS, clip, count

store = open_graph()
WAYS = {"files": "Files", "text": "Pasted text", "address": "A web address"}
ENDINGS = [*(ending.removeprefix(".") for ending in READERS), "yaml"]
EVERY = 1.0                 # seconds between looks at what happens in the background
LISTED = 200                # documents of a batch in its list


@st.cache_resource(show_spinner=False)
def all_batches() -> Batches:
    """The batches of everybody."""
    settings = load_settings()
    return Batches(settings.model, settings.workers or os.cpu_count() or 1)


def begin(prepare: Callable[[Path], Iterable[Path]]) -> None:
    """Read what `prepare` puts into a folder, and show that in place of the form."""
    batch = all_batches().read(prepare, store.has)
    put(batch=batch.id)
    st.rerun()


# ------------------------------------------------------------------ three ways in

def from_files() -> None:
    """Files from the reader's machine."""
    most = MAX_BYTES >> 20
    files = st.file_uploader(f"Text, Markdown, web pages or PDF, of up to {most} MB each", ENDINGS, accept_multiple_files=True, key="files",
                             max_upload_size=most, help=f"A file NAME{SIDECAR} with NAME.txt says its title, publisher, date and address.")
    given = [(Path(file.name).name, file.getvalue()) for file in files or ()]

    def prepare(folder: Path) -> list[Path]:
        for name, content in given:
            (folder / name).write_bytes(content)
        return [folder / name for name, _ in dict(given).items() if not name.endswith(".yaml")]

    if st.button("Read", type="primary", disabled=not given):
        begin(prepare)


def from_text() -> None:
    """Text from the clipboard, with what is known of it."""
    text = st.text_area("Text", key="pasted", height=260, placeholder="Paste an article, a filing or a report")
    left, right = st.columns(2)
    known = {"title": left.text_input("Title", key="given-title"), "publisher": right.text_input("Publisher", key="given-publisher"),
             "url": left.text_input("Address where it was published", key="given-url")}
    day = right.date_input("Date of publication", None, min_value=date(1900, 1, 1), key="given-date")
    kind = left.selectbox("Kind", DOCUMENT_KINDS, DOCUMENT_KINDS.index("unknown"), key="given-kind")
    known |= {"kind": kind, "date": day.isoformat() if day else ""}

    def prepare(folder: Path) -> list[Path]:
        (folder / "pasted.txt").write_text(text, "utf-8")
        (folder / f"pasted{SIDECAR}").write_text(yaml.safe_dump({name: value for name, value in known.items() if value}), "utf-8")
        return [folder / "pasted.txt"]

    if st.button("Read", type="primary"):
        if text.strip():
            begin(prepare)
        st.info("There is no text yet: paste some above.")


def from_address() -> None:
    """A page or file of the web."""
    url = st.text_input("Address", key="given-address", placeholder="https://…")
    st.caption("Fetched from this machine, once, and only what the site allows programs to fetch.")

    def prepare(folder: Path) -> list[Path]:
        found = fetch(url.strip())
        file = folder / f"page{found.ending}"
        file.write_bytes(found.content)
        file.with_suffix(SIDECAR).write_text(yaml.safe_dump({"url": found.url}), "utf-8")
        return [file]

    if st.button("Fetch and read", type="primary"):
        if url.strip():
            begin(prepare)
        st.info("There is no address yet.")


FORMS = {"files": from_files, "text": from_text, "address": from_address}


# ------------------------------------------------------------------ on the way

@st.fragment(run_every=EVERY)
def progress(batch: Batch) -> None:
    """How far it is, until it has come to its end."""
    if not batch.busy:
        st.rerun()
    done, of = (batch.stored.total(), len(batch.chosen)) if batch.state == "storing" else (len(batch.outcomes), batch.files)
    words = {"waiting": "Waiting: another batch is being read…", "storing": f"Storing: {done} of {of}"}
    st.progress(done / of if of else 0.0, words.get(batch.state, f"Reading: {done} of {count(of, 'file')}" if of else "Reading…"))
    if st.button("Stop", icon=":material/stop:", disabled=batch.stop.is_set()):
        batch.stop.set()
        st.rerun(scope="fragment")
    if batch.stop.is_set():
        st.caption("Stopping after the file that it is at…")


# ------------------------------------------------------------------ what was found

def found_page(batch: Batch) -> None:
    """What was found, document by document, with the choice what of it is stored."""
    failed = [outcome for outcome in batch.outcomes if outcome.error]
    known = [outcome for outcome in batch.outcomes if not outcome.error and outcome.extraction is None]
    extractions = [outcome.extraction for outcome in batch.found if outcome.extraction]
    if batch.files > len(batch.outcomes):
        st.warning(f"Stopped: {len(batch.outcomes)} of {count(batch.files, 'file')} were read.")
    for outcome in failed:
        st.error(plain(outcome.error), icon=":material/error:")
    for outcome in known:
        document = outcome.read.document
        if document:
            document_link(ShownDocument(document.id, document.title), note="is in the graph already")
    if not extractions:
        st.info("There is nothing new to store.")
        st.button("Read something else", icon=":material/arrow_back:", on_click=drop, args=(batch,))
        return
    claims, names = (sum(len(getattr(extraction, part)) for extraction in extractions) for part in ("claims", "entities"))
    st.markdown(f"**{count(len(extractions), 'document')}** with **{count(names, 'name')}** and **{count(claims, 'claim')}**. "
                "Nothing of this is in the graph yet.")
    with st.container(horizontal=True):
        chosen = len(batch.chosen)
        st.button(f"Store {count(chosen, 'document')}", type="primary", icon=":material/save:", disabled=not chosen,
                  on_click=lambda: all_batches().store(batch, open_to_change()))
        st.button("Drop all of it", icon=":material/delete:", on_click=drop, args=(batch,))
    one_document(batch, choose_document(batch.found[:LISTED]))


def drop(batch: Batch) -> None:
    """Forget the batch and begin again."""
    all_batches().drop(batch)
    put(batch="", document="", claim="")


def choose_document(outcomes: list[Outcome]) -> Outcome:
    """The document that is looked at."""
    by_id = {outcome.extraction.document.id: outcome for outcome in outcomes if outcome.extraction}
    shown = asked_for("document") if asked_for("document") in by_id else next(iter(by_id))
    if len(by_id) > 1:
        key = f"document {shown}"
        st.selectbox("Document", list(by_id), list(by_id).index(shown), key=key, on_change=lambda: put(document=st.session_state[key], claim=""),
                     format_func=lambda id: words_of(by_id[id]))
    return by_id[shown]


def words_of(outcome: Outcome) -> str:
    """A document in one line."""
    assert outcome.extraction
    return f"{clip(outcome.extraction.document.title, 90)} ({count(len(outcome.extraction.claims), 'claim')})"


def one_document(batch: Batch, outcome: Outcome) -> None:
    """One document with its names and claims marked, as its page would show it."""
    assert outcome.extraction
    page, id = preview(store, outcome.extraction), outcome.extraction.document.id
    st.subheader(plain(clip(page.document.title, 200)), anchor=False)
    about = (page.document.publisher, page.document.published, page.document.kind, outcome.read.path.name)
    st.caption(plain(" · ".join(filter(None, about))) + "".join(f"  \n{plain(note)}" for note in outcome.read.notes))
    st.checkbox("Store this document", id not in batch.left_out, key=f"store {id}",
                on_change=lambda: batch.left_out.symmetric_difference_update({id}))
    left, right = st.columns([3, 2], gap="large")
    with left:
        draw_text(page, asked_for("claim"), lambda what: put(claim=what["id"] if what["type"] == "claim" else ""))
    with right, st.container(key="beside-text"):
        st.html(legend_html(MANNERS, {}))
        new = sum(not entity.id for entity in page.entity_of.values())
        st.caption(f"{count(len(page.entity_of), 'name')}, {new} of them new to this graph. A click on underlined words shows their claim first.")
        picked = asked_for("claim")
        st.html(claims_html(sorted(page.claims, key=lambda claim: (claim.id != picked, claim.start)), opened=1 if picked else 0))
        if not page.claims:
            st.caption("No claim was found in it. It can be stored all the same, and its names are found then.")


def stored_page(batch: Batch) -> None:
    """What became of the batch."""
    words = ", ".join(f"{number} {verdict}" for verdict, number in sorted(batch.stored.items()))
    st.success(f"{count(batch.stored.total(), 'document')} stored" + (f" ({words})." if words else "."), icon=":material/check:")
    for outcome in batch.chosen[:LISTED]:
        assert outcome.extraction
        link("document", plain(words_of(outcome)), {"id": outcome.extraction.document.id})
    st.button("Read something else", icon=":material/arrow_back:", on_click=drop, args=(batch,))


# ------------------------------------------------------------------ the page

st.title("Read documents in", anchor=False)
batch = all_batches().find(asked_for("batch"))
if batch is None:
    if asked_for("batch"):
        st.warning("What this link leads to was dropped, or the app was started anew since. Read it again.")
    FORMS[choose_one("how", WAYS, "What to read")]()
elif batch.busy:
    progress(batch)
elif batch.state == "failed":
    st.error(plain(batch.error), icon=":material/error:")
    st.button("Read something else", icon=":material/arrow_back:", on_click=drop, args=(batch,))
elif batch.state == "stored":
    stored_page(batch)
else:
    found_page(batch)
