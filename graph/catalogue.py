"""The list of saved questions as a page of Markdown. Knows questions, not where the page is kept."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from graph.queries import Query
from graph.query_header import Parameter

HEAD = """# Saved questions

Made by `watchdocket query --catalogue > queries/README.md` from the headers of the files. `watchdocket query NAME --param NAME=VALUE` asks one, and
so does the app. An empty value stands for any.
"""


def catalogue(queries: Iterable[Query]) -> str:
    """What each question asks, what may be filled in, and what comes back, by folder."""
    parts = [HEAD]
    for folder, asked in groupby(queries, key=lambda query: query.folder):
        parts.append(f"## {folder.capitalize()}\n")
        parts.extend(_entry(query) for query in asked)
    return "\n".join(parts)


def _entry(query: Query) -> str:
    rows = [f"| `{p.name}` | {_type(p)} | {_shown(p.default)} | {_shown(p.example)} | {p.label} |" for p in query.parameters]
    table = ["| parameter | type | default | example | what |", "|---|---|---|---|---|", *rows, ""] if rows else []
    drawings = "".join(f" Can be drawn as a {drawing.kind}: {', '.join(drawing.columns)}." for drawing in query.drawings)
    columns = f"Columns: {', '.join(f'`{column}`' for column in query.columns)}.{drawings}"
    return "\n".join([f"### `{query.name}`: {query.title}", "", query.question, "", *table, columns, ""])


def _type(parameter: Parameter) -> str:
    return f"one of {', '.join(parameter.choices)}" if parameter.type == "choice" else parameter.type


def _shown(value: str) -> str:
    return f"`{value}`" if value else ""
