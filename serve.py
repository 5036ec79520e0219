"""Runs the Streamlit app as a process of a home folder, finds it and ends it. Knows processes, not what the app shows."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graph.local_server import wait_for
from graph.model import WatchdocketError
from graph.settings import Settings, variable

APP = Path(__file__).resolve().with_name("app.py")
FIRST_PORT, PORTS = 8501, 50
START_SECONDS, STOP_SECONDS = 60.0, 15.0
OPTIONS = {"server.address": "127.0.0.1", "server.headless": "true", "server.fileWatcherType": "none", "browser.gatherUsageStats": "false"}


@dataclass(frozen=True, slots=True)
class App:
    """The process that serves the app of a home, and where."""

    pid: int
    address: str


def serve_app(settings: Settings, port: int | None, announce: Callable[[str], None], *, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Serve the app on the loopback address until it ends or is ended, and call `announce` with the address once it answers.

    `meanwhile` is called while it starts, and comes to its end before the announcement. While the app runs, the lock on `app.lock` is held,
    by which others find it. Where one runs already, only its address is announced. Raises WatchdocketError where it does not start.
    """
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    running = running_app(settings.home)
    if running:
        meanwhile()
        announce(running.address)
        return
    port = port or _free_port()
    app = App(os.getpid(), f"http://127.0.0.1:{port}")
    with (settings.home / "app.lock").open("a+") as lock, interruptible():
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WatchdocketError(f"Another app of {settings.home} is just starting; try again.") from error
        lock.truncate(0)
        lock.write(json.dumps(asdict(app)))
        lock.flush()
        child = _streamlit(settings, port)
        try:
            meanwhile()
            if wait_for(lambda: child.poll() is not None or listens(port), START_SECONDS) and child.poll() is None:
                announce(app.address)
            code = child.wait()
        finally:
            _end(child)
    if code:
        log = settings.home / "logs" / "app.out"
        raise WatchdocketError(f"The app ended by itself (code {code}); port {port} must be free, and its log is {log}.")


def running_app(home: Path) -> App | None:
    """The app of this home if one runs."""
    with suppress(OSError, ValueError, TypeError), (home / "app.lock").open("r") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return App(**json.loads(lock.read()))
    return None


def stop_app(home: Path) -> bool:
    """End the app of this home and wait until it is gone; False where none ran. Raises WatchdocketError where it does not end."""
    app = running_app(home)
    if app is None:
        return False
    with suppress(ProcessLookupError):
        os.kill(app.pid, signal.SIGTERM)
    if not wait_for(lambda: running_app(home) is None, STOP_SECONDS):
        raise WatchdocketError(f"The app of {home} (process {app.pid}) does not end; end it by hand.")
    return True


@contextmanager
def interruptible() -> Iterator[None]:
    """Within, an order to end and a closed terminal do what Ctrl-C does, so that what was started is also ended."""
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _streamlit(settings: Settings, port: int) -> subprocess.Popen[bytes]:
    """Streamlit in a session of its own, so that a Ctrl-C reaches us first; it sees the same settings as we do."""
    (settings.home / "logs").mkdir(exist_ok=True, mode=0o700)
    flags = [word for name, value in {**OPTIONS, "server.port": str(port)}.items() for word in (f"--{name}", value)]
    seen = {variable(name): str(getattr(settings, name)) for name in ("neo4j_uri", "neo4j_username", "neo4j_password", "neo4j_database", "model")}
    environ = {**os.environ, **{name: value for name, value in seen.items() if value}, variable("home"): str(settings.home.resolve())}
    with (settings.home / "logs" / "app.out").open("ab") as log:
        return subprocess.Popen([sys.executable, "-m", "streamlit", "run", str(APP), *flags], env=environ, stdin=subprocess.DEVNULL,
                                stdout=log, stderr=log, start_new_session=True)


def _end(child: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):
            child.send_signal(number)
            child.wait(STOP_SECONDS / 2)


def _free_port() -> int:
    for port in range(FIRST_PORT, FIRST_PORT + PORTS):
        if not listens(port):
            return port
    raise WatchdocketError(f"The ports {FIRST_PORT} to {FIRST_PORT + PORTS - 1} are all taken; name another with --port.")


def listens(port: int) -> bool:
    """Whether something on this machine answers at the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
