"""The app as a process of its own and a Chromium that looks at it; skips where there is no Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from graph.settings import Settings
from graph.store import Store, open_store
from serve import listens, running_app, wait_for
from tests.conftest import empty
from tests.factories import sample
from tests.hostile import hostile

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync"]
RAN = "[data-test-script-state=notRunning]"        # Streamlit has run the page to its end
ROOT = Path(__file__).parents[2]


@dataclass
class Watched:
    """A page of the app, with what went wrong in it and what it asked of other machines."""

    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the page has begun to answer what was done, and has answered."""
        self.page.wait_for_timeout(200)
        self.page.wait_for_selector(RAN, state="attached")


@pytest.fixture(scope="session")
def address(embedded_settings: Settings) -> Iterator[str]:
    """The address of the app on the embedded server's home."""
    home = embedded_settings.home
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "WATCHDOCKET_", "COV_"))}
    command = [sys.executable, "-m", "cli", "app", "--home", str(home)]
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert wait_for(lambda: answers(home) or process.poll() is not None, 60) and process.poll() is None
        app = running_app(home)
        assert app
        yield app.address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def answers(home: Path) -> bool:
    """Whether the app of this home answers."""
    app = running_app(home)
    return app is not None and listens(urlsplit(app.address).port or 0)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("No Chromium to test the app in: install one (Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def graph(embedded_settings: Settings) -> Iterator[Store]:
    """The sample dispute and documents with hostile names."""
    with open_store(embedded_settings) as store:
        empty(store)
        for record in [*sample(), *hostile()]:
            store.write(record)
        yield store


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    """A fresh page; nothing may go wrong in it, and it may ask nothing of any other machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    found = Watched(page, address)
    page.on("pageerror", lambda error: found.wrong.append(f"error: {error}"))
    page.on("request", lambda request: found.wrong.append(f"asked {request.url}") if _is_foreign(request.url) else None)
    yield found
    hacked = page.evaluate("window.hacked")
    context.close()
    assert not found.wrong and hacked is None


def _is_foreign(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1"
