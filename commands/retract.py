"""retract and log: take sources back, with what stood on them alone; what became of documents when."""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.parsing import add_command, positive, settings_of
from commands.shown import print_rows, print_table
from graph.model import RELATIONS, WatchdocketError, make_id
from graph.rdf_formats import FORMATS
from graph.reviews import now

if TYPE_CHECKING:
    from commands.parsing import Commands
    from graph.retraction import Consequences, Firmness, RestingEdge
    from graph.store import Store

EVERYTHING = 1_000_000      # entries of the log
NAMED = 3           # documents and speakers that are named beside what stays


def add(commands: Commands) -> None:
    retract = add_command(commands, "retract", run_retract, "take documents back with everything that stood on them alone",
                          "watchdocket retract articles/cameras.txt --dry-run")
    which = retract.add_mutually_exclusive_group(required=True)
    which.add_argument("document", nargs="?", metavar="DOCUMENT", help="its id, or the file that was ingested")
    which.add_argument("--source", metavar="PUBLISHER", help="all documents of this publisher")
    which.add_argument("--url", metavar="URL", help="the documents from this address")
    retract.add_argument("--dry-run", action="store_true", help="only say what would go, and on whose word the rest stays")
    retract.add_argument("--json", action="store_true", help="say all of it as JSON, for programs")
    log = add_command(commands, "log", run_log, "list what became of documents when, newest first", "watchdocket log --limit 20")
    log.add_argument("--document", default="", metavar="ID", help="only what became of this document")
    log.add_argument("--file", default="", metavar="FILE", help="only what became of what was read from this file")
    log.add_argument("--run", dest="of_run", default="", metavar="ID", help="only what this run of a command did")
    log.add_argument("--limit", type=positive, default=100, metavar="N", help="entries at most (default: 100)")
    log.add_argument("--format", choices=("table", "csv", "json"), default="table")


def run_retract(args: argparse.Namespace) -> int:
    """Take documents back, or say what would follow."""
    from graph.store import open_store

    with open_store(settings_of(args), read_only=args.dry_run) as store:
        consequences = store.what_rests_on(_documents(store, args))
        gone = {id for id, _ in consequences.documents}
        citing = store.documents_citing(publisher=args.source or "", url=args.url or "") if args.document is None else []
        citing = [found for found in citing if found[0] not in gone]
        if not consequences.documents:
            raise WatchdocketError(_absent(args, citing))
        run = make_id("run", now(), os.getpid())
        if not args.dry_run:
            for document, _ in consequences.documents:      # one transaction each: what is interrupted goes on where it stopped
                store.retract(document, run=run)
    if args.json:
        verdicts = {part: [asdict(row) | {"verdict": row.verdict} for row in getattr(consequences, part)] for part in ("edges", "entities")}
        print(json.dumps(asdict(consequences) | verdicts | {"citing": citing, "retracted": not args.dry_run}, ensure_ascii=False, indent=1))
    else:
        _print(consequences, done=not args.dry_run)
        if citing:
            print(f"Other documents cite it and stay: {_listed(citing)}.")
    return 0


def _absent(args: argparse.Namespace, citing: list[tuple[str, str]]) -> str:
    wanted = args.document or args.source or args.url
    return (f"There is no such document: {wanted}. " +
            (f"Documents that cite it go by their own ids: {_listed(citing)}." if citing else "`watchdocket log` lists what was ingested."))


def _listed(documents: list[tuple[str, str]]) -> str:
    return _some(tuple(f"{title} ({id})" for id, title in documents))


def _documents(store: Store, args: argparse.Namespace) -> list[str]:
    """Ids of what is to go."""
    if args.document is None:
        return store.find_documents(publisher=args.source or "", url=args.url or "")
    path = Path(args.document)
    logged = dict.fromkeys(entry.document for entry in store.log(file=str(path.resolve()), limit=EVERYTHING))
    if path.suffix in {format.suffix for format in FORMATS.values()}:
        return [document for document in logged if _is_of(store, document, path)]
    return list(logged) or ([_id_of(path)] if path.is_file() else [args.document])


def _is_of(store: Store, document: str, export: Path) -> bool:
    """True where the export, which tells parts of documents, gave the document last, and not the file of its whole text before or after it."""
    given = next(entry.file for entry in store.log(document=document, limit=EVERYTHING) if entry.verdict in ("new", "replaced"))
    return given == str(export.resolve())


def _id_of(path: Path) -> str:
    from ingest.read import read_document

    return read_document(path).id


def _print(found: Consequences, *, done: bool) -> None:
    went, would = ("went", "is taken back") if done else ("would go", "would be taken back")
    for id, title in found.documents:
        print(f"{title} ({id}) {would}.")
    edges, entities = (sum(row.verdict == "goes" for row in part) for part in (found.edges, found.entities))
    print(f"With it {went} {found.claims} claims, {edges} edges and {entities} entities."
          + (f" {found.reviews} reviews wait for claims to return." if found.reviews else ""))
    rows = [(edge.verdict, f"{edge.source} {RELATIONS[edge.relation].reading} {edge.target}", _change(edge), _ground(edge)) for edge in found.edges]
    rows += [(entity.verdict, f"{entity.name} ({entity.kind})", "", f"{entity.documents} documents" if entity.documents else "")
             for entity in found.entities]
    rows.sort(key=lambda row: ("goes", "changes", "stays").index(row[0]))
    print_table(("", "what", "status", "stays on"), rows)


def _change(edge: RestingEdge) -> str:
    before, after = _word(edge.before), _word(edge.after) if edge.after else ""
    return f"{before} → {after}" if edge.verdict == "changes" else before


def _word(firmness: Firmness) -> str:
    return f"{firmness.status}{', disputed' if firmness.disputed else ''}"


def _ground(edge: RestingEdge) -> str:
    """The documents that an edge stays on, and whose word."""
    if not edge.after:
        return ""
    said = f", on the word of {_some(edge.said_by)}" if edge.said_by else ""
    return f"{_some(edge.documents)}{said}"


def _some(names: tuple[str, ...]) -> str:
    return ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")


def run_log(args: argparse.Namespace) -> int:
    """List what became of documents."""
    from graph.connection import Rows
    from graph.store import open_store

    with open_store(settings_of(args), read_only=True) as store:
        entries = store.log(document=args.document, run=args.of_run, file=str(Path(args.file).resolve()) if args.file else "", limit=args.limit)
    rows: list[dict[str, Any]] = [asdict(entry) for entry in entries]
    print_rows(Rows(tuple(rows[0]) if rows else (), rows), args.format)
    return 0
