"""Who accuses whom of what: direct accusations, wrongs told in somebody's words, reasons given for suits and penalties, denials.

Knows wrongs (wrongs.toml), grammar and attributions; status and chain are status.py's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from spacy.tokens import Doc, Span, Token

from graph.model import CATEGORIES, PLACES, LocalEntity
from ingest.references import Referents
from ingest.relations import Finding
from ingest.status import Voices
from ingest.structure import governing_verb, is_passive, is_verb, lemma, preposition_objects, verb_arguments

ACCUSERS = frozenset({"Company", "Authority", "Organization", "Person", "City", "Region", "Country", "Court"})
ACCUSED = frozenset({"Company", "Authority", "Organization", "Person", "City", "Region", "Country"})
ACCUSE = frozenset(
    "accuse suspect reproach blame criticize slam condemn denounce decry fault berate lambast blast castigate rebuke chide implicate sue "
    "charge indict countersue lambaste "
    "prosecute assail rip excoriate impugn reproach vilify deride scold question attack hold take".split()
)
MILD = frozenset("suspect sue charge indict countersue prosecute question attack".split())          # an accusation only where a wrong is named
PENALTIES = frozenset("sanction blacklist fine ban add place designate put blocklist penalize arrest detain convict".split())
ACCUSATION_NOUNS = frozenset("allegation accusation claim complaint criticism charge suspicion concern".split())
DENIALS = frozenset("deny reject dispute refute rebut dismiss repudiate contest disavow rebuff".split())
DEFENDS = frozenset({"defend"})
DENIED_NOUNS = frozenset(
    "allegation accusation claim charge wrongdoing involvement report criticism assertion suggestion complaint liability guilt "
    "characterization finding suit lawsuit "
    "role knowledge link connection responsibility misconduct story notion".split()
)
MOVING = frozenset("motion request bid petition application move ask seek urge want".split())
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
    accused_tokens = list(arguments.object)
    accused = tuple(e for t in accused_tokens for e in refs.of(t, ACCUSED))
    if name == "hold" or name == "take":
        if not re.search(r"\b(responsible|liable|accountable|to task)\b", token.sent.text):
            return
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
            told = [f for token in span for f in (
                _done(token, span, speakers, refs, strict) if is_verb(token) and token.dep_ not in ("aux", "auxpass") else
                _possessed(token, speakers, refs) if token.pos_ == "NOUN" else ())]
            yield from told or _only_party(span, speakers, refs, strict)


DOERS = frozenset({"nsubj", "nsubjpass", "poss", "agent"})
GRAVE = re.compile(r"violat|breach|without|illegal|unlawful|infring|erod|invad|abus|secret|spy|stole|hid|broke")


def _only_party(span: Span, speakers: tuple[LocalEntity, ...], refs: Referents, strict: bool) -> Iterator[Finding]:
    """A wrong is told and one party alone stands in a doer's place: it is that party's."""
    lowered = span.text.lower()
    categories = [c for c in categories_of(lowered) if not strict or (c not in ("other", "privacy") or GRAVE.search(lowered))]
    if not categories or any(_negated(t) for t in span if is_verb(t)):
        return
    doers: dict[str, tuple[LocalEntity, int]] = {}
    for place in refs.places:
        if span.start <= place.start < span.end and place.entity.kind in ACCUSED - PLACES and place.entity not in speakers:
            head = refs.doc[place.head]
            if head.dep_ in DOERS or (head.dep_ == "pobj" and head.head.lower_ == "by"):
                doers[place.entity.id] = (place.entity, place.head)
    if len(doers) == 1:
        ((entity, at),) = doers.values()
        yield from _findings(speakers, (entity,), refs.doc[at], categories[:1], "accuse:only-party", (at,))


def _done(verb: Token, span: Span, speakers: tuple[LocalEntity, ...], refs: Referents, strict: bool) -> Iterator[Finding]:
    if _negated(verb) and verb.lemma_ not in ("pay", "comply", "deliver", "disclose", "obtain", "take", "work", "have"):
        return
    own = [t for t in _clause(verb) if span.start <= t.i < span.end]
    text = " ".join(t.text for t in own)
    head = f"{verb.text} " + " ".join(
        _clause(c).text for c in verb.children if c.dep_ in ("dobj", "prep", "prt", "neg", "attr", "acomp", "xcomp", "advmod", "oprd", "dative")
    )
    categories = categories_of(head)
    if strict:
        categories = [c for c in categories if c not in ("other", "privacy")] or (
            [
                c
                for c in categories
                if c == "privacy" and re.search(r"violat|breach|without|illegal|unlawful|infring|erod|invad|abus|secret", text.lower())
            ]
            or [
                c
                for c in categories
                if c == "other" and re.search(r"violat|broke|illegal|unlawful|crim|fail|wrong|abus|stole|shady|insecure", text.lower())
            ]
        )
    if not categories:
        return
    arguments = verb_arguments(verb)
    doers = tuple(
        e for t in arguments.subject for e in refs.of(t, ACCUSED) if t.i in range(span.start, span.end) or t.lower_ in ("who", "which", "that")
    )
    doers = tuple(d for d in doers if d not in speakers)
    if doers and not (is_passive(verb) and not arguments.subject):
        yield from _findings(speakers, doers, verb, categories[:2], "accuse:told", tuple(t.i for t in arguments.subject))


def _possessed(noun: Token, speakers: tuple[LocalEntity, ...], refs: Referents) -> Iterator[Finding]:
    """"Acme's hacking of activists", "abuses by the police"."""
    categories = [c for c in categories_of(noun.text) if c not in ("privacy", "other")]
    if not categories or noun.lemma_.lower() in ACCUSATION_NOUNS or _excused(noun):
        return
    owners = [c for c in noun.children if c.dep_ == "poss"] + preposition_objects(noun, {"by"})
    doers = tuple(e for t in owners for e in refs.of(t, ACCUSED) if e not in speakers)
    yield from _findings(speakers, doers, noun, categories[:1], "accuse:possessed", tuple(t.i for t in owners))


def _excused(noun: Token) -> bool:
    """"denied wrongdoing", "no evidence of hacking"."""
    return any(c.lower_ == "no" for c in noun.children) or any(t.lemma_.lower() in DENIALS | {"victim", "evidence"} for t in list(noun.ancestors)[:3])


def aim_inquiries(findings: list[Finding], accusations: list[Finding]) -> list[Finding]:
    """"looks into BES's allegations" investigates whom BES accuses, never BES: aimed at the accused where there is one, else left out."""
    kept: list[Finding] = []
    for finding in findings:
        nouns = [t for t in finding.trigger.subtree if t.lemma_.lower() in ACCUSATION_NOUNS] if finding.relation == "INVESTIGATES" else []
        owners = {t.i for n in nouns for t in (*(c for c in n.children if c.dep_ == "poss"), *preposition_objects(n, {"of", "by", "from"}))}
        if not owners & set(finding.places):
            kept.append(finding)
            continue
        accused = list(dict.fromkeys(a.object for a in accusations if a.relation == "ACCUSES" and a.subject == finding.object))
        if len(accused) == 1 and accused[0] != finding.subject:
            kept.append(replace(finding, object=accused[0]))
    return kept


def told_suits(accusations: list[Finding], known: list[Finding]) -> Iterator[Finding]:
    """"X alleges in its suit that Y …": who accuses in a suit of their own sues."""
    sued = {(f.subject.id, f.object.id) for f in known if f.relation == "SUES"}
    for accusation in accusations:
        pair = (accusation.subject.id, accusation.object.id)
        if accusation.relation != "ACCUSES" or pair in sued or accusation.object.kind == "Country":
            continue
        for noun in accusation.trigger.sent:
            if (
                noun.lemma_.lower() in ("lawsuit", "suit")
                and noun.pos_ == "NOUN"
                and any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in ("a", "the", "this")) for c in noun.children)
                and noun.dep_ == "pobj"
                and noun.head.lower_ in ("in", "with")
            ):
                sued.add(pair)
                yield Finding("SUES", accusation.subject, accusation.object, noun, noun, accusation.places, "accuse:in-suit")
                break


def _suit_reasons(suits: list[Finding], known: list[Finding]) -> Iterator[Finding]:
    """What a suit is about, where its own sentence says so: the plaintiff accuses the defendant of it."""
    accused = {(f.subject.id, f.object.id) for f in known if f.relation == "ACCUSES"}
    for suit in suits:
        if (suit.subject.id, suit.object.id) in accused or suit.status in ("planned", "negated"):
            continue
        categories = [c for c in categories_of(suit.trigger.sent.text, 2) if c != "other"]
        for category in categories[:1]:
            yield Finding("ACCUSES", suit.subject, suit.object, suit.trigger, suit.word, suit.places, "accuse:suit", category)


def _own_defence(doc: Doc, refs: Referents, voices: Voices, accusers: dict[str, list[LocalEntity]]) -> Iterator[Finding]:
    """"X said it does not share data with …", "X says it is innocent": denies the one known accuser, else an accusation without one."""
    for attribution in voices.attributions:
        if attribution.kind not in SPEECH | {"denies"}:
            continue
        speakers, _ = voices.source(attribution)
        for start, end in attribution.content:
            span = doc.char_span(start, end, alignment_mode="contract")
            if span is None or len(speakers) != 1 or speakers[0].kind not in ACCUSED or speakers[0] == refs.publisher:
                continue
            for token in span:
                if is_verb(token) and (
                    _negated(token) or any(c.lower_ in ("innocent", "baseless", "meritless", "unfounded") for c in token.children)
                ):
                    doers = [e for t in verb_arguments(token).subject for e in refs.of(t, ACCUSED)]
                    categories = categories_of(_clause(token).text, 1)
                    if speakers[0] in doers and categories and (categories[0] != "other" or len(span) < 25):
                        against = accusers.get(speakers[0].id, [])
                        yield Finding(
                            "DENIES", speakers[0], against[0] if len(against) == 1 else speakers[0], token, token, (), "deny:own", categories[0]
                        )


def _denials(token: Token, refs: Referents, voices: Voices) -> Iterator[Finding]:
    """"X denied the allegations", "X has denied spying", "X rejects Y's claims"."""
    name = lemma(token)
    if name not in DENIALS and name not in DEFENDS:
        return
    if token.dep_ in ("acl", "relcl", "xcomp", "advcl") and token.head.lemma_.lower() in MOVING:       # "moved to dismiss the suit" asks a court
        return
    arguments = verb_arguments(token)
    deniers = tuple(e for t in arguments.subject for e in refs.of(t, ACCUSERS - {"Court"}))
    if not deniers:
        return
    nouns = [t for t in arguments.object if t.lemma_.lower() in DENIED_NOUNS]
    if name in DENIALS and not nouns and any(t.dep_ == "dobj" and t.lower_ in ("it", "this", "that", "them", "which") for t in token.children):
        for denier in deniers:                                  # "X accused Y of theft, which Y denies"
            yield Finding("DENIES", denier, denier, token, token, tuple(t.i for t in arguments.subject), "deny:it", "other")
        return
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


def find_accusations(doc: Doc, refs: Referents, voices: Voices, known: list[Finding]) -> list[Finding]:
    """All accusations and denials of the document; `known` findings give the suits whose reasons are accusations."""
    found: list[Finding] = []
    for token in doc:
        if is_verb(token):
            found += _direct(token, refs)
            found += _denials(token, refs, voices)
        elif token.pos_ == "NOUN":
            found += _nominal(token, refs)
    found += _told(doc, refs, voices)
    found += list(_suit_reasons([f for f in known if f.relation == "SUES"], found))
    accusers: dict[str, list[LocalEntity]] = {}
    for finding in found:
        if finding.relation == "ACCUSES" and finding.subject not in accusers.setdefault(finding.object.id, []):
            accusers[finding.object.id].append(finding.subject)
    found += list(_own_defence(doc, refs, voices, accusers))
    aimed = (_aimed(f, accusers, found) for f in found if f.relation != "ACCUSES" or not voices.speaks_for(f.subject, f.object))
    return [f for f in aimed if f.rule != "deny:it" or f.subject != f.object]


def _aimed(finding: Finding, accusers: dict[str, list[LocalEntity]], found: list[Finding]) -> Finding:
    """A denial that names no accuser answers the one who accuses the denier in this document, of what the denial does not name itself."""
    if finding.relation == "DENIES" and finding.subject.id == finding.object.id:
        against = accusers.get(finding.subject.id, [])
        if len(against) == 1:
            wrong = next(f.category for f in found if f.relation == "ACCUSES" and (f.subject, f.object) == (against[0], finding.subject))
            return replace(finding, object=against[0], category=wrong if finding.category == "other" else finding.category)
    return finding
