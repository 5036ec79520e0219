"""The graph as a Cypher script, and as the folder of CSV files that `neo4j-admin database import` loads. Knows syntax, not what rows say.

Both give the layout of a store, so that saved queries run on what is loaded.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from pathlib import Path
from typing import IO, Any

from graph.exports.layout import TABLES, TYPES, Line, Table, graph_lines
from graph.exports.records import Records
from graph.store import definitions
from graph.table import to_json

AT_ONCE = 500               # lines of the graph that are sorted into statements together
BETWEEN = "\ufdd0"          # separates the elements of a list, and labels, in CSV: a character that means nothing, so that no text has it


# ------------------------------------------------------------------ script

def write_cypher(records: Records, out: IO[bytes]) -> dict[str, int]:
    """Statements for an empty Neo4j, one a line: constraints and indexes, then the graph."""
    counts: Counter[str] = Counter()
    for statement in definitions():
        out.write(f"{statement};\n".encode())
    lines = graph_lines(records)
    while some := list(islice(lines, AT_ONCE)):
        for statement in _statements(some, counts):
            out.write(f"{statement};\n".encode())
    return dict(counts)


def _statements(lines: list[Line], counts: Counter[str]) -> Iterator[str]:
    """One for all lines of a table that bear the same labels; nodes before relationships."""
    order = {id(table): number for number, table in enumerate(TABLES)}

    def key(line: Line) -> tuple[int, tuple[str, ...]]:
        return order[id(line.table)], line.labels

    for (number, labels), group in groupby(sorted(lines, key=key), key):
        table, found = TABLES[number], list(group)
        counts["relationships" if table.ends else "nodes"] += len(found)
        if table.ends:
            rows = [{"start": line.ends[0], "end": line.ends[1], "values": line.values} for line in found if line.ends]
            yield (f"UNWIND {_literal(rows)} AS row MATCH (a:{table.ends[0]} {{id: row.start}}) MATCH (b:{table.ends[1]} {{id: row.end}}) "
                   f"CREATE (a)-[r:{labels[0]}]->(b) SET r = row.values")
        else:
            yield f"UNWIND {_literal([line.values for line in found])} AS row CREATE (n:{':'.join(labels)}) SET n = row"


def _literal(value: Any) -> str:
    """A value as Cypher writes it. JSON's escapes are among those of Cypher; property names are ours."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_literal(each)}" for name, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_literal, value)) + "]"
    return to_json(value)


# ------------------------------------------------------------------ neo4j-admin

def write_bulk(records: Records, folder: Path) -> dict[str, int]:
    """A CSV file for each label and type of relationship, the arguments of neo4j-admin, and statements to run once after the import."""
    counts: Counter[str] = Counter()
    with ExitStack() as files:
        writers = {id(table): _csv(files, folder, table) for table in TABLES}
        for line in graph_lines(records):
            unknown = line.values.keys() - set(line.table.columns)
            if unknown:
                raise ValueError(f"{line.table.name} has no columns {', '.join(sorted(unknown))}.")
            values = [_field(line.values.get(column)) for column in line.table.columns]
            writers[id(line.table)].writerow([*values, BETWEEN.join(line.labels)] if line.ends is None else [*line.ends, *values, line.labels[0]])
            counts["relationships" if line.ends else "nodes"] += 1
    arguments = [f"--{'relationships' if table.ends else 'nodes'}={_name(table)}" for table in TABLES]
    (folder / "import.args").write_text("\n".join([*arguments, f"--array-delimiter=U+{ord(BETWEEN):04X}", "--multiline-fields=true", ""]), "utf-8")
    (folder / "after-import.cypher").write_text("".join(f"{statement};\n" for statement in _after()), "utf-8")
    return dict(counts)


def _csv(files: ExitStack, folder: Path, table: Table) -> Any:
    writer = csv.writer(files.enter_context((folder / _name(table)).open("w", encoding="utf-8", newline="")), lineterminator="\n")
    typed = [f"{column}:{TYPES.get(column, 'string')}" for column in table.columns]
    if table.ends:
        writer.writerow([f":START_ID({table.ends[0]})", f":END_ID({table.ends[1]})", *typed, ":TYPE"])
    else:
        writer.writerow([f"id:ID({table.name})", *typed[1:], ":LABEL"])
    return writer


def _name(table: Table) -> str:
    return f"{'-'.join((table.name, *(table.ends or ()))).lower()}.csv"


def _field(value: Any) -> str:
    """One field; what is not known is empty."""
    if isinstance(value, (list, tuple)):
        return BETWEEN.join(str(each).replace(BETWEEN, "\ufffd") for each in value)
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _after() -> Iterator[str]:
    """Constraints and indexes, and what is empty, which the import leaves out: lists, and the words of a name of signs."""
    yield from definitions()
    yield "MATCH (n:Entity) WHERE n.folded IS NULL SET n.folded = ''"
    for table in TABLES:
        pattern = f"(:{table.ends[0]})-[n]->(:{table.ends[1]})" if table.ends else f"(n:{table.name})"
        for column in table.columns:
            if TYPES.get(column, "").endswith("[]"):
                yield f"MATCH {pattern} WHERE n.{column} IS NULL {'AND n.status IS NOT NULL ' if table.name == 'EDGE' else ''}SET n.{column} = []"
