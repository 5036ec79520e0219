"""query: ask what is saved."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from commands.parsing import add_command, positive, settings_of
from commands.shown import print_rows
from graph.model import WatchdocketError

if TYPE_CHECKING:
    from commands.parsing import Commands
    from graph.connection import Rows
    from graph.queries import Library


def add(commands: Commands) -> None:
    query = add_command(commands, "query", run_query, "list the saved questions, or ask one",
                        "watchdocket query disputes_of_company --param company=Huawei --format csv")
    query.add_argument("name", nargs="?", metavar="NAME", help="a question; without it, all are listed")
    query.add_argument("--param", action="append", default=[], metavar="K=V", help="a parameter of the question; may be given several times")
    query.add_argument("--format", choices=("table", "csv", "json"), default="table")
    query.add_argument("--limit", type=positive, metavar="N", help="rows at most (default: 1000)")
    query.add_argument("--catalogue", action="store_true", help="list the questions that come with Watchdocket as a page of Markdown")


def run_query(args: argparse.Namespace) -> int:
    """List the saved questions, or ask one."""
    from graph.catalogue import catalogue
    from graph.queries import load_library, load_queries
    from graph.queries import run_query as answer_query
    from graph.store import open_store

    if args.catalogue:
        print(catalogue(load_queries().values()), end="")
        return 0
    settings = settings_of(args)
    library = load_library(settings.home)
    if args.name is None:
        print_library(library, args.format)
        return 0
    query, given = library[args.name], pairs(args.param)
    query.bind(given)                       # a slip of the pen need not wait for the server
    with open_store(settings, read_only=True) as store:
        print_answer(answer_query(store, query, given, limit=args.limit), args.format)
    return 0


def print_library(library: Library, format: str) -> None:
    """All questions; and on standard error, what is wrong with files of the user's."""
    from graph.connection import Rows

    rows = [{"folder": query.folder, "name": query.name, "question": query.question,
             "parameters": [f"{parameter.name}={parameter.default}" for parameter in query.parameters]} for query in library.queries.values()]
    print_rows(Rows(("folder", "name", "question", "parameters"), rows), format)
    for problem in library.problems.values():
        print(f"watchdocket: {problem}", file=sys.stderr)


def print_answer(answer: Rows, format: str) -> None:
    print_rows(answer, format)
    if answer.truncated:
        print(f"watchdocket: there are more than {len(answer.rows)} rows; ask for more with --limit.", file=sys.stderr)


def pairs(entries: Iterable[str]) -> dict[str, str]:
    pairs = {}
    for entry in entries:
        name, equals, value = entry.partition("=")
        if not equals:
            raise WatchdocketError(f"--param {entry!r} has no value; write --param name=value.")
        pairs[name.strip().lstrip("$")] = value
    return pairs
