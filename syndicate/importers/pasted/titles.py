"""Is a title-like line a story's title, the paper's own name, or the way to the page?"""

import re
from collections.abc import Iterable

from syndicate.importers.language.words import spaced
from syndicate.importers.pasted.rows import Row, fold

_PAPERS = frozenset(
    spaced(
        "times post herald gazette journal tribune chronicle courier observer guardian mail mirror "
        "star sun standard telegraph echo argus examiner packet weekly daily news newspaper press "
        "magazine broadcasting radio tv media online zeitung anzeiger kurier nachrichten rundschau "
        "tageblatt courrier dépêche quotidien diario periódico jornal folha gazeta correio"
    )
)
_SMALL = frozenset(spaced("the of and & de do da del la le der die das für"))
_MOST_WORDS_OF_PAPER = 5
_TRAIL = re.compile(r"\s*(?:[>›»→]|\s/)\s+")
_MOST_WORDS_OF_STEP = 4
_FEWEST_STEPS = 2
_HOMES = frozenset(spaced("home homepage startseite accueil inicio início portada"))
_SUFFIX = re.compile(r"^(?P<title>.{15,}\S)\s+(?P<bar>\||::|[-–—•·])\s+(?P<tail>[^|]{2,45})$")
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|[a-z]{2})$", re.IGNORECASE)


def is_paper(text: str) -> bool:
    """Tell whether a few capitalised words name a newspaper or a station."""
    tokens = text.split()
    named = all(token[0].isupper() or token.casefold() in _SMALL for token in tokens)
    known = _PAPERS & set(fold(text).split())
    return bool(tokens) and len(tokens) <= _MOST_WORDS_OF_PAPER and named and bool(known)


def trail(text: str) -> tuple[str, ...]:
    """Return the steps of "Home > News > Council", or none when it is no such trail.

    The last step may be the story's own title, cut off or whole; it is left out.
    """
    steps = [step.strip() for step in _TRAIL.split(text) if step.strip()]
    if len(steps) < _FEWEST_STEPS or not all(map(_is_step, steps[:-1])):
        return ()
    if _is_step(steps[-1]):
        return tuple(steps)
    from_home = fold(steps[0]) in _HOMES or len(steps) > _FEWEST_STEPS
    return tuple(steps[:-1]) if from_home and " / " not in text else ()


def section_of(told: str) -> str:
    """Return the section that a line above the headline names: of a trail the last step."""
    steps = trail(told)
    return told if not steps else "" if fold(steps[-1]) in _HOMES else steps[-1]


def _is_step(text: str) -> bool:
    return len(text.split()) <= _MOST_WORDS_OF_STEP and not text.endswith(("...", "…"))


def without_paper(title: str, rows: Iterable[Row]) -> str:
    """Cut the paper's name off "Title | Paper".

    Behind a dash it is cut off only where it is plainly one, or stands alone
    on the page too: "Dogs take the bus - and nobody notices" is a whole title.
    """
    match = _SUFFIX.match(title)
    if not match:
        return title
    tail = match["tail"].strip()
    plainly = match["bar"] in {"|", "::"} or is_paper(tail) or _SITE.match(tail)
    return match["title"] if plainly or any(row.text == tail for row in rows) else title
