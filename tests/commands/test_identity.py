"""watchdocket identity: the acts as a person gives them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.store import Store
from tests.commands.conftest import Say
from tests.conftest import empty
from tests.factories import extraction, sample


def listed(say: Say, *words: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(say("identity", *words, "--format", "json")[1])
    return rows


@pytest.fixture(autouse=True)
def more(store: Store) -> None:
    """Documents that call parties of the sample otherwise."""
    for name in ("AcmeCameras", "Acme Cameras Group", "Borduria"):
        store.write(extraction(f"{name} grew.", {name: "Company"}))


def test_what_is_sure_is_merged_and_a_person_decides_the_rest(say: Say, store: Store) -> None:
    assert say("identity", "apply")[1].startswith("1 pairs merged, 0 automatic merges taken back, ")
    asked = listed(say, "queue")
    first = next(row for row in asked if {row["left"], row["right"]} == {"Acme Cameras Ltd", "Acme Cameras Group"})
    assert "short form" in first["evidence"]
    code, out, _ = say("identity", "decide", str(first["left_id"]), str(first["right_id"]), "same", "--by", "Ada", "--why", "one address")
    assert (code, out.split(";")[0]) == (0, "Recorded")
    acme = [row for row in store.search_entities("Acme") if row["kind"] == "Company"]
    assert [row["aliases"] for row in acme] == [["Acme Cameras", "Acme Cameras Group", "Acme Cameras Ltd", "AcmeCameras"]]
    by_hand = next(row for row in listed(say, "log") if row["by"] == "Ada")
    assert (by_hand["judgement"], by_hand["why"], by_hand["stands"]) == ("same", "one address", True)
    assert {by_hand["left"], by_hand["right"]} == {"Acme Cameras Ltd", "Acme Cameras Group"}
    assert say("identity", "undo", str(by_hand["decision"]), "--why", "a slip")[0] == 0
    assert [row["stands"] for row in listed(say, "log") if row["by"] == "Ada"] == [False]
    assert say("identity", "queue", "--limit", "1")[1].startswith("left ")


def test_names_will_do_where_they_name_one_thing(say: Say, store: Store) -> None:
    assert say("identity", "decide", "Borduria", "Borduria Systems LLC", "same", "--why", "x")[0] == 0
    assert [row["name"] for row in store.search_entities("Borduria Systems") if row["kind"] == "Company"] == ["Borduria Systems LLC"]


def test_what_a_document_calls_so_is_split_from_the_rest(say: Say, store: Store) -> None:
    document = sample()[0].document.id
    assert say("identity", "split", "Acme Cameras Ltd", document, "--why", "another firm")[0] == 0
    assert len([row for row in store.search_entities("Acme Cameras Ltd") if row["name"] == "Acme Cameras Ltd"]) == 2
    assert [row["judgement"] for row in listed(say, "log")] == ["split"]


@pytest.mark.parametrize(("words", "sentence"), [
    (("split", "Acme Cameras Ltd", "nowhere", "--why", "x"), "The document nowhere names nothing that goes under"),
    (("decide", "Nobody", "Borduria", "same", "--why", "x"), "Nothing here is called “Nobody”"),
    (("decide", "Freeport", "Borduria", "same", "--why", "x"), "Several things are called “Freeport”; say which by its id: "),
    (("decide", "Borduria", "Borduria", "same", "--why", "x"), "is one thing already"),
    (("undo", "nothing", "--why", "x"), "There is no decision 'nothing'"),
    (("import", "/nowhere"), "/nowhere cannot be read"),
])
def test_what_cannot_be_done_is_said_in_one_line(say: Say, store: Store, words: tuple[str, ...], sentence: str) -> None:
    store.write(extraction("The lawsuit Freeport.", {"Freeport": "Region"}))
    code, out, error = say("identity", *words)
    assert (code, out, error.count("\n")) == (1, "", 1)
    assert sentence in error


def test_a_contradiction_is_told_with_its_chain(say: Say) -> None:
    say("identity", "decide", "Borduria", "Borduria Systems LLC", "same", "--by", "Ada", "--why", "x")
    code, _, error = say("identity", "decide", "Borduria Systems LLC", "Borduria", "different", "--why", "y")
    assert code == 1
    assert "contradict" in error and "“Borduria Systems LLC”" in error and "“Borduria”" in error and "(by Ada at " in error


def test_decisions_move_in_a_file(say: Say, store: Store, tmp_path: Path) -> None:
    say("identity", "decide", "Borduria", "Borduria Systems LLC", "same", "--why", "x")
    say("identity", "undo", str(listed(say, "log")[0]["decision"]), "--why", "y")
    file = tmp_path / "decisions.jsonl"
    assert say("identity", "export", str(file))[:2] == (0, f"{file}: 2 decisions and undos.\n")
    decisions = store.decisions()
    empty(store)
    for found in sample():
        store.write(found)
    assert say("identity", "import", str(file))[:2] == (0, "2 of 2 decisions and undos are new.\n")
    assert store.decisions() == decisions
    assert say("identity", "import", str(file))[1].startswith("0 of 2")
