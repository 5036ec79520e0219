"""From a token to the entity it stands for: names, pronouns, descriptions ("the company"), and people who speak for a body.

Abstains where two candidates remain. Knows entities and grammar, no relations.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from graph.model import BODIES, PARTIES, PLACES, LocalEntity
from ingest.structure import conjuncts, is_verb, preposition_objects, relative_head, surface_subject

# What a definite description may stand for: noun → kinds. "the company", "the watchdog", "the suit".
DESCRIPTIONS: dict[str, frozenset[str]] = {}


def _describe(kinds: Iterable[str], nouns: str) -> None:
    for noun in nouns.split():
        DESCRIPTIONS[noun] = DESCRIPTIONS.get(noun, frozenset()) | frozenset(kinds)


_describe(
    {"Company"},
    "company firm startup start-up vendor contractor subcontractor manufacturer maker supplier developer giant provider seller broker "
    "conglomerate multinational corporation retailer carrier operator telco telecom reseller spinoff outfit business chipmaker incumbent "
    "consultancy integrator bidder distributor insurer bank brand licensee processor controller employer unicorn",
)
_describe(
    {"Authority"},
    "agency authority department ministry regulator watchdog bureau office commission police force council government administration "
    "prosecutor prosecutors service directorate army military board inspectorate ombudsman sheriff treasury parliament senate committee "
    "dpa authorities bundestag "
    "commissioner legislature assembly pentagon cabinet",
)
_describe({"Court"}, "court tribunal chamber panel bench justices")
_describe(
    {"Organization"},
    "group organisation organization ngo union university nonprofit charity newspaper outlet paper magazine association coalition party "
    "foundation lab laboratory institute consortium journal publication broadcaster website think-tank collective researchers",
)
_describe({"Company"}, "group consortium")
_describe(
    {"Person"},
    "man woman executive founder ceo judge senator minister lawyer attorney researcher journalist activist commissioner politician lawmaker engineer "
    "president official businessman entrepreneur whistleblower officer dissident princess sheikh ruler defendant plaintiff",
)
_describe({"City"}, "city town municipality county village capital")
_describe({"Region"}, "state province region territory")
_describe({"Country"}, "country nation kingdom republic government")
_describe(
    {"Product"},
    "product app application software spyware tool system technology platform malware service program device camera drone algorithm "
    "chatbot exploit suite",
)
_describe({"Project"}, "project programme program scheme initiative installation network")
_describe({"Dispute"}, "lawsuit suit case complaint litigation action proceeding proceedings petition appeal arbitration protest trial")

PARTY_ROLES = frozenset(
    {
        "plaintiff", "plaintiffs", "defendant", "defendants", "petitioner", "petitioners", "respondent", "respondents", "appellant",
        "appellee", "claimant", "claimants", "complainant", "controller", "processor", "applicant", "contractor", "licensee", "customer",
    }
)
# People and things that speak or act for a body: "Acme officials", "lawyers for Acme", "a spokesperson for the ministry", "Acme's decision"
SPEAKERS = frozenset(
    """official officials spokesperson spokesman spokeswoman spokespeople representative representatives lawyer lawyers attorney attorneys counsel
    executive executives employee employees staff staffer staffers worker workers researcher researchers investigator investigators agent
    agents officer officers
    prosecutor prosecutors police authorities government management leadership team board lawmaker lawmakers reporter reporters journalist
    journalists analyst analysts
    unit division office department press statement report letter filing complaint lawsuit suit blog post brief motion petition
    investigation study analysis probe
    decision announcement court judge army military regulator regulators watchdog engineers engineer members member shareholders expert
    experts technologist
    scientists scientist director directors head chief minister commissioner operatives soldiers users group arm""".split()
)
HUMAN = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
NEUTRAL = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
WE = frozenset({"we", "our", "us", "ours"})
DETERMINERS = frozenset({"the", "this", "that", "its", "their", "both", "these", "those", "his", "her"})
# Descriptions that any thing of its kind may bear
GENERIC = frozenset("company firm group agency authority government man woman business organization organisation giant".split())
# "the district court" is no supreme court: the level must be in the name
LEVEL_NAMES = {
    "district": re.compile(r"district|D\. ", re.I),
    "appeals": re.compile(r"appeal|circuit|cir\.", re.I),
    "appellate": re.compile(r"appeal|circuit|cir\.", re.I),
    "supreme": re.compile(r"supreme|cassation|conseil d", re.I),
    "high": re.compile(r"high", re.I),
    "superior": re.compile(r"superior", re.I),
    "circuit": re.compile(r"circuit|appeal", re.I),
    "administrative": re.compile(r"administrati|tribunal|BVwG", re.I),
    "constitutional": re.compile(r"constitution", re.I),
}
LEVELS = frozenset(LEVEL_NAMES)
NAMED_BY_OF = frozenset("city state town county government village municipality borough province district republic kingdom commonwealth".split())
# "a number of firms": the noun after it is who is meant
PARTITIVES = frozenset("people number group kind panel list range handful series team".split())
BULLETS = frozenset({"-", "–", "—", "•", "*", "·", "●", "▪"})
BACK = 4                                            # sentences that a description may reach back over; pronouns reach one


@dataclass(frozen=True, slots=True)
class Place:
    """One place where the text names an entity: its head token, and the sentence it stands in."""

    entity: LocalEntity
    start: int                                      # token index
    end: int
    head: int
    sentence: int


class Referents:
    """Answers which entity a token stands for, in one document."""

    def __init__(self, doc: Doc, entities: tuple[LocalEntity, ...], publisher: str = "") -> None:
        self.doc = doc
        self.entities = {entity.id: entity for entity in entities}
        self.sentence_of = [0] * len(doc)
        self.sentences = list(doc.sents)
        for number, sentence in enumerate(self.sentences):
            for i in range(sentence.start, sentence.end):
                self.sentence_of[i] = number
        self.places: list[Place] = []
        self.at_token: dict[int, Place] = {}        # the widest mention that covers a token
        self._place_mentions(entities)
        self.in_sentence: dict[int, list[Place]] = defaultdict(list)
        for place in self.places:
            self.in_sentence[place.sentence].append(place)
        self.groups = self._named_together()
        self.example_markers: dict[int, list[Token]] = defaultdict(list)
        for token in doc:
            if token.lower_ in ("including", "like") or (token.lower_ == "as" and token.i and doc[token.i - 1].lower_ == "such"):
                self.example_markers[self.sentence_of[token.i]].append(token)
        self.publisher = self._publisher(publisher)
        self.descriptors = self._descriptors()
        self.roles = self._party_roles()
        self._cache: dict[tuple[int, frozenset[str]], tuple[LocalEntity, ...]] = {}

    # ---------------------------------------------------------------- set-up

    def _place_mentions(self, entities: tuple[LocalEntity, ...]) -> None:
        starts = {token.idx: token.i for token in self.doc}
        ends = {token.idx + len(token.text): token.i + 1 for token in self.doc}
        found = []
        for entity in entities:
            for mention in entity.mentions:
                start, end = starts.get(mention.start), ends.get(mention.end)
                if start is None or end is None:
                    span = self.doc.char_span(mention.start, mention.end, alignment_mode="expand")
                    if span is None:
                        continue
                    start, end = span.start, span.end
                found.append((start, end, entity))
        found.sort(key=lambda f: (f[0] - f[1], f[0], f[2].kind))     # widest first
        for start, end, entity in found:
            head = self.doc[start:end].root.i
            place = Place(entity, start, end, head, self.sentence_of[start])
            self.places.append(place)
            for i in range(start, end):
                self.at_token.setdefault(i, place)
        self.places.sort(key=lambda p: (p.start, -p.end))

    def _publisher(self, publisher: str) -> LocalEntity | None:
        wanted = publisher.casefold().removeprefix("the ")
        for entity in self.entities.values():
            if wanted and any(alias.casefold().removeprefix("the ") == wanted for alias in (entity.name, *entity.aliases)):
                return entity
        return None

    def _descriptors(self) -> dict[str, set[str]]:
        """What the text calls an entity in apposition or by a copula: "NSO Group, an Israeli spyware maker" → {maker}."""
        found: dict[str, set[str]] = defaultdict(set)
        for place in self.places:
            head = self.doc[place.head]
            if head.dep_ == "appos" and head.head.pos_ == "NOUN":
                found[place.entity.id].add(head.head.lemma_.lower())
            for child in head.children:
                if child.dep_ == "appos" and child.pos_ == "NOUN":
                    found[place.entity.id].add(child.lemma_.lower())
                if child.dep_ in ("compound", "nmod", "amod") and child.pos_ == "NOUN" and self.at_token.get(child.i) is not place:
                    found[place.entity.id].add(child.lemma_.lower())
            if head.dep_ == "nsubj" and head.head.lemma_ == "be":
                for child in head.head.children:
                    if child.dep_ == "attr" and child.pos_ == "NOUN":
                        found[place.entity.id].add(child.lemma_.lower())
            if head.dep_ == "oprd" and is_verb(head.head):              # "the contractor is called BES"
                found[place.entity.id] |= {t.lemma_.lower() for t in surface_subject(head.head) if t.pos_ == "NOUN"}
        return found

    ROLE_DEFINITION = re.compile(
        r"[(\[]\s*(?:the|“|\"|‘|'|collectively|hereinafter|,|\s|each|and|a)*(plaintiffs?|defendants?|petitioners?|respondents?|controller|processor|"
        r"contractor|customer|claimants?|applicant|appellants?|appellees?|complainant|licensee|data subject)\W{0,3}[)\]]",
        re.I,
    )

    # "MIRIAM ESCOBAR, an individual, Plaintiff,"
    CAPTION_ROLE = re.compile(
        r",\s*(?:(?:an?|the)\s[^,]{3,60},\s*)?(?:the\s)?(Plaintiffs?|Defendants?|Petitioners?|Respondents?|Appellants?|Appellees?|Complainants?|Claimants?)\b"
        r"|,\s*(PLAINTIFFS?|DEFENDANTS?)\b"
    )

    def _party_roles(self) -> dict[str, list[LocalEntity]]:
        """Roles that stand for parties: "(the controller)", "petitioner Scharf", "Plaintiffs WhatsApp Inc. and …"."""
        roles: dict[str, list[LocalEntity]] = defaultdict(list)

        def add(role: str, entity: LocalEntity) -> None:
            role = role.lower().rstrip("s")
            if entity.kind in PARTIES and entity not in roles[role]:
                roles[role].append(entity)

        text = self.doc.text
        for match in self.ROLE_DEFINITION.finditer(text):
            before = [
                p
                for p in self.places
                if self.doc[p.end - 1].idx < match.start() and match.start() - self.doc[p.end - 1].idx < 300 and p.entity.kind in BODIES | {"Person"}
            ]
            if not before:
                continue
            add(match.group(1), before[-1].entity)
            if match.group(1).lower().endswith("s"):
                for place in before[:-1]:
                    if place.sentence == before[-1].sentence and self.doc[before[-1].head].i != place.head and \
                            any(t.i == before[-1].head for t in conjuncts(self.doc[place.head])):
                        add(match.group(1), place.entity)
        for place in self.places:
            end = self.doc[place.end - 1].idx + len(self.doc[place.end - 1].text)
            if named := self.CAPTION_ROLE.match(text, end, end + 110):
                add(named.group(1) or named.group(2), place.entity)
        for place in self.places:
            head = self.doc[place.head]
            for child in list(head.children) + ([head.head] if head.dep_ == "appos" else []):
                if child.lower_ in PARTY_ROLES and child.i not in range(place.start, place.end) and abs(child.i - place.start) <= 4:
                    if child.dep_ in ("compound", "appos", "amod", "nmod") or head.dep_ == "appos":
                        for token in conjuncts(head) if child.lower_.endswith("s") else [head]:
                            if token.i in self.at_token:
                                add(child.lower_, self.at_token[token.i].entity)
        return roles

    # ---------------------------------------------------------------- answers

    def of(self, token: Token, kinds: frozenset[str]) -> tuple[LocalEntity, ...]:
        """Entities of the wanted kinds that the token and what is coordinated with it stand for; empty where it is not clear."""
        found: list[LocalEntity] = []
        for part in self.coordinated(token):
            for entity in self.one(part, kinds):
                if entity not in found:
                    found.append(entity)
        return tuple(found)

    def coordinated(self, token: Token) -> list[Token]:
        """The token and all that is coordinated with it, or with a word inside its name as the parser has it: "Department of Justice and Acme"."""
        parts = conjuncts(token)
        place = self.at_token.get(token.i)
        if place is not None and place.head == token.i and len(parts) == 1:
            inner = (child for i in range(place.start, place.end) for child in self.doc[i].children)
            parts += [p for c in inner if c.dep_ == "conj" and c.i >= place.end and c.i in self.at_token for p in conjuncts(c)]
        return parts

    def one(self, token: Token, kinds: frozenset[str]) -> tuple[LocalEntity, ...]:
        """The same for the token alone."""
        key = (token.i, kinds)
        if key not in self._cache:
            self._cache[key] = ()                   # cuts circles
            self._cache[key] = self._resolve(token, kinds)
        return self._cache[key]

    def _resolve(self, token: Token, kinds: frozenset[str]) -> tuple[LocalEntity, ...]:
        place = self.at_token.get(token.i)
        if place is not None:
            if place.entity.kind in kinds:
                return (place.entity,)
            return self._around(token, kinds, place)
        word = token.lower_
        if word in HUMAN | NEUTRAL | PLURAL | WE:
            return self._pronoun(token, kinds)
        if word in ("who", "which", "that", "whose"):
            clause = token.head
            while clause.dep_ not in ("relcl", "ROOT") and clause.head.i != clause.i:
                clause = clause.head
            return self.one(relative_head(clause), kinds) if clause.dep_ == "relcl" else ()
        if token.pos_ in ("NOUN", "PROPN", "ADJ", "PRON", "DET", "NUM"):
            return self._noun(token, kinds)
        return ()

    def _around(self, token: Token, kinds: frozenset[str], inside: Place | None = None) -> tuple[LocalEntity, ...]:
        """A mention tied to the noun: apposition, "X's lawyers", "lawyers for X", "X officials"."""
        for child in token.children:
            if child.dep_ == "appos" and child.i in self.at_token and self.at_token[child.i] is not inside:
                entity = self.at_token[child.i].entity
                if entity.kind in kinds:
                    return (entity,)
        if token.dep_ == "appos" and token.head.i in self.at_token and self.at_token[token.head.i] is not inside:
            entity = self.at_token[token.head.i].entity
            if entity.kind in kinds:
                return (entity,)
        return ()

    def _noun(self, token: Token, kinds: frozenset[str]) -> tuple[LocalEntity, ...]:
        word, base = token.lower_, token.lemma_.lower()
        if token.pos_ == "NOUN":
            examples = self._examples(token, base, kinds)
            if examples:
                return examples
        near = self._around(token, kinds)
        if near:
            return near
        if token.dep_ in ("compound", "nmod") and token.head.i in self.at_token:      # "spyware maker NSO Group"
            entity = self.at_token[token.head.i].entity
            return (entity,) if entity.kind in kinds else ()
        following = self.at_token.get(token.i + 1)
        if following is not None and following.start == token.i + 1 and following.entity.kind in kinds and base in DESCRIPTIONS \
                and following.entity.kind in DESCRIPTIONS[base]:
            return (following.entity,)
        if word in SPEAKERS or base in SPEAKERS:
            body = self._spoken_for(token, kinds)
            if body:
                return body
        if base in NAMED_BY_OF or (base in PARTITIVES and (token.dep_ == "pobj" or base not in DESCRIPTIONS)):
            for inner in preposition_objects(token, {"of"}):
                found = self.of(inner, kinds)
                if found:
                    return found
        if base.rstrip("s") in self.roles or word.rstrip("s") in self.roles:
            role = self.roles.get(base.rstrip("s")) or self.roles[word.rstrip("s")]
            fitting = tuple(entity for entity in role if entity.kind in kinds)
            if fitting and (len(fitting) == 1 or word.endswith("s")):
                return fitting
        if ending := self._ends_in(token, kinds):
            return (ending,)
        if base in DESCRIPTIONS or base == "entity":
            if token.tag_ == "NNS":
                return self._group(token, kinds & DESCRIPTIONS.get(base, BODIES))
            return self._description(token, base, kinds)
        return ()

    def _ends_in(self, token: Token, kinds: frozenset[str]) -> LocalEntity | None:
        """"the highway patrol" where the text has one name that ends so: the California Highway Patrol."""
        before = [c for c in token.children if c.dep_ in ("compound", "amod") and c.i < token.i and c.i not in self.at_token]
        if not before or not any(c.lower_ in DETERMINERS for c in token.children):
            return None
        phrase = " " + self.doc[before[0].i: token.i + 1].text.casefold()
        called = [e for e in self.entities.values() if e.kind in kinds and any(alias.casefold().endswith(phrase) for alias in (e.name, *e.aliases))]
        return called[0] if len(called) == 1 else None

    def _group(self, token: Token, wanted: frozenset[str]) -> tuple[LocalEntity, ...]:
        """"the companies", "the eight entities": the last two or more of that kind named together, in a list or coordinated."""
        if not any(c.dep_ == "det" and c.lower_ in ("the", "these", "those", "both", "all") for c in token.children):
            return ()
        if any(c.dep_ in ("relcl", "acl", "prep") for c in token.children):
            return ()
        for group in reversed(self.groups):
            if group[0].start < token.i:
                found = tuple(dict.fromkeys(p.entity for p in group if p.entity.kind in wanted))
                if len(found) > 1:
                    return found
        return ()

    def _named_together(self) -> list[list[Place]]:
        """Coordinated mentions, and the first mentions of list items that follow one another, each as one group."""
        groups: list[list[Place]] = []
        for place in self.places:
            head = self.doc[place.head]
            if head.dep_ != "conj" and any(c.dep_ == "conj" for c in head.children):
                group = [self.at_token[t.i] for t in conjuncts(head) if t.i in self.at_token]
                if len(group) > 1:
                    groups.append(group)
        items: list[Place] = []
        for number, sentence in enumerate(self.sentences):
            if len(sentence) and sentence[0].text in BULLETS and self.in_sentence.get(number):
                items.append(self.in_sentence[number][0])
            elif items:
                groups.append(items)
                items = []
        groups += [items] if items else []
        return sorted((g for g in groups if len(g) > 1), key=lambda g: g[0].start)

    def _examples(self, token: Token, base: str, kinds: frozenset[str]) -> tuple[LocalEntity, ...]:
        """"firms including X and Y", "agencies such as X", "several agencies use it, including X": those that are named."""
        markers = self.example_markers.get(self.sentence_of[token.i], ())
        for marker in markers:
            if marker.i > token.i:
                own = marker.head.i == token.i or token.is_ancestor(marker) and marker.i - token.i < 8
                if not own and (token.tag_ not in ("NNS", "NNPS") or base not in DESCRIPTIONS or marker.i - token.i > 40):
                    continue
                wanted = kinds & (DESCRIPTIONS.get(base) or kinds)
                found = [e for t in marker.children if t.dep_ == "pobj" for e in self.of(t, wanted)]
                if found:
                    return tuple(dict.fromkeys(found))
        return ()

    def _spoken_for(self, token: Token, kinds: frozenset[str]) -> tuple[LocalEntity, ...]:
        for child in token.children:
            if child.dep_ in ("compound", "nmod", "amod", "poss") and child.i in self.at_token:
                entity = self.at_token[child.i].entity
                if entity.kind in kinds:
                    return (entity,)
            if child.dep_ == "poss" and child.i not in self.at_token:
                found = self.one(child, kinds)
                if found:
                    return found
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in ("for", "at", "of", "from", "with", "representing", "by", "in"):
                for inner in child.children:
                    if inner.dep_ == "pobj":
                        found = self.of(inner, kinds - PLACES if child.lower_ in ("at", "in") else kinds)
                        if found:
                            return found
        return ()

    # ---------------------------------------------------------------- pronouns and descriptions

    def _subjects(self, sentence: int, before: int) -> list[Place]:
        """Mentions in a sentence before a token, those in a subject's place first, later ones first."""
        places = [p for p in self.in_sentence.get(sentence, ()) if p.end <= before and self.at_token.get(p.head) is p]
        return sorted(places, key=lambda p: (self.doc[p.head].dep_ not in ("nsubj", "nsubjpass"), p.start))

    def _pronoun(self, token: Token, kinds: frozenset[str]) -> tuple[LocalEntity, ...]:
        word = token.lower_
        if word in WE:
            return self._speaker_we(token, kinds)
        wanted = kinds & (
            frozenset({"Person"}) if word in HUMAN else BODIES | {"Country", "City", "Product", "Project", "Region"} if word in NEUTRAL else PARTIES
        )
        if not wanted:
            return ()
        if word in HUMAN:
            return self._nearest(token, frozenset({"Person"}), reach=3)
        if word in NEUTRAL:
            return self._it(token, wanted)
        return self._they(token, wanted)

    def _clause_subjects(self, token: Token) -> list[Token]:
        """Subjects of the verbs above the token, the innermost first; an object is never its own clause's subject ("X, which fined it")."""
        subjects, current = [], token
        if token.dep_ in ("dobj", "dative", "nsubjpass") or (token.dep_ == "pobj" and is_verb(token.head.head)):
            current = token.head if token.dep_ != "pobj" else token.head.head
            while current.dep_ in ("xcomp", "conj") and is_verb(current.head) and current.head.i != current.i:
                current = current.head
        for _ in range(12):
            if current.head.i == current.i:
                break
            current = current.head
            if is_verb(current):
                subjects += [
                    c
                    for c in current.children
                    if c.dep_ in ("nsubj", "nsubjpass") and c.i != token.i and token.i not in range(c.left_edge.i, c.right_edge.i + 1)
                ]
        return subjects

    def _it(self, token: Token, wanted: frozenset[str]) -> tuple[LocalEntity, ...]:
        """The subject of a clause above; else the one subject of the sentence before; else nothing."""
        if any(c.dep_ in ("acomp",) for c in token.head.children) and token.dep_ == "nsubj" and token.head.lemma_ == "be":
            return ()
        for subject in self._clause_subjects(token):
            if subject.i > token.i and token.dep_ != "nsubj":
                continue
            if subject.lower_ in HUMAN:
                continue
            found = self.one(subject, BODIES | PLACES | {"Product", "Project", "Person"})
            if len(found) == 1 and found[0].kind != "Person":
                return found if found[0].kind in wanted else ()
        sentence = self.sentence_of[token.i]
        earlier = [
            p for p in self._subjects(sentence, token.i) if p.entity.kind in wanted - PLACES and self.doc[p.head].dep_ in ("nsubj", "nsubjpass")
        ]
        if len({p.entity.id for p in earlier}) == 1:
            return (earlier[0].entity,)
        for back in (1, 2):
            if sentence < back:
                break
            root = self.sentences[sentence - back].root
            for child in root.children:
                if child.dep_ in ("nsubj", "nsubjpass") and child.lower_ not in HUMAN:
                    found = self.one(child, BODIES | PLACES | {"Product", "Project"})
                    if len(found) == 1:
                        return found if found[0].kind in wanted else ()
        return ()

    def _they(self, token: Token, wanted: frozenset[str]) -> tuple[LocalEntity, ...]:
        for subject in self._clause_subjects(token):
            found = self.of(subject, wanted)
            if found and (len(found) > 1 or subject.lower_ in PLURAL):
                return found
            if len(found) == 1 and token.dep_ == "poss" and subject.tag_ not in ("NNP",):
                return found
        sentence = self.sentence_of[token.i]
        if sentence:
            for child in self.sentences[sentence - 1].root.children:
                if child.dep_ in ("nsubj", "nsubjpass"):
                    found = self.of(child, wanted)
                    if len(found) > 1:
                        return found
        return ()

    def _speaker_we(self, token: Token, kinds: frozenset[str]) -> tuple[LocalEntity, ...]:
        return (self.publisher,) if self.publisher is not None and self.publisher.kind in kinds else ()

    def _nearest(self, token: Token, kinds: frozenset[str], reach: int) -> tuple[LocalEntity, ...]:
        """The person of the subject above, else the subject of an earlier sentence, else the only one near."""
        for subject in self._clause_subjects(token):
            if subject.i < token.i:
                found = self.one(subject, kinds)
                if len(found) == 1:
                    return found
        sentence = self.sentence_of[token.i]
        for back in range(reach):
            places = [p for p in self._subjects(sentence - back, token.i) if p.entity.kind in kinds]
            if places:
                subjects = [p for p in places if self.doc[p.head].dep_ in ("nsubj", "nsubjpass")]
                if len({p.entity.id for p in subjects}) == 1 or len({p.entity.id for p in places}) == 1:
                    return ((subjects or places)[0].entity,)
                return (subjects[-1].entity,) if subjects else ()
        return ()

    def _description(self, token: Token, base: str, kinds: frozenset[str]) -> tuple[LocalEntity, ...]:
        """"the company": the entity described so before, else the one candidate near before it."""
        wanted = DESCRIPTIONS.get(base, frozenset()) & kinds
        if not wanted or token.lower_ != base and base not in ("authority", "proceeding"):
            return ()
        first = next((c for c in token.children if c.dep_ in ("det", "poss")), None)
        if first is None or first.lower_ not in DETERMINERS and first.dep_ == "det":
            return ()
        if first.dep_ == "poss":                                          # "its parent company" is another company
            return ()
        if any(c.dep_ in ("relcl", "acl") or (c.dep_ == "prep" and c.lower_ in ("of", "in", "from")) for c in token.children) and base not in (
            "government",
        ):
            return ()
        adjectives = [c for c in token.children if c.dep_ in ("amod", "compound") and c.i not in self.at_token]
        if any(
            c.lower_ in ("other", "same", "new", "second", "third", "different", "first", "rival", "larger", "smaller", "parent") for c in adjectives
        ):
            return ()
        sentence = self.sentence_of[token.i]
        called = [e for e in self.entities.values() if e.kind in wanted and base in self.descriptors.get(e.id, ())] if base not in GENERIC else []
        if len(called) == 1:  # what the text calls one thing only, before or after: "the contractor … is called BES"
            return (called[0],)
        level = {c.lower_ for c in token.children} & LEVELS if "Court" in wanted else set()
        seen: list[LocalEntity] = []
        for back in range(BACK + 1):
            for place in self._subjects(sentence - back, token.left_edge.i):
                if level and not any(LEVEL_NAMES[word].search(" ".join((place.entity.name, *place.entity.aliases))) for word in level):
                    continue
                if place.entity.kind in wanted and place.entity not in seen and not self._is_source_like(place):
                    seen.append(place.entity)
            described = [e for e in seen if base in self.descriptors.get(e.id, ())]
            if described and (len(described) == 1 or back):
                return (described[0],)
            if len(seen) == 1 and back:
                return (seen[0],)
            if len(seen) > 1:
                break
        if not seen:
            everywhere = [
                e for e in self.entities.values() if not level and e.kind in wanted and e.mentions and self.doc[token.i].idx > e.mentions[0].start
            ]
            return (everywhere[0],) if len(everywhere) == 1 else ()
        if len(seen) == 1:
            return (seen[0],)
        return self._salient(seen, sentence, token)

    def _is_source_like(self, place: Place) -> bool:
        """News media and the publisher are hardly ever "the group" or "the company" of a story."""
        return place.entity == self.publisher

    def _salient(self, seen: list[LocalEntity], sentence: int, token: Token) -> tuple[LocalEntity, ...]:
        """Among several, the subject of the sentence before, if it is one and the only one of its kind there."""
        for back in (1, 2):
            if sentence >= back:
                for child in self.sentences[sentence - back].root.children:
                    if child.dep_ in ("nsubj", "nsubjpass"):
                        place = self.at_token.get(child.i)
                        if place is not None and place.entity in seen:
                            return (place.entity,)
        return ()
