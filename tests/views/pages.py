"""Runs a page of the app as Streamlit does, and reads what stands on it."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from graph import explore
from graph.store import Store

APP = Path(__file__).parents[2] / "app.py"


def run(name: str, **address: str | list[str]) -> AppTest:
    """The page as it is after following a link."""
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    for key, value in address.items():
        app.query_params[key] = value
    if name != "overview":
        app.switch_page(f"views/{name}.py")
    app.run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return "\n".join(element.value for element in app.get("html"))


def links(app: AppTest) -> list[str]:
    return [element.proto.label for element in app.get("page_link")]


def said(app: AppTest) -> str:
    """All that Streamlit writes as Markdown, captions and notes among it."""
    return "\n".join(element.value for kind in (app.markdown, app.caption, app.info, app.warning, app.error, app.subheader) for element in kind)


def entity(store: Store, name: str) -> str:
    return next(found.id for found in explore.search(store, name) if found.name == name)


def edge(store: Store, relation: str, source: str, target: str) -> str:
    found = explore.edges_between(store, entity(store, source), entity(store, target))
    return next(one.id for one in found if one.relation == relation)
