"""An RDF export back to the records it was made from; whoever made it, it is held to the laws. Knows files, not where the records go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox

from graph.model import (
    CATEGORIES,
    DISPUTING,
    DOCUMENT_KINDS,
    JUDGEMENTS,
    KINDS,
    RELATIONS,
    STATUSES,
    Claim,
    Decision,
    Edge,
    Entity,
    LawError,
    LocalEntity,
    Mention,
    Source,
    WatchdocketError,
    make_id,
)
from graph.rdf import Account, Header, Passage, Publication
from graph.rdf_formats import FORMATS
from graph.resolve import edge_status
from graph.reviews import corrected
from graph.vocabulary import RELATION_TERMS, category_term, document_kind_term, judgement_term, prefixes, status_term

SYNTAXES = {"turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "ntriples": ox.RdfFormat.N_TRIPLES, "nquads": ox.RdfFormat.N_QUADS,
            "jsonld": ox.RdfFormat.JSON_LD}
BY_SUFFIX = {FORMATS[name].suffix: syntax for name, syntax in SYNTAXES.items()}


@dataclass(frozen=True, slots=True)
class Export:
    """What an export file says, in the order in which `write_rdf` takes it."""

    accounts: tuple[Account, ...]
    entities: tuple[Entity, ...]
    edges: tuple[Edge, ...]
    publication: Publication
    decisions: tuple[Decision, ...]


def read_rdf(path: Path) -> Export:
    """Read an export in any of our formats, whoever published it. Raises WatchdocketError where it is none, LawError where it breaks a law."""
    file = _File(path)
    accounts = tuple(_accounts(file))
    entities = tuple(_entity(file, this) for this in file.of_class("Entity"))
    claims = {passage.claim.id: passage for account in accounts for passage in account.passages}
    edges = sorted((_edge(file, this, claims) for this in file.of_class("Edge")), key=lambda edge: (edge.source, edge.relation, edge.target))
    _require_established(file, edges)
    return Export(accounts, entities, tuple(edges), file.publication, tuple(_decision(file, this) for this in file.of_class("Decision")))


# ------------------------------------------------------------------ the file

class _File:
    """The properties of everything in a file, merged over its graphs, but for the assertion graphs: these are compared with their claims' triples."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.nodes: dict[str, dict[str, list[str]]] = {}
        asserted, dataset = self._survey()
        self.names = prefixes(dataset["void:vocabulary"])
        self.publication = Publication(dataset["void:uriSpace"], dataset["void:vocabulary"], dataset.get("dcterms:title", ""),
                                       dataset.get("dcterms:license", ""), dataset.get("dcterms:issued", ""))
        self.kinds = {self._full(f"wd:{name}"): name for name in KINDS}                     # IRI → name in graph/model.py, so for all tables
        self.relations = {self._full(term): name for name, term in RELATION_TERMS.items()}
        self.statuses = {self._full(status_term(name)): name for name in STATUSES}
        self.categories = {self._full(category_term(name)): name for name in CATEGORIES}
        self.judgements = {self._full(judgement_term(name)): name for name in JUDGEMENTS}
        self.document_kinds = {self._full(document_kind_term(name)): name for name in DOCUMENT_KINDS}
        self.stated: set[tuple[str, str, str]] = set()          # bare triples outside assertion graphs
        self.asserted: dict[str, set[tuple[str, str, str]]] = {graph: set() for graph in asserted}
        self._read()

    def _quads(self) -> Iterator[tuple[str, str, str, str]]:
        if self.path.suffix not in BY_SUFFIX:
            raise WatchdocketError(f"{self.path} is in no format that can be read; file names end with {', '.join(BY_SUFFIX)}.")
        try:
            for quad in ox.parse(path=self.path, format=BY_SUFFIX[self.path.suffix]):
                yield quad.subject.value, quad.predicate.value, quad.object.value, getattr(quad.graph_name, "value", "")
        except (SyntaxError, ValueError, AttributeError) as error:         # AttributeError: a triple term has no value
            raise WatchdocketError(f"{self.path} cannot be read: {error}.") from error
        except OSError as error:
            raise WatchdocketError(f"{self.path} cannot be read: {error.strerror or error}.") from error

    def _survey(self) -> tuple[set[str], dict[str, str]]:
        """The names of the assertion graphs, and what the dataset says of itself; what tells the rest apart may stand anywhere in the file."""
        names = prefixes()
        wanted = {f"{names[prefix]}{local}": f"{prefix}:{local}" for prefix, local in (
            ("void", "uriSpace"), ("void", "vocabulary"), ("dcterms", "title"), ("dcterms", "license"), ("dcterms", "issued"))}
        asserted, found, datasets = set(), {}, set()
        for subject, predicate, value, _ in self._quads():
            if predicate == f"{names['np']}hasAssertion":
                asserted.add(value)
            elif predicate in wanted:
                found[subject, wanted[predicate]] = value
            elif value == f"{names['void']}Dataset":
                datasets.add(subject)
        descriptions = [{term: value for (subject, term), value in found.items() if subject == dataset} for dataset in datasets]
        if len(descriptions) != 1 or not {"void:uriSpace", "void:vocabulary"} <= descriptions[0].keys():
            raise WatchdocketError(f"{self.path} is no Watchdocket export: it must describe one void:Dataset with void:uriSpace and void:vocabulary.")
        return asserted, descriptions[0]

    def _read(self) -> None:
        for subject, predicate, value, graph in self._quads():
            if graph in self.asserted:
                self.asserted[graph].add((subject, predicate, value))
            elif predicate in self.relations:
                self.stated.add((subject, predicate, value))
            else:
                self.nodes.setdefault(subject, {}).setdefault(predicate, []).append(value)

    def _full(self, term: str) -> str:
        prefix, _, local = term.partition(":")
        return self.names[prefix] + local

    def all(self, this: str, term: str) -> list[str]:
        """Every value once, in order."""
        return sorted(set(self.nodes.get(this, {}).get(self._full(term), ())))

    def one(self, this: str, term: str) -> str:
        values = self.all(this, term)
        if len(values) != 1:
            raise LawError(f"<{this}> must have one {term} and has {len(values)}.")
        return values[0]

    def maybe(self, this: str, term: str) -> str:
        return self.one(this, term) if self.all(this, term) else ""

    def number(self, this: str, term: str) -> int:
        value = self.one(this, term)
        if not re.fullmatch(r"\d{1,15}", value, re.ASCII):
            raise LawError(f"{term} of <{this}> must be a whole number and is {value!r}.")
        return int(value)

    def of_class(self, name: str) -> list[str]:
        """All things of a class; an entity is whatever has one of the kinds."""
        classes, rdf_type = set(self.kinds) if name == "Entity" else {self._full(f"wd:{name}")}, self._full("rdf:type")
        return sorted(this for this, values in self.nodes.items() if classes.intersection(values.get(rdf_type, ())))

    def id(self, this: str, folder: str) -> str:
        """The id in an IRI of the data: <base folder/id>."""
        start = f"{self.publication.base}{folder}/"
        if not this.startswith(start) or "#" in this:
            raise LawError(f"<{this}> should be a {folder} of this export, beginning with {start}.")
        return unquote(this[len(start):])

    def choice(self, this: str, term: str, names: dict[str, str]) -> str:
        """The name of the value, which must be in this table."""
        value = self.one(this, term)
        if value not in names:
            raise LawError(f"{term} of <{this}> is {value}, which is not in the vocabulary.")
        return names[value]


