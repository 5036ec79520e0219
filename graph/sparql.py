"""Answers to SPARQL about an export file. Knows files; opens no connection, whatever the query says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from graph.connection import Rows
from graph.model import WatchdocketError
from graph.rdf_read import BY_SUFFIX
from graph.vocabulary import PREFIXES, VOCABULARY, prefixes


def ask_rdf(path: Path, sparql: str, *, vocabulary: str = VOCABULARY) -> Rows:
    """Answer a SPARQL 1.1 query over an export. Its default graph holds what is established; what is claimed stands in GRAPH ?claim { … }.

    SELECT gives its columns, ASK one column "answer", CONSTRUCT and DESCRIBE the columns subject, predicate and object. Our prefixes (wd, oa, …)
    need no declaration. Raises WatchdocketError where file or query cannot be read, or the query would call another server.
    """
    if path.suffix not in BY_SUFFIX:
        raise WatchdocketError(f"{path} is in no format that can be read; file names end with {', '.join(BY_SUFFIX)}.")
    _require_local(sparql, vocabulary)
    store = ox.Store()
    try:
        store.bulk_load(path=path, format=BY_SUFFIX[path.suffix])
        return _rows(store.query(sparql, prefixes=prefixes(vocabulary)))
    except (SyntaxError, ValueError) as error:
        raise WatchdocketError(f"The query, or {path}, is not well formed: {error}.") from error
    except OSError as error:
        raise WatchdocketError(f"{path} cannot be read: {error.strerror or error}.") from error


def _rows(answer: Any) -> Rows:
    if isinstance(answer, ox.QueryBoolean):
        return Rows(("answer",), [{"answer": bool(answer)}])
    if isinstance(answer, ox.QueryTriples):
        columns: tuple[str, ...] = ("subject", "predicate", "object")
        return Rows(columns, [{column: _plain(getattr(triple, column)) for column in columns} for triple in answer])
    columns = tuple(variable.value for variable in answer.variables)
    return Rows(columns, [{column: _plain(solution[column]) for column in columns} for solution in answer])


def _plain(term: Any) -> str | int | bool | None:
    """Whole numbers and truth values as such, all else as text; None where nothing is bound."""
    if term is None:
        return None
    datatype = term.datatype.value.removeprefix(PREFIXES["xsd"]) if isinstance(term, ox.Literal) else ""
    if datatype == "boolean":
        return bool(term.value in ("true", "1"))
    return int(term.value) if datatype == "integer" else str(getattr(term, "value", term))


def _require_local(sparql: str, vocabulary: str) -> None:
    """Refuse SERVICE. The word may stand in a string or a name: where it stands at all, a parser decides."""
    plain = re.sub(r"\\[uU]([0-9A-Fa-f]{4,8})", "", sparql)
    if plain == sparql and not re.search("service", sparql, re.IGNORECASE):
        return
    try:
        parsed = parseQuery("".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in prefixes(vocabulary).items()) + sparql)
    except Exception as error:      # the parser raises what it likes; a query that it cannot read is not known to be harmless
        raise WatchdocketError(f"The query is not well formed: {error}.") from error
    if _calls_server(parsed):
        raise WatchdocketError("A query cannot call another server: take the SERVICE clause out.")


def _calls_server(node: Any) -> bool:
    if isinstance(node, CompValue):
        return node.name == "ServiceGraphPattern" or any(map(_calls_server, node.values()))
    return isinstance(node, Iterable) and not isinstance(node, str) and any(map(_calls_server, node))
