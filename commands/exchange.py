"""export, import, sparql: hand the graph, or a part of it, over; take another's in; ask an export."""

from __future__ import annotations

import argparse
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.asking import pairs
from commands.parsing import add_command, settings_of
from commands.shown import print_rows, read_text
from graph.exports.formats import FORMATS, export
from graph.model import STATUSES, WatchdocketError, make_id
from graph.rdf_formats import FORMATS as RDF
from graph.reviews import now

if TYPE_CHECKING:
    from commands.parsing import Commands
    from graph.exports.selection import Scope
    from graph.rdf import Publication
    from graph.settings import Settings
    from graph.store import Store

EVERYTHING = 1_000_000      # rows of a question whose answer is a scope


def add(commands: Commands) -> None:
    command = add_command(commands, "export", run_export, "write the graph, or a part of it, to a file",
                         "watchdocket export trig graph.trig --scope entity:Huawei+1 --profile public")
    command.description = "\n".join(["Write the graph, or a part of it, to a file, which is replaced when all is written or not at all. Formats:", "",
                                    *(f"  {name:<11} {format.about}" for name, format in FORMATS.items())])
    command.add_argument("format", metavar="FORMAT", help="one of those above")
    command.add_argument("file", type=Path, metavar="FILE", help="the file, for neo4j-bulk the folder")
    command.add_argument("--scope", default="all", metavar="WHAT", help="all; entity:NAME or entity:ID, with +N also what lies N edges further; "
                        "query:NAME, the claims in the answer of a saved question (default: all)")
    command.add_argument("--param", action="append", default=[], metavar="K=V", help="a parameter of the question of --scope query:NAME")
    command.add_argument("--since", default="", metavar="DATE", help="only claims about this day or later: of the event, or else of publication")
    command.add_argument("--until", default="", metavar="DATE", help="only claims about this day or earlier")
    command.add_argument("--status", default=",".join(STATUSES), metavar="LIST", help="only claims of these statuses, and what disputes them")
    command.add_argument("--as-of", default="", metavar="DATE", help="only what had been published by then")
    command.add_argument("--profile", default="full", metavar="NAME", help="full (default), or public: without unreviewed "
                        "allegations about natural persons, and of texts only the quotes")


    taken = add_command(commands, "import", run_import, "take an RDF export in, yours or another's, as one more source",
                        "watchdocket import partner.trig")
    taken.add_argument("file", type=Path, metavar="FILE", help="a .trig, .nq, .jsonld, .ttl or .nt as `watchdocket export` writes them")
    sparql = add_command(commands, "sparql", run_sparql, "answer a SPARQL 1.1 query over the graph as RDF, or over an export",
                         "watchdocket sparql queries/sparql/most_disputed_pairs.rq --export graph.trig")
    sparql.add_argument("query", metavar="FILE_OR_QUERY", help="a file .rq, or the query itself")
    sparql.add_argument("--export", type=Path, metavar="FILE", help="an RDF file that `watchdocket export` wrote (default: all of the graph)")
    sparql.add_argument("--format", choices=("table", "csv", "json"), default="table")


def run_import(args: argparse.Namespace) -> int:
    """Take an export in."""
    from graph.exports.imported import extraction_of
    from graph.rdf_read import read_rdf
    from graph.store import open_store

    file = read_rdf(args.file)
    extractions = [extraction_of(account) for account in file.accounts]
    with open_store(settings_of(args)) as store:
        decided = store.record_decisions(file.decisions)        # first: those that contradict ours refuse all of it
        verdicts = store.write_many(extractions, run=make_id("run", now(), os.getpid()), file=str(args.file.resolve()))
    counts = ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in ("new", "replaced", "unchanged"))
    print(f"{args.file}: {len(extractions)} documents ({counts}), {sum(len(each.claims) for each in extractions)} claims, {decided} new decisions. "
          f"`watchdocket retract {args.file}` takes all of it back but the decisions.")
    return 0


