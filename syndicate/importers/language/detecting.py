"""In which language is a text, and which words are then looked for?"""

import re
from collections import Counter
from functools import cache

from syndicate.importers.language.english import ENGLISH
from syndicate.importers.language.french import FRENCH
from syndicate.importers.language.german import GERMAN
from syndicate.importers.language.portuguese import PORTUGUESE
from syndicate.importers.language.spanish import SPANISH
from syndicate.importers.language.words import Words, merged

LANGUAGES = (ENGLISH, GERMAN, FRENCH, SPANISH, PORTUGUESE)

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SAMPLE = 20_000
_ENOUGH_WORDS = 20
_ENOUGH_COMMON = 0.2
_CLEAR_LEAD = 1.25


def words_of(code: str) -> Words:
    """Return the language's words with the English ones behind them, or all languages' words.

    Pages in every language carry English furniture ("Share on Facebook").
    """
    return _merged_for(code.lower().replace("_", "-").split("-")[0])


@cache
def _merged_for(code: str) -> Words:
    own = [words for words in LANGUAGES if words.code == code]
    others = [words for words in LANGUAGES if words not in own]
    return merged([*own, ENGLISH] if own else others)


def detect(text: str) -> str:
    """Return the code of the language the text is plainly in, or "" when in doubt."""
    seen = Counter(word.casefold() for word in _WORD.findall(text[:_SAMPLE]))
    total = seen.total()
    if total < _ENOUGH_WORDS:
        return ""
    shares = sorted(
        ((sum(seen[word] for word in words.common) / total, words.code) for words in LANGUAGES),
        reverse=True,
    )
    (best, code), (second, _) = shares[:2]
    return code if best >= _ENOUGH_COMMON and best >= second * _CLEAR_LEAD else ""
