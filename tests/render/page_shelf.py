"""Every page there is, by name, of the sample publication."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from syndicate.domain.changes import DEFAULT_POLICY, DigestAs
from syndicate.domain.digests import Digest, Item
from syndicate.domain.editions import Edition, EditionStatus, Newsletter
from syndicate.domain.feeds import ALL, CORRECTIONS, Feed
from syndicate.domain.pages import corrections_of
from syndicate.domain.reader_pages import Choice, Done, Preferences, SubscribeForm, masked
from syndicate.render.pages import Pages
from tests.render.figure_samples import FEW, FIGURES, NO_FIGURES
from tests.render.page_samples import (
    BRIDGE,
    HEBREW,
    NOTED,
    PAGES,
    PASTED,
    REDACTED,
    RETRACTED,
    TAKEN_DOWN,
    WELL,
    readings,
)

ZONES = ("America/New_York", "Asia/Kolkata", "Europe/Berlin", "Europe/London", "UTC")
SECTIONS = [
    Feed(name="sections/town-harbor", label="Town & Harbor"),
    Feed(name="sections/health", label="Health"),
]
MORNING = Newsletter(
    name="morning",
    title="The Morning Tide",
    schedule="weekdays 07:00",
    timezone="America/New_York",
    created=datetime(2026, 1, 1, tzinfo=UTC),
)
WEEKLY = Newsletter(
    name="weekly",
    title="The Week in the Harbor",
    schedule="fridays 16:00",
    timezone="America/New_York",
    reader_time=True,
    created=datetime(2026, 1, 1, tzinfo=UTC),
)
DIGEST = Digest(
    newsletter="morning",
    title="The Morning Tide",
    period_key="2026-03-03T07:00",
    moment=datetime(2026, 3, 3, 12, 0, tzinfo=UTC),
    zone=ZoneInfo("America/New_York"),
    items=(
        Item(reading=BRIDGE.reading(1), status=DigestAs.NEW, notes=()),
        Item(reading=HEBREW.reading(1), status=DigestAs.NEW, notes=()),
        Item(reading=WELL.reading(), status=DigestAs.CLARIFIED, notes=WELL.reading().notes),
    ),
)
EDITIONS = [
    Edition(
        newsletter_id=1,
        period_key=f"2026-03-0{day}T07:00",
        due=datetime(2026, 3, day, 12, 0, tzinfo=UTC),
        status=EditionStatus.SENT,
    )
    for day in (5, 4, 3)
]
CHOSEN = Preferences(
    reader=masked("ann@reader.example"),
    newsletters=(
        Choice(value="morning", label="The Morning Tide", chosen=True),
        Choice(value="weekly", label="The Week in the Harbor"),
    ),
    sections=(
        Choice(value="health", label="Health", chosen=True),
        Choice(value="town-harbor", label="Town & Harbor"),
    ),
    zone="Europe/Berlin",
    zones=ZONES,
)


def article_shelf(pages: Pages = PAGES) -> dict[str, str]:
    """Return the pages about one article."""
    articles = pages.articles
    return {
        "article": articles.article(BRIDGE.reading()),
        "article-noted": articles.article(NOTED.reading()),
        "article-retracted": articles.article(RETRACTED.reading()),
        "article-rtl": articles.article(HEBREW.reading()),
        "article-pasted": articles.article(PASTED.reading()),
        "revision": articles.revision(BRIDGE.reading(2), BRIDGE.history),
        "revision-unheld": articles.revision(PASTED.reading(1), PASTED.history),
        "revision-retracted": articles.revision(RETRACTED.reading(1), RETRACTED.history),
        "history": articles.history(BRIDGE.history),
        "history-minor": articles.history(WELL.history),
        "history-redacted": articles.history(REDACTED.history),
        "history-retracted": articles.history(RETRACTED.history),
        "diff": articles.diff(BRIDGE.reading(), BRIDGE.history, 1, 3),
        "diff-one": articles.diff(BRIDGE.reading(), BRIDGE.history, 2, 3),
        "diff-rtl": articles.diff(HEBREW.reading(), HEBREW.history, 1, 2),
        "diff-unheld": articles.diff(PASTED.reading(), PASTED.history, 1, 2),
        "taken-down": articles.taken_down(TAKEN_DOWN.history),
        "taken-down-bare": articles.taken_down(),
        "gone": articles.gone(),
    }


def front_shelf(pages: Pages = PAGES) -> dict[str, str]:
    """Return the pages that lead to articles."""
    fronts = pages.fronts
    feeds = [*SECTIONS, Feed(name="tags/bridges", label="Bridges")]
    feeds.append(Feed(name="authors/ines-calder", label="Ines Calder"))
    return {
        "front": fronts.front(readings()),
        "front-empty": fronts.front([]),
        "listing": fronts.listing(SECTIONS[0], readings(), older="/sections/town-harbor?before=9"),
        "listing-author": fronts.listing(feeds[-1], readings()),
        "feeds": fronts.feeds(feeds),
        "feed": fronts.feed(SECTIONS[0], readings()),
        "feed-corrections": fronts.feed(
            CORRECTIONS, (), corrections_of(readings(), DEFAULT_POLICY)
        ),
        "feed-empty": fronts.feed(ALL, ()),
        "corrections": fronts.corrections(corrections_of(readings(), DEFAULT_POLICY)),
        "corrections-none": fronts.corrections([]),
        "figures": pages.figures.corrections(FIGURES),
        "figures-few": pages.figures.corrections(FEW),
        "figures-none": pages.figures.corrections(NO_FIGURES),
        "not-found": fronts.not_found(readings()[:3]),
    }


def reader_shelf(pages: Pages = PAGES) -> dict[str, str]:
    """Return the pages for readers by mail."""
    letters, readers = pages.newsletters, pages.readers
    wrong = SubscribeForm(
        email="ann@", zones=ZONES, zone="UTC", fault="An address has a part after the @."
    )
    return {
        "subscribe": letters.subscribe([MORNING, WEEKLY], SubscribeForm(chosen=("morning",))),
        "subscribe-wrong": letters.subscribe([MORNING], wrong),
        "archive": letters.archive(MORNING, EDITIONS),
        "edition": letters.edition(DIGEST),
        "check-mail": readers.check_mail(),
        "confirm": readers.confirm(["The Morning Tide"], masked("ann@reader.example")),
        "preferences": readers.preferences(CHOSEN),
        "unsubscribe": readers.unsubscribe("The Morning Tide", masked("ann@reader.example")),
        "done": readers.done(Done.UNSUBSCRIBED, "The Morning Tide"),
        "expired": readers.expired(),
    }


def shelf(pages: Pages = PAGES) -> dict[str, str]:
    """Return every page by name."""
    return article_shelf(pages) | front_shelf(pages) | reader_shelf(pages)
