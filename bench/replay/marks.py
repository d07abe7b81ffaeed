"""Which words tell an auditor what a mail or a feed told? Each is unique to one revision."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from syndicate.domain.articles import Content

_WORDS = re.compile(r"\bzq(\d+)x(\d+)\b")
_ENDS = re.compile(r"\bzt(\d+)x(\d+)\b")
_NOTES = re.compile(r"\bzn(\d+)x(\d+)\b")


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """An article of the replay and the number of one of its revisions."""

    article: int
    number: int


def marked(content: Content, mark: Mark, errors: tuple[str, ...]) -> Content:
    """Return words that name their revision: in headline and summary, and at the end of the body.

    An error that is told in the headline stands there; any other in the summary.
    """
    name = f"zq{mark.article}x{mark.number}"
    loud = [error for error in errors if error.startswith(HEADLINE)]
    summary = [content.summary, name, *(error for error in errors if error not in loud)]
    return replace(
        content,
        headline=" ".join([content.headline, *loud, name]),
        summary=" ".join(filter(None, summary)),
        body_html=f"{content.body_html}<p>zt{mark.article}x{mark.number}</p>",
    )


HEADLINE = "Nearly"


def error(mark: Mark, *, headline: bool) -> str:
    """Return words that are wrong, and stand nowhere else."""
    return f"{HEADLINE if headline else 'about'} ze{mark.article}x{mark.number} crowns"


def noted(text: str, mark: Mark) -> str:
    """Return a note that names its revision."""
    return f"{text} (zn{mark.article}x{mark.number})"


def words_in(text: str) -> AbstractSet[Mark]:
    """Return the revisions whose headlines or summaries stand in a text."""
    return _found(_WORDS, text)


def ends_in(text: str) -> AbstractSet[Mark]:
    """Return the revisions whose bodies stand in a text."""
    return _found(_ENDS, text)


def notes_in(text: str) -> AbstractSet[Mark]:
    """Return the revisions whose notes stand in a text."""
    return _found(_NOTES, text)


def notes_told(text: str) -> tuple[Mark, ...]:
    """Return the revisions whose notes stand in a text, in its order, each once."""
    found = _NOTES.findall(text)
    return tuple(dict.fromkeys(Mark(int(article), int(number)) for article, number in found))


def _found(pattern: re.Pattern[str], text: str) -> AbstractSet[Mark]:
    return {Mark(int(article), int(number)) for article, number in pattern.findall(text)}