# ------------------------------------------------------------------ its records

def _accounts(file: _File) -> Iterator[Account]:
    entities: dict[str, list[LocalEntity]] = {}
    for this in file.of_class("LocalEntity"):
        entity = _local(file, this)
        entities.setdefault(entity.document, []).append(entity)
    passages: dict[str, list[Passage]] = {}
    for this in file.of_class("Claim"):
        passage = _passage(file, this)
        passages.setdefault(passage.claim.document, []).append(passage)
    documents = {file.id(this, "document"): this for this in file.of_class("Document")}
    strangers = (entities.keys() | passages.keys()) - documents.keys()
    if strangers:
        raise LawError(f"{file.path} speaks of documents that it does not describe: {', '.join(sorted(strangers)[:5])}.")
    for id in sorted(documents):
        yield Account(_header(file, documents[id], id), tuple(entities.get(id, ())), tuple(passages.get(id, ())))


def _header(file: _File, this: str, id: str) -> Header:
    sha256 = file.one(this, "wd:sha256")
    if id != make_id("document", sha256):
        raise LawError(f"<{this}> does not bear the id of a text with the checksum {sha256}.")
    sources = (Source(file.one(source, "wd:key"), file.maybe(source, "dcterms:title"), file.maybe(source, "dc:publisher"),
                      file.maybe(source, "schema:url"), file.maybe(source, "schema:datePublished")) for source in file.all(this, "dcterms:source"))
    return Header(id, sha256, file.maybe(this, "dcterms:title"), file.maybe(this, "dc:publisher"), file.maybe(this, "schema:url"),
                  file.maybe(this, "schema:datePublished"), file.choice(this, "wd:documentKind", file.document_kinds), file.maybe(this, "dc:rights"),
                  file.maybe(this, "dc:language"), file.maybe(this, "wd:extractor"), tuple(sorted(sources, key=lambda source: source.key)))


