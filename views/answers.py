"""An answer as a table whose names, quotes and edges lead on, as JSON, and the ids in it. Knows HTML and what columns are, no Streamlit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import pairwise, zip_longest
from typing import Any

from graph.connection import Rows
from graph.explore import manner
from graph.model import FACTUAL, RELATIONS, STATUSES
from graph.query_header import Drawing, Identified
from graph.table import cell
from views.evidence import link_html
from views.wording import clip, status_word

SHOWN = 200             # rows of the table; all of them are in the sheet and the files
LONGEST = 300           # characters of a cell
# Where an id leads: the page, and what it is called there.
PAGES = {"entity": ("entity", "id"), "document": ("document", "id"), "claim": ("document", "claim"), "edge": ("explore", "edge")}

Row = Mapping[str, Any]


def answer_html(answer: Rows, ids: Iterable[Identified]) -> str:
    """The answer with links in place of ids. How firm a row is stands in it as a badge."""
    by_label = {found.label: found for found in ids}
    hidden = {found.column for found in by_label.values()}
    columns = [column for column in answer.columns if column not in hidden]
    head = "".join(f'<th scope="col">{escape(column.replace("_", " "))}</th>' for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(row, column, by_label.get(column))}</td>' for column in columns)}</tr>" for row in answer.rows[:SHOWN])
    return f'<div class="wd-answer"><table class="wd-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cell(row: Row, column: str, identified: Identified | None) -> str:
    value = row[column]
    if column in ("status", "statuses") and value:
        return " ".join(_badge(row, status) for status in (value if isinstance(value, list) else [value]))
    if column == "disputed" and isinstance(value, bool):
        return '<span class="wd-badge disputed">Disputed</span>' if value else ""
    if column == "said_by" and not value:
        return '<span class="wd-quiet">the document itself</span>'
    if identified is None:
        return _words(column, value)
    return "; ".join(_linked(_words(column, one, raw=True), identified.of, id)
                     for one, id in zip_longest(_listed(value), _listed(row[identified.column]), fillvalue=""))


def _badge(row: Row, status: str) -> str:
    if status not in STATUSES:
        return escape(cell(status))
    relation = row.get("relation") if row.get("relation") in RELATIONS else ""
    name = manner(relation, status) if relation else "disputed" if status in ("denied", "negated") else "established" if status in FACTUAL else status
    return f'<span class="wd-badge {name}">{status_word(relation or "", status)}</span>'


def _words(column: str, value: Any, *, raw: bool = False) -> str:
    words = clip(cell(value), LONGEST)
    if column == "relation" and value in RELATIONS:
        words = RELATIONS[value].reading
    elif column == "category":
        words = words.replace("_", " ")
    return words if raw else f"<bdi>{escape(words)}</bdi>"


def _linked(words: str, of: str, id: Any) -> str:
    if not isinstance(id, str) or not id:
        return f"<bdi>{escape(words)}</bdi>"
    page, name = PAGES[of]
    return link_html(words or "…", page, {name: id})


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def readable(row: Row, column: str) -> Any:
    """Numbers and truth values as they are, all else as text. That an accusation was made is asserted, so its status alone would mislead."""
    value = row[column]
    if column == "status" and value in STATUSES and row.get("relation") in RELATIONS:
        return status_word(row["relation"], value).lower() if row["relation"] in ("ACCUSES", "DENIES") and value in FACTUAL else value
    return value if isinstance(value, (int, float, bool)) else cell(value)


def to_json(answer: Rows) -> str:
    """The answer as JSON: its columns in order, and its rows as objects."""
    return json.dumps({"columns": list(answer.columns), "rows": answer.rows, "truncated": answer.truncated}, ensure_ascii=False, indent=1)


def ways_in(answer: Rows, drawing: Drawing) -> list[tuple[str, ...]]:
    """What the drawing ties together: pairs of ids for a graph, steps of a chain."""
    if drawing.kind == "chain":
        return [step for row in answer.rows for step in pairwise(row[drawing.columns[0]] or ())]
    source, target = drawing.columns
    return [(row[source], row[target]) for row in answer.rows if row[source] and row[target]]


def entities_in(answer: Rows) -> list[str]:
    """The ids of all entities that stand in the answer as nodes, also within lists and paths."""
    return list(dict.fromkeys(found["id"] for row in answer.rows for value in row.values() for found in _nodes(value)))


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from _nodes(one)
    elif isinstance(value, dict):
        if "Entity" in (value.get("labels") or ()):
            yield value
        for one in value.values():
            if isinstance(one, (list, dict)):
                yield from _nodes(one)
