"""Who accuses whom of what: direct accusations, wrongs told in somebody's words, reasons given for suits and penalties, denials.

Knows wrongs (wrongs.toml), grammar and attributions; status and chain are status.py's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from spacy.tokens import Doc, Span, Token

from graph.model import CATEGORIES, LocalEntity
from ingest.references import Referents
from ingest.relations import Finding
from ingest.status import Voices
from ingest.structure import governing_verb, is_passive, is_verb, lemma, preposition_objects, verb_arguments

ACCUSERS = frozenset({"Company", "Authority", "Organization", "Person", "City", "Region", "Country", "Court"})
ACCUSED = frozenset({"Company", "Authority", "Organization", "Person", "City", "Region", "Country"})
ACCUSE = frozenset("accuse blame criticize slam condemn denounce decry fault berate lambast blast castigate rebuke chide implicate sue charge indict countersue lambaste "
                   "prosecute assail rip excoriate impugn reproach vilify deride scold question attack call out".split())
MILD = frozenset("sue charge indict countersue prosecute question attack".split())          # an accusation only where a wrong is named
PENALTIES = frozenset("sanction blacklist fine ban add place designate put blocklist penalize arrest detain convict".split())
ACCUSATION_NOUNS = frozenset("allegation accusation claim complaint criticism charge suspicion concern".split())
DENIALS = frozenset("deny reject dispute refute rebut dismiss repudiate contest disavow rebuff".split())
DEFENDS = frozenset({"defend"})
DENIED_NOUNS = frozenset("allegation accusation claim charge wrongdoing involvement report criticism assertion suggestion complaint liability guilt characterization finding suit lawsuit "
                         "role knowledge link connection responsibility misconduct story notion".split())
# Cues that make what they introduce an accusation if it tells of a wrong
SPEECH = frozenset({"says", "alleges", "according_to", "quotation", "block", "believes"})


@cache
def _wrongs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = tomllib.loads(Path(__file__).with_name("wrongs.toml").read_text(encoding="utf-8"))
    return tuple((category, re.compile(r"\b(?:" + "|".join(table[category]["words"]) + r")\b")) for category in table if category in CATEGORIES)


def categories_of(text: str, most: int = 3) -> list[str]:
    """Categories of wrong that a clause speaks of, the most specific first; "other" only where nothing else fits."""
    lowered = text.lower()
    found = [category for category, pattern in _wrongs() if pattern.search(lowered)]
    specific = [category for category in found if category != "other"]
    return (specific or found)[:most]


def wrong_at(text: str) -> bool:
    return bool(categories_of(text, 1))


def _clause(token: Token) -> Span:
    """What hangs on the token."""
    return token.doc[token.left_edge.i: token.right_edge.i + 1]


def _negated(token: Token) -> bool:
    return any(child.dep_ == "neg" for child in token.children)


def _of_what(verb: Token, accused: list[Token]) -> str:
    """The text of an accusation's reason: "of …", "for …", "over …", participial and that-clauses after the verb."""
    texts = []
    last = max((t.right_edge.i for t in accused), default=verb.i)
    for child in verb.children:
        if child.i > verb.i and (child.dep_ in ("prep", "advcl", "ccomp", "xcomp", "pcomp") and (child.i > last or child.dep_ == "prep")):
            texts.append(_clause(child).text)
    for token in accused:
        for child in token.children:
            if child.dep_ in ("prep", "acl", "relcl") and child.lower_ in ("of", "for", "over"):
                texts.append(_clause(child).text)
    return " ".join(texts)


def _findings(accusers: tuple[LocalEntity, ...], accused: tuple[LocalEntity, ...], token: Token, categories: list[str], rule: str,
              places: tuple[int, ...] = ()) -> Iterator[Finding]:
    for accuser in accusers:
        for other in accused:
            if accuser.id != other.id:
                for category in categories:
                    yield Finding("ACCUSES", accuser, other, token, token, places, rule, category)


def _direct(token: Token, refs: Referents) -> Iterator[Finding]:
    """"X accused Y of stealing", "Y was criticised by X for …", "X sued Y for …", "X sanctioned Y for …"."""
    name = lemma(token)
    if name not in ACCUSE and name not in PENALTIES:
        return
    arguments = verb_arguments(token)
    accusers = tuple(e for t in arguments.subject for e in refs.of(t, ACCUSERS))
    accused_tokens = [t for t in arguments.object]
    accused = tuple(e for t in accused_tokens for e in refs.of(t, ACCUSED))
    if not accused and name not in MILD and name not in PENALTIES:
        accused_tokens = [p for t in arguments.object for p in t.children if p.dep_ == "poss"] + \
            [p for t in arguments.object for p in preposition_objects(t, {"of", "by", "against"})]
        accused = tuple(e for t in accused_tokens for e in refs.of(t, ACCUSED))
    reason = _of_what(token, accused_tokens)
    found = categories_of(reason)
    if not found and (name in MILD or name in PENALTIES):
        return
    found = found or categories_of(token.sent.text, 1) or ["other"]
    yield from _findings(accusers, accused, token, found, f"accuse:{name}", (*(t.i for t in arguments.subject), *(t.i for t in accused_tokens)))
    for clause in token.children:                           # "…, accusing the company of …" finds its own subject through control
        if clause.dep_ == "agent":
            continue


