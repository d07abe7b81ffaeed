"""What of an article counts in the figures of corrections, and in which month and section?

By the article's own instants, so that an imported past counts like one that happened
here. What was taken down or unpublished counts as withdrawn, and in no month or section:
no figure tells of what nobody may read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from syndicate.domain.articles import Article, Kind, Revision, Status
from syndicate.domain.feeds import term


class Counted(StrEnum):
    """What is counted. Updates and minor edits are not."""

    ARTICLE = "article"
    WITHDRAWN = "withdrawn"
    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    EDITORS_NOTE = "editors-note"
    RETRACTION = "retraction"


LONGEST_DELAY = 2**31 - 1
"""In seconds, 68 years: what a column of PostgreSQL holds. No median is told as more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """By which time zone's months the counts are, and how far counting anew has come.

    `timezone` is None before everything was counted once. A recount is on its way to the
    months of the zone `towards`, and has counted the articles up to `last`.
    """

    timezone: str | None
    towards: str | None = None
    last: UUID | None = None

    def agrees(self, timezone: str) -> bool:
        """Tell whether everything is counted by a zone's months."""
        return self.timezone == timezone and self.towards is None

    def last_of(self, timezone: str) -> UUID | None:
        """Return where a recount by a zone's months goes on; None is at the beginning."""
        return self.last if self.towards == timezone else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One thing that counts; `number` is its revision, 0 stands for the article itself.

    `month` ("2016-10") is the one the article was published in; `section` is the term of
    the article's section, "" where it names none. `delay` is a correction's, in whole
    seconds from publication, at most LONGEST_DELAY, None where it is not known.
    """

    article_id: UUID
    number: int
    what: Counted
    month: str = ""
    section: str = ""
    delay: int | None = None


def counts_of(article: Article, revisions: Sequence[Revision], zone: tzinfo) -> tuple[Count, ...]:
    """Return everything that counts of an article; `revisions` are all, oldest first."""
    if not revisions:
        return ()
    if article.status not in _PUBLIC:
        return (Count(article_id=article.id, number=0, what=Counted.WITHDRAWN),)
    published = article.first_published or revisions[0].published
    month, section = month_of(published, zone), _section(revisions)
    known = published if revisions[0].kind is Kind.ORIGINAL else None
    told = [(r.number, _KINDS[r.kind], _delay(r, known)) for r in revisions if r.kind in _KINDS]
    return tuple(
        Count(
            article_id=article.id,
            number=number,
            what=what,
            month=month,
            section=section,
            delay=delay,
        )
        for number, what, delay in [(0, Counted.ARTICLE, None), *told]
    )


_PUBLIC = {Status.PUBLISHED, Status.RETRACTED}
_KINDS: Mapping[Kind, Counted] = MappingProxyType(
    {
        Kind.CORRECTION: Counted.CORRECTION,
        Kind.CLARIFICATION: Counted.CLARIFICATION,
        Kind.EDITORS_NOTE: Counted.EDITORS_NOTE,
        Kind.RETRACTION: Counted.RETRACTION,
    }
)


def month_of(at: datetime, zone: tzinfo) -> str:
    """Return the month an instant has in a zone: "2016-10"."""
    return at.astimezone(zone).date().isoformat()[:7]


def _section(revisions: Sequence[Revision]) -> str:
    """Return the term of the section that the newest words held name."""
    held = [r.content.section for r in revisions if r.content is not None]
    return term(held[-1]) if held and held[-1] else ""


def _delay(revision: Revision, published: datetime | None) -> int | None:
    """Return how long a correction took; a past that begins later does not tell."""
    if revision.kind is not Kind.CORRECTION or published is None:
        return None
    taken = (revision.published - published) // timedelta(seconds=1)
    return min(max(0, taken), LONGEST_DELAY)
