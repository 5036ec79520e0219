"""A small real graph, and the app that finds it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st

from graph.settings import Settings
from graph.store import Store, open_store
from tests.conftest import empty
from tests.factories import sample
from tests.hostile import hostile


@pytest.fixture(scope="module")
def home(embedded_settings: Settings) -> Iterator[Settings]:
    """The app finds this home's graph."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WATCHDOCKET_HOME", str(embedded_settings.home))
        patch.delenv("NEO4J_URI", raising=False)
        st.cache_resource.clear()
        yield embedded_settings
        st.cache_resource.clear()


@pytest.fixture(scope="module")
def graph(home: Settings) -> Iterator[Store]:
    """The sample dispute and documents with hostile names."""
    with open_store(home) as store:
        empty(store)
        for record in [*sample(), *hostile()]:
            store.write(record)
        st.cache_data.clear()
        yield store