def _local(file: _File, this: str) -> LocalEntity:
    document = file.one(this, "wd:namedIn")
    mentions = []
    for place in file.all(this, "wd:namedAt"):
        match = re.fullmatch(re.escape(document) + r"#char=(\d{1,15}),(\d{1,15})", place, re.ASCII)
        if not match:
            raise LawError(f"<{this}> is named at <{place}>, which is no place in its document.")
        mentions.append(Mention(int(match[1]), int(match[2]), file.one(place, "rdf:value"), "name"))
    entity = LocalEntity(file.id(document, "document"), file.choice(this, "wd:kind", file.kinds), file.one(this, "rdfs:label"),
                         tuple(file.all(this, "skos:altLabel")), tuple(sorted(mentions)))
    _require_id(file, this, "local", entity.id)
    return entity


def _passage(file: _File, this: str) -> Passage:
    document = file.id(file.one(this, "prov:wasDerivedFrom"), "document")
    chain = sorted((file.number(link, "wd:position"), link) for link in file.all(this, "wd:chain"))
    positions = [position for position, _ in chain]
    if not chain or positions != [*range(1, len(chain) + 1)] or file.id(file.one(chain[-1][1], "wd:speaker"), "document") != document:
        raise LawError(f"The chain of <{this}> must run from 1 without a gap and end with the claim's document.")
    target = file.one(this, "oa:hasTarget")
    selectors = file.all(target, "oa:hasSelector")
    words = _selector(file, target, [selector for selector in selectors if file.all(selector, "oa:exact")])
    place = _selector(file, target, [selector for selector in selectors if file.all(selector, "oa:start")])
    relation = file.choice(this, "rdf:predicate", file.relations)
    category = file.choice(this, "wd:category", file.categories) if file.all(this, "wd:category") else file.maybe(this, "wd:role")
    claim = Claim(
        document, relation, file.id(file.one(this, "wd:subjectAs"), "local"), file.id(file.one(this, "wd:objectAs"), "local"),
        file.choice(this, "wd:status", file.statuses), tuple(file.id(file.one(link, "wd:speakerAs"), "local") for _, link in chain[:-1]),
        file.one(words, "oa:exact"), file.number(place, "oa:start"), file.number(place, "oa:end"), category or None,
        file.maybe(this, "wd:eventDate") or None, file.maybe(this, "wd:amount") or None, file.maybe(this, "wd:rule"), _confidence(file, this))
    if file.maybe(this, "wd:corrected") == "true":
        claim = corrected(claim, {}, file.id(this, "claim"))
    _require_id(file, this, "claim", claim.id)
    if not claim.quote or len(claim.quote) != claim.end - claim.start:
        raise LawError(f"The quote of <{this}> does not fill the stretch {claim.start}–{claim.end} that it is said to stand at.")
    triple = (file.one(this, "rdf:subject"), file.one(this, "rdf:predicate"), file.one(this, "rdf:object"))
    if file.asserted.get(this, {triple}) != {triple}:
        raise LawError(f"The assertion graph of <{this}> holds another triple than the claim.")
    page = file.number(target, "wd:page") if file.all(target, "wd:page") else None
    return Passage(claim, file.id(triple[0], "entity"), file.id(triple[2], "entity"),
                   tuple(file.id(file.one(link, "wd:speaker"), "entity") for _, link in chain[:-1]),
                   file.one(words, "oa:prefix"), file.one(words, "oa:suffix"), page,
                   tuple(sorted(file.one(source, "wd:key") for source in file.all(this, "dcterms:source"))))


