"""Records to RDF quads and an RDF export file, where an allegation never stands as a fact. Knows no server: a store is three streams of records.

A claim is a nanopublication of four graphs. The assertion graph bears the claim's own IRI and holds the bare triple; the provenance graph says
with which status, in which words of which document, and through which chain it is said. The default graph holds entities, documents, edges with
their status, and bare triples only of established edges. Turtle and N-Triples have one graph: the same without assertion graphs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from json.encoder import encode_basestring as quoted  # JSON's escapes are those of N-Triples and Turtle too
from pathlib import Path
from typing import IO, Any, TypeVar
from urllib.parse import quote

from graph.exports.files import replace_file
from graph.exports.records import Records
from graph.model import RELATIONS, Claim, Decision, Edge, Entity, Extraction, LawError, LocalEntity, Source, WatchdocketError, check, make_id
from graph.rdf_formats import FORMATS, Block, Lines
from graph.vocabulary import BASE, RELATION_TERMS, VOCABULARY, category_term, document_kind_term, judgement_term, status_term

CONTEXT = 32        # characters before and after a quote that let a reader find it again in a changed text, as annotation tools do
DESCRIPTION = ("Who says what about whom. A bare triple in the default graph is established; all else is a claim with status, chain and quote. "
               "Quotes remain under the terms of the documents they come from.")
COUNTED = ("Entity", "Document", "LocalEntity", "Claim", "Edge", "Decision")
Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Publication:
    """How an export names and describes itself."""

    base: str = BASE                    # IRIs of the data begin with it; an absolute IRI that ends with /
    vocabulary: str = VOCABULARY        # namespace of the terms
    title: str = "Watchdocket"
    licence: str = ""                   # IRI of the licence that the publisher gives; quotes stay under their documents' own terms
    issued: str = ""                    # ISO date; empty: the same graph gives the same bytes on any day


@dataclass(frozen=True, slots=True)
class Summary:
    """What an export holds."""

    triples: int                        # or quads
    counts: dict[str, int]              # of COUNTED, by class name
    sha256: str                         # of the N-Quads (N-Triples) lines of all but the description, in the order of the file


@dataclass(frozen=True, slots=True)
class Header:
    """A document without its text."""

    id: str
    sha256: str
    title: str
    publisher: str
    url: str
    published: str
    kind: str
    licence: str
    language: str
    extractor: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A claim with what an export adds: its entities across documents, and what stands around its quote."""

    claim: Claim
    subject: str                        # entity ids
    object: str
    said_by: tuple[str, ...]
    prefix: str
    suffix: str
    page: int | None
    sources: tuple[str, ...]            # keys of the sources tied to the quote


@dataclass(frozen=True, slots=True)
class Account:
    """All that is published of one document."""

    header: Header
    entities: tuple[LocalEntity, ...]
    passages: tuple[Passage, ...]


# ------------------------------------------------------------------ the doors

def export_rdf(store: Records, format: str, path: Path, *, publication: Publication = Publication()) -> Summary:
    """Write the whole store to `path`, a few documents in memory at a time. The file is replaced when the new one is complete, or not at all.

    `format` is a name in FORMATS. Raises WatchdocketError where format or base cannot be used, LawError where a record breaks a law.
    """
    return replace_file(path, lambda out: _write(store, out, format, publication))


def write_records(records: Records, out: IO[bytes], *, format: str, publication: Publication) -> dict[str, int]:
    """As `export_rdf`, into an open file; how many triples and records of which class."""
    summary = _write(records, out, format, publication)
    return {"triples": summary.triples, **summary.counts}


def _write(records: Records, out: IO[bytes], format: str, publication: Publication) -> Summary:
    accounts = (account_of(extraction, resolved) for extraction, resolved in records.resolved())
    return write_rdf(out, format, accounts, records.entities(), records.edges(), publication, records.decisions())