def _nominal(token: Token, refs: Referents) -> Iterator[Finding]:
    """"BES's allegations against Huawei", "accusations by X that Y …"."""
    if token.lemma_.lower() not in ACCUSATION_NOUNS or token.pos_ != "NOUN":
        return
    against = [e for t in preposition_objects(token, {"against", "of", "about"}) for e in refs.of(t, ACCUSED)]
    governor = governing_verb(token)
    if governor and not against:
        against = [e for t in preposition_objects(governor[0], {"against"}) for e in refs.of(t, ACCUSED)]
    by = [e for c in token.children if c.dep_ in ("poss", "compound") for e in refs.one(c, ACCUSERS)] + \
        [e for t in preposition_objects(token, {"by", "from"}) for e in refs.of(t, ACCUSERS)]
    if governor and not by and governor[0].lemma_ in ("make", "level", "raise", "bring", "file", "lodge", "repeat", "unveil", "announce"):
        by = [e for t in verb_arguments(governor[0]).subject for e in refs.of(t, ACCUSERS)]
    found = categories_of(_clause(token).text) or categories_of(token.sent.text, 1)
    if found:
        yield from _findings(tuple(by), tuple(against), token, found, "accuse:noun")


def _told(doc: Doc, refs: Referents, voices: Voices) -> Iterator[Finding]:
    """A wrong told in somebody's words: the doer of the wrong is accused by who speaks."""
    for attribution in voices.attributions:
        if attribution.kind not in SPEECH:
            continue
        speakers, words = voices.source(attribution)
        speakers = tuple(s for s in speakers if s.kind in ACCUSERS and s != refs.publisher and not voices.is_medium(s))
        if not speakers:
            continue
        for start, end in attribution.content:
            span = doc.char_span(start, end, alignment_mode="contract")
            if span is None or not wrong_at(span.text):
                continue
            strict = attribution.kind in ("says", "quotation", "according_to", "believes")
            for token in span:
                if is_verb(token) and token.dep_ not in ("aux", "auxpass"):
                    yield from _done(token, span, speakers, refs, strict)


def _done(verb: Token, span: Span, speakers: tuple[LocalEntity, ...], refs: Referents, strict: bool) -> Iterator[Finding]:
    if _negated(verb) and verb.lemma_ not in ("pay", "comply", "deliver", "disclose", "obtain", "take", "work", "have"):
        return
    own = [t for t in _clause(verb) if span.start <= t.i < span.end]
    text = " ".join(t.text for t in own)
    head = f"{verb.text} " + " ".join(_clause(c).text for c in verb.children if c.dep_ in ("dobj", "prep", "prt", "neg", "attr", "acomp", "xcomp", "advmod", "oprd", "dative"))
    categories = categories_of(head)
    if strict:
        categories = [c for c in categories if c not in ("other", "privacy")] or ([c for c in categories if c == "privacy" and re.search(
            r"violat|breach|without|illegal|unlawful|infring|erod|invad|abus|secret", text.lower())] or
            [c for c in categories if c == "other" and re.search(r"violat|broke|illegal|unlawful|crim|fail|wrong|abus|stole|shady|insecure", text.lower())])
    if not categories:
        return
    arguments = verb_arguments(verb)
    doers = tuple(e for t in arguments.subject for e in refs.of(t, ACCUSED) if t.i in range(span.start, span.end) or t.lower_ in ("who", "which", "that"))
    doers = tuple(d for d in doers if d not in speakers)
    if doers and not (is_passive(verb) and not arguments.subject):
        yield from _findings(speakers, doers, verb, categories[:2], "accuse:told", tuple(t.i for t in arguments.subject))


def _denials(token: Token, refs: Referents, voices: Voices) -> Iterator[Finding]:
    """"X denied the allegations", "X has denied spying", "X rejects Y's claims"."""
    name = lemma(token)
    if name not in DENIALS and name not in DEFENDS:
        return
    arguments = verb_arguments(token)
    deniers = tuple(e for t in arguments.subject for e in refs.of(t, ACCUSERS - {"Court"}))
    if not deniers:
        return
    nouns = [t for t in arguments.object if t.lemma_.lower() in DENIED_NOUNS]
    clausal = [c for c in token.children if c.dep_ in ("xcomp", "ccomp", "pcomp")]
    if not nouns and not (name == "deny" and clausal) and not (name in DEFENDS and arguments.object):
        return
    if arguments.passive:
        return
    against = [e for t in nouns for c in t.children if c.dep_ in ("poss", "compound") for e in refs.one(c, ACCUSERS)] + \
        [e for t in nouns for inner in preposition_objects(t, {"by", "from", "of"}) for e in refs.of(inner, ACCUSERS)] + \
        [e for t in nouns for c in t.children if c.dep_ in ("acl", "relcl") for inner in verb_arguments(c).subject for e in refs.of(inner, ACCUSERS)]
    categories = categories_of(_clause(token).text, 2) or categories_of(token.sent.text, 1) or ["other"]
    for denier in deniers:
        others = [e for e in against if e.id != denier.id] or [denier]
        for other in others:
            for category in categories[:1]:
                yield Finding("DENIES", denier, other, token, token, tuple(t.i for t in arguments.subject), f"deny:{name}", category)


def find_accusations(doc: Doc, refs: Referents, voices: Voices) -> list[Finding]:
    """All accusations and denials of the document."""
    found: list[Finding] = []
    for token in doc:
        if is_verb(token):
            found += _direct(token, refs)
            found += _denials(token, refs, voices)
        elif token.pos_ == "NOUN":
            found += _nominal(token, refs)
    found += _told(doc, refs, voices)
    return found
