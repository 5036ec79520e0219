"""A writer or the embedded server that is killed at any moment leaves the graph as it was before the operation or as it is after it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from graph.decisions import standing
from graph.local_server import find_server
from graph.resolve import entity_id
from graph.store import Store, StoreError, open_store
from tests import servers
from tests.graph.pictures import picture
from tests.synthetic import World

ROOT = Path(__file__).parents[2]
WORLD = World(stories=2, things=12, claims=8)
THERE = [WORLD.document(number) for number in range(6)]
NEW = [WORLD.document(number) for number in range(6, 14)]
LEFT, RIGHT = sorted({entity_id(entity) for found in THERE for entity in found.entities if entity.kind == "Company"})[:2]
KILLS = 2                       # of each victim during each operation

# What is done, and what takes it back.
OPERATIONS: dict[str, tuple[Callable[[Store], Any], Callable[[Store], Any]]] = {
    "ingest": (lambda store: store.write_many(NEW), lambda store: [store.retract(found.document.id) for found in NEW]),
    "retract": (lambda store: store.retract(THERE[0].document.id), lambda store: store.write(THERE[0])),
    "decide": (lambda store: store.decide(LEFT, RIGHT, "same", by="Ada", why="so it is"),
               lambda store: [store.undo_decision(each.id, by="Bob", why="no") for each in standing(store.decisions())]),
}
WRITER = ("import sys; from pathlib import Path; from graph.settings import Settings; from graph.store import open_store\n"
          "from tests.graph.test_crashes import OPERATIONS\n"
          "store = open_store(Settings(home=Path(sys.argv[1])))\nprint('begins', flush=True)\nOPERATIONS[sys.argv[2]][0](store)")


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store on a server that may be killed."""
    with servers.embedded(tmp_path_factory.mktemp("crashes")) as settings, open_store(settings) as store:
        store.write_many(THERE)
        yield store


def content(store: Store) -> Any:
    """The graph without the records of decisions, which stay when one is undone."""
    nodes, ties = picture(store)
    return [node for node in nodes if node[0] != ["Decision"]], ties


def kill_writer(store: Store, name: str, moment: float) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, str(store.settings.home), name], cwd=ROOT, stdout=subprocess.PIPE) as writer:
        assert writer.stdout and writer.stdout.readline()
        time.sleep(moment)
        writer.kill()


def kill_server(store: Store, name: str, moment: float) -> None:
    killer = threading.Timer(moment, os.kill, (find_server(store.settings).pid, signal.SIGKILL))
    killer.start()
    with suppress(StoreError):          # the store starts the server again and may go on, or say that it could not
        OPERATIONS[name][0](store)
    killer.join()


@pytest.mark.parametrize("kill", [kill_writer, kill_server])
@pytest.mark.parametrize("name", OPERATIONS)
def test_whoever_is_killed_leaves_the_graph_before_or_after(there: Store, name: str, kill: Callable[[Store, str, float], None]) -> None:
    work, take_back = OPERATIONS[name]
    before = content(there)
    began = time.perf_counter()
    work(there)
    took = time.perf_counter() - began
    after = content(there)
    assert after != before
    chance = random.Random(f"{name} {kill.__name__}")
    for _ in range(KILLS):
        if content(there) != before:
            take_back(there)
            assert content(there) == before
        kill(there, name, chance.uniform(0, took))
        assert content(there) in (before, after)
        assert list(there.differences()) == []
    if content(there) != before:
        take_back(there)