def _selector(file: _File, target: str, found: list[str]) -> str:
    if len(found) != 1:
        raise LawError(f"<{target}> must have one quotation and one position.")
    return found[0]


def _confidence(file: _File, this: str) -> float:
    value = file.one(this, "wd:confidence")
    if not re.fullmatch(r"0(\.\d+)?|1(\.0+)?", value, re.ASCII):
        raise LawError(f"The confidence of <{this}> must lie between 0 and 1 and is {value!r}.")
    return float(value)


def _entity(file: _File, this: str) -> Entity:
    return Entity(file.id(this, "entity"), file.choice(this, "rdf:type", file.kinds), file.one(this, "rdfs:label"),
                  tuple(file.all(this, "skos:altLabel")), tuple(file.id(member, "local") for member in file.all(this, "wd:member")))


def _edge(file: _File, this: str, claims: dict[str, Passage]) -> Edge:
    """The edge, which must say of its claims what they say."""
    ids = tuple(file.id(claim, "claim") for claim in file.all(this, "wd:claim"))
    relation = file.choice(this, "rdf:predicate", file.relations)
    source, target = (file.id(file.one(this, term), "entity") for term in ("rdf:subject", "rdf:object"))
    _require_id(file, this, "edge", make_id("edge", relation, source, target))
    ends = {(source, target)} | ({(target, source)} if RELATIONS[relation].symmetric else set())
    if not ids or any(id not in claims or claims[id].claim.relation != relation or (claims[id].subject, claims[id].object) not in ends for id in ids):
        raise LawError(f"<{this}> must rest on claims of this export about the same triple.")
    statuses = {claims[id].claim.status for id in ids}
    edge = Edge(relation, source, target, edge_status(statuses), tuple(sorted(statuses)), not statuses.isdisjoint(DISPUTING), ids,
                file.maybe(this, "wd:first") or None, file.maybe(this, "wd:last") or None, len({claims[id].claim.document for id in ids}))
    said = (file.choice(this, "wd:status", file.statuses), file.one(this, "wd:disputed"), file.one(this, "wd:established"),
            file.number(this, "wd:support"))
    if said != (edge.status, str(edge.disputed).lower(), str(edge.established).lower(), edge.support):
        raise LawError(f"<{this}> says {', '.join(map(str, said))} of its claims, which are {', '.join(edge.statuses)} in {edge.support} documents.")
    return edge


def _decision(file: _File, this: str) -> Decision:
    undone = file.maybe(this, "wd:undoes")
    decision = Decision(file.one(this, "wd:left"), file.one(this, "wd:right"), file.choice(this, "wd:judgement", file.judgements),
                        file.one(this, "wd:decidedBy"), file.one(this, "wd:decidedAt"), file.maybe(this, "wd:why"),
                        file.id(undone, "decision") if undone else "")
    _require_id(file, this, "decision", decision.id)
    return decision


def _require_id(file: _File, this: str, folder: str, id: str) -> None:
    if file.id(this, folder) != id:
        raise LawError(f"<{this}> does not bear the id that its content gives, {id}: the file was changed, or another program made it.")


def _require_established(file: _File, edges: list[Edge]) -> None:
    """Law 1: the bare triples are those of established edges, no more and no fewer; and every assertion graph is a claim's."""
    base = f"{file.publication.base}entity/"
    stated = {(file.id(subject, "entity"), file.relations[relation], file.id(value, "entity")) for subject, relation, value in file.stated
              if subject.startswith(base) and value.startswith(base)}
    wrong = stated ^ {(edge.source, edge.relation, edge.target) for edge in edges if edge.established}
    if wrong or len(stated) != len(file.stated):
        raise LawError(f"{file.path} states what is not established, or leaves out what is: {sorted(wrong)[:3]}.")
    claims = set(file.of_class("Claim"))
    unknown = file.asserted.keys() - claims
    if unknown:
        raise LawError(f"{file.path} has assertion graphs without a claim: {', '.join(sorted(unknown)[:3])}.")
