"""Our measures are those of the annotators' own script, on predictions that are wrong in every way; and hand-made cases."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path

import pytest

from graph.model import STATUSES, WatchdocketError
from ingest.evaluate import fold, match_disputes, match_entities, score

GOLD = Path(__file__).parents[3] / "shared" / "gold"


def entity(id: str, kind: str, name: str, *aliases: str, **more) -> dict:
    return {"id": id, "kind": kind, "name": name, "aliases": list(aliases), **more}


def claim(relation: str, subject: str, object: str, status: str = "asserted", said_by: tuple = ("doc",), **more) -> dict:
    return {
        "relation": relation,
        "subject": subject,
        "object": object,
        "status": status,
        "said_by": list(said_by),
        "quote": "Acme sued Rivergate",
        **more,
    }


GOLD_DOCUMENT = {
    "text": "Acme sued Rivergate, it says. Bolt sells cameras.",
    "entities": [entity("e1", "Company", "Acme Vision", "Acme"), entity("e2", "City", "Rivergate"), entity("e3", "Company", "Bolt", optional=True)],
    "claims": [
        claim("SUES", "e1", "e2"),
        claim("ACCUSES", "e1", "e2", "alleged", ("e1", "doc"), category="non_payment"),
        claim("CONTRACTS_WITH", "e2", "e3"),
    ],
}


@pytest.fixture
def scored(tmp_path: Path):
    def scored(predicted: dict | None) -> dict:
        for name, content in (("gold", GOLD_DOCUMENT), ("pred", predicted)):
            (tmp_path / name).mkdir()
            if content is not None:
                (tmp_path / name / "001.json").write_text(json.dumps(content), "utf-8")
        return score(tmp_path / "gold", tmp_path / "pred")

    return scored


def test_the_annotation_itself_is_perfect_and_what_is_optional_does_not_count(scored):
    result = scored(GOLD_DOCUMENT)
    assert result["entities"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "tp": 2, "pred": 2, "gold": 2}
    assert result["claims"]["tp"] == result["claims"]["gold"] == result["claims"]["pred"] == 2
    assert (result["status"], result["chain"], result["category"], result["laundered"], result["verbatim"]) == (1, 1, 1, 0, 1)


def test_no_prediction_finds_nothing(scored):
    result = scored(None)
    assert (result["missing"], result["entities"]["r"], result["claims"]["f1"], result["status"]) == (1, 0, 0, None)


def test_an_allegation_stated_as_a_fact_is_laundered(scored):
    claims = [
        claim(
            "ACCUSES",
            "e1",
            "e2",
            "asserted",
            category="fraud_or_misrepresentation",
        )
    ]
    result = scored({**GOLD_DOCUMENT, "claims": [{**claims[0], "quote": "Acme  sued"}]})
    assert (result["laundered"], result["status"], result["claimant"], result["category"], result["verbatim"]) == (1, 0, 0, 0, 0)


def test_a_wrong_direction_is_wrong(scored):
    assert scored({**GOLD_DOCUMENT, "claims": [claim("SUES", "e2", "e1")]})["claims"]["tp"] == 0


def test_names_are_compared_without_what_does_not_count():
    assert fold(" The  Punjab Authority’s ") == fold("punjab authority") == "punjab authority"


def test_entities_are_matched_one_to_one_by_the_most_names():
    gold = [entity("g1", "Company", "Acme Vision", "Acme"), entity("g2", "Company", "Acme Holding", "Acme")]
    predicted = [entity("p1", "Company", "Acme"), entity("p2", "Company", "Acme Vision", "Acme"), entity("p3", "City", "Acme Holding")]
    assert match_entities(gold, predicted) == {"p2": "g1", "p1": "g2"}
    assert match_entities(gold, predicted, by_kind=False) == {"p2": "g1", "p3": "g2"}


def test_disputes_are_matched_by_their_parties():
    gold = {"entities": [entity("d", "Dispute", "A v. B")], "claims": [claim("PARTY_TO", "a", "d"), claim("PARTY_TO", "b", "d")]}
    predicted = {"entities": [entity("x", "Dispute", "C v. D")], "claims": [claim("PARTY_TO", "p", "x"), claim("PARTY_TO", "q", "x")]}
    matches = {"p": "a", "q": "b"}
    match_disputes(gold, predicted, matches)
    assert matches["x"] == "d"


def test_a_folder_without_annotation_is_a_sentence(tmp_path):
    with pytest.raises(WatchdocketError, match="no annotated document"):
        score(tmp_path, tmp_path)


def spoiled(document: dict, chance: random.Random) -> dict:
    """The annotation with errors of every sort."""
    entities = [e for e in document["entities"] if chance.random() < 0.85]
    for e in entities:
        if chance.random() < 0.1:
            e["kind"] = chance.choice(["Company", "Authority", "Dispute"])
        if chance.random() < 0.2:
            e["aliases"] = e["aliases"][:1]
        if chance.random() < 0.3 and e["kind"] == "Dispute":
            e["name"], e["aliases"] = "X v. Y", []
    claims = [c for c in document["claims"] if chance.random() < 0.8]
    for c in claims:
        for name, value in (
            ("status", chance.choice(list(STATUSES))),
            ("said_by", []),
            ("category", "other"),
            ("quote", "nowhere in it"),
            ("subject", c["object"]),
            ("relation", "SETTLES_WITH"),
        ):
            if chance.random() < 0.1:
                c[name] = value
    return {**document, "entities": entities, "claims": claims}


@pytest.mark.skipif(not GOLD.is_dir(), reason="the annotated documents, ../shared/gold, are not here")
@pytest.mark.parametrize("seed", range(3))
def test_the_measures_are_those_of_the_annotators(tmp_path, seed):
    spec = importlib.util.spec_from_file_location("annotators_score", GOLD / "score.py")
    theirs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    chance = random.Random(seed)
    for file in sorted(GOLD.glob("[0-9]*.json")):
        if chance.random() < 0.95:
            (tmp_path / file.name).write_text(json.dumps(spoiled(json.loads(file.read_text("utf-8")), chance)), "utf-8")
    expected = theirs.score(GOLD, tmp_path)
    expected.pop("notes")
    assert score(GOLD, tmp_path) == expected
    assert 0.1 < expected["claims"]["f1"] < 0.9
