"""What courts and authorities found: "the regulator concluded that X breached the law" goes against X, "did not breach" for it.

Knows grammar, wrongs and who may find; status and chain are status.py's.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from graph.model import LocalEntity
from ingest.accusations import categories_of
from ingest.references import Referents
from ingest.relations import Finding
from ingest.structure import is_verb, lemma, preposition_objects, verb_arguments

FIND = frozenset("find conclude determine rule hold declare decide establish assess judge confirm deem consider state agree".split())
PAPERS = frozenset("investigation probe inquiry enquiry audit examination review decision ruling judgment judgement determination report opinion order verdict".split())
FINDERS = frozenset({"Court", "Authority"})
LOSERS = frozenset({"Company", "Authority", "Organization", "Person", "City", "Region", "Country"})
LAWFUL = frozenset("lawful legal compliant constitutional reasonable permissible valid justified innocent proportionate".split())


def _clause_text(verb: Token) -> str:
    return verb.doc[verb.left_edge.i: verb.right_edge.i + 1].text


def _finders(verb: Token, refs: Referents) -> tuple[tuple[LocalEntity, ...], Token | None]:
    """Who finds, and the inquiry that is named instead of its author, if one is."""
    for token in verb_arguments(verb).subject:
        found = refs.of(token, FINDERS)
        if found and token.lemma_.lower() not in PAPERS:
            return found, None
        if token.lemma_.lower() in PAPERS:
            by = [e for t in preposition_objects(token, {"by", "from", "of"}) for e in refs.of(t, FINDERS)]
            by += [e for c in token.children if c.dep_ in ("poss", "compound", "amod") for e in refs.one(c, FINDERS)]
            by += [e for c in token.children if c.dep_ in ("acl", "relcl") for t in verb_arguments(c).subject for e in refs.of(t, FINDERS)]
            return tuple(dict.fromkeys(by)), token
    return (), None


def _found_about(clause: Token, refs: Referents) -> list[tuple[LocalEntity, Token]]:
    """Whose conduct a finding is about: the doer of the clause, or the owner of what stands in the doer's place ("X's use of …")."""
    arguments = verb_arguments(clause)
    doers = arguments.subject or [t for t in arguments.object if arguments.passive]
    found: list[tuple[LocalEntity, Token]] = []
    for token in doers:
        owners = [c for c in token.children if c.dep_ == "poss"]
        for candidate in owners or [token]:
            found += [(entity, candidate) for entity in refs.of(candidate, LOSERS)]
    return found


def find_rulings(doc: Doc, refs: Referents) -> list[Finding]:
    """RULES_FOR and RULES_AGAINST from findings about conduct, and the inquiry that they close."""
    found: list[Finding] = []
    for verb in doc:
        if is_verb(verb) and lemma(verb) in FIND:
            found += _from_verb(verb, refs)
    return found


def _from_verb(verb: Token, refs: Referents) -> Iterator[Finding]:
    finders, paper = _finders(verb, refs)
    if not finders:
        return
    for clause in verb.children:
        if clause.dep_ not in ("ccomp", "xcomp") or not (is_verb(clause) or clause.pos_ == "ADJ"):
            continue
        text = _clause_text(clause)
        lawful = any(t.lower_ in LAWFUL for t in clause.subtree)
        if not categories_of(text, 1) and not lawful:
            continue
        negated = any(c.dep_ == "neg" for c in clause.children)
        relation = "RULES_FOR" if negated != lawful else "RULES_AGAINST"
        for entity, token in _found_about(clause, refs):
            for finder in finders:
                if finder.id != entity.id:
                    yield Finding(relation, finder, entity, verb, verb, (token.i,), "ruling:found-that")
                    if paper is not None and paper.lemma_.lower() in ("investigation", "probe", "inquiry", "enquiry", "audit", "examination", "review"):
                        yield Finding("INVESTIGATES", finder, entity, paper, paper, (token.i,), "ruling:inquiry")

