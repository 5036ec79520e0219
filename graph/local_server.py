"""The embedded graph server: ArcadeDB in a process of its own, one for each home folder, on the loopback address.

Knows processes, files and ArcadeDB's own settings, not what the graph holds. `find_server` starts it where needed; whoever shares the
home finds it by `server.json`. A server lives as long as it holds the lock on `server.lock`, so nothing a crash leaves behind can mislead.
Files: server.json (0600), server.lock, start.lock, logs/, graph/ (databases, accounts).
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from graph.model import WatchdocketError
from graph.settings import Settings

DATABASE = "neo4j"
READER = "reader"
# Label and property of each full-text index; they cannot be made over Bolt. The first is named Entity[folded], the others likewise.
FULL_TEXT = (("Entity", "folded"), ("Document", "title"), ("Claim", "quote"))
START_SECONDS = 90.0        # a first start takes 4 s on a free machine, 15 s on a busy one
STOP_SECONDS = 30.0
LOOK_SECONDS = 1.0          # how often a server looks whether it is still wanted


@dataclass(frozen=True, slots=True)
class Address:
    """Where a running server is and how to get in. The reader's account can change nothing."""

    pid: int
    port: int
    password: str = field(repr=False)           # of root
    reader_password: str = field(repr=False)

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"


# ------------------------------------------------------------------ from outside

def find_server(settings: Settings) -> Address:
    """The running server of this home, started if there is none. Raises WatchdocketError where it does not start, naming its log."""
    home = settings.home.resolve()
    address = running_server(home)
    if address:
        return address
    _make_home(home)
    with (home / "start.lock").open("a") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)                # of two that race, one starts and the other finds
        return running_server(home) or _start(home, settings)


