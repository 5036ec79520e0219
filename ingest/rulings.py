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
PAPERS = frozenset(
    "investigation probe inquiry enquiry audit examination review decision ruling judgment judgement determination report opinion order "
    "verdict".split()
)
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


REJECT = frozenset("reject dismiss deny refuse quash toss decline throw out turn down strike down".split()) | {
    "throw out",
    "turn down",
    "strike down",
}
GRANT = frozenset("grant uphold accept allow approve".split())
SUIT_NOUNS = frozenset("lawsuit suit complaint petition application claim case action challenge litigation proceeding".split())
ASKED_NOUNS = frozenset("request motion bid petition application appeal lawsuit suit challenge effort attempt injunction order stay".split())
PETITION = frozenset("ask urge petition request apply sue appeal move want seek".split())
UNDO = frozenset(
    """review block overturn suspend annul reverse quash stop vacate lift halt stay set invalidate strike dismiss remove order force
    compel require prohibit enjoin bar
    prevent stop revoke cancel repeal delay pause ban make forbid declare hold reinstate release return award restrain restrict rule""".split()
)
JUDGES = frozenset({"Court"})
JUDGE_WORDS = frozenset("court judge tribunal jury panel justices courts magistrate judges".split())


def find_rulings(doc: Doc, refs: Referents, known: list[Finding]) -> list[Finding]:
    """RULES_FOR and RULES_AGAINST from findings about conduct and from what courts grant and reject, with the suits that a request to a
    court tells."""
    suits = list(_petitions(doc, refs))
    plaintiffs = list(dict.fromkeys(f.subject for f in [*known, *suits] if f.relation == "SUES"))
    defendants = list(dict.fromkeys(f.object for f in [*known, *suits] if f.relation == "SUES"))
    found: list[Finding] = suits
    for verb in doc:
        if not is_verb(verb):
            continue
        name = lemma(verb)
        if name in FIND:
            found += _from_verb(verb, refs)
        if name in REJECT | GRANT:
            found += _asked(verb, name, refs, plaintiffs, defendants)
    return found


def _judge(verb: Token, refs: Referents) -> tuple[LocalEntity, ...]:
    """The court that acts: its name, its judge's court or the judge."""
    tokens = [*verb_arguments(verb).subject, *preposition_objects(verb, {"by"})]
    found = tuple(e for t in tokens for e in refs.of(t, JUDGES))
    if not found and any(t.lemma_.lower() in JUDGE_WORDS for t in tokens):
        found = tuple(
            e
            for t in tokens
            for e in (*refs.of(t, JUDGES), *(e for p in preposition_objects(t, {"in", "of", "for", "on"}) for e in refs.of(p, JUDGES)))
        )
    return found or tuple(
        e
        for t in tokens
        for e in refs.of(t, frozenset({"Person"}))
        if any(w.lemma_.lower() in ("judge", "justice") for w in (*t.children, t.head, t))
    )


def _target(clause: Token, refs: Referents) -> list[LocalEntity]:
    """Whose act a request is aimed at: "to block the ministry's order", "to stop Acme from selling"."""
    arguments = verb_arguments(clause)
    found: list[LocalEntity] = []
    for token in arguments.object:
        owners = [c for c in token.children if c.dep_ == "poss"] + preposition_objects(token, {"by"})
        for candidate in owners or [token]:
            found += [e for e in refs.of(candidate, LOSERS) if e not in found]
        if not found:  # "the agreement between the ministry and Acme": the public side is sued
            found += [
                e
                for t in preposition_objects(token, {"between", "of"})
                for e in refs.of(t, frozenset({"Authority", "City", "Region"}))
                if e not in found
            ]
        for act in token.children:
            if act.dep_ in ("acl", "relcl"):
                found += [e for t in verb_arguments(act).subject for e in refs.of(t, LOSERS) if e not in found]
    return found


def _petitions(doc: Doc, refs: Referents) -> Iterator[Finding]:
    """"X asked the court to block Y's order", "X went to court to overturn Y's ban": X sues Y."""
    for verb in doc:
        if not is_verb(verb):
            continue
        name = lemma(verb)
        arguments = verb_arguments(verb)
        to_court = name in PETITION and any(
            t.lemma_.lower() in JUDGE_WORDS or refs.one(t, JUDGES) for t in (*arguments.object, *preposition_objects(verb, {"to", "with", "before"}))
        )
        to_court = to_court or (
            name in ("go", "turn", "take", "head") and any(t.lemma_.lower() in ("court", "tribunal") for t in preposition_objects(verb, {"to"}))
        )
        if not to_court:
            continue
        clauses = [t for t in verb.subtree if is_verb(t) and t.lemma_.lower() in UNDO and t.i > verb.i]
        for clause in clauses[:2]:
            for petitioner in (e for t in arguments.subject for e in refs.of(t, LOSERS)):
                for other in _target(clause, refs):
                    if other.id != petitioner.id:
                        yield Finding("SUES", petitioner, other, verb, verb, tuple(t.i for t in arguments.subject), "ruling:petition")


def _asked(verb: Token, name: str, refs: Referents, plaintiffs: list[LocalEntity], defendants: list[LocalEntity]) -> Iterator[Finding]:
    """What a court grants or rejects, with the other side where the request names it or the document has one suit."""
    courts = _judge(verb, refs)
    if not courts:
        return
    arguments = verb_arguments(verb)
    nouns = [t for t in arguments.object if t.lemma_.lower() in ASKED_NOUNS | SUIT_NOUNS]
    lost, won = ("RULES_AGAINST", "RULES_FOR") if name in REJECT else ("RULES_FOR", "RULES_AGAINST")
    for noun in nouns:
        askers = [e for c in noun.children if c.dep_ == "poss" for e in refs.of(c, LOSERS)] + [
            e for t in preposition_objects(noun, {"by", "from", "of"}) for e in refs.of(t, LOSERS)
        ]
        askers += [e for t in arguments.indirect for e in refs.of(t, LOSERS)]
        others = [e for c in noun.children if c.dep_ in ("acl", "relcl") for e in _target(c, refs)]
        others += [e for t in preposition_objects(noun, {"against"}) for e in refs.of(t, LOSERS)]
        others = [e for e in others if e not in courts]
        if not askers and noun.lemma_.lower() in SUIT_NOUNS and 0 < len(plaintiffs) <= 3:
            askers = plaintiffs
            others = others or (defendants if len(defendants) <= 3 else [])
        for court in courts:
            for asker in askers:
                yield Finding(lost, court, asker, verb, noun, (noun.i,), "ruling:request")
            for asker, other in ((a, o) for a in askers for o in others if a != o and noun.lemma_.lower() != "appeal"):
                yield Finding("SUES", asker, other, verb, noun, (noun.i,), "ruling:request-against", status="asserted")
            for other in others:
                if other not in askers and (name in REJECT and noun.lemma_.lower() in SUIT_NOUNS | ASKED_NOUNS or name == "grant"):
                    yield Finding(won, court, other, verb, noun, (noun.i,), "ruling:other-side")


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
                    if paper is not None and paper.lemma_.lower() in (
                        "investigation", "probe", "inquiry", "enquiry", "audit", "examination", "review",
                    ):
                        yield Finding("INVESTIGATES", finder, entity, paper, paper, (token.i,), "ruling:inquiry")

