"""Finds where a text names a proceeding: captions (“X v. Y”, “In re Z”), docket and decision numbers. Knows their forms, not who the parties are."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from ingest.spans import CITATION, Span, Text

VERSUS = frozenset({"v.", "v", "vs.", "vs", "V.", "versus"})
OPENINGS = {("In", "re"), ("IN", "RE"), ("In", "Re"), ("Ex", "parte"), ("Ex", "Parte"), ("EX", "PARTE"), ("Matter", "of"), ("MATTER", "OF")}
LABEL = (
    r"(?:(?:Case|Civil\sAction|Civ\.|Criminal|Docket|Appeal|Action|Application|Petition|Writ\sPetition(?:\s\(Civil\))?|W\.?P\.?(?:\(C\))?|Cause|Suit|Claim|Matter)\s"
    r"(?:[Nn]os?\.?|Number|NO\.)|(?<!ontract\s)(?<!CONTRACT\s)(?<!rder\s)(?<!roposal\s)(?<!nvoice\s)(?<!icense\s)(?<!ender\s)(?<!olicitation\s)(?<!ublic\sLaw\s)(?<!Bar\s)(?<!Patent\s)\b[Nn]os?\.):?\s"
)
# Forms of docket and decision numbers, bare; where a form is also something else ("No. 12-345"), its label is demanded.
DOCKETS = re.compile("|".join((
    r"\b\d{1,2}:\d{2}-[a-z]{2,4}-\d{3,6}(?:-[A-Z]{1,4}){0,3}",                                  # 4:19-cv-07123-PJH
    r"\b\d{2}-(?:cv|cr|mc|md|mj|bk|ap|civ)-\d{3,6}(?:\s[A-Z]{2,3}(?:\s\([A-Z]{2,4}\))?)?",       # 01-cv-2252 CRB (JSC)
    rf"{LABEL}(?:[A-Z]{{0,3}}-?)?\d{{1,6}}(?:[-/.]\d{{1,6}}){{1,3}}(?:\sof\s\d{{4}})?",          # No. 08-1332, Application no. 35252/08
    rf"{LABEL}[A-Z]?\d{{1,6}}\sof\s\d{{4}}",                                                     # Petition No. E282 of 2020
    r"\b[CTF]-\d{1,4}/\d{2}(?:\sP(?:PU)?)?\b",                                                   # C-311/18
    r"\bB-\d{6}(?:\.\d{1,2})?\b",                                                                # B-414175.2 (GAO)
    r"\bECLI:[A-Z]{2}:[\w:.]+\d",
    r"\[\d{4}\]\s(?:EWHC|UKSC|EWCA|UKUT|UKFTT|UKIPTrib|CSOH|CSIH|NZHC|FCA|FCAFC|HCA|SGHC|SGCA|IEHC|IESC|ZACC|ZASCA|KEHC|SCC|HKCFI)(?:\s(?:Civ|Crim))?\s\d+(?:\s\(\w+\))?",
    r"\b\d{1,4}\s(?:VK|Verg|U|O|C|K|L|A|B|S|W|Sa|Ca|Ta|ZR|StR|BvR|ZB|AZR|BGs|Js|OWi|KLs)\s\d{1,5}/\d{2}(?:\.\w)?\b",   # 1 VK 23/22
    r"\b(?:[IVX]+|VI)\s(?:ZR|ZB|StR|BvR|AZR)\s\d{1,5}/\d{2}\b",
    r"\bW\d{3}\s\d{7}-\d(?:/\d+E)?\b",                                                           # Austrian BVwG
    r"\b(?:[A-Z]{2,5}-)?\d{4}-0\.\d{3}\.\d{3}\b",                                                # Austrian DSB
    r"\bUOOU-\d{5}/\d{2}-\d+\b",
    r"\bSAN-\d{4}-\d{3}\b",                                                                      # CNIL
    r"\b(?:PS|TD|PD|E|AP|AI)/\d{5}/\d{4}\b|\bEXP\d{9}\b",                                        # AEPD
)))
TIE = 60                                            # characters in which a docket number may follow its caption


@dataclass(frozen=True, slots=True)
class Proceeding:
    """One place at which a proceeding is named: offsets of its caption and its number, either may be missing."""

    spans: tuple[tuple[int, int], ...]
    tokens: tuple[int, int]                         # of the caption; (0, 0) where there is none
    cited: bool                                     # a precedent: a reporter, a court or a year follows


CITED = re.compile(r"^[,;]?\s*(?:[(\[]?\d{1,4}\s[A-Z]|\(?\d{4}\)|\[\d{4}\]|No\.|Case|\((?:[\w.]+\s){0,4}(?:Cir\.|Cal\.|Ct\.|D\.)?[^()]{0,24}\d{4}\))")


def find_proceedings(text: Text, spans: list[Span]) -> list[Proceeding]:
    """All captions and docket numbers, those that stand together as one."""
    whole = text.whole
    numbers = [match.span() for match in DOCKETS.finditer(whole)]
    used: set[tuple[int, int]] = set()
    found = []
    for start, end in captions(text, spans):
        a, b = text.offsets(start, end)
        b = citation_end(whole, b)
        i = bisect_left(numbers, (b, 0))
        own = [numbers[i]] if i < len(numbers) and tied(whole, b, numbers[i][0]) else []
        used.update(own)
        cited = bool(CITED.match(whole[b:b + 40])) or any(match.start() - b < 8 for match in CITATION.finditer(whole, b, b + 60))
        found.append(Proceeding(((a, b), *own), (start, end), cited))
    found += [Proceeding((number,), (0, 0), True) for number in numbers if number not in used]
    return sorted(found, key=lambda proceeding: proceeding.spans)


def citation_end(whole: str, end: int) -> int:
    """The end of a caption that runs on over abbreviations to its citation: “In re Pac. Pictures Corp., 679 F.3d 1121”."""
    match = CITATION_AFTER.match(whole, end)
    return match.end("name") if match else end


CITATION_AFTER = re.compile(r"(?P<name>[^;()\n]{0,60}?),\s*(?:\d{1,4}\s[A-Z]|No\.\s|\d{4}\sWL\s|\[\d{4}\])")


def tied(whole: str, end: int, start: int) -> bool:
    """A number that begins at `start` belongs to the caption that ends at `end`."""
    return 0 <= start - end < TIE and ";" not in whole[end:start] and "\n\n" not in whole[end:start]


def captions(text: Text, spans: list[Span]) -> list[tuple[int, int]]:
    """Tokens of “X v. Y” and “In re X”."""
    ends = {span.end: span for span in spans}
    starts = {span.start: span for span in spans}
    found = []
    for i, word in enumerate(text.words):
        if word in VERSUS and i:
            left = next((ends[j] for j in (i, i - 1) if j in ends and (j == i or text.words[j] in (",", "."))), None)
            right = next(
                (starts[j] for j in (i + 1, i + 2, i + 3) if j in starts and all(text.words[k] in ("the", "The", ".") for k in range(i + 1, j))), None
            )
            if left and right:
                found.append((left.start, right.end))
        elif i + 2 < len(text.words) and (word, text.words[i + 1]) in OPENINGS:
            right = next((starts[j] for j in (i + 2, i + 3) if j in starts), None)
            if right:
                found.append((i, right.end))
    return found