def write_rdf(out: IO[bytes], format: str, accounts: Iterable[Account], entities: Iterable[Entity], edges: Iterable[Edge],
              publication: Publication = Publication(), decisions: Iterable[Decision] = ()) -> Summary:
    """Write records that come in order (accounts by document id, entities by id, edges by source, relation and target; decisions in any)."""
    if format not in FORMATS:
        raise WatchdocketError(f"{format!r} is not an RDF format; formats are {', '.join(FORMATS)}.")
    _check_publication(publication)
    named = FORMATS[format].named
    lines, writer = Lines(publication.base, publication.vocabulary), FORMATS[format].writer(publication.base, publication.vocabulary)
    digest, triples, counts = hashlib.sha256(), 0, dict.fromkeys(COUNTED, 0)
    out.write(writer.begin().encode())
    for block in _blocks(accounts, entities, edges, decisions, publication, counts, named):
        content = lines.block(block).encode()
        digest.update(content)
        triples += len(block)
        out.write(content if isinstance(writer, Lines) else writer.block(block).encode())
    description = list(_description(publication, counts, triples, digest.hexdigest()))
    out.write((writer.block(description) + writer.end()).encode())
    return Summary(triples + len(description), counts, digest.hexdigest())


def _check_publication(publication: Publication) -> None:
    for address, ends in ((publication.base, ("/",)), (publication.vocabulary, ("#", "/")), (publication.licence or "urn:none", ("",))):
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+", address) or not address.endswith(ends):
            raise WatchdocketError(f"{address!r} cannot stand in an export; give an absolute address without spaces" +
                                   (f" that ends with {' or '.join(ends)}." if ends[0] else "."))


def account_of(extraction: Extraction, resolved: dict[str, str]) -> Account:
    """What is published of one document. `resolved` maps its local entity ids to entity ids. Raises LawError where a quote is not in the text."""
    check(extraction)
    document, text = extraction.document, extraction.document.text
    missing = {entity.id for entity in extraction.entities} - resolved.keys()
    if missing:
        raise LawError(f"Document {document.id} has local entities that belong to no entity: {', '.join(sorted(missing))}.")
    header = Header(document.id, document.sha256, document.title, document.publisher, document.url, document.published, document.kind,
                    document.licence, document.language, extraction.extractor, document.sources)
    passages = tuple(Passage(claim, resolved[claim.subject], resolved[claim.object], tuple(resolved[speaker] for speaker in claim.said_by),
                             text[max(0, claim.start - CONTEXT):claim.start], text[claim.end:claim.end + CONTEXT], document.page_at(claim.start),
                             tuple(source.key for source in document.sources_of(claim.start, claim.end)))
                     for claim in extraction.claims)
    return Account(header, extraction.entities, passages)


# ------------------------------------------------------------------ records to quads

def _blocks(accounts: Iterable[Account], entities: Iterable[Entity], edges: Iterable[Edge], decisions: Iterable[Decision],
            publication: Publication, counts: dict[str, int], named: bool) -> Iterator[Block]:
    """One list of distinct quads a record or claim; adds to `counts`."""
    for entity in _ascending(entities, lambda entity: entity.id):
        counts["Entity"] += 1
        yield list(_entity(entity))
    for account in _ascending(accounts, lambda account: account.header.id):
        counts["Document"] += 1
        counts["LocalEntity"] += len(account.entities)
        counts["Claim"] += len(account.passages)
        yield list(dict.fromkeys(_document(account)))
        names = {entity.id: entity.name for entity in account.entities}
        for passage in sorted(account.passages, key=lambda passage: (passage.claim.start, passage.claim.end, passage.claim.id)):
            triples = _claim(passage, names, account.header.extractor)
            yield _nanopublication(passage, triples, publication.licence) if named else [(*triple, "") for triple in triples]
    for edge in _ascending(edges, lambda edge: (edge.source, edge.relation, edge.target)):
        counts["Edge"] += 1
        yield list(_edge(edge))
    for decision in sorted(decisions, key=lambda decision: decision.id):
        counts["Decision"] += 1
        yield _decision(decision)


def _ascending(records: Iterable[Record], key: Callable[[Record], Any]) -> Iterator[Record]:
    """The records, once each and in order, or ValueError: the same graph must give the same bytes."""
    last: Any = None
    for record in records:
        if last is not None and key(record) <= last:
            raise ValueError(f"{type(record).__name__} {key(record)} must not come after {last}.")
        last = key(record)
        yield record


