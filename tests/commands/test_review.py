"""watchdocket review: the acts as a person gives them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.model import Claim
from graph.store import Store
from tests.commands.conftest import Say
from tests.conftest import empty
from tests.factories import sample


def told(relation: str) -> Claim:
    return next(claim for found in sample() for claim in found.claims if claim.relation == relation)


def listed(say: Say, *words: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(say("review", *words, "--format", "json")[1])
    return rows


def test_a_claim_is_corrected_by_the_names_of_its_document_and_that_is_undone(say: Say, store: Store) -> None:
    claim = told("CONTRACTS_WITH")
    code, out, _ = say("review", "correct", claim.id, "--relation", "WORKS_ON", "--subject", "Acme Cameras", "--object", "Freeport Safe City",
                       "--why", "it built it", "--by", "Ada")
    assert (code, out.split(";")[0]) == (0, f"The claim {claim.id} is corrected")
    row = store.read("MATCH (s)<-[:SUBJECT]-(c:Claim {id: $id}) RETURN c.relation AS relation, s.name AS subject", {"id": claim.id}).rows
    assert row == [{"relation": "WORKS_ON", "subject": "Acme Cameras Ltd"}]
    entry = listed(say, "log", claim.id)[0]
    assert (entry["verdict"], entry["by"], entry["why"], entry["state"]) == ("corrected", "Ada", "it built it", "holds")
    assert say("review", "undo", str(entry["review"]), "--by", "Bob", "--why", "no")[0] == 0
    assert [(entry["state"], str(entry["undone"]).startswith("by Bob at ")) for entry in listed(say, "log")] == [("undone", True)]
    assert store.read("MATCH (c:Claim {id: $id}) RETURN c.relation AS relation", {"id": claim.id}).rows == [{"relation": "CONTRACTS_WITH"}]


def test_the_queue_names_claims_that_can_be_reviewed(say: Say, store: Store) -> None:
    first, second = listed(say, "queue", "--limit", "2")
    assert say("review", "confirm", str(first["claim"]))[0] == 0
    assert say("review", "reject", str(second["claim"]), "--why", "misread")[0] == 0
    assert {first["claim"], second["claim"]}.isdisjoint(found["claim"] for found in listed(say, "queue"))
    assert say("review", "queue", "--limit", "1")[1].startswith("claim ")


@pytest.mark.parametrize(("words", "sentence"), [
    (("confirm", "nothing"), "There is no claim nothing"),
    (("correct", "CLAIM", "--subject", "Nobody", "--why", "x"), "names nothing “Nobody”; it names Acme Cameras Ltd, "),
    (("correct", "CLAIM", "--why", "x"), "names what is to be changed"),
    (("undo", "nothing"), "There is no review nothing"),
    (("import", "/nowhere"), "/nowhere cannot be read"),
    (("export", "/nowhere/x"), "/nowhere/x cannot be written"),
])
def test_what_cannot_be_done_is_said_in_one_line(say: Say, words: tuple[str, ...], sentence: str) -> None:
    code, out, error = say("review", *(told("CONTRACTS_WITH").id if word == "CLAIM" else word for word in words))
    assert (code, out, error.count("\n")) == (1, "", 1)
    assert sentence in error


def test_reviews_move_in_a_file(say: Say, store: Store, tmp_path: Path) -> None:
    claim = told("SUES")
    say("review", "reject", claim.id, "--why", "misread")
    say("review", "undo", str(listed(say, "log")[0]["review"]))
    say("review", "reject", claim.id, "--why", "misread after all")
    file = tmp_path / "reviews.jsonl"
    assert say("review", "export", str(file))[:2] == (0, f"{file}: 3 reviews and undos.\n")
    records = store.review_records()
    empty(store)
    assert say("review", "import", str(file))[1].startswith("3 of 3 reviews and undos are new; of all reviews here, 1 wait for a claim")
    assert store.review_records() == records
    assert say("review", "import", str(file))[1].startswith("0 of 3")
