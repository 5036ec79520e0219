"""Real graph servers for a test run: Neo4j Community from Maven's jars, and the embedded server in a folder of its own.

Knows how to start and end them, not what is tested. NEO4J_URI, with NEO4J_USERNAME and NEO4J_PASSWORD, names a Neo4j that is there; it is emptied!
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from graph.local_server import stop_server
from graph.settings import Settings, load_settings

NEO4J_VERSION = "5.26.30"
JARS = Path(__file__).parents[1] / ".neo4j" / NEO4J_VERSION     # git-ignored, kept between runs: 125 MB
PASSWORD = "only-for-tests"
HOW = ("No Neo4j to test with: install Maven and a Java of 17 or later (Debian: apt-get install maven openjdk-17-jre-headless), "
       "or name a Neo4j that may be emptied in NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD.")
OPENS = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.nio", "java.io", "sun.nio.ch", "java.lang")]
UNPUBLISHED = ("neo4j-push-to-cloud", "neo4j-genai-plugin", "cypher-shell")     # named by the assembly, absent from Maven Central
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>watchdocket</groupId><artifactId>neo4j-for-tests</artifactId><version>1</version><dependencies><dependency>
<groupId>org.neo4j.assembly</groupId><artifactId>neo4j-community-standalone</artifactId><version>{version}</version><type>pom</type>
<exclusions>{exclusions}</exclusions></dependency></dependencies></project>"""


class NoServer(Exception):
    """No such server can be had here; the text says what to install."""


@contextmanager
def embedded(folder: Path, heap: str = "512m") -> Iterator[Settings]:
    """Settings of an embedded server of its own, which is ended afterwards."""
    settings = Settings(home=folder, server_heap=heap, server_idle=600)
    try:
        yield settings
    finally:
        stop_server(folder)


@contextmanager
def neo4j(folder: Path, heap: str = "512m") -> Iterator[Settings]:
    """Settings of a real Neo4j: the one of NEO4J_URI, else one started in `folder` and killed afterwards. Raises NoServer."""
    if os.environ.get("NEO4J_URI"):
        yield load_settings(folder=folder, home=folder)
        return
    port = _free_port()
    process = _start(folder, port, heap)
    try:
        settings = Settings(home=folder / "watchdocket", neo4j_uri=f"bolt://127.0.0.1:{port}", neo4j_password=PASSWORD)
        _await(settings, process)
        yield settings
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)          # a throw-away home needs no orderly end, which takes 10 s
        process.wait()


def admin(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run one of neo4j-admin's commands on the Neo4j of a folder. Raises NoServer."""
    environment = os.environ | {"NEO4J_HOME": str(folder), "NEO4J_CONF": str(folder / "conf")}
    return subprocess.run(["java", *OPENS, "-cp", f"{_jars()}/*", "org.neo4j.server.startup.Neo4jAdminCommand", *command],
                          env=environment, capture_output=True, text=True, timeout=180, check=False)


def _start(folder: Path, port: int, heap: str) -> subprocess.Popen[bytes]:
    jars = _jars()
    for name in ("conf", "data", "logs", "import", "plugins", "run"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "conf" / "neo4j.conf").write_text(
        f"server.bolt.listen_address=127.0.0.1:{port}\nserver.bolt.advertised_address=127.0.0.1:{port}\nserver.http.enabled=false\n"
        "server.https.enabled=false\ndbms.usage_report.enabled=false\nserver.memory.pagecache.size=128m\n")
    admin(folder, "dbms", "set-initial-password", PASSWORD).check_returncode()
    with (folder / "logs" / "out.log").open("wb") as log:
        return subprocess.Popen(["java", *OPENS, "-cp", f"{jars}/*", f"-Xmx{heap}", "org.neo4j.server.CommunityEntryPoint", f"--home-dir={folder}",
                                 f"--config-dir={folder}/conf"], stdout=log, stderr=log, start_new_session=True)


def _jars() -> Path:
    """The folder of Neo4j's jars, fetched by Maven the first time."""
    done = JARS / "complete"
    if done.exists():
        return JARS / "lib"
    if not shutil.which("mvn") or not shutil.which("java"):
        raise NoServer(HOW)
    JARS.mkdir(parents=True, exist_ok=True)
    exclusions = "".join(f"<exclusion><groupId>org.neo4j</groupId><artifactId>{name}</artifactId></exclusion>" for name in UNPUBLISHED)
    (JARS / "pom.xml").write_text(POM.format(version=NEO4J_VERSION, exclusions=exclusions))
    fetched = subprocess.run(["mvn", "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={JARS}/lib", "-DincludeScope=runtime"],
                             cwd=JARS, capture_output=True, text=True, timeout=900, check=False)
    if fetched.returncode:
        raise NoServer(f"Maven could not fetch Neo4j {NEO4J_VERSION}: {fetched.stdout[-500:]}")
    done.touch()
    return JARS / "lib"


def _await(settings: Settings, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 120
    with GraphDatabase.driver(settings.neo4j_uri, auth=(settings.neo4j_username, settings.neo4j_password)) as driver:
        while True:
            try:
                driver.execute_query("RETURN 1")
                return
            except (DriverError, Neo4jError):
                if process.poll() is not None or time.monotonic() > end:
                    raise
                time.sleep(0.3)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
