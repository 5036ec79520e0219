"""watchdocket retract and log: what a person is told, and what happens."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from graph.store import Store
from tests.commands.conftest import Say
from tests.factories import sample
from tests.graph.pictures import picture

SUIT, LAST = sample()[1].document, sample()[4].document


def test_a_dry_run_tells_what_would_go_and_on_whose_word_the_rest_stays(say: Say, store: Store) -> None:
    once = picture(store)
    code, out, _ = say("retract", SUIT.id, "--dry-run")
    lines = out.splitlines()
    assert (code, lines[0]) == (0, f"Designs ({SUIT.id}) would be taken back.")
    assert lines[1] == "With it would go 6 claims, 4 edges and 1 entities."
    told = [" ".join(line.split()) for line in lines[3:]]
    assert "goes Acme Cameras Ltd denies the accusation of Borduria Systems LLC asserted" in told
    assert f"changes Borduria Systems LLC sues Acme Cameras Ltd asserted → alleged {LAST.id}, on the word of Borduria Systems LLC" in told
    assert f"stays Borduria Systems LLC accuses Acme Cameras Ltd asserted {LAST.id}" in told
    assert "stays Daily Bugle (Organization) 1 documents" in told
    assert picture(store) == once


def test_what_is_retracted_is_gone(say: Say, store: Store) -> None:
    code, out, _ = say("retract", SUIT.id, "--json")
    facts = json.loads(out)
    assert (code, facts["retracted"], facts["claims"]) == (0, True, 6)
    assert {edge["verdict"] for edge in facts["edges"]} == {"goes", "changes", "stays"}
    assert store.extraction(SUIT.id) is None
    assert json.loads(say("log", "--document", SUIT.id, "--format", "json")[1])[0]["verdict"] == "retracted"


def test_all_documents_of_a_publisher_or_an_address_go(say: Say, store: Store) -> None:
    say("retract", "--source", "daily bugle")
    assert {found.document.publisher for found in store.extractions()} == {"Watch Group", "High Court of Freedonia", ""}
    say("retract", "--source", "Watch Group")
    assert store.counts()["documents"] == 2


def test_the_document_of_a_file_goes_whether_the_file_is_still_there_or_not(say: Say, store: Store, tmp_path: Path) -> None:
    file = tmp_path / "designs.txt"
    file.write_text(SUIT.text, "utf-8")                     # of which this home's log knows nothing
    assert say("retract", str(file), "--dry-run")[0] == 0
    store.write(sample()[1], file=str(file))
    file.unlink()
    assert say("retract", str(file))[1].startswith(f"Designs ({SUIT.id}) is taken back.\nWith it went 6 claims")
    assert store.extraction(SUIT.id) is None


def test_who_cites_the_source_is_named_and_stays(say: Say, store: Store) -> None:
    ruling = sample()[3].document
    out = say("retract", "--source", "High Court", "--dry-run")
    assert out[0] == 1
    assert f"There is no such document: High Court. Documents that cite it go by their own ids: Designs ({SUIT.id})." in out[2]
    store.write(replace(sample()[3], document=replace(ruling, publisher="High Court", licence="open")))
    assert say("retract", "--source", "high court")[1].endswith(f"Other documents cite it and stay: Designs ({SUIT.id}).\n")
    assert store.extraction(SUIT.id) is not None


@pytest.mark.parametrize("words", [("nowhere",), ("--source", "Nobody"), ("--url", "https://example.org/none")])
def test_what_is_not_there_is_said_in_one_line(say: Say, words: tuple[str, ...]) -> None:
    code, out, error = say("retract", *words)
    assert (code, out, error.count("\n")) == (1, "", 1)
    assert "There is no such document" in error
    assert words[-1] in error
