"""Facts that nouns carry without a verb: who holds which office, what lies where, who makes what, who owns whom.

Knows grammar and entities; not who says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from graph.model import BODIES, PLACES, LocalEntity
from ingest.references import Place, Referents
from ingest.relations import Finding, selves
from ingest.structure import conjuncts, preposition_objects

TITLES = frozenset(
    """chief ceo cfo coo cto cio ciso president chairman chair chairwoman chairperson director manager officer commissioner minister secretary
    undersecretary attorney lawyer counsel solicitor barrister spokesperson spokesman spokeswoman founder co-founder cofounder head
    executive editor journalist reporter
    correspondent researcher fellow analyst professor senator congressman congresswoman representative lawmaker legislator judge justice
    magistrate governor mayor prosecutor
    general sheriff captain lieutenant detective sergeant colonel major commander partner engineer employee consultant advisor adviser
    scientist member treasurer ambassador
    premier ruler king queen prince emir chancellor inspector auditor ombudsman owner principal dean superintendent commander technologist
    strategist coordinator
    contractor administrator trustee councilman councilwoman councilor councillor councilmember alderman deputy delegate mp mep
    vice-president vp svp boss leader investigator
    activist campaigner columnist writer author lecturer developer programmer shareholder investor operative agent official intern worker
    staffer aide dissident
    registrar controller comptroller clerk chancellor rector librarian curator producer host bureau-chief sen. rep. gov. dr. gen. col. lt.
    sgt. sen rep gov""".split()
)
UNTITLED = frozenset({"dr.", "activist", "dissident"})                      # say what somebody is, but of no body
WORKPLACES = BODIES | PLACES
CLIENTS = frozenset({"attorney", "lawyer", "counsel", "solicitor", "barrister"})
IN_PLACE = frozenset({"in", "at", "of"})
GENERIC_PRODUCT = frozenset(
    "spyware software app application tool platform system technology service chatbot assistant camera drone malware product exploit program suite "
    "database feature device model network".split()
)


def _next_place(refs: Referents, index: int) -> Place | None:
    place = refs.at_token.get(index) if index < len(refs.doc) else None
    return place if place is not None and place.start == index else None


# ---------------------------------------------------------------- offices

def _persons(title: Token, refs: Referents) -> list[LocalEntity]:
    found: list[LocalEntity] = []
    for token in selves(title, refs):
        for part in conjuncts(token) if title.tag_ in ("NNS", "NNPS") else [token]:
            for entity in refs.one(part, frozenset({"Person"})):
                if entity not in found:
                    found.append(entity)
    return found


def _phrase_start(title: Token, refs: Referents) -> int:
    """First token of the words of the title itself: "senior vice president"."""
    i = title.i
    while i > 0 and title.doc[i - 1].dep_ in ("compound", "amod", "nmod") and title.doc[i - 1].head.i <= title.i + 3 and i - 1 not in refs.at_token:
        i -= 1
    return i


def _bodies(title: Token, refs: Referents, kinds: frozenset[str]) -> list[LocalEntity]:
    """The body of an office: "of/at/for X", "X's", "X CEO", ", X"; the description "the company's" too."""
    found: list[LocalEntity] = []

    def add(token: Token) -> None:
        for entity in refs.of(token, kinds):
            if entity not in found:
                found.append(entity)

    chain = [title, *[c for c in title.children if c.dep_ == "conj" and c.lemma_.lower() in TITLES]]
    for noun in chain:
        for token in preposition_objects(noun, {"of", "at", "for", "with", "in", "from", "to", "on"}):
            add(token)
            if not found:
                for inner in preposition_objects(token, {"of", "at", "for", "in"}):
                    add(inner)
                for child in token.children:
                    if child.dep_ in ("poss", "compound", "nmod"):
                        add(child)
        for child in noun.children:
            if child.dep_ in ("poss", "compound", "nmod") and (child.i in refs.at_token or child.dep_ == "poss"):
                add(child)
    if not found:
        start = _phrase_start(title, refs)
        for back in (start - 1, start - 2):
            place = refs.at_token.get(back) if back >= 0 else None
            if (
                place is not None
                and place.end in (start, start - 1)
                and place.entity.kind in kinds
                and title.doc[start - 1].lower_ in ("'s", "’s", "'", "’", *[title.doc[start - 1].lower_] * (place.end == start))
            ):
                found.append(place.entity)
                break
    if not found and title.i + 1 < len(title.doc) and title.doc[title.i + 1].lower_ == ",":
        place = _next_place(refs, title.i + 2)
        if place is not None and place.entity.kind in kinds - PLACES and refs.doc[place.head].dep_ in ("appos", "conj", "npadvmod"):
            found.append(place.entity)
    return found


MINISTRY = re.compile(r"\b(?:department|ministry|office|bureau|treasury|secretariat)\b", re.I)


def _ministry(title: Token, refs: Referents, kinds: frozenset[str]) -> list[LocalEntity]:
    """"Defense Secretary", "the minister of the interior": the department of that name, where the text has one."""
    if title.lemma_.lower() not in ("secretary", "minister", "commissioner", "undersecretary", "attorney") and title.lower_ != "general":
        return []
    topic = {t.lower_ for t in title.doc[max(title.sent.start, _phrase_start(title, refs)): title.i] if t.pos_ in ("PROPN", "NOUN", "ADJ")}
    topic |= {t.lower_ for p in preposition_objects(title, {"of", "for"}) for t in p.subtree if t.pos_ in ("PROPN", "NOUN")}
    topic -= {"prime", "deputy", "former", "acting", "press", "foreign", "state", "assistant", "under", "u.s.", "us", "chief"}
    if not topic:
        return []
    found = [
        e
        for e in refs.entities.values()
        if e.kind == "Authority" and any(MINISTRY.search(n) and topic & set(n.lower().split()) for n in (e.name, *e.aliases))
    ]
    return found if len(found) == 1 else []


LINKING = frozenset({"'s", "’s", "'", "’", "-", "and", "&", "of", "for", "the", "/", "former", "acting", "then"})


def _body_before(title: Token, refs: Referents, kinds: frozenset[str]) -> list[LocalEntity]:
    """"Huawei rotating chair Eric Xu": the name before the words of a title that stands right before a person, whatever the parser made of them."""
    after = _next_place(refs, title.i + 1)
    if after is None or after.entity.kind != "Person":
        return []
    for i in range(title.i - 1, max(title.i - 8, title.sent.start) - 1, -1):
        place = refs.at_token.get(i)
        if place is not None:
            return [place.entity] if place.entity.kind in kinds else []
        token = title.doc[i]
        if not (token.pos_ in ("NOUN", "ADJ", "PROPN") or token.tag_ in ("VBG", "VBN") or token.lower_ in LINKING):
            return []
    return []


def _fallback_body(title: Token, refs: Referents, kinds: frozenset[str]) -> list[LocalEntity]:
    """"CEO Jane Roe" with one company before it in the sentence."""
    if title.lemma_.lower() not in ("ceo", "cfo", "cto", "coo", "founder", "chairman", "spokesperson", "spokesman", "spokeswoman"):
        return []
    near = {p.entity.id: p.entity for p in refs.in_sentence.get(refs.sentence_of[title.i], ()) if p.end <= title.i and p.entity.kind == "Company"}
    return list(near.values()) if len(near) == 1 else []


def _roles(token: Token, refs: Referents) -> Iterator[Finding]:
    word = token.lemma_.lower() if token.lower_ not in TITLES else token.lower_
    if word not in TITLES or token.pos_ not in ("NOUN", "PROPN"):
        return
    if token.dep_ in ("compound", "nmod") and token.head.lemma_.lower() in TITLES and token.head.i > token.i:
        return
    place = refs.at_token.get(token.i)
    if place is not None and place.entity.kind != "Person":
        return
    persons = _persons(token, refs)
    if place is not None:
        persons = [place.entity]
    if not persons:
        return
    kinds = WORKPLACES | ({"Person"} if word in CLIENTS else frozenset())
    bodies = next(
        (
            found
            for read in (_ministry, _bodies, _body_before, _fallback_body)
            if (found := [b for b in read(token, refs, kinds) if b not in persons])
        ),
        [],
    )
    title = _title(token, refs)
    better = [b for b in bodies if b.kind not in PLACES] or bodies
    for person in persons:
        for body in better[:2]:
            yield Finding("HOLDS_ROLE", person, body, token, token, (token.i,), "office", title)


def _of_body(place: Place, refs: Referents) -> Iterator[Finding]:
    """"Justice Kamau of the High Court", "Adaeze Nwosu of Tolland Greer", "Samir Bouzid, formerly of Atlas"."""
    if place.entity.kind != "Person":
        return
    head = refs.doc[place.head]
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "at", "from", "with") and place.end <= child.i <= place.end + 2:
            for inner in child.children:
                found = refs.one(inner, BODIES) if inner.dep_ == "pobj" and inner.i in refs.at_token else ()
                for body in found:
                    title = next((t.text for t in refs.doc[max(0, place.start - 1): place.start] if t.lower_ in TITLES), None)
                    yield Finding("HOLDS_ROLE", place.entity, body, head, head, (place.head, inner.i), "office:of-body", title,
                                  status="asserted")               # a name in apposition has no mood: "Justice Kamau of the High Court refused"


def _title(token: Token, refs: Referents) -> str:
    start = _phrase_start(token, refs)
    while start < token.i and (start in refs.at_token or refs.doc[start].lower_ in ("'s", "’s", "the", "a", "an")):
        start += 1
    return refs.doc[start: token.i + 1].text


# ---------------------------------------------------------------- places

BESIDE = frozenset({"appos", "npadvmod", "conj", "dep", "nmod", "pobj", "ROOT", "attr", "nsubj"})
STATE = re.compile(r"[A-Z]{2}|(?:[A-Z]\.){2}|[A-Z][a-z]{2,4}\.")       # "IL", "N.Y.", "Calif."


def _neighbours(place: Place, refs: Referents) -> Iterator[Finding]:
    """"Buena Park, California", "Eugene (Oregon)"."""
    doc = refs.doc
    if place.entity.kind != "City" or place.end + 1 >= len(doc) or doc[place.end].text not in (",", "("):
        return
    after = _next_place(refs, place.end + 1)
    if (
        after is not None
        and after.entity.kind in ("Region", "Country")
        and (STATE.fullmatch(doc[after.start].text) or doc[after.head].dep_ in BESIDE)
    ):
        if doc[place.head].dep_ == "conj" or (
            doc[after.head].dep_ == "conj" and after.entity.kind == "Country" and _list_of_places(place, after, refs)
        ):
            return
        head = doc[place.head]
        yield Finding("LOCATED_IN", place.entity, after.entity, head, head, (place.head, after.head), "place:city-region")
        if head.dep_ == "pobj" and head.head.lower_ in ("in", "of", "at"):
            return


def _list_of_places(place: Place, after: Place, refs: Referents) -> bool:
    following = refs.doc[after.end: after.end + 3]
    return any(t.lower_ == "and" for t in following)


def _in_place(place: Place, refs: Referents) -> Iterator[Finding]:
    """"the Lahore project in Pakistan", "Spain's High Court", "the Privacy Commissioner of Ontario"."""
    head = refs.doc[place.head]
    kind = place.entity.kind
    if kind not in ("Authority", "Court", "Project", "City", "Region", "Company", "Organization"):
        return
    relation = "BASED_IN" if kind in ("Company", "Organization") else "LOCATED_IN"
    owners = [
        c
        for t in (head, *([head.head] if head.dep_ in ("compound", "appos") and head.head.i not in range(place.start, place.end) else []))
        for c in t.children
        if c.dep_ == "poss"
    ]
    before = refs.at_token.get(place.start - 2) if place.start > 1 and refs.doc[place.start - 1].tag_ == "POS" else None
    owners += [refs.doc[before.head]] if before is not None and before.entity.kind in PLACES and refs.doc[before.head] not in owners else []
    for child in owners:
        for entity in refs.one(child, PLACES):
            if child.i not in range(place.start, place.end) and child.i < place.start:
                yield Finding(relation, place.entity, entity, head, head, (place.head, child.i), "place:possessive")
    if kind in ("Company", "Organization"):
        return
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in ("in", "at") and child.i >= place.end:
            for inner in child.children:
                if inner.dep_ == "pobj":
                    for entity in refs.one(inner, PLACES):
                        yield Finding("LOCATED_IN", place.entity, entity, head, head, (place.head, inner.i), "place:in")
    after = _next_place(refs, place.end + 1) or (
        _next_place(refs, place.end + 2) if place.end + 1 < len(refs.doc) and refs.doc[place.end + 1].lower_ == "the" else None
    )
    if after is not None and refs.doc[place.end].lower_ == "in" and after.entity.kind in PLACES and kind in ("Authority", "Court", "Project"):
        yield Finding("LOCATED_IN", place.entity, after.entity, head, head, (place.head, after.head), "place:in")
    if kind == "Project":
        yield from _named_after(place, refs)


def _named_after(place: Place, refs: Referents) -> Iterator[Finding]:
    words = refs.doc[place.start: place.end].text.casefold()
    for entity in refs.entities.values():
        if entity.kind in PLACES and any(re.search(rf"\b{re.escape(alias.casefold())}\b", words) for alias in entity.aliases):
            head = refs.doc[place.head]
            yield Finding("LOCATED_IN", place.entity, entity, head, head, (place.head,), "place:named-after")


BASED = frozenset({"based", "headquartered", "incorporated", "registered"})


def _based(token: Token, refs: Referents) -> Iterator[Finding]:
    """"the Delhi-based firm X", "the U.S.-based contractor"."""
    doc = refs.doc
    if token.lower_ not in BASED or token.i < 1:
        return
    back = token.i - 2 if doc[token.i - 1].text in ("-", "‑", "–") else token.i - 1
    place = refs.at_token.get(back)
    if (
        place is None
        or place.entity.kind not in PLACES
        or doc[token.i - 1].text.isalpha()
        and not doc[token.i - 1].text_with_ws == doc[token.i - 1].text
    ):
        return
    head = token.head if token.dep_ in ("amod", "compound", "acl", "nmod", "advmod", "nsubj", "npadvmod") else token
    following = _next_place(refs, token.i + 1)
    for candidate in [*([doc[following.head]] if following is not None else []), head, *selves(head, refs)]:
        for entity in refs.of(candidate, frozenset({"Company", "Organization"})):
            yield Finding("BASED_IN", entity, place.entity, head, head, (candidate.i, back), "place:x-based")
            return


# ---------------------------------------------------------------- makers and owners

def _maker(place: Place, refs: Referents) -> Iterator[Finding]:
    """"NSO Group's Pegasus", "Google's AI chatbot Gemini", "Pegasus, NSO's spyware"."""
    if place.entity.kind != "Product":
        return
    head = refs.doc[place.head]
    nouns = [head, *[c for c in head.children if c.dep_ == "appos" and c.lemma_.lower() in GENERIC_PRODUCT]]
    if head.dep_ == "appos" and head.head.lemma_.lower() in GENERIC_PRODUCT:
        nouns.append(head.head)
    for noun in nouns:
        for child in noun.children:
            if child.dep_ in ("poss", "nmod", "compound") and child.i not in range(place.start, place.end):
                inner = refs.at_token.get(child.i)
                if child.dep_ != "poss" and inner is None:
                    continue
                for entity in refs.one(child, frozenset({"Company"})):
                    yield Finding("MAKES", entity, place.entity, noun, noun, (place.head, child.i), "maker:possessive")


def _owned(token: Token, refs: Referents) -> Iterator[Finding]:
    """"the Amazon-owned Ring", "Meta-owned WhatsApp"."""
    if token.lower_ not in ("owned", "controlled") or token.i < 2 or refs.doc[token.i - 1].text not in ("-", "‑", "–"):
        return
    owner = refs.at_token.get(token.i - 2)
    head = token.head
    if owner is None or owner.entity.kind not in BODIES:
        return
    for candidate in [head, *selves(head, refs)]:
        found = refs.one(candidate, frozenset({"Company", "Organization"}))
        if found:
            yield Finding("OWNS", owner.entity, found[0], head, head, (owner.head, candidate.i), "owner:x-owned")
            return


def find_facts(doc: Doc, refs: Referents) -> list[Finding]:
    """Offices, places, makers and owners told by nouns alone."""
    found: list[Finding] = []
    for token in doc:
        if token.is_alpha or token.text.endswith("."):
            found += _roles(token, refs)
            found += _based(token, refs)
            found += _owned(token, refs)
    for place in refs.places:
        if refs.at_token.get(place.head) is place:
            found += _neighbours(place, refs)
            found += _in_place(place, refs)
            found += _maker(place, refs)
            found += _of_body(place, refs)
    return [f for f in found if f.subject.id != f.object.id]



