"""query: ask what is saved; cypher: ask in one's own words."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from commands.parsing import add_command, positive, seconds, settings_of
from commands.shown import print_rows
from graph.model import WatchdocketError

if TYPE_CHECKING:
    from commands.parsing import Commands
    from graph.connection import Rows
    from graph.plans import Plan
    from graph.queries import Library


def add(commands: Commands) -> None:
    query = add_command(commands, "query", run_query, "list the saved questions, or ask one",
                        "watchdocket query disputes_of_company --param company=Huawei --format csv")
    query.add_argument("name", nargs="?", metavar="NAME", help="a question; without it, all are listed")
    _add_options(query)
    query.add_argument("--explain", action="store_true", help="say how the server would answer, and what the time depends on, instead of answering")
    query.add_argument("--catalogue", action="store_true", help="list the questions that come with Watchdocket as a page of Markdown")


    cypher = add_command(commands, "cypher", run_cypher, "ask a question in Cypher, which can read and not change",
                         "watchdocket cypher 'MATCH (c:Company {name: $name})-[r:SUES]->(b) RETURN b.name, r.status' --param name=Huawei")
    cypher.add_argument("statement", metavar="STATEMENT", help="the question; - reads it from standard input")
    _add_options(cypher)
    cypher.add_argument("--timeout", type=seconds, metavar="S", help="seconds after which it is stopped (default: 30)")


def _add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--param", action="append", default=[], metavar="K=V", help="a parameter of the question; may be given several times")
    command.add_argument("--format", choices=("table", "csv", "json", "jsonl"), default="table")
    command.add_argument("--limit", type=positive, metavar="N", help="rows at most (default: 1000)")


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
        if args.explain:
            print_plan(store.explain(query.cypher, query.bind(given)), args.format)
        else:
            print_answer(answer_query(store, query, given, limit=args.limit), args.format)
    return 0


def run_cypher(args: argparse.Namespace) -> int:
    """Answer a question in Cypher."""
    from graph.store import open_store

    statement = sys.stdin.read() if args.statement == "-" else args.statement
    given = {name: json_or_text(value) for name, value in pairs(args.param).items()}
    with open_store(settings_of(args), read_only=True) as store:
        print_answer(store.read(statement, given, limit=args.limit, timeout=args.timeout), args.format)
    return 0


def print_plan(plan: Plan, format: str) -> None:
    """The steps, and in the table what they cost."""
    from graph.connection import Rows

    rows = [{"step": at, "what": step.what, "details": step.details, "expected rows": step.rows} for at, step in enumerate(plan.steps, 1)]
    print_rows(Rows(("step", "what", "details", "expected rows"), rows), format)
    if format == "table":
        print(plan.cost)


def json_or_text(value: str) -> Any:
    """A number, a list, true, null and so on as JSON has them; anything else is text."""
    try:
        return json.loads(value)
    except ValueError:
        return value


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
