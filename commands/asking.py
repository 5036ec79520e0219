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


def add(commands: Commands) -> None:
    query = add_command(commands, "query", run_query, "list the saved questions, or ask one",
                "watchdocket query disputes_of_company --param company=Huawei --format csv")
    query.add_argument("name", nargs="?", metavar="NAME", help="a question; without it, all are listed")
    query.add_argument("--param", action="append", default=[], metavar="K=V", help="a parameter of the question; may be given several times")
    query.add_argument("--format", choices=("table", "csv", "json"), default="table")
    query.add_argument("--limit", type=positive, metavar="N", help="rows at most (default: 1000)")


def run_query(args: argparse.Namespace) -> int:
    """List the saved questions, or ask one."""
    from graph.connection import Rows
    from graph.queries import load_queries
    from graph.queries import run_query as answer_query
    from graph.store import open_store

    queries = load_queries()
    if args.name is None:
        known = [{"name": q.name, "question": q.question, "parameters": [f"{p.name}={p.default}" for p in q.parameters]} for q in queries.values()]
        print_rows(Rows(("name", "question", "parameters"), known), args.format)
        return 0
    if args.name not in queries:
        raise WatchdocketError(f"There is no question {args.name!r}; there are {', '.join(queries)}.")
    given = pairs(args.param)
    queries[args.name].bind(given)          # a slip of the pen need not wait for the server
    with open_store(settings_of(args), read_only=True) as store:
        answer = answer_query(store, queries[args.name], given, limit=args.limit)
    print_rows(answer, args.format)
    if answer.truncated:
        print(f"watchdocket: there are more than {len(answer.rows)} rows; ask for more with --limit.", file=sys.stderr)
    return 0


def pairs(entries: Iterable[str]) -> dict[str, str]:
    pairs = {}
    for entry in entries:
        name, equals, value = entry.partition("=")
        if not equals:
            raise WatchdocketError(f"--param {entry!r} has no value; write --param name=value.")
        pairs[name.strip().lstrip("$")] = value
    return pairs
