"""Judging names and claims: one after the other by buttons or keys, kept with who and why, and undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from graph.decisions import standing
from graph.model import JUDGEMENTS, Extraction
from graph.store import Store
from tests.conftest import empty
from tests.factories import extraction, sample, says
from tests.hostile import SCRIPT, hostile
from tests.views.pages import html, run, said
from views.judgements import SAID

READER = "test@example.com"         # as whom Streamlit logs tests in


def doubtful() -> list[Extraction]:
    """Two names that may be one, each in a document of its own."""
    return [extraction(f"{name} sued Freedonia over its cameras.", {name: "Company", "Freedonia": "Country"},
                       says(name, "SUES", "Freedonia", f"{name} sued Freedonia"), title=name)
            for name in ("Dorp Optical", "Dorp Optical Holdings Surveillance")]


@pytest.fixture
def queued(graph: Store) -> Iterator[Store]:
    """The sample with names that a person is asked about."""
    for record in doubtful():
        graph.write(record)
    graph.apply_identity()
    assert graph.identity_queue()
    yield graph
    empty(graph)
    for record in [*sample(), *hostile()]:
        graph.write(record)


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def test_a_pair_is_judged_and_the_judgement_undone(queued: Store) -> None:
    before = len(queued.identity_queue())
    app = run("review")
    assert "**For it**" in said(app) and "**Against it**" in said(app) and "Freedonia" in html(app)
    question = queued.identity_queue()[0]
    app.text_input[0].set_value("one address")
    press(app, "different")
    decision, = (found for found in standing(queued.decisions()) if found.by == READER)
    assert (decision.judgement, decision.why, {decision.left, decision.right}) == ("different", "one address", {question.left.id, question.right.id})
    assert app.query_params["decided"] and "they are two" in app.success[0].value and len(queued.identity_queue()) == before - 1
    history = run("review", part="history")
    assert "are two" in said(history) and "one address" in said(history)
    press(history, f"undo {decision.id}")
    assert decision not in standing(queued.decisions()) and "taken back" in said(history)


def test_a_pair_that_is_one_becomes_one_name_and_its_page_says_who_decided(queued: Store) -> None:
    question = queued.identity_queue()[0]
    app = press(run("review"), "same")
    assert "they are one" in app.success[0].value
    page = run("entity", id=question.right.id, view="names")        # also under the id that it had before
    assert "What was decided on its names" in said(page) and f"{READER} · " in said(page).replace("\\", "")


def test_skipping_goes_on_in_the_address_and_changes_nothing(queued: Store) -> None:
    before = queued.decisions()
    app = press(run("review"), "skip")
    assert app.query_params["pair"] and queued.decisions() == before


def test_without_pairs_one_can_weigh_the_names(graph: Store) -> None:
    app = run("review")
    assert "No pair of names waits" in app.info[0].value
    next(button for button in app.button if button.label == "Weigh all names anew").click().run()
    assert "merged by the evidence" in app.success[0].value


def test_a_claim_is_rejected_only_with_a_reason_and_stands_again_when_undone(queued: Store) -> None:
    claim = queued.review_queue(1)[0].claim
    app = run("review", part="claims", claim=claim)
    assert "Asked about because" in said(app) and html(app).count("<mark>") == 1
    press(app, "rejected")
    assert "Say why" in app.error[0].value
    app.text_input[0].set_value("it is another firm")
    press(app, "rejected")
    assert "Rejected" in app.success[0].value and app.query_params["claim"] != claim
    entry, = queued.reviews(claim)
    assert (entry.state, entry.review.why) == ("holds", "it is another firm")
    again = run("review", part="claims", claim=claim)              # it is shown though it stands under no edge
    assert html(again).count("<mark>") == 1 and "Earlier reviews of this claim" in said(again)
    press(app, "undo")
    assert queued.reviews(claim)[0].state == "undone"


def test_a_claim_is_corrected_to_what_the_document_says(queued: Store) -> None:
    row = queued.read("MATCH (c:Claim {relation: 'SUES', status: 'asserted'}) RETURN c.id AS id ORDER BY id LIMIT 1").rows[0]
    app = run("review", part="claims", claim=row["id"])
    app.text_input[0].set_value("the paper only cites the complaint")
    app.selectbox(key=f"status {row['id']}").set_value("alleged")
    next(button for button in app.button if button.label == "Correct it").click().run()
    assert not app.exception
    assert queued.read("MATCH (c:Claim {id: $id}) RETURN c.status AS status, c.original_status AS was", row).rows == [
        {"status": "alleged", "was": "asserted"}]


def test_every_judgement_has_its_words() -> None:
    assert set(SAID) == set(JUDGEMENTS)


def test_links_to_what_is_gone_and_hostile_names_are_harmless(graph: Store) -> None:
    assert "not in the graph" in run("review", part="claims", claim="gone").warning[0].value
    row = graph.read("MATCH (c:Claim)-[:SUBJECT]->(e:Entity {name: $name}) RETURN c.id AS id ORDER BY id LIMIT 1", {"name": SCRIPT}).rows[0]
    app = run("review", part="claims", claim=row["id"])
    assert "<script" not in html(app) and "<script" not in said(app)