def run_sparql(args: argparse.Namespace) -> int:
    """Answer a query over an export."""
    from graph.rdf import export_rdf
    from graph.sparql import ask_rdf
    from graph.store import open_store

    query, settings = read_text(Path(args.query)) if Path(args.query).suffix in (".rq", ".sparql") else args.query, settings_of(args)
    with tempfile.TemporaryDirectory() as folder:
        if args.export is None:
            with open_store(settings, read_only=True) as store:
                export_rdf(store, "nquads", path := Path(folder) / "graph.nq", publication=_publication(settings))
        else:
            path = args.export
        answer = ask_rdf(path, query, vocabulary=settings.rdf_vocabulary)
    print_rows(answer, args.format)
    return 0


def _publication(settings: Settings) -> Publication:
    from graph.rdf import Publication

    return Publication(settings.rdf_base, settings.rdf_vocabulary, licence=settings.rdf_licence)


def run_export(args: argparse.Namespace) -> int:
    """Write the graph to a file."""
    from graph.exports.description import describe
    from graph.exports.selection import select
    from graph.store import open_store

    if args.format not in FORMATS:
        raise WatchdocketError(f"{args.format!r} is not a format; formats are {', '.join(FORMATS)}.")
    settings = settings_of(args)
    with open_store(settings, read_only=True) as store:
        counts = export(select(store, _scope(store, args)), args.format, args.file, _publication(settings))
    if args.format in RDF:
        describe(args.file, counts, RDF[args.format].media_type, _publication(settings))
    print(f"{args.file}: {', '.join(f'{count:,} {name}' for name, count in counts.items())}.")
    return 0


def _scope(store: Store, args: argparse.Namespace) -> Scope:
    """What is asked for. Raises WatchdocketError where it names nothing that is there."""
    from graph.exports.selection import Scope

    rest: dict[str, Any] = {"since": args.since, "until": args.until, "as_of": args.as_of, "profile": args.profile,
                            "statuses": frozenset(filter(None, map(str.strip, args.status.split(","))))}
    kind, _, what = args.scope.partition(":")
    if kind == "entity" and what:
        return Scope(entities=_neighbourhood(store, what, args.as_of), **rest)
    if kind == "query" and what:
        return Scope(claims=_answer(store, what, pairs(args.param), args.as_of), **rest)
    if args.scope != "all":
        raise WatchdocketError(f"{args.scope!r} is no scope; write all, entity:NAME, entity:NAME+1 or query:NAME.")
    return Scope(**rest)


def _neighbourhood(store: Store, what: str, as_of: str) -> frozenset[str]:
    match = re.fullmatch(r"(.+?)(?:\+(\d{1,2}))?", what)
    name, hops = (match[1], int(match[2] or 0)) if match else (what, 0)
    found = [row["id"] for row in store.search_entities(name) if name in (row["id"], *row["aliases"])]
    found = found or [row["id"] for row in store.read("MATCH (e:Entity {id: $id}) RETURN e.id AS id", {"id": name}).rows]
    if not found:
        near = ", ".join(row["name"] for row in store.search_entities(name, 5)) or "nothing like it"
        raise WatchdocketError(f"Nothing is called {name!r}; there is {near}.")
    return store.neighbourhood(found, hops, as_of=as_of)


def _answer(store: Store, name: str, given: dict[str, str], as_of: str) -> frozenset[str]:
    from graph.queries import claims_of_answer, load_queries, run_query

    queries = load_queries()
    if name not in queries:
        raise WatchdocketError(f"There is no question {name!r}; there are {', '.join(queries)}.")
    if as_of and "as_of" in {parameter.name for parameter in queries[name].parameters}:
        given = {"as_of": as_of} | given
    claims = claims_of_answer(store, run_query(store, queries[name], given, limit=EVERYTHING))
    if not claims:
        raise WatchdocketError(f"The answer of {name} names no claims, so nothing can be selected by it.")
    return claims
