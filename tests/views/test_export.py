"""Handing over from the app: every format, each scope, and never more than was asked for."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from graph.exports.formats import FORMATS
from graph.store import Store
from tests.hostile import SCRIPT
from tests.views.pages import entity, html, links, run, said


def write(**address: str | list[str]) -> AppTest:
    app = run("export", **address)
    next(button for button in app.button if button.label == "Write the file").click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_offered_and_written(graph: Store, name: str) -> None:
    app = write(format=name)
    assert app.success and [element.proto.label for element in app.get("download_button")][0].startswith("Download watchdocket.")
    assert FORMATS[name].status[:30] in said(app).replace("\\", "")


def test_what_surrounds_a_name_is_less_than_all(graph: Store) -> None:
    crumb = entity(graph, "Crumb Wiring")
    app = write(format="csv", scope="entity", id=crumb, far="0")
    assert "Crumb Wiring" in said(app) and app.success[0].value != write(format="csv").success[0].value


def test_without_a_name_nothing_can_be_written(graph: Store) -> None:
    app = run("export", scope="entity")
    assert "Pick a name" in app.info[0].value and next(button for button in app.button if button.label == "Write the file").disabled
    assert "not in the graph" in run("export", scope="entity", id="gone").info[0].value


def test_the_claims_of_an_answer_are_handed_over(graph: Store) -> None:
    asked = {"q": "accusations_and_denials", "accusations_and_denials.accused": "acme"}
    assert any("Hand over the claims of this answer" in label for label in links(run("queries", **asked)))
    assert write(format="csv", scope="query", **asked).success
    app = run("export", scope="query", **{**asked, "accusations_and_denials.accused": "nobody"})
    assert "nothing to hand over" in app.info[0].value


def test_a_date_that_is_none_is_said_beside_the_choice(graph: Store) -> None:
    assert run("export", since="soon").error and "soon" in run("export", since="soon").error[0].value


def test_hostile_names_stay_text(graph: Store) -> None:
    app = run("export", scope="entity", id=entity(graph, SCRIPT))
    assert "<script" not in html(app) and "<script>" not in said(app)
