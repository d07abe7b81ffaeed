"""What did an importer understand of a source, line by line?"""

import re
from dataclasses import dataclass
from enum import StrEnum

from syndicate.domain.articles import Content, PastRevision


class Field(StrEnum):
    """Where a line of the source went."""

    SECTION = "section"
    HEADLINE = "headline"
    SUMMARY = "summary"
    BYLINE = "byline"
    DATELINE = "dateline"
    PUBLISHED = "published"
    IMAGE_TITLE = "image-title"
    CAPTION = "caption"
    CREDIT = "credit"
    BODY = "body"
    SUBHEAD = "subhead"
    CONTRIBUTORS = "contributors"
    RELATED = "related"
    NOTE = "note"
    TAGS = "tags"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One non-blank line of the source, where it went, and why."""

    line: int
    text: str
    field: Field
    sure: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article as its source tells it.

    `past` lists the changes the source speaks of, oldest first, beginning with
    the original; an instant that needs a date or zone nobody gave is None.
    `unknown` names in dotted form what the source does not tell
    ("summary", "images[0].url", "first_published").
    """

    content: Content
    past: tuple[PastRevision, ...] = ()
    unknown: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    slug: str = ""


def opens_times(story: Story) -> bool:
    """Tell whether the source speaks of times that it does not tell in full."""
    return bool(told(story.past)) and any(change.at is None for change in story.past)


def told(past: tuple[PastRevision, ...]) -> tuple[PastRevision, ...]:
    """Return a past of which anything is stated; else none: the story is new here."""
    return past if any(change.at or change.stated or change.note for change in past) else ()


def same_story(known: Content | None, other: Content) -> bool:
    """Tell whether two texts are states of one story: they share half of their words."""
    if known is None:
        return False
    ours, theirs = _words(known), _words(other)
    return 2 * len(ours & theirs) >= len(ours | theirs)


def _words(content: Content) -> set[str]:
    return set(re.findall(r"\w+", f"{content.headline} {content.body_html}".casefold()))
