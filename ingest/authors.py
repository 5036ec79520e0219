"""Whose voice a whole document is: a complaint, petition or brief speaks for the party that files it.

Knows how filings begin; what they claim is claims.py's.
"""

from __future__ import annotations

import re

from graph.model import Attribution, Document, LocalEntity
from ingest.references import Referents
from ingest.relations import Finding

FILING = re.compile(
    r"\b(complaint|petition|statement of claim|bill of complaint|motion|memorandum of law|brief for|opening brief"
    r"|reply brief|opposition|notice of claim)\b",
    re.I,
)
DECIDED = re.compile(r"\b(opinion|order|judgment|judgement|ruling|decision|syllabus|decided|summary|held that|docket)\b", re.I)
PLEADING = re.compile(
    r"\b(COMPLAINT(?: FOR| AND)?|JURY TRIAL DEMANDED|DEMAND FOR (?:A )?JURY TRIAL|NATURE OF THE ACTION|FIRST CAUSE OF ACTION|PRAYER FOR RELIEF)\b"
)
SPEAKS = re.compile(
    r"\bPlaintiffs?\b[^.]{0,200}?\b(?:alleges?|complains?|brings? this|bring this action|avers?|hereby)\b|\bhaving reason to believe that\b", re.I
)
CLAIMANTS = ("plaintiff", "petitioner", "claimant", "applicant", "complainant")


def is_filing(document: Document) -> bool:
    """Whether the document is a party's own pleading, by its title and its first words."""
    head = document.text[:4000]
    if FILING.search(document.title) and document.kind in ("court", "unknown") and not DECIDED.search(document.title):
        return True
    return bool(PLEADING.search(head)) and bool(SPEAKS.search(head) or document.kind == "court") and not DECIDED.search(document.title)


def own_voice(document: Document, refs: Referents, suits: list[Finding]) -> tuple[Attribution, ...]:
    """The attribution of all that follows the caption to the parties who file; nothing for other documents, or where the filer is not clear."""
    if not is_filing(document):
        return ()
    filers: list[LocalEntity] = next((refs.roles[role] for role in CLAIMANTS if refs.roles.get(role)), [])
    if not filers:
        filers = list(dict.fromkeys(f.subject for f in suits if f.relation == "SUES"))
    spans = []
    for entity in filers[:4]:
        place = next((p for p in refs.places if p.entity == entity), None)
        if place is not None:
            spans.append((refs.doc[place.start].idx, refs.doc[place.end - 1].idx + len(refs.doc[place.end - 1].text)))
    begins = SPEAKS.search(document.text)
    start = begins.end() if begins else 0
    return (Attribution(tuple(spans), (), ((start, len(document.text)),), "alleges"),) if spans else ()
