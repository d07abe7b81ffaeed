"""Do words as mailed hold an error, and how does a text read without it?

Typed words find printed ones: case, white space, the shapes of quotation marks and hyphens,
and how an accent is encoded do not count.
"""

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


def folded(text: str) -> str:
    """Return words as they are compared."""
    return " ".join(_composed(text).translate(_ALIKE).casefold().split())


def holds(words: str | None, wrong: Sequence[str]) -> bool:
    """Tell whether words as mailed held the error; without words of it every mail did.

    So may have those that were forgotten since (None).
    """
    if not wrong or words is None:
        return True
    mailed = folded(words)
    return any(folded(phrase) in mailed for phrase in wrong)


def elided(text: str, wrong: Sequence[str]) -> str:
    """Return a text in which the wrong words are not repeated."""
    for phrase in wrong:
        text = ELISION.join(_around(_composed(text), folded(phrase)))
    return text


def _around(text: str, phrase: str) -> Iterator[str]:
    """Yield what of a text stands before, between and after folded words."""
    letters = list(_letters(text))
    told = "".join(letter for letter, _ in letters)
    begun, found = 0, told.find(phrase)
    while found >= 0:
        after = found + len(phrase)
        yield text[begun : letters[found][1]]
        begun = letters[after - 1][1] + 1
        found = told.find(phrase, after)
    yield text[begun:]


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
