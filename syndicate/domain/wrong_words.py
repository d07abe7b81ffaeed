"""Do words as mailed hold an error, and how does a text read without it?

Typed words find printed ones: case, white space, the shapes of quotation marks and hyphens,
and how an accent is encoded do not count. They are found whole: "23" is not in "1230", nor
"art" in "party", but in "23km" and "art's" they are.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

ELISION = "[…]"

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff"),  # not to be seen
    }
)

_RUN_ON = re.compile(
    "["
    "\u3005-\u3007\u3040-\u312f\u31f0-\u31ff\uff66-\uff9f"  # kana and their like
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Tibetan, Burmese, Khmer
    "\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff"  # Hangul
    "\u0590-\u06ff\u0750-\u077f\u0870-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"  # Hebrew, Arabic
    "]"
)
"""Letters of scripts without spaces between words, or that join particles to them: a word is
found in the middle there, since an error that is missed is worse than one found too often."""


def folded(text: str) -> str:
    """Return words as they are compared."""
    return " ".join(_composed(text).translate(_ALIKE).casefold().split())


def holds(words: str | None, wrong: Sequence[str]) -> bool:
    """Tell whether words as mailed held the error; without words of it every mail did.

    So may have those that were forgotten since (None). An item that a long mail left out had
    none ("").
    """
    if words == "":
        return False
    if not wrong or words is None:
        return True
    mailed = folded(words)
    return any(True for phrase in wrong for _ in _places(mailed, folded(phrase)))


def elided(text: str, wrong: Sequence[str]) -> str:
    """Return a text in which the wrong words are not repeated."""
    for phrase in wrong:
        text = ELISION.join(_around(_composed(text), folded(phrase)))
    return text


def _around(text: str, phrase: str) -> Iterator[str]:
    """Yield what of a text stands before, between and after folded words."""
    letters = list(_letters(text))
    told = "".join(letter for letter, _ in letters)
    begun = 0
    for found in _places(told, phrase):
        yield text[begun : letters[found][1]]
        begun = letters[found + len(phrase) - 1][1] + 1
    yield text[begun:]


def _places(told: str, phrase: str) -> Iterator[int]:
    """Yield where a phrase stands whole in a text, one after the other; both are folded."""
    found = told.find(phrase)
    while found >= 0:
        after = found + len(phrase)
        whole = not (_runs_on(told, found) or _runs_on(told, after))
        if whole:
            yield found
        found = told.find(phrase, after if whole else found + 1)


def _runs_on(text: str, place: int) -> bool:
    """Tell whether a word, or a number, goes on over a place in a text."""
    if not 0 < place < len(text):
        return False
    before, behind = text[place - 1], text[place]
    if before.isdecimal() or behind.isdecimal():
        return before.isdecimal() and behind.isdecimal()
    return _is_of_a_word(before) and _is_of_a_word(behind)


def _is_of_a_word(char: str) -> bool:
    """Tell whether a character is of a word that others stand apart from; marks are (Unicode M)."""
    letter = char.isalpha() or unicodedata.category(char).startswith("M")
    return letter and not _RUN_ON.match(char)


def _letters(text: str) -> Iterator[tuple[str, int]]:
    """Yield the letters of a text as they are compared, each with its place."""
    spaced = False
    for place, char in enumerate(text):
        alike = " " if char.isspace() else char.translate(_ALIKE).casefold()
        if alike and not (spaced and alike == " "):
            spaced = alike == " "
            yield from ((letter, place) for letter in alike)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
