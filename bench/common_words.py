"""Makes data/models/common_words.txt: `python -m bench.common_words ../shared/data/polnear/train.jsonl`. The same input gives the same file.

A word is listed where the articles write it in lower case three times or more, and more often than with a capital.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

from ingest.kinds import WORDS

LEAST = 3


def common_words(texts: list[str]) -> list[str]:
    """The words of the texts, in the order of the alphabet."""
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for word in (word for text in texts for word in re.findall(r"[A-Za-z]{3,}", text)):
        if word.islower():
            lower[word] += 1
        elif word[1:].islower():
            capital[word.lower()] += 1
    return sorted(word for word, times in lower.items() if times >= LEAST and times > capital[word])


if __name__ == "__main__":
    lines = Path(sys.argv[1]).read_text("utf-8").splitlines()
    words = common_words([json.loads(line)["text"] for line in lines])
    WORDS.write_text("\n".join(words) + "\n", "utf-8")
    print(f"{WORDS}: {len(words):,} words of {len(lines)} articles")
