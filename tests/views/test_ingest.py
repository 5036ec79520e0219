"""Reading in and taking back: what was found is seen before it is stored, and what would go before it goes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import explore
from graph.model import WatchdocketError
from graph.preview import preview
from graph.settings import Settings
from graph.store import Store
from ingest.run import Outcome, Read
from tests.factories import extraction, says
from tests.hostile import hostile
from tests.views.pages import html, links, run, said
from views.batches import Batch, Batches

MODEL = Settings().model


@pytest.fixture(scope="module")
def batches() -> Iterator[Batches]:
    yield Batches(MODEL, 1)


def wait(batch: Batch) -> Batch:
    until = time.monotonic() + 120
    while batch.busy and time.monotonic() < until:
        time.sleep(0.05)
    return batch


def two_files(folder: Path) -> list[Path]:
    (folder / "a.txt").write_text("Acme Cameras Ltd sued Borduria Systems LLC in 2031. Borduria Systems LLC denies that it stole designs.", "utf-8")
    (folder / "b.bin").write_bytes(b"\0")
    return [folder / "a.txt", folder / "b.bin"]


def test_a_batch_is_read_looked_at_and_stored_without_what_is_left_out(graph: Store, batches: Batches) -> None:
    before = graph.counts()["documents"]
    batch = wait(batches.read(two_files, graph.has))
    assert batch.state == "read" and [bool(outcome.error) for outcome in batch.outcomes] == [False, True]
    assert graph.counts()["documents"] == before                    # nothing is stored yet
    found, = batch.found
    assert found.extraction and found.extraction.claims
    batch.left_out.add(found.extraction.document.id)
    batches.store(batch, graph)
    assert wait(batch).state == "stored" and graph.counts()["documents"] == before
    batch.left_out.clear()
    batches.store(batch, graph)
    assert wait(batch).stored == {"new": 1} and graph.counts()["documents"] == before + 1
    assert graph.log(document=found.extraction.document.id)[0].file == "a.txt"
    again = wait(batches.read(two_files, graph.has))
    assert again.found == [] and again.outcomes[0].error == ""      # it is in the graph already
    assert graph.retract(found.extraction.document.id)


def test_a_batch_can_be_stopped_while_it_waits_and_forgotten(graph: Store, batches: Batches) -> None:
    with batches._reading:
        batch = batches.read(two_files, graph.has)
        time.sleep(0.1)
        assert batch.state == "waiting"
        batch.stop.set()
    assert wait(batch).state == "read" and batch.outcomes == []
    batches.drop(batch)
    assert batches.find(batch.id) is None


def test_what_cannot_be_had_is_said(graph: Store, batches: Batches) -> None:
    def prepare(folder: Path) -> list[Path]:
        raise WatchdocketError("There is no such page.")

    batch = wait(batches.read(prepare, graph.has))
    assert (batch.state, batch.error) == ("failed", "There is no such page.")


def test_a_preview_knows_which_names_are_in_the_graph(graph: Store) -> None:
    found = extraction("Acme Cameras Ltd sued Nobody Known.", {"Acme Cameras Ltd": "Company", "Nobody Known": "Company"},
                       says("Acme Cameras Ltd", "SUES", "Nobody Known", "Acme Cameras Ltd sued Nobody Known", "alleged", by=("Acme Cameras Ltd",)))
    page = preview(graph, found)
    acme = next(entity for entity in page.entity_of.values() if entity.name == "Acme Cameras Ltd")
    assert explore.find_entity(graph, acme.id) and next(entity for entity in page.entity_of.values() if entity.name == "Nobody Known").id == ""
    claim, = page.claims
    assert (claim.manner, claim.said_by, claim.sentence) == ("alleged", ("Acme Cameras Ltd",), "Acme Cameras Ltd sued Nobody Known.")


# ------------------------------------------------------------------ pages

def test_pasted_text_is_previewed_before_it_is_stored(graph: Store) -> None:
    before = graph.counts()["documents"]
    app = run("ingest", how="text")
    app.button[0].click().run()
    assert "There is no text yet" in said(app)
    app.text_area[0].set_value("Acme Cameras Ltd accuses Borduria Systems LLC of theft of trade secrets. <script>window.hacked=1</script>")
    app.text_input(key="given-title").set_value("A pasted title")
    app.button[0].click().run()
    until = time.monotonic() + 120
    while not any(button.label.startswith("Store") for button in app.button) and time.monotonic() < until:
        time.sleep(0.3)
        app.run()
    assert not app.exception and app.query_params["batch"]
    assert "Nothing of this is in the graph yet" in said(app) and "A pasted title" in said(app)
    assert "Accusation" in html(app) and "<script>window" not in html(app) and graph.counts()["documents"] == before
    next(button for button in app.button if button.label.startswith("Drop")).click().run()
    assert "batch" not in app.query_params and graph.counts()["documents"] == before


def test_a_link_to_a_dropped_batch_says_so(graph: Store) -> None:
    assert "was dropped" in run("ingest", batch="gone").warning[0].value


def test_no_address_is_fetched_from_inside(graph: Store) -> None:
    app = run("ingest", how="address")
    app.text_input(key="given-address").set_value("http://127.0.0.1:1/")
    app.button[0].click().run()
    until = time.monotonic() + 20
    while not app.error and time.monotonic() < until:
        time.sleep(0.1)
        app.run()
    assert "private network" in app.error[0].value


def test_taking_back_first_says_what_goes_and_what_stays(graph: Store) -> None:
    document = next(found for found in explore.list_documents(graph) if found.title == "Ruling")
    app = run("retract", id=document.id)
    assert [label.split(" (")[0] for label in (expander.label for expander in app.expander)] == ["Goes", "Becomes another"]
    assert "With it would go 4 claims" in said(app)
    assert "settles with" in said(app) and "would be alleged; rests on " in said(app).replace("\\", "")
    assert graph.counts()["documents"] == 6                         # looking changes nothing
    record = graph.extraction(document.id)
    app.button[0].click().run()
    assert "1 document taken back" in app.success[0].value and "nothing to take back" in app.info[0].value
    assert graph.counts()["documents"] == 5 and record
    graph.write(record)


def test_all_documents_of_a_publisher_are_offered_to_be_taken_back(graph: Store) -> None:
    app = run("documents", title="Daily Bugle")
    assert any("Take back all documents of Daily Bugle" in label for label in links(app))
    app = run("retract", publisher="Daily Bugle")
    assert "**Designs**" in said(app) and "**Cameras for Freeport**" in said(app) and app.button[0].label == "Take these 2 documents back"


def test_hostile_text_stays_text_where_it_would_be_taken_back(graph: Store) -> None:
    app = run("retract", id=hostile()[0].document.id)
    assert "<script>" not in said(app) and ":red[red]" not in said(app) and "[click](" not in said(app)


def test_an_outcome_without_claims_can_be_stored(graph: Store) -> None:
    batch = Batch("1", outcomes=[Outcome(Read(Path("a")), extraction("Nothing.", {})), Outcome(Read(Path("b")), error="b cannot be read.")])
    assert len(batch.chosen) == 1
