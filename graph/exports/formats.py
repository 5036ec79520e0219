"""The one table of formats: what each is called and for, how a status survives in it, and what writes it. Loads a writer only when it is needed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.exports.files import replace_file, replace_folder
from graph.model import WatchdocketError

if TYPE_CHECKING:
    from graph.exports.records import Records
    from graph.rdf import Publication


@dataclass(frozen=True, slots=True)
class Format:
    """A way to hand the graph over."""

    about: str
    status: str                             # how the status of a claim survives
    writer: str                             # module and function
    is_rdf: bool = False
    mark: str = ""                          # of a folder, the file by which it is known


NAMED_GRAPHS = "each claim is a graph of its own; a bare triple in the default graph is established"
REIFIED = "claims are reified; a bare triple is established"
BY_CLAIM = "each row has the status and claimants of its claim, and how its edge stands"
BY_LABEL = "the label of an edge begins with its status; claimants are an attribute"
BY_LINK = "only established edges are links; every claim is a note that begins with its status"
AS_STORED = "as in the graph, on every claim and edge"

FORMATS: dict[str, Format] = {
    "turtle": Format("RDF for tools without named graphs", REIFIED, "graph.rdf:write_records", is_rdf=True),
    "trig": Format("RDF to read, and to import into another Watchdocket", NAMED_GRAPHS, "graph.rdf:write_records", is_rdf=True),
    "ntriples": Format("RDF by the line, without named graphs", REIFIED, "graph.rdf:write_records", is_rdf=True),
    "nquads": Format("RDF by the line, for large stores", NAMED_GRAPHS, "graph.rdf:write_records", is_rdf=True),
    "jsonld": Format("RDF for programs that read JSON", NAMED_GRAPHS, "graph.rdf:write_records", is_rdf=True),
    "csv": Format("claims for a spreadsheet", BY_CLAIM, "graph.exports.claims:write_csv"),
    "jsonl": Format("claims for programs, a JSON object a line", BY_CLAIM, "graph.exports.claims:write_json_lines"),
    "graphml": Format("the network for Gephi, Cytoscape, igraph or networkx", BY_LABEL, "graph.exports.networks:write_graphml"),
    "gexf": Format("the network for Gephi", BY_LABEL, "graph.exports.networks:write_gexf"),
    "ftm": Format("FollowTheMoney entities for OpenAleph and yente", BY_LINK, "graph.exports.followthemoney:write_ftm"),
    "cypher": Format("a script that fills an empty Neo4j", AS_STORED, "graph.exports.cypher:write_cypher"),
    "neo4j-bulk": Format("a folder for `neo4j-admin database import full`", AS_STORED, "graph.exports.cypher:write_bulk", mark="import.args"),
}


def export(records: Records, name: str, path: Path, publication: Publication) -> dict[str, int]:
    """Write records to a file, or a folder, which is replaced when all is written or not at all; how much of what was written.

    Raises WatchdocketError where there is no format of this name, or nothing can be written there.
    """
    if name not in FORMATS:
        raise WatchdocketError(f"{name!r} is not a format; formats are {', '.join(FORMATS)}.")
    format = FORMATS[name]
    module, _, function = format.writer.partition(":")
    write: Any = partial(getattr(import_module(module), function), records)
    if format.is_rdf:
        write = partial(write, format=name, publication=publication)
    counts: dict[str, int] = replace_folder(path, format.mark, write) if format.mark else replace_file(path, write)
    return counts
