"""status, check, stop, app and demo: what is there and whether it is sound, what runs, and the app."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.parsing import add_command, positive, settings_of
from commands.reading import run_ingest
from commands.shown import print_table
from graph.local_server import running_server, stop_server
from graph.model import WatchdocketError
from graph.settings import Settings
from graph.table import cell
from serve import FIRST_PORT, running_app, serve_app, stop_app

if TYPE_CHECKING:
    from commands.parsing import Commands

DOSSIERS = Path(__file__).resolve().parents[1] / "data" / "dossiers"


def add(commands: Commands) -> None:
    status = add_command(commands, "status", run_status, "say what is there, where it lies, and what is wrong", "watchdocket status --json")
    status.add_argument("--json", action="store_true", help="give the facts as JSON, for programs")
    add_command(commands, "check", run_check, "recompute the graph from what documents, reviews and decisions say, and print every difference",
                "watchdocket check")
    add_command(commands, "stop", run_stop, "end the app and the embedded graph server of this home", "watchdocket stop")
    for name, run, about in (("app", run_app, "open the app in the browser's reach, on this machine only; Ctrl-C ends it"),
                             ("demo", run_demo, "ingest the bundled dossiers and open the app; Ctrl-C ends all of it")):
        command = add_command(commands, name, run, about, f"watchdocket {name} --port 8600")
        command.add_argument("--port", type=positive, metavar="N", help=f"default: the first free one from {FIRST_PORT}")


def run_status(args: argparse.Namespace) -> int:
    """Print the facts; 1 where something is wrong."""
    facts = _facts(settings_of(args))
    if args.json:
        print(json.dumps(facts, ensure_ascii=False, indent=1))
    else:
        print_table(("", ""), [(name, cell(value)) for name, value in facts.items() if name != "problems"], header=False)
        for problem in facts["problems"]:
            print(f"wrong: {problem}")
    return 1 if facts["problems"] else 0


def _facts(settings: Settings) -> dict[str, Any]:
    """What is there. A server is started to count what an existing home holds, and none for a home that is not there yet."""
    from graph.store import open_store
    from ingest.nlp import load_model

    app = running_app(settings.home)
    facts: dict[str, Any] = {"version": importlib.metadata.version("watchdocket"), "python": sys.version.split()[0],
                             "home": str(settings.home.resolve()), "app": app.address if app else "not running",
                             "documents": 0, "entities": 0, "claims": 0, "problems": []}
    if settings.embedded and not settings.home.exists():
        facts["server"] = "not started: nothing has been ingested; `watchdocket ingest PATH` does, and `watchdocket demo` shows an example"
    else:
        try:
            with open_store(settings, read_only=True) as store:
                facts |= {"server_version" if name == "version" else name: value for name, value in store.status().items() if name != "home"}
        except WatchdocketError as error:
            facts["server"] = "not reached"
            facts["problems"].append(str(error))
    try:
        meta = load_model(settings.model).meta
        facts["model"] = f"{settings.model} {meta.get('version', '')}".strip()
    except WatchdocketError as error:
        facts["problems"].append(str(error))
    return facts


def run_check(args: argparse.Namespace) -> int:
    """Print where the graph is not what it should be; 1 where that is anywhere."""
    from graph.store import open_store

    with open_store(settings_of(args), read_only=True) as store:
        found = 0
        for difference in store.differences():
            found += 1
            print(f"{difference.what} {difference.id}: {difference.said}", flush=True)
        counts = ", ".join(f"{number:,} {name}" for name, number in store.counts().items())
    print(f"{counts}: {found or 'no'} difference{'s' * (found != 1)}.")
    return 1 if found else 0


def run_stop(args: argparse.Namespace) -> int:
    """End what this home started."""
    settings = settings_of(args)
    ended = [name for name, was in (("the app", stop_app(settings.home)), ("the graph server", stop_server(settings.home))) if was]
    print(f"Ended {' and '.join(ended)} of {settings.home}." if ended else f"Nothing was running in {settings.home}.")
    return 0


def run_app(args: argparse.Namespace) -> int:
    """Serve the app until it ends or is ended."""
    serve_app(settings_of(args), args.port, _announce)
    return 0


def run_demo(args: argparse.Namespace) -> int:
    """Ingest the bundled dossiers, serve the app, and leave nothing running that was not running before."""
    settings = settings_of(args)
    ran_before = settings.embedded and running_server(settings.home.resolve()) is not None
    dossiers = argparse.Namespace(**vars(args), paths=[DOSSIERS], json=False, store_only=False, precise=False, model=None, workers=None)
    try:
        serve_app(settings, args.port, _announce, meanwhile=lambda: _require(run_ingest(dossiers)))
        return 0
    finally:
        if settings.embedded and not ran_before:
            stop_server(settings.home)


def _require(code: int) -> None:
    if code:
        raise WatchdocketError("The bundled dossiers could not all be read; the failed ones are named above.")


def _announce(address: str) -> None:
    print(f"Watchdocket is at {address} (Ctrl-C ends it)", flush=True)
