"""Could these words be the name of a person or of an agency?"""

import re

from syndicate.importers.agencies import is_organisation
from syndicate.importers.language.words import Words, spaced
from syndicate.importers.pasted.rows import Row

_LONGEST_NAME = 70
_MOST_WORDS_OF_NAME = 5
_NAME_WORD = re.compile(r"[^\W\d_][\w'’.-]*$")

PARTICLES = frozenset(
    spaced("de da do dos das del la las los van von der den di du le el bin al y e ter zu")
)


def looks_like_name(text: str) -> bool:
    """Tell whether the words could name somebody: few, and each with a capital."""
    tokens = text.split()
    if not 1 <= len(tokens) <= _MOST_WORDS_OF_NAME or len(text) > _LONGEST_NAME:
        return False
    return all(_NAME_WORD.match(token) for token in tokens) and all(
        token[0].isupper() or token.casefold() in PARTICLES for token in tokens
    )


def looks_like_worker(text: str) -> bool:
    """Tell whether the words name a person, an agency, or a desk like "Courier's Oslo bureau"."""
    before, _, last = text.rpartition(" ")
    desk = is_organisation(last) and (not before or looks_like_name(before))
    return looks_like_name(text) or desk


def is_full_name(row: Row, words: Words) -> bool:
    """Tell whether a line is a given name and a family name and nothing else."""
    tokens = row.text.split()
    common = words.common | {"news", "home", "sports", "sport", "opinion"}
    return (
        1 < len(tokens) < _MOST_WORDS_OF_NAME
        and looks_like_name(row.text)
        and not row.ends_sentence
        and not any(token.casefold() in common for token in tokens if token[0].isupper())
    )
