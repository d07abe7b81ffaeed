"""How does a file somebody hands us become an article, as a draft or published?"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol
from zoneinfo import ZoneInfo

from syndicate.domain.accounts import Account
from syndicate.domain.articles import Article, Status
from syndicate.domain.stories import Story, opens_times
from syndicate.errors import NotFound, Refused

_ANY_ZONE = ZoneInfo("UTC")
_ANY_DATE = date(2000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file and what is said about it; `name` is how its user spells it."""

    name: str
    data: bytes
    format: str | None = None
    day: date | None = None
    timezone: ZoneInfo | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What became of a source."""

    source: Source
    story: Story
    slug: str
    status: str
    unknown: tuple[str, ...]
    new: bool = True

    @property
    def is_out(self) -> bool:
        """Tell whether its article has been published, whatever became of it since."""
        return self.status not in {Status.DRAFT, Status.SCHEDULED}


class ReadStory(Protocol):
    """Reads a source in whatever format it is."""

    def __call__(
        self,
        data: bytes,
        *,
        name: str,
        format: str | None,  # noqa: A002 - the word of the command line
        date: date | None,
        timezone: ZoneInfo | None,
        section: str | None,
    ) -> Story: ...


class Ingest(Protocol):
    """Saves a story as a draft."""

    def __call__(self, story: Story, *, announce: bool, dry_run: bool) -> str: ...


class Publish(Protocol):
    """Publishes a draft."""

    def __call__(self, slug: str) -> Article: ...


class Library(Protocol):
    """Tells how an article stands, and what it says."""

    def show(self, slug: str) -> Account: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BringIn:
    """Reads sources, saves them as drafts and publishes them where asked to."""

    read_story: ReadStory
    ingest: Ingest
    publish: Publish
    library: Library

    def read(self, source: Source) -> Story:
        """Return what is understood of a source. Raises Unreadable."""
        return self.read_story(
            source.data,
            name=source.name,
            format=source.format,
            date=source.day,
            timezone=source.timezone,
            section=source.section,
        )

    def draft(self, source: Source, *, announce: bool, dry_run: bool = False) -> Brought:
        """Save a source as a draft; in a dry run only say what would become of it."""
        story = self.read(source)
        slug = self.ingest(story, announce=announce, dry_run=dry_run)
        brought = self._brought(source, story, slug, dry_run=dry_run)
        return replace(brought, new=not brought.is_out)

    def published(self, source: Source, *, announce: bool) -> Brought:
        """Save a source and publish it. Raises Refused, saving nothing, while times are unknown."""
        story = self.read(source)
        _refuse_open(source, story)
        slug = self.ingest(story, announce=announce, dry_run=False)
        before = self._brought(source, story, slug, dry_run=False)
        if before.is_out:
            return replace(before, new=False)
        self.publish(slug)
        return self._brought(source, story, slug, dry_run=False)

    def missing(self, source: Source) -> tuple[str, ...]:
        """Name what has to be said about a source before it can be published: date, timezone."""
        if not opens_times(self.read(source)):
            return ()
        with_zone = replace(source, timezone=source.timezone or _ANY_ZONE)
        with_date = replace(source, day=source.day or _ANY_DATE)
        needed = []
        if source.day is None and opens_times(self.read(with_zone)):
            needed.append("date")
        if source.timezone is None and opens_times(self.read(with_date)):
            needed.append("timezone")
        return tuple(needed)

    def _brought(self, source: Source, story: Story, slug: str, *, dry_run: bool) -> Brought:
        if dry_run:
            status = self._status(slug)
            return Brought(
                source=source, story=story, slug=slug, status=status, unknown=story.unknown
            )
        account = self.library.show(slug)
        unknown = account["unknown"]
        return Brought(
            source=source,
            story=story,
            slug=slug,
            status=str(account["status"]),
            unknown=tuple(unknown) if isinstance(unknown, list) else (),
        )

    def _status(self, slug: str) -> str:
        try:
            return str(self.library.show(slug)["status"])
        except NotFound:
            return Status.DRAFT


def _refuse_open(source: Source, story: Story) -> None:
    """Refuse what no date and zone can complete, too: a time that would lie before the first."""
    if opens_times(story):
        stated = ", ".join(repr(c.stated) for c in story.past if c.at is None and c.stated)
        raise Refused(
            f"{source.name}: when it was published is not known"
            + (f": it says only {stated}" if stated else "; it tells of changes only")
        )