def iri(folder: str, id: str, part: str = "") -> str:
    """The IRI of a record, relative to the base: <claim/ID#part>."""
    return f"<{folder}/{id if id.isascii() and id.isalnum() else quote(id, safe='')}{'#' if part else ''}{part}>"


def dated(value: str) -> str:
    """An ISO date, possibly incomplete, as a literal of its type; anything else as it is written."""
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4:] if re.fullmatch(r"\d{4}(-\d\d){0,2}", value, re.ASCII) else "")
    except ValueError:
        return quoted(value)
    return f'"{value}"^^xsd:{ {4: "gYear", 7: "gYearMonth", 10: "date"}[len(value)]}'


def _number(value: int) -> str:
    return f'"{value}"^^xsd:integer'


def _truth(value: bool) -> str:
    return f'"{str(value).lower()}"^^xsd:boolean'


def _literals(subject: str, *pairs: tuple[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """A quad for every value that there is."""
    return ((subject, predicate, quoted(value), "") for predicate, value in pairs if value)


def _entity(entity: Entity) -> Block:
    this = iri("entity", entity.id)
    return [(this, "rdf:type", f"wd:{entity.kind}", ""), (this, "rdfs:label", quoted(entity.name), ""),
            *((this, "skos:altLabel", quoted(alias), "") for alias in sorted(set(entity.aliases))),
            *((this, "wd:member", iri("local", member), "") for member in sorted(set(entity.members)))]


def _document(account: Account) -> Block:
    head = account.header
    this = iri("document", head.id)
    sources = sorted(head.sources, key=lambda source: source.key)
    quads = [(this, "rdf:type", "wd:Document", ""), (this, "wd:documentKind", document_kind_term(head.kind), ""),
             (this, "wd:sha256", f'"{head.sha256}"^^xsd:hexBinary', ""),
             *_literals(this, ("dcterms:title", head.title), ("dc:publisher", head.publisher), ("dc:rights", head.licence),
                        ("dc:language", head.language), ("wd:extractor", head.extractor)),
             *_web(this, head.url, head.published),
             *((this, "dcterms:source", _source(head.id, source.key), "") for source in sources)]
    for source in sources:
        that = _source(head.id, source.key)
        quads += [(that, "rdf:type", "wd:Source", ""), (that, "wd:key", quoted(source.key), ""),
                  *_literals(that, ("dcterms:title", source.title), ("dc:publisher", source.publisher)), *_web(that, source.url, source.date)]
    for entity in sorted(account.entities, key=lambda entity: entity.id):
        quads += _local(entity, this)
    return quads


def _web(subject: str, url: str, published: str) -> Block:
    """A URL is a literal, for what people wrote there need not be an IRI."""
    return [*(((subject, "schema:url", f"{quoted(url)}^^xsd:anyURI", ""),) if url else ()),
            *(((subject, "schema:datePublished", dated(published), ""),) if published else ())]


def _source(document: str, key: str) -> str:
    return iri("document", document, f"source-{quote(key, safe='')}")


def _local(entity: LocalEntity, document: str) -> Block:
    this = iri("local", entity.id)
    places = [(iri("document", entity.document, f"char={mention.start},{mention.end}"), mention.surface) for mention in sorted(entity.mentions)]
    return [(this, "rdf:type", "wd:LocalEntity", ""), (this, "wd:kind", f"wd:{entity.kind}", ""), (this, "wd:namedIn", document, ""),
            (this, "rdfs:label", quoted(entity.name), ""), *((this, "skos:altLabel", quoted(alias), "") for alias in sorted(set(entity.aliases))),
            *((this, "wd:namedAt", place, "") for place, _ in places), *((place, "rdf:value", quoted(surface), "") for place, surface in places)]


Triple = tuple[str, str, str]


def _claim(passage: Passage, names: dict[str, str], extractor: str) -> list[Triple]:
    """All that is said of a claim. `names` are those of the document's local entities."""
    claim = passage.claim
    this = iri("claim", claim.id)
    triples = [(this, "rdf:type", "wd:Claim"), (this, "rdfs:label", quoted(_sentence(claim, names))), (this, "wd:status", status_term(claim.status)),
               (this, "rdf:subject", iri("entity", passage.subject)), (this, "rdf:predicate", RELATION_TERMS[claim.relation]),
               (this, "rdf:object", iri("entity", passage.object)), *_details(claim, this),
               (this, "wd:subjectAs", iri("local", claim.subject)), (this, "wd:objectAs", iri("local", claim.object)),
               *_chain(passage, this), *_quote(passage, this), (this, "wd:confidence", f'"{_decimal(claim.confidence)}"^^xsd:decimal')]
    if replace(claim).id != claim.id:
        triples.append((this, "wd:corrected", _truth(True)))
    if extractor:
        triples.append((this, "wd:extractor", quoted(extractor)))
    triples.sort(key=lambda triple: triple[0] != this)      # what is said of the claim itself first, then its parts as they came
    return triples


def _sentence(claim: Claim, names: dict[str, str]) -> str:
    """ "alleged by BES, The Wall Street Journal: Huawei uses Eye" """
    speakers = ", ".join(names[speaker] for speaker in claim.said_by)
    return f"{claim.status}{' by ' if speakers else ''}{speakers}: {names[claim.subject]} {RELATIONS[claim.relation].reading} {names[claim.object]}"


def _decimal(value: float) -> str:
    if not 0 <= value <= 1:
        raise LawError(f"A confidence lies between 0 and 1, not at {value}.")
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _nanopublication(passage: Passage, triples: list[Triple], licence: str) -> Block:
    """The four graphs of a claim: head, assertion, provenance (`triples`) and publication info."""
    claim = passage.claim
    this, unit = iri("claim", claim.id), iri("claim", claim.id, "nanopub")
    head, provenance, publication = (iri("claim", claim.id, part) for part in ("head", "provenance", "publication"))
    return [(unit, "rdf:type", "np:Nanopublication", head), (unit, "np:hasAssertion", this, head), (unit, "np:hasProvenance", provenance, head),
            (unit, "np:hasPublicationInfo", publication, head),
            (iri("entity", passage.subject), RELATION_TERMS[claim.relation], iri("entity", passage.object), this),
            *((subject, predicate, value, provenance) for subject, predicate, value in triples),
            (unit, "dcterms:isPartOf", "<dataset>", publication), (unit, "prov:wasAttributedTo", "<software>", publication),
            *(((unit, "dcterms:license", f"<{licence}>", publication),) if licence else ())]


def _details(claim: Claim, this: str) -> Iterator[Triple]:
    if claim.category:
        categorised = RELATIONS[claim.relation].categorised
        yield (this, "wd:category", category_term(claim.category)) if categorised else (this, "wd:role", quoted(claim.category))
    if claim.date:
        yield this, "wd:eventDate", dated(claim.date)
    if claim.amount:
        yield this, "wd:amount", quoted(claim.amount)
    if claim.rule:
        yield this, "wd:rule", quoted(claim.rule)


def _chain(passage: Passage, this: str) -> Iterator[Triple]:
    """Who says so, nearest to the fact first; the last to speak is always the document."""
    claim = passage.claim
    document, links = iri("document", claim.document), [iri("claim", claim.id, f"said-{position}") for position in range(1, len(claim.said_by) + 2)]
    yield this, "prov:wasDerivedFrom", document
    for speaker in dict.fromkeys(passage.said_by):
        yield this, "prov:wasAttributedTo", iri("entity", speaker)
    for link in links:
        yield this, "wd:chain", link
    for position, (link, local, speaker) in enumerate(zip(links[:-1], claim.said_by, passage.said_by, strict=True), 1):
        yield from ((link, "rdf:type", "wd:Saying"), (link, "wd:position", _number(position)),
                    (link, "wd:speaker", iri("entity", speaker)), (link, "wd:speakerAs", iri("local", local)))
    yield from ((links[-1], "rdf:type", "wd:Saying"), (links[-1], "wd:position", _number(len(links))), (links[-1], "wd:speaker", document))


def _quote(passage: Passage, this: str) -> Iterator[Triple]:
    """The exact words as the target of a Web Annotation, found by their wording or by their place."""
    claim = passage.claim
    target, words, place = (iri("claim", claim.id, part) for part in ("quote", "words", "place"))
    for key in sorted(passage.sources):
        yield this, "dcterms:source", _source(claim.document, key)
    yield from ((this, "oa:hasTarget", target),
                (target, "rdf:type", "oa:SpecificResource"), (target, "oa:hasSource", iri("document", claim.document)),
                (target, "oa:hasSelector", words), (target, "oa:hasSelector", place))
    if passage.page is not None:
        yield target, "wd:page", _number(passage.page)
    yield from ((words, "rdf:type", "oa:TextQuoteSelector"), (words, "oa:exact", quoted(claim.quote)),
                (words, "oa:prefix", quoted(passage.prefix)), (words, "oa:suffix", quoted(passage.suffix)),
                (place, "rdf:type", "oa:TextPositionSelector"), (place, "oa:start", _number(claim.start)), (place, "oa:end", _number(claim.end)))


def _edge(edge: Edge) -> Iterator[tuple[str, str, str, str]]:
    """The edge with its status; before it, and only where it is established, the bare triple."""
    source, relation, target = iri("entity", edge.source), RELATION_TERMS[edge.relation], iri("entity", edge.target)
    this = iri("edge", make_id("edge", edge.relation, edge.source, edge.target))
    if edge.established:
        yield source, relation, target, ""
    yield from ((this, "rdf:type", "wd:Edge", ""),
                (this, "rdf:subject", source, ""), (this, "rdf:predicate", relation, ""), (this, "rdf:object", target, ""),
                (this, "wd:status", status_term(edge.status), ""), (this, "wd:disputed", _truth(edge.disputed), ""),
                (this, "wd:established", _truth(edge.established), ""), (this, "wd:support", _number(edge.support), ""))
    yield from ((this, "wd:onRecord", status_term(status), "") for status in sorted(set(edge.statuses)))
    yield from ((this, predicate, dated(value), "") for predicate, value in (("wd:first", edge.first), ("wd:last", edge.last)) if value)
    yield from ((this, "wd:claim", iri("claim", claim), "") for claim in sorted(set(edge.claims)))


def _decision(decision: Decision) -> Block:
    """What was judged of two things. They are named by ids, since what was merged is no entity any more."""
    this = iri("decision", decision.id)
    return [(this, "rdf:type", "wd:Decision", ""), (this, "wd:left", quoted(decision.left), ""), (this, "wd:right", quoted(decision.right), ""),
            (this, "wd:judgement", judgement_term(decision.judgement), ""), (this, "wd:decidedBy", quoted(decision.by), ""),
            (this, "wd:decidedAt", quoted(decision.at), ""), *_literals(this, ("wd:why", decision.why)),
            *(((this, "wd:undoes", iri("decision", decision.undoes), ""),) if decision.undoes else ())]


def _description(publication: Publication, counts: dict[str, int], triples: int, sha256: str) -> Block:
    """The dataset in VoID and DCAT. Its own triples count among `void:triples`, its checksum is that of all others."""
    this, checksum = "<dataset>", "<dataset#checksum>"
    quads = [(this, "rdf:type", "void:Dataset", ""), (this, "rdf:type", "dcat:Dataset", ""), (this, "dcterms:title", quoted(publication.title), ""),
             (this, "dcterms:description", quoted(DESCRIPTION), ""),
             (this, "void:vocabulary", f"<{publication.vocabulary}>", ""), (this, "void:uriSpace", quoted(publication.base), ""),
             *(((this, "dcterms:license", f"<{publication.licence}>", ""),) if publication.licence else ()),
             *(((this, "dcterms:issued", dated(publication.issued), ""),) if publication.issued else ()),
             *((this, "void:classPartition", f"<dataset#{name}>", "") for name in counts),
             (this, "spdx:checksum", checksum, ""), (checksum, "rdf:type", "spdx:Checksum", ""),
             (checksum, "spdx:algorithm", "spdx:checksumAlgorithm_sha256", ""), (checksum, "spdx:checksumValue", f'"{sha256}"^^xsd:hexBinary', ""),
             *(quad for name, count in counts.items()
               for quad in ((f"<dataset#{name}>", "void:class", f"wd:{name}", ""), (f"<dataset#{name}>", "void:entities", _number(count), ""))),
             ("<software>", "rdf:type", "prov:SoftwareAgent", ""), ("<software>", "rdfs:label", '"Watchdocket"', "")]
    return [(this, "void:triples", _number(triples + len(quads) + 1), ""), *quads]
