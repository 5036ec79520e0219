"""Quads to text: N-Quads, N-Triples, TriG, Turtle and JSON-LD, a block at a time. Knows syntax, not what the quads say.

A term is written as in Turtle: <claim/1> relative to the base, wd:status by prefix, a literal as "text" or "text"^^xsd:date. The graph of a quad is
"" for the default graph. A block is a list of distinct quads in which those of one graph and subject stand together.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from graph.model import WatchdocketError
from graph.vocabulary import JSON_KEYS, json_context, prefixes

Quad = tuple[str, str, str, str]
Block = list[Quad]


class _Expanded(dict[str, str]):
    """Prefixed name → <absolute IRI>."""

    def __init__(self, namespaces: dict[str, str]) -> None:
        super().__init__()
        self.namespaces = namespaces

    def __missing__(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        if prefix not in self.namespaces or not local.replace("-", "").replace("_", "").isalnum():
            raise WatchdocketError(f"{name!r} is no term of the vocabulary, so it cannot be written as RDF.")
        self[name] = f"<{self.namespaces[prefix]}{local}>"
        return self[name]


class Lines:
    """N-Quads, and N-Triples where all is in the default graph."""

    def __init__(self, base: str, vocabulary: str) -> None:
        self.root = f"<{base}"
        self.expanded = _Expanded(prefixes(vocabulary))

    def begin(self) -> str:
        return ""

    def end(self) -> str:
        return ""

    def block(self, block: Block) -> str:
        root, expanded, value = self.root, self.expanded, self._object
        return "".join([f"{root}{s[1:]} {expanded[p]} {value(o)} {root}{g[1:]} .\n" if g else f"{root}{s[1:]} {expanded[p]} {value(o)} .\n"
                        for s, p, o, g in block])

    def _object(self, term: str) -> str:
        if term[0] == "<":
            return self.root + term[1:] if ":" not in term else term
        if term[0] != '"':
            return self.expanded[term]
        if term[-1] == '"':
            return term
        text, _, datatype = term.rpartition("^^")
        return f"{text}^^{self.expanded[datatype]}"


class Turtle:
    """TriG, and Turtle where all is in the default graph."""

    def __init__(self, base: str, vocabulary: str) -> None:
        self.base, self.prefixes = base, prefixes(vocabulary)

    def begin(self) -> str:
        return f"@base <{self.base}> .\n" + "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in self.prefixes.items()) + "\n"

    def end(self) -> str:
        return ""

    def block(self, block: Block) -> str:
        return "".join(f"{graph} {{\n{self._subjects(quads, '  ')}}}\n" if graph else self._subjects(quads, "")
                       for graph, quads in groupby(block, itemgetter(3))) + "\n"

    def _subjects(self, quads: Iterator[Quad], indent: str) -> str:
        return "".join(f"{indent}{subject} {self._predicates(group, indent)} .\n" for subject, group in groupby(quads, itemgetter(0)))

    def _predicates(self, quads: Iterator[Quad], indent: str) -> str:
        return f" ;\n{indent}  ".join(f"{'a' if predicate == 'rdf:type' else predicate} {', '.join([_bare(quad[2]) for quad in group])}"
                                      for predicate, group in groupby(quads, itemgetter(1)))


def _bare(term: str) -> str:
    """Numbers and truth values without quotes and type."""
    return term[1:term.index('"', 1)] if term.endswith(("^^xsd:integer", "^^xsd:boolean")) else term


class JsonLd:
    """JSON-LD with our own context: a node a line, in which the parts of a thing stand inside it."""

    def __init__(self, base: str, vocabulary: str) -> None:
        self.context = json_context(base, vocabulary)
        self.separator = ""

    def begin(self) -> str:
        return f'{{"@context": {json.dumps(self.context, indent=1)},\n"@graph": [\n'

    def end(self) -> str:
        return "\n]}\n"

    def block(self, block: Block) -> str:
        found = []
        for graph, quads in groupby(block, itemgetter(3)):
            nodes = self._nodes(quads)
            found += [f'{{"id": "{graph[1:-1]}", "@graph": [{", ".join(nodes)}]}}'] if graph else nodes
        text = self.separator + ",\n".join(found)
        self.separator = ",\n"
        return text

    def _nodes(self, quads: Iterator[Quad]) -> list[str]:
        subjects: dict[str, dict[str, list[str]]] = {}
        for subject, predicate, value, _ in quads:
            subjects.setdefault(subject, {}).setdefault(predicate, []).append(value)
        nodes = []
        while subjects:
            subject = next(iter(subjects))
            nodes.append(self._node(subject, subjects.pop(subject), subjects))
        return nodes

    def _node(self, subject: str, properties: dict[str, list[str]], others: dict[str, dict[str, list[str]]]) -> str:
        """The node, with those of `others` that are named as parts of something (#) taken in where they are first spoken of."""
        pairs = []
        for predicate, values in properties.items():
            key, coercion = JSON_KEYS[predicate]
            found = [self._node(value, others.pop(value), others) if "#" in value and value in others else _json(value, coercion) for value in values]
            pairs.append(f'"{key}": {found[0] if len(found) == 1 else "[" + ", ".join(found) + "]"}')
        return f'{{"id": "{subject[1:-1]}", {", ".join(pairs)}}}'


def _json(term: str, coercion: str) -> str:
    """The value as JSON; a literal's escapes are those of a JSON string."""
    if term[0] == "<" or term[0] != '"':
        name = term[1:-1] if term[0] == "<" else term.removeprefix("wd:") if coercion == "@vocab" else term
        return f'"{name}"' if coercion in ("@id", "@vocab") else f'{{"id": "{name}"}}'
    text, _, datatype = term.rpartition("^^") if term[-1] != '"' else (term, "", "")
    if datatype in ("xsd:integer", "xsd:boolean"):
        return text[1:-1]
    return text if datatype == coercion else f'{{"@value": {text}, "@type": "{datatype}"}}'


@dataclass(frozen=True, slots=True)
class Format:
    """A syntax; `named` where it has graphs with names."""

    writer: Callable[[str, str], Lines | Turtle | JsonLd]
    named: bool
    suffix: str
    media_type: str


FORMATS: dict[str, Format] = {
    "turtle": Format(Turtle, False, ".ttl", "text/turtle"),
    "trig": Format(Turtle, True, ".trig", "application/trig"),
    "ntriples": Format(Lines, False, ".nt", "application/n-triples"),
    "nquads": Format(Lines, True, ".nq", "application/n-quads"),
    "jsonld": Format(JsonLd, True, ".jsonld", "application/ld+json"),
}
