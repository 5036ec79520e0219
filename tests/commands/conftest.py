"""Commands given to the embedded server that the whole test run shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

import cli
from graph.settings import Settings
from graph.store import Store, open_store
from tests.conftest import empty
from tests.factories import sample

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def store(embedded_settings: Settings) -> Iterator[Store]:
    """A store with the sample in it."""
    with open_store(embedded_settings) as opened:
        empty(opened)
        for found in sample():
            opened.write(found)
        yield opened


@pytest.fixture
def say(store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """Give a command; returns exit code, standard output and standard error."""
    for name in ("NEO4J_URI", "WATCHDOCKET_HOME"):
        monkeypatch.delenv(name, raising=False)

    def say(*words: str) -> tuple[int, str, str]:
        code = cli.main([*words, "--home", str(store.settings.home)])
        return code, *capsys.readouterr()

    return say
