"""The RDF terms, made from the tables of graph/model.py: their names, meanings and mappings, data/vocabulary.ttl and the JSON-LD context.

Knows no record and no file: what is said with these terms is the business of graph/rdf.py. `python -m graph.vocabulary` prints the vocabulary.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any

from graph.model import CATEGORIES, DISPUTING, DOCUMENT_KINDS, FACTUAL, FIRMNESS, JUDGEMENTS, KINDS, PLACES, RELATIONS, STATUSES, Relation

BASE = "https://watchdocket.example/"       # resolves nowhere until whoever publishes sets an address of their own
VOCABULARY = BASE + "vocabulary#"           # kept apart from the base of the data, so that one query serves the data of many publishers

PREFIXES: dict[str, str] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "np": "http://www.nanopub.org/nschema#",
    "org": "http://www.w3.org/ns/org#",
    "schema": "https://schema.org/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "ftm": "https://w3id.org/ftm#",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "spdx": "http://spdx.org/rdf/terms#",
}


def prefixes(vocabulary: str = VOCABULARY) -> dict[str, str]:
    """Prefix → namespace, `wd` first."""
    return {"wd": vocabulary, **PREFIXES}


# ------------------------------------------------------------------ names of the table's terms

def _camel(name: str) -> str:
    first, *others = name.lower().split("_")
    return first + "".join(word.capitalize() for word in others)


RELATION_TERMS: dict[str, str] = {name: f"wd:{_camel(name)}" for name in RELATIONS}     # "WORKS_ON" → "wd:worksOn"


def status_term(name: str) -> str:
    """The SKOS concept of a status."""
    return f"wd:status-{name}"


def category_term(name: str) -> str:
    """The SKOS concept of a category of accusation."""
    return f"wd:category-{name}"


def judgement_term(name: str) -> str:
    """The SKOS concept of a judgement."""
    return f"wd:judgement-{name}"


def document_kind_term(name: str) -> str:
    """The SKOS concept of a kind of document."""
    return f"wd:document-{name}"


# ------------------------------------------------------------------ terms of our own beside the table

@dataclass(frozen=True, slots=True)
class Term:
    """A class or property of the vocabulary. For properties `range` is a class or an xsd type, and `domain` the class it describes."""

    name: str
    label: str
    meaning: str
    domain: str = ""
    range: str = ""
    parents: tuple[str, ...] = ()       # classes, here and elsewhere, of which every such thing is one


CLASSES: tuple[Term, ...] = (
    Term("Entity", "entity", "A thing across all documents: a party, place, project, product or dispute."),
    Term("Place", "place", "A city, region or country.", parents=("wd:Entity", "schema:Place")),
    Term("LocalEntity", "local entity", "What one document calls one thing; an entity is made of them.", parents=("prov:Entity",)),
    Term("Document", "document", "A text that was read. The text itself is not published, its SHA-256 is.",
         parents=("foaf:Document", "schema:CreativeWork", "prov:Entity")),
    Term("Source", "source", "A publication on which a document rests, as the document cites it.", parents=("schema:CreativeWork",)),
    Term("Claim", "claim", "What one passage says of two things, how firmly, and on whose word. True or not, it is said there. "
         "The claim's IRI also names the graph that holds the bare triple.", parents=("rdf:Statement", "oa:Annotation", "prov:Entity")),
    Term("Saying", "saying", "One link of a claim's chain of sources.", parents=("prov:Entity",)),
    Term("Edge", "edge", "All that is on record for one relation between two entities, computed from its claims.",
         parents=("rdf:Statement", "prov:Entity")),
    Term("Decision", "decision", "What somebody judged of two things, each by the id that its name alone gives it: which of them are one.",
         parents=("prov:Entity",)),
    Term("Relation", "relation", "A property that a claim can state between two entities.", parents=("owl:ObjectProperty",)),
)

PROPERTIES: tuple[Term, ...] = (
    Term("status", "status", "How firmly the text puts the claim; of an edge, the firmest of its claims.", "", "skos:Concept"),
    Term("category", "category", "What sort of wrong an accusation or denial is about.", "wd:Claim", "skos:Concept"),
    Term("role", "role", "The office or the part in a proceeding, in the words of the document.", "wd:Claim", "xsd:string"),
    Term("eventDate", "date of event", "When the event of the claim happened, as far as the text tells.", "wd:Claim", "rdfs:Literal"),
    Term("amount", "amount", "Currency and number of the money that the claim speaks of.", "wd:Claim", "xsd:string"),
    Term("rule", "rule", "The rule or model, with version, that found the claim.", "wd:Claim", "xsd:string"),
    Term("extractor", "extractor", "Name and version of the pipeline that read the document.", "", "xsd:string"),
    Term("confidence", "confidence", "How sure the rule is of its reading, 0 to 1; says nothing of whether the claim is true.",
         "wd:Claim", "xsd:decimal"),
    Term("subjectAs", "subject as", "The local entity that the claim's document has for its subject.", "wd:Claim", "wd:LocalEntity"),
    Term("objectAs", "object as", "The local entity that the claim's document has for its object.", "wd:Claim", "wd:LocalEntity"),
    Term("chain", "chain", "A link of the claim's chain of sources; the last one is the document itself.", "wd:Claim", "wd:Saying"),
    Term("position", "position", "Place of the link in its chain; 1 is nearest to the fact.", "wd:Saying", "xsd:integer"),
    Term("speaker", "speaker", "Who says so: an entity, or the document in its own voice.", "wd:Saying", "rdfs:Resource"),
    Term("speakerAs", "speaker as", "The local entity that the document has for the speaker.", "wd:Saying", "wd:LocalEntity"),
    Term("page", "page", "Number of the page, from 1, on which a quotation begins.", "oa:SpecificResource", "xsd:integer"),
    Term("documentKind", "kind of document", "What sort of text it is.", "wd:Document", "skos:Concept"),
    Term("sha256", "SHA-256", "Checksum of the document's normalised text in UTF-8.", "wd:Document", "xsd:hexBinary"),
    Term("key", "key", "The name of a source in its document (a footnote's mark).", "wd:Source", "xsd:string"),
    Term("kind", "kind", "The class that a local entity's document shows it to be.", "wd:LocalEntity", "rdfs:Class"),
    Term("namedIn", "named in", "The document that has this local entity.", "wd:LocalEntity", "wd:Document"),
    Term("namedAt", "named at", "A stretch of text (RFC 5147: characters from, to) that names the thing.", "wd:LocalEntity", "rdfs:Resource"),
    Term("member", "member", "A local entity that speaks of this entity.", "wd:Entity", "wd:LocalEntity"),
    Term("established", "established", "True where the firmest claim is ruled or asserted and no claim is denied or negated; "
         "only then does the bare triple stand by itself.", "wd:Edge", "xsd:boolean"),
    Term("disputed", "disputed", "True where some claim on the pair is denied or negated.", "wd:Edge", "xsd:boolean"),
    Term("onRecord", "on record", "A status that some claim of the edge has.", "wd:Edge", "skos:Concept"),
    Term("claim", "claim", "A claim under the edge.", "wd:Edge", "wd:Claim"),
    Term("support", "support", "Number of documents that carry the edge.", "wd:Edge", "xsd:integer"),
    Term("first", "first", "Earliest date of event, or else of publication, among the claims.", "wd:Edge", "rdfs:Literal"),
    Term("last", "last", "Latest date of event, or else of publication, among the claims.", "wd:Edge", "rdfs:Literal"),
    Term("corrected", "corrected", "True where a reviewer corrected the claim; its IRI is that of what was extracted.", "wd:Claim", "xsd:boolean"),
    Term("left", "left", "Id of one of the two things.", "wd:Decision", "xsd:string"),
    Term("right", "right", "Id of the other thing.", "wd:Decision", "xsd:string"),
    Term("judgement", "judgement", "What was judged of the two.", "wd:Decision", "skos:Concept"),
    Term("decidedBy", "decided by", "Who judged so.", "wd:Decision", "xsd:string"),
    Term("decidedAt", "decided at", "When, in UTC.", "wd:Decision", "xsd:string"),
    Term("why", "why", "The reason that was given.", "wd:Decision", "xsd:string"),
    Term("undoes", "undoes", "The decision that this one takes back.", "wd:Decision", "wd:Decision"),
    Term("firmness", "firmness", "How firm an edge the status can carry: 4 is firmest, none for a status that disputes.",
         "skos:Concept", "xsd:integer"),
    Term("inverseReading", "inverse reading", "How the relation reads from object to subject; its label is how it reads from subject to object.",
         "wd:Relation", "xsd:string"),
)

# Where a kind's or relation's meaning truly is, or is part of, that of a term elsewhere. Kind.ftm is for FollowTheMoney exports and wider than this.
KIND_PARENTS: dict[str, tuple[str, ...]] = {
    "Company": ("org:FormalOrganization", "schema:Organization", "foaf:Organization", "ftm:Company"),
    "Authority": ("org:FormalOrganization", "schema:Organization", "foaf:Organization", "ftm:PublicBody"),
    "Court": ("org:Organization", "schema:Organization", "foaf:Organization"),
    "Organization": ("org:Organization", "schema:Organization", "foaf:Organization", "ftm:Organization"),
    "Person": ("foaf:Person", "schema:Person", "ftm:Person"),
    "City": ("schema:AdministrativeArea",),
    "Country": ("schema:Country",),
    "Product": ("schema:Product",),
}
RELATION_PARENTS: dict[str, str] = {"SUBCONTRACTS_TO": "org:linkedTo", "PARTNERS_WITH": "org:linkedTo", "CONCERNS": "dcterms:subject"}

# Property → (key in JSON-LD, type of its values): the terms of others that the export uses. "" is a plain string, or a value with a type of its own.
BORROWED: dict[str, tuple[str, str]] = {
    "rdf:type": ("type", "@vocab"), "rdf:subject": ("subject", "@id"), "rdf:predicate": ("predicate", "@vocab"), "rdf:object": ("object", "@id"),
    "rdf:value": ("value", ""), "rdfs:label": ("label", ""), "skos:altLabel": ("altLabel", ""),
    "dc:publisher": ("publisher", ""), "dc:rights": ("rights", ""), "dc:language": ("language", ""),
    "dcterms:title": ("title", ""), "dcterms:source": ("source", "@id"),
    "dcterms:description": ("description", ""), "dcterms:isPartOf": ("isPartOf", "@id"),
    "dcterms:license": ("license", "@id"), "dcterms:issued": ("issued", ""), "dcterms:identifier": ("identifier", ""),
    "schema:url": ("url", "xsd:anyURI"), "schema:datePublished": ("published", ""),
    "prov:wasDerivedFrom": ("derivedFrom", "@id"), "prov:wasAttributedTo": ("attributedTo", "@id"),
    "oa:hasTarget": ("target", "@id"), "oa:hasSource": ("targetSource", "@id"), "oa:hasSelector": ("selector", "@id"),
    "oa:exact": ("exact", ""), "oa:prefix": ("prefix", ""), "oa:suffix": ("suffix", ""),
    "oa:start": ("start", "xsd:integer"), "oa:end": ("end", "xsd:integer"),
    "np:hasAssertion": ("assertion", "@id"), "np:hasProvenance": ("provenance", "@id"), "np:hasPublicationInfo": ("publicationInfo", "@id"),
    "void:triples": ("triples", "xsd:integer"), "void:entities": ("entities", "xsd:integer"), "void:classPartition": ("classPartition", "@id"),
    "void:class": ("class", "@vocab"), "void:vocabulary": ("vocabulary", "@id"), "void:uriSpace": ("uriSpace", ""),
    "spdx:checksum": ("checksum", "@id"), "spdx:algorithm": ("algorithm", "@id"), "spdx:checksumValue": ("checksumValue", "xsd:hexBinary"),
}


def _coercion(term: Term) -> str:
    if term.range in ("skos:Concept", "rdfs:Class"):
        return "@vocab"
    return {"xsd:string": "", "rdfs:Literal": ""}.get(term.range, term.range if term.range.startswith("xsd:") else "@id")


JSON_KEYS: dict[str, tuple[str, str]] = {
    **BORROWED,
    **{f"wd:{term.name}": (term.name, _coercion(term)) for term in PROPERTIES},
    **{term: (term.removeprefix("wd:"), "@id") for term in RELATION_TERMS.values()},
}


def json_context(base: str, vocabulary: str) -> dict[str, Any]:
    """The JSON-LD context in which every property of the export has a short key, and its values need no type of their own."""
    terms: dict[str, Any] = {"@base": base, "@vocab": vocabulary, **prefixes(vocabulary), "id": "@id", "type": "@type"}
    for term, (key, coercion) in JSON_KEYS.items():
        if term != "rdf:type":
            native = coercion in ("", "xsd:integer", "xsd:boolean")
            terms[key] = term if native else {"@id": term, "@type": coercion}
    return terms


# ------------------------------------------------------------------ data/vocabulary.ttl

def vocabulary_turtle(vocabulary: str = VOCABULARY) -> str:
    """The vocabulary as Turtle: an OWL ontology with SKOS schemes for statuses, categories and kinds of document."""
    used = ("wd", "rdf", "rdfs", "xsd", "owl", "skos", "dcterms", "prov", "oa", "org", "schema", "foaf", "ftm")
    head = [f"@prefix {prefix}: <{prefixes(vocabulary)[prefix]}> ." for prefix in used]
    blocks = [_ontology(vocabulary), *map(_class, CLASSES), *map(_kind, KINDS), *map(_property, PROPERTIES), *map(_relation, RELATIONS.values()),
              *_statuses(),
              _scheme("Category", "categories of accusation"), *(_concept("Category", category_term(name), name) for name in CATEGORIES),
              _scheme("Judgement", "judgements on two things"),
              *(_concept("Judgement", judgement_term(name), name, ("skos:definition", _text(meaning))) for name, meaning in JUDGEMENTS.items()),
              _scheme("DocumentKind", "kinds of document"), *(_concept("DocumentKind", document_kind_term(name), name) for name in DOCUMENT_KINDS)]
    return "\n".join(["# Made from graph/model.py by `python -m graph.vocabulary`; do not edit.", *head, "", *blocks])


def _block(subject: str, *pairs: tuple[str, str]) -> str:
    return f"{subject} " + " ;\n    ".join(f"{predicate} {value}" for predicate, value in pairs) + " .\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) + "@en"


def _ontology(vocabulary: str) -> str:
    meaning = ("Who says what about whom in disputes over surveillance contracts. A claim keeps its status, its chain of sources and its exact "
               "words; the bare triple of a claim stands in the claim's own graph, and outside it only where the edge is established.")
    return _block(f"<{vocabulary.rstrip('#')}>", ("a", "owl:Ontology"), ("dcterms:title", _text("Watchdocket vocabulary")),
                  ("dcterms:description", _text(meaning)))


def _named(label: str, meaning: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("rdfs:label", _text(label)), ("skos:definition", _text(meaning))


def _parents(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [("rdfs:subClassOf", ", ".join(names))] if names else []


def _class(term: Term) -> str:
    return _block(f"wd:{term.name}", ("a", "owl:Class"), *_named(term.label, term.meaning), *_parents(term.parents))


def _kind(name: str) -> str:
    parents = ("wd:Place" if name in PLACES else "wd:Entity", *KIND_PARENTS.get(name, ()))
    return _block(f"wd:{name}", ("a", "owl:Class"), *_named(name.lower(), KINDS[name].meaning), *_parents(parents))


def _property(term: Term) -> str:
    kind = "owl:DatatypeProperty" if term.range.startswith("xsd:") or term.range == "rdfs:Literal" else "owl:ObjectProperty"
    domain = [("rdfs:domain", term.domain)] if term.domain else []
    return _block(f"wd:{term.name}", ("a", kind), *_named(term.label, term.meaning), *domain, ("rdfs:range", term.range))


def _relation(relation: Relation) -> str:
    parents = [("rdfs:subPropertyOf", RELATION_PARENTS[relation.name])] if relation.name in RELATION_PARENTS else []
    types = "owl:ObjectProperty, wd:Relation" + (", owl:SymmetricProperty" if relation.symmetric else "")
    return _block(RELATION_TERMS[relation.name], ("a", types), *_named(relation.reading, relation.meaning),
                  ("wd:inverseReading", _text(relation.inverse)), ("skos:notation", f'"{relation.name}"'),
                  ("rdfs:domain", _union(relation.domain)), ("rdfs:range", _union(relation.range)),
                  *parents)


def _union(kinds: frozenset[str]) -> str:
    """The class of things that are of one of these kinds."""
    if kinds >= PLACES:
        kinds = kinds - PLACES | {"Place"}
    names = [f"wd:{name}" for name in (*KINDS, "Place") if name in kinds]
    return names[0] if len(names) == 1 else f"[ a owl:Class ; owl:unionOf ( {' '.join(names)} ) ]"


def _statuses() -> list[str]:
    concepts = [_concept("Status", status_term(name), name, ("skos:definition", _text(meaning)), *_firmness(name))
                for name, meaning in STATUSES.items()]
    collections = [_collection("Factual", "statuses that can establish an edge", FACTUAL),
                   _collection("Disputing", "statuses that dispute an edge", DISPUTING)]
    return [_scheme("Status", "statuses of claims and edges"), *concepts, *collections]


def _firmness(status: str) -> list[tuple[str, str]]:
    return [("wd:firmness", str(FIRMNESS[status]))] if status in FIRMNESS else []


def _collection(name: str, label: str, statuses: frozenset[str]) -> str:
    return _block(f"wd:{name}", ("a", "skos:Collection"), ("skos:prefLabel", _text(label)),
                  ("skos:member", ", ".join(map(status_term, sorted(statuses)))))


def _scheme(name: str, label: str) -> str:
    return _block(f"wd:{name}", ("a", "skos:ConceptScheme"), ("rdfs:label", _text(label)))


def _concept(scheme: str, term: str, name: str, *pairs: tuple[str, str]) -> str:
    return _block(term, ("a", "skos:Concept"), ("skos:inScheme", f"wd:{scheme}"), ("skos:prefLabel", _text(name.replace("_", " "))),
                  ("skos:notation", f'"{name}"'), *pairs)


if __name__ == "__main__":
    sys.stdout.write(vocabulary_turtle())
