"""Who sanctions whom where the sentence leaves one of them out: "X and Y were added to the list".

Knows grammar and the findings so far; a sanctioner is filled in only where the document has a single one, or the first-named of those it credits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from graph.model import LocalEntity
from ingest.references import Referents
from ingest.relations import LISTS, Finding
from ingest.structure import is_verb, lemma, preposition_objects, verb_arguments

VERBS = frozenset("sanction blacklist ban blocklist".split())
LISTING = frozenset("add place put include list".split())
SANCTIONED = frozenset({"Company", "Product", "Organization", "Person", "Authority"})
SANCTIONERS = frozenset({"Authority", "Country", "Region"})


def _sanctioner(known: list[Finding]) -> LocalEntity | None:
    """The one that the document credits most; the first of them where they tie."""
    counted = Counter(f.subject for f in known if f.relation == "SANCTIONS" and f.subject.kind in SANCTIONERS and f.rule != "sanction:filled")
    if not counted:
        return None
    most = max(counted.values())
    return next(entity for entity in counted if counted[entity] == most)


def _listed(verb: Token, refs: Referents) -> bool:
    return any(LISTS.search(t.doc[t.left_edge.i: t.right_edge.i + 1].text) for t in preposition_objects(verb, {"to", "on", "in", "onto"}))


def fill_agents(doc: Doc, refs: Referents, known: list[Finding]) -> Iterator[Finding]:
    """SANCTIONS of passive sentences that name no sanctioner."""
    sanctioner = _sanctioner(known)
    if sanctioner is None:
        return
    for verb in doc:
        if not is_verb(verb) or lemma(verb) not in VERBS | LISTING:
            continue
        arguments = verb_arguments(verb)
        if not arguments.passive or arguments.subject or (lemma(verb) in LISTING and not _listed(verb, refs)):
            continue
        for token in arguments.object:
            for entity in refs.of(token, SANCTIONED):
                if entity.id != sanctioner.id:
                    yield Finding("SANCTIONS", sanctioner, entity, verb, verb, (token.i,), "sanction:filled")
