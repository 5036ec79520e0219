"""What all commands share in how they are said: help with an example, the flags that name a store, and settings made of them."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graph.settings import Settings, load_settings

FORMATS = ("table", "csv", "json")

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_command(commands: Commands, name: str, run: Any, about: str, example: str, *, store: bool = True) -> argparse.ArgumentParser:
    """A command with its help; `run` takes the parsed arguments and returns the exit code. `store`: it may be told which graph."""
    command = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".", epilog=f"Example: {example}",
                                  formatter_class=argparse.RawDescriptionHelpFormatter)
    command.set_defaults(run=run)
    if store:
        command.add_argument("--home", metavar="FOLDER", default=argparse.SUPPRESS,
                             help="where the embedded graph lies (default: .watchdocket; also WATCHDOCKET_HOME)")
        command.add_argument("--neo4j-uri", metavar="URI", default=argparse.SUPPRESS,
                             help="use this Neo4j instead (also NEO4J_URI, with NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE)")
    return command


def add_group(commands: Commands, name: str, about: str, example: str) -> Commands:
    """A command of several acts, each of which is added to what this returns; flags that name a store may stand before or after the act."""
    group = add_command(commands, name, None, about, example)
    return group.add_subparsers(title="acts", metavar="ACT", required=True)


def add_signature(act: argparse.ArgumentParser, *, why: str | None) -> None:
    """Who and why; `why` is the reason where none is given, None where one must be."""
    act.add_argument("--why", default=why, required=why is None, metavar="REASON")
    act.add_argument("--by", default=None, metavar="NAME", help="who says so (default: your account on this machine)")


def positive(value: str) -> int:
    """A whole number of 1 or more."""
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def seconds(value: str) -> float:
    """A time greater than 0."""
    number = float(value)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError("must be greater than 0")
    return number


def settings_of(args: argparse.Namespace) -> Settings:
    """The settings, flags first."""
    flags = {name: getattr(args, name, None) for name in ("home", "neo4j_uri", "model", "workers")}
    settings = load_settings(**flags)
    return settings if settings.workers else replace(settings, workers=os.cpu_count() or 1)
