"""Articles of every kind, as the feeds' tests read them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from lxml import etree

from syndicate.domain.articles import (
    Article,
    Content,
    Image,
    Kind,
    Person,
    Related,
    Revision,
    Severity,
    Status,
)
from syndicate.domain.changes import DEFAULT_POLICY
from syndicate.domain.clocks import clocks_after
from syndicate.domain.readings import Reading, read
from syndicate.domain.site import Site

MORNING = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)

NAMESPACES = {
    "a": "http://www.w3.org/2005/Atom",
    "c": "http://purl.org/rss/1.0/modules/content/",
    "d": "http://purl.org/dc/elements/1.1/",
    "m": "http://search.yahoo.com/mrss/",
}

SITE = Site(
    title="The Estuary & Coast",
    base_url="https://estuary.example",
    language="en-GB",
    zone=ZoneInfo("Europe/London"),
    publisher="Estuary Press",
    hubs=("https://hub.estuary.example/",),
)

CONTENT = Content(
    headline="Ferry & tram share one ticket from May",
    summary="A single ticket <valid on both> costs less than two.",
    section="Town & Harbour",
    authors=(Person(name="Ines Okafor"), Person(name="Tom Varga", role="harbour reporter")),
    contributors=(Person(name="Lena Brandt"),),
    images=(
        Image(
            url="/media/ferry.jpg",
            alt="A white ferry",
            caption="The ferry at the new quay",
            credit="R. Sund",
            position=1,
        ),
        Image(caption="A tram, drawn by a pupil", credit="Class 4b", position=2),
    ),
    body_html='<p>One ticket is enough.</p><p>The <a href="/timetable">timetable</a> stays.</p>',
    related=(Related(title="Quay reopens"),),
    tags=("Ferries", "Fares"),
)

_AFTERWARDS = {Kind.RETRACTION: Status.RETRACTED, Kind.TAKEDOWN: Status.TAKEN_DOWN}


def revision(article: Article, kind: Kind, content: Content | None, note: str = "") -> Revision:
    """Return the article's next revision, an hour after the one before."""
    at = (article.edited or MORNING - HOUR) + HOUR
    return Revision(
        article_id=article.id,
        number=article.head + 1,
        kind=kind,
        note=note,
        severity=Severity.MAJOR if kind is Kind.CORRECTION else None,
        content=content,
        salt=b"",
        content_hash=None if content is None else b"hash",
        chain_hash=b"",
        published=at,
        recorded=at,
    )


def texts(document: bytes, path: str) -> list[str]:
    """Return the texts and attributes that an XPath finds in a document."""
    values = etree.fromstring(document).xpath(path, namespaces=NAMESPACES)
    assert isinstance(values, list)
    return [value if isinstance(value, str) else str(value) for value in values]


class History:
    """An article that goes through kinds of change, and what is read of it."""

    def __init__(self, number: int = 1, slug: str = "ferry-and-tram") -> None:
        self.article = Article(
            id=UUID(int=number), slug=slug, status=Status.PUBLISHED, recorded=MORNING
        )
        self.revisions: list[Revision] = []

    def then(self, kind: Kind, content: Content | None = CONTENT, note: str = "") -> "History":
        """Append a revision."""
        new = revision(self.article, kind, content, note)
        self.revisions.append(new)
        moved = clocks_after(self.article, new, DEFAULT_POLICY)
        self.article = replace(moved, status=_AFTERWARDS.get(kind, self.article.status))
        return self

    def read(self, number: int | None = None) -> Reading:
        """Return what the public reads now, or of one revision."""
        return read(self.article, self.revisions, DEFAULT_POLICY, at=number)


def original(content: Content = CONTENT) -> Reading:
    """Return an article that was published once and never changed."""
    return History().then(Kind.ORIGINAL, content).read()


def told(kind: Kind) -> History:
    """Return an article with one change of a kind, and a note that speaks of it."""
    return History().then(Kind.ORIGINAL).then(kind, note=f"This is a note of kind {kind}.")


def every_kind() -> Sequence[History]:
    """Return one article for each kind of change, each under its own slug."""
    texts = {
        Kind.MINOR: "",
        Kind.UPDATE: "Adds what the operator said.",
        Kind.CORRECTION: "The ticket costs 4 < 5 pounds, not 5 & more.",
        Kind.CLARIFICATION: "The ticket holds on Sundays too.",
        Kind.EDITORS_NOTE: "The author once worked for the operator.",
        Kind.RETRACTION: "The interview never took place.",
        Kind.TAKEDOWN: "By order of the court.",
    }
    histories = [History(1, "story-original").then(Kind.ORIGINAL)]
    for number, (kind, note) in enumerate(texts.items(), start=2):
        content = replace(CONTENT, headline=f"Ferry & tram, the {kind} story")
        history = History(number, f"story-{kind}").then(Kind.ORIGINAL, content)
        histories.append(history.then(kind, content, note))
    return histories