def running_server(home: Path) -> Address | None:
    """The server of this home if one is running and ready; starts nothing."""
    try:
        address = Address(**json.loads((home / "server.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return address if _alive(home) and _answers(address.port) else None


def stop_server(home: Path) -> bool:
    """End the server of this home and wait until it is gone; False where none was running."""
    home = home.resolve()
    if not _alive(home):
        (home / "server.json").unlink(missing_ok=True)
        return False
    pid = int((home / "server.lock").read_text("utf-8") or 0)
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        if wait_for(lambda: not _alive(home), STOP_SECONDS):
            (home / "server.json").unlink(missing_ok=True)
            return True
    raise WatchdocketError(f"The graph server of {home} (process {pid}) does not end; end it by hand.")


def _make_home(home: Path) -> None:
    try:
        for folder in (home, home / "logs", home / "graph"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise WatchdocketError(f"The folder {home} cannot be made: {error.strerror}. Set WATCHDOCKET_HOME to one that can.") from error


def _start(home: Path, settings: Settings) -> Address:
    wait_for(lambda: not _alive(home), STOP_SECONDS)           # one that is just ending still holds the database
    (home / "server.json").unlink(missing_ok=True)
    log = home / "logs" / "server.out"
    with log.open("ab") as out:
        subprocess.run([sys.executable, "-m", "graph.local_server", str(home), settings.server_heap, str(settings.server_idle)], check=False,
                       stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, timeout=START_SECONDS, cwd=Path(__file__).parents[1])
    wait_for(lambda: running_server(home) or not _alive(home), START_SECONDS)
    address = running_server(home)
    if not address:
        raise WatchdocketError(f"The graph server did not start; {log} and {log.with_name('arcadedb.log.0').name} beside it say why.")
    return address


def _alive(home: Path) -> bool:
    """Whether a server holds the lock of this home."""
    try:
        with (home / "server.lock").open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        pass
    return False


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
        return True
    return False


def wait_for(ready: Callable[[], Any], seconds: float) -> bool:
    """Wait until `ready` is true; False where it does not become so in time."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


# ------------------------------------------------------------------ the server's own process

def main(home: Path, heap: str, idle: float) -> None:
    """Serve the graph of `home` until told to stop, until `idle` seconds pass without a connection, or until the home is gone."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with _locked(home), _serving(home, heap) as server:
        quiet_since = time.monotonic()
        while not stop.wait(LOOK_SECONDS):
            if _connections(server):
                quiet_since = time.monotonic()
            if not (home / "server.json").exists() or (idle and time.monotonic() - quiet_since > idle):
                break
    os._exit(0)                     # no thread of the JVM keeps the process


@contextmanager
def _locked(home: Path) -> Iterator[IO[str]]:
    """Hold the lock of this home in a process that has no parent, so that no one keeps a zombie of it. The starter's process ends here."""
    with (home / "server.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fork():
            os._exit(0)             # the child has the lock already
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield lock


@contextmanager
def _serving(home: Path, heap: str) -> Iterator[Any]:
    """Start ArcadeDB with fresh passwords, write the state file, and take both back at the end."""
    address = Address(os.getpid(), _free_port(), secrets.token_urlsafe(32), secrets.token_urlsafe(32))
    server = _arcadedb(home, address, heap)
    server.start()
    try:
        _add_full_text(server.create_database(DATABASE))
        java = server._java_server
        java.getHttpServer().stopService()          # Bolt is all we speak; there is no setting that keeps HTTP and MCP from starting
        _add_reader(java, address.reader_password)
        _write_state(home / "server.json", address)
        yield java
    finally:
        (home / "server.json").unlink(missing_ok=True)
        server.stop()


def _arcadedb(home: Path, address: Address, heap: str) -> Any:
    shutil.rmtree(home / "graph" / "config", ignore_errors=True)        # accounts are made anew with each start's passwords
    os.environ["ARCADEDB_LOG_DIR"] = str(home / "logs")
    os.environ["ARCADEDB_LOG_CONSOLE"] = "0"
    from arcadedb.server import ArcadeDBServer  # reads the environment when it is imported; nobody else needs its 200 ms

    flags = ["-Darcadedb.txWalFlush=2",             # fsync each commit: an acknowledged document survives a power cut
             "-Darcadedb.server.saltIterations=1000",   # the passwords are 256 random bits, which need no slow hash
             "-Darcadedb.opencypher.loadCsv.allowFileUrls=false", "-Darcadedb.opencypher.loadCsv.allowRemoteUrls=false"]
    # Production mode would hide from an analyst what is wrong with a query.
    config = {"mode": "development", "host": "127.0.0.1", "http_port": str(_free_port()), "bolt_port": address.port,
              "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin"}
    return ArcadeDBServer(str(home / "graph"), address.password, config, {"heap_size": heap, "jvm_args": flags})


def _add_full_text(database: Any) -> None:
    for label, key in FULL_TEXT:
        for statement in (f"CREATE VERTEX TYPE {label} IF NOT EXISTS", f"CREATE PROPERTY {label}.{key} IF NOT EXISTS STRING",
                          f"CREATE INDEX IF NOT EXISTS ON {label} ({key}) FULL_TEXT"):
            database.command("sql", statement)


def _add_reader(java: Any, password: str) -> None:
    """An account of ArcadeDB's group "readonly", which may read records and nothing else."""
    import jpype

    security = java.getSecurity()
    account = {"name": READER, "password": str(security.encodePassword(password)), "databases": {DATABASE: ["readonly"]}}
    security.createUser(jpype.JClass("com.arcadedb.serializer.json.JSONObject")(json.dumps(account)))


def _connections(java: Any) -> int:
    """How many Bolt connections are open. ArcadeDB (pinned to one version) has no public count."""
    for plugin in java.getPlugins():
        if str(plugin.getName()) == "Neo4j-Bolt":
            listener = _private(plugin, "listener")
            return int(_private(listener, "activeConnections").size())
    return 0


def _private(thing: Any, name: str) -> Any:
    java_field = thing.getClass().getDeclaredField(name)
    java_field.setAccessible(True)
    return java_field.get(thing)


def _write_state(path: Path, address: Address) -> None:
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(address), file)
    partial.replace(path)           # whoever reads it sees all of it


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
