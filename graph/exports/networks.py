"""Entities and edges as GraphML and GEXF, for Gephi, Cytoscape, igraph and networkx. Knows XML, not what is selected.

An edge is labelled with its status first (“alleged, disputed: accuses”), so that a picture drawn from the file shows no allegation as a fact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from graph.exports.gathered import Gathered
from graph.exports.records import Records
from graph.model import RELATIONS
from graph.table import cell

Row = dict[str, Any]
# Attribute → type, in both formats.
NODE: dict[str, str] = {"label": "string", "kind": "string", "aliases": "string", "roles": "string"}
EDGE: dict[str, str] = {"label": "string", "relation": "string", "status": "string", "statuses": "string", "disputed": "boolean",
                        "established": "boolean", "said_by": "string", "claims": "int", "support": "int", "first": "string", "last": "string",
                        "categories": "string"}
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")       # in XML 1.0
Things = Iterator[tuple[str, Row]]


def write_graphml(records: Records, out: IO[bytes]) -> dict[str, int]:
    """GraphML, with a directed edge for each relation of a pair."""
    keys = "".join(f'<key id="{part}_{name}" for="{part}" attr.name="{name}" attr.type="{type}"/>\n'
                   for part, attributes in (("node", NODE), ("edge", EDGE)) for name, type in attributes.items())
    head = ('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
            f'{keys}<graph id="watchdocket" edgedefault="directed">\n')

    def data(part: str, attributes: dict[str, str], row: Row) -> str:
        return "".join(f'<data key="{part}_{name}">{escape(_text(row[name]))}</data>' for name in attributes if row.get(name) is not None)

    return _write(records, out, head, "", "</graph>\n</graphml>\n",
                  lambda id, row: f'<node id="{id}">{data("node", NODE, row)}</node>\n',
                  lambda id, row: f'<edge id="{id}" source="{row["source"]}" target="{row["target"]}">{data("edge", EDGE, row)}</edge>\n')


def write_gexf(records: Records, out: IO[bytes]) -> dict[str, int]:
    """GEXF 1.3, with a directed edge for each relation of a pair."""
    declared = "".join(f'<attributes class="{part}">\n' + "".join(f'<attribute id="{part}_{name}" title="{name}" type="{_gexf(type)}"/>\n'
                       for name, type in attributes.items() if name != "label") + "</attributes>\n"
                       for part, attributes in (("node", NODE), ("edge", EDGE)))
    head = ('<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
            f'<graph defaultedgetype="directed">\n{declared}<nodes>\n')

    def values(part: str, attributes: dict[str, str], row: Row) -> str:
        found = "".join(f'<attvalue for="{part}_{name}" value={_quoted(row[name])}/>'
                        for name in attributes if name != "label" and row.get(name) is not None)
        return f"<attvalues>{found}</attvalues>"

    return _write(records, out, head, "</nodes>\n<edges>\n", "</edges>\n</graph>\n</gexf>\n",
                  lambda id, row: f'<node id="{id}" label={_quoted(row["label"])}>{values("node", NODE, row)}</node>\n',
                  lambda id, row: f'<edge id="{id}" source="{row["source"]}" target="{row["target"]}" label={_quoted(row["label"])} '
                                  f'weight="{row["support"]}">{values("edge", EDGE, row)}</edge>\n')


def _write(records: Records, out: IO[bytes], head: str, between: str, foot: str, node: Callable[[str, Row], str],
           edge: Callable[[str, Row], str]) -> dict[str, int]:
    gathered, counts = Gathered(records.resolved()), {"entities": 0, "edges": 0}
    out.write(head.encode())
    names = {}
    for _, row in gathered.entity_rows():
        names[row["id"]] = row["name"]
        out.write(node(row["id"], row | {"label": row["name"]}).encode())
        counts["entities"] += 1
    out.write(between.encode())
    for relation, row in gathered.edge_rows():
        label = f"{row['status']}{', disputed' if row['disputed'] else ''}: {RELATIONS[relation].reading}"
        said_by = [names[speaker] for speaker in row["said_by"]]
        out.write(edge(row["id"], row | {"label": label, "relation": relation, "said_by": said_by}).encode())
        counts["edges"] += 1
    out.write(foot.encode())
    return counts


def _gexf(type: str) -> str:
    return "integer" if type == "int" else type


def _text(value: Any) -> str:
    return UNWRITABLE.sub("\ufffd", str(value).lower() if isinstance(value, bool) else cell(value))


def _quoted(value: Any) -> str:
    return quoteattr(_text(value))
