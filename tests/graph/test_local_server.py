"""The embedded server: one for each home, found by everybody, gone when it should be."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.local_server import find_server, running_server, stop_server
from graph.model import WatchdocketError
from graph.settings import Settings
from graph.store import open_store
from tests import servers

ROOT = Path(__file__).parents[2]
FIND = ("import sys; from pathlib import Path; from graph.settings import Settings; from graph.local_server import find_server; "
        "print(find_server(Settings(home=Path(sys.argv[1]), server_heap='512m')).pid)")


def until(true: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.1)
    return true()


def is_gone(pid: int) -> bool:
    """True where no such process runs; one that its parent has not yet looked after counts as gone only if the parent is not ours."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return True
    return state[0] == "Z" and int(state[1]) != os.getpid()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_two_that_race_get_one_server_which_ends_without_a_trace(home: Path) -> None:
    with servers.embedded(home):
        assert running_server(home) is None
        racers = [subprocess.Popen([sys.executable, "-c", FIND, str(home)], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
        pids = {racer.communicate(timeout=120)[0].strip() for racer in racers}
        address = running_server(home)
        assert address and pids == {str(address.pid)}
        state = home / "server.json"
        assert stat.S_IMODE(state.stat().st_mode) == 0o600
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        assert address.password not in repr(address)
        assert find_server(Settings(home=home)) == address
        assert stop_server(home)
        assert until(lambda: is_gone(address.pid))
        assert not state.exists() and running_server(home) is None
        assert not stop_server(home)


def test_it_listens_on_the_loopback_address_and_speaks_bolt_only(embedded_settings: Settings) -> None:
    psutil = pytest.importorskip("psutil", reason="psutil shows what a process listens on")
    address = find_server(embedded_settings)
    listening = [found.laddr for found in psutil.Process(address.pid).net_connections("inet") if found.status == "LISTEN"]
    assert {place.port for place in listening} == {address.port}
    assert {place.ip.removeprefix("::ffff:") for place in listening} == {"127.0.0.1"}


def test_it_keeps_its_files_in_its_home(embedded_settings: Settings) -> None:
    find_server(embedded_settings)
    ours = {"graph", "logs", "app.lock", "server.json", "server.lock", "start.lock", "write.lock"}
    assert {path.name for path in embedded_settings.home.iterdir()} <= ours
    assert not (ROOT / "log").exists()
    log = "".join(path.read_text(errors="replace") for path in (embedded_settings.home / "logs").glob("*") if path.is_file())
    state = json.loads((embedded_settings.home / "server.json").read_text())
    assert state["password"] not in log and state["reader_password"] not in log


def test_it_ends_when_idle_and_when_its_home_is_gone(home: Path) -> None:
    with servers.embedded(home):
        idle = find_server(Settings(home=home, server_heap="512m", server_idle=3))
        with open_store(Settings(home=home)) as store:      # a connection keeps it
            time.sleep(6)
            assert store.counts()["documents"] == 0
        assert until(lambda: is_gone(idle.pid))
        orphan = find_server(Settings(home=home, server_heap="512m"))
        (home / "server.json").unlink()
        assert until(lambda: is_gone(orphan.pid))


def test_a_state_file_that_lies_misleads_nobody(home: Path) -> None:
    with servers.embedded(home) as settings:
        home.mkdir()
        for lie in (json.dumps({"pid": os.getpid(), "port": 1, "password": "x", "reader_password": "y"}), "{", "{}", ""):
            (home / "server.json").write_text(lie)
            assert running_server(home) is None
        assert find_server(settings).pid != os.getpid()


def test_a_home_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WatchdocketError, match="WATCHDOCKET_HOME"):
        find_server(Settings(home=tmp_path / "file" / "home"))
