"""export: hand the graph over."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from commands.parsing import add_command, settings_of
from graph.model import WatchdocketError

if TYPE_CHECKING:
    from commands.parsing import Commands


def add(commands: Commands) -> None:
    export = add_command(commands, "export", run_export, "write the whole graph to an RDF file", "watchdocket export turtle graph.ttl")
    export.add_argument("format", metavar="FORMAT", help="turtle, trig, ntriples, nquads or jsonld")
    export.add_argument("file", type=Path, metavar="FILE")


def run_export(args: argparse.Namespace) -> int:
    """Write the graph to a file."""
    from graph.rdf import Publication, export_rdf
    from graph.rdf_formats import FORMATS
    from graph.store import open_store

    if args.format not in FORMATS:
        raise WatchdocketError(f"{args.format!r} is not an RDF format; formats are {', '.join(FORMATS)}.")
    settings = settings_of(args)
    publication = Publication(settings.rdf_base, settings.rdf_vocabulary, licence=settings.rdf_licence)
    with open_store(settings, read_only=True) as store:
        summary = export_rdf(store, args.format, args.file, publication=publication)
    counts = ", ".join(f"{count} {name}" for name, count in summary.counts.items())
    print(f"{args.file}: {summary.triples} triples ({counts}).")
    return 0
