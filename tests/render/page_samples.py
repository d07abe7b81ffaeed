"""A small publication with articles in every state, for tests that look at pages."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

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
from syndicate.domain.pages import History, history_of
from syndicate.domain.readings import Reading, read
from syndicate.domain.site import Site
from syndicate.render.pages import Pages
from syndicate.render.templating import Templates

SITE = Site(
    title="The Tidewater Courier",
    base_url="https://courier.example",
    language="en",
    zone=ZoneInfo("America/New_York"),
    publisher="Tidewater Courier Press",
    postal_address="12 Quay Street, Port Merrow",
    imprint_url="https://courier.example/imprint",
    hubs=("https://courier.example/hub",),
)
START = datetime(2026, 3, 3, 14, 5, tzinfo=UTC)
TEMPLATES = Templates([Path(__file__).parents[2] / "templates"])
PAGES = Pages(TEMPLATES, SITE)

_BRIDGE = Content(
    headline="Harbor bridge shut after inspectors find cracked bearings",
    summary="Ferries run every ten minutes while engineers decide whether trucks may cross "
    "before the summer.",
    section="Town & Harbor",
    dateline="PORT MERROW",
    authors=(Person(name="Ines Calder"), Person(name="Tomas Reyl")),
    contributors=(
        Person(name="Wen Adair", role="special correspondent", location="Gull Island"),
        Person(name="Courier data desk"),
    ),
    images=(
        Image(
            url="/pictures/bridge.png",
            title="Closed to all traffic",
            alt="A long bridge over grey water, without a car on it",
            caption="The bridge on Tuesday morning, seen from the fish market.",
            credit="Ada Penn / Courier",
        ),
        Image(
            title="Waiting",
            caption="Commuters at the east landing.",
            credit="Reader picture",
            position=3,
        ),
    ),
    body_html="<p>The harbor bridge was closed to all traffic on Tuesday after inspectors found "
    "cracks in four of its bearings, the port authority said.</p>"
    "<p>“Nobody was ever in danger,” said its director, <em>Hanne Voss</em>. “But we do not "
    "guess with a bridge.”</p>"
    "<p>About 14,000 cars cross it on a working day. The authority’s two ferries now run every "
    "ten minutes from six in the morning until midnight.</p>"
    "<h2>Trucks have to wait</h2>"
    "<p>Heavy vehicles must go round by the north road, which adds 40 minutes. Hauliers asked "
    "for a <a href='https://courier.example/articles/night-ferry'>night ferry</a>.</p>"
    "<ul><li>Cars and bicycles: by ferry, without charge.</li>"
    "<li>Trucks: by the north road.</li></ul>"
    "<blockquote><p>We found what we were afraid of, and we found it in time.</p></blockquote>"
    "<p>The bearings are as old as the bridge, which was opened in 1961.</p>"
    "<p>The town council meets on Thursday to talk about the cost.</p>",
    related=(
        Related(title="What the ferries cost the town", url="https://courier.example/articles/f"),
        Related(title="From 2019: The bridge that nobody painted"),
    ),
    tags=("Bridges", "Port authority"),
)


def _changed(content: Content, old: str, new: str) -> Content:
    assert old in content.body_html
    return replace(content, body_html=content.body_html.replace(old, new))


def article(slug: str, *changes: dict[str, object], status: Status = Status.PUBLISHED) -> Article:
    """Return an article whose clocks fit its changes, one an hour."""
    at = START - timedelta(days=len(slug) % 3)
    last = at + timedelta(hours=len(changes) - 1)
    return Article(
        id=UUID(int=sum(map(ord, slug)) << 64 | 4 << 76 | 2 << 62),
        slug=slug,
        status=status,
        first_published=at,
        updated=last,
        edited=last,
        recorded=last,
        head=len(changes),
    )


def revision(of: Article, number: int, content: Content | None, **facts: object) -> Revision:
    """Return one revision of an article, published an hour after the one before."""
    assert of.first_published
    at = of.first_published + timedelta(hours=number - 1)
    given: dict[str, Any] = {
        "article_id": of.id,
        "number": number,
        "kind": Kind.ORIGINAL if number == 1 else Kind.UPDATE,
        "content": content,
        "salt": None,
        "content_hash": b"held" if content else None,
        "chain_hash": b"",
        "published": at,
        "recorded": at,
        **facts,
    }
    return Revision(**given)


class Sample:
    """An article with its revisions, as services would hand it to the pages."""

    def __init__(
        self,
        slug: str,
        changes: Sequence[tuple[Content | None, dict[str, object]]],
        status: Status = Status.PUBLISHED,
    ) -> None:
        self.article = article(slug, *[facts for _, facts in changes], status=status)
        self.revisions = [
            revision(self.article, number, content, **facts)
            for number, (content, facts) in enumerate(changes, start=1)
        ]

    @property
    def history(self) -> History:
        """Return what the public may see of its revisions."""
        return history_of(self.article, self.revisions)

    def reading(self, at: int | None = None) -> Reading:
        """Return what the public sees, now or of one revision."""
        return read(self.article, self.revisions, DEFAULT_POLICY, at=at)


def plain(headline: str, section: str = "", summary: str = "", **facts: object) -> Content:
    """Return a short content."""
    given: dict[str, Any] = {
        "headline": headline,
        "section": section,
        "summary": summary,
        "authors": (Person(name="Ines Calder"),),
        "body_html": f"<p>{headline}: that much is known.</p><p>More will follow.</p>",
        **facts,
    }
    return Content(**given)


def told(kind: Kind, note: str, **facts: object) -> dict[str, object]:
    """Return the facts of a change of some kind."""
    return {"kind": kind, "note": note, **facts}


_WRONG = _changed(_BRIDGE, "four of its bearings", "all of its bearings")
_FIRST = _changed(
    replace(_WRONG, headline="Harbor bridge shut after inspection"),
    "<p>The town council meets on Thursday to talk about the cost.</p>",
    "",
)
BRIDGE = Sample(
    "harbor-bridge-shut",
    [
        (_FIRST, {}),
        (_WRONG, told(Kind.UPDATE, "Adds the council’s meeting and a clearer headline.")),
        (
            _BRIDGE,
            told(
                Kind.CORRECTION,
                "An earlier version said that all bearings were cracked. Four of twelve were.",
                severity=Severity.MAJOR,
            ),
        ),
    ],
)
_WELL = plain(
    "Well water is safe again in the upper town",
    "Health",
    "Three weeks of tests found nothing.",
    body_html="<p>The health office lifted its warning on Monday.</p><p>It had advised "
    "people in the upper town to boil their water since February.</p>",
)
WELL = Sample(
    "well-water",
    [
        (_WELL, {}),
        (
            _changed(_WELL, "lifted", "has lifted"),
            told(Kind.CLARIFICATION, "Makes plain that the warning was advice, not an order."),
        ),
        (_WELL, told(Kind.MINOR, "A comma.")),
    ],
)
NOTED = Sample(
    "school-meals",
    [
        (plain("School meals to come from nearer farms", "Health", "Parents pay as before."), {}),
        (
            plain("School meals to come from nearer farms", "Health", "Parents pay as before."),
            told(
                Kind.EDITORS_NOTE,
                "One of the farms belongs to a shareholder of this newspaper. We should have said "
                "so at once.",
            ),
        ),
    ],
)
_SEAL = plain(
    "Rare seal seen off Gull Island, scientists say",
    "Nature",
    "It would be the first in ninety years.",
)
RETRACTED = Sample(
    "rare-seal",
    [
        (_SEAL, {}),
        (
            _SEAL,
            told(
                Kind.RETRACTION,
                "The picture this report rests on was taken elsewhere, in another year. The "
                "institute it names knows nothing of it. We withdraw the report.",
            ),
        ),
    ],
    Status.RETRACTED,
)
HEBREW = Sample(
    "rtl",
    [
        (
            Content(
                headline="הגשר בנמל נסגר לתנועה",
                summary="המעבורות יפעלו עד חצות.",
                section="Town & Harbor",
                language="he",
                authors=(Person(name="נועה לוין"),),
                body_html="<p>הגשר נסגר ביום שלישי בבוקר, מסרה רשות הנמל.</p>"
                "<p>המעבורות יוצאות כל עשר דקות.</p>",
            ),
            {},
        ),
        (
            Content(
                headline="הגשר בנמל נסגר לתנועה",
                summary="המעבורות יפעלו עד חצות.",
                section="Town & Harbor",
                language="he",
                authors=(Person(name="נועה לוין"),),
                body_html="<p>הגשר נסגר ביום שלישי בבוקר, מסרה רשות הנמל.</p>"
                "<p>המעבורות יוצאות כל עשרים דקות.</p>",
            ),
            told(Kind.CORRECTION, "המעבורות יוצאות כל עשרים דקות, לא כל עשר."),
        ),
    ],
)
PASTED = Sample(
    "night-market",
    [
        (None, {}),
        (
            plain("Night market stays until June", "Town & Harbor", authors=()),
            told(Kind.UPDATE, "This article was updated with comments from stallholders."),
        ),
    ],
)
REDACTED = Sample(
    "court-list",
    [
        (
            None,
            {
                "content_hash": b"held",
                "redacted": START,
                "redaction_reason": "privacy",
            },
        ),
        (plain("Court list for the week", "Town & Harbor"), told(Kind.UPDATE, "Two names less.")),
    ],
)
SHORT = Sample(
    "choir", [(plain("Harbor choir looks for basses", "Culture", "No fee, he says."), {})]
)
TAKEN_DOWN = Sample(
    "secret-slug",
    [
        (plain("Headline nobody may see", "Secret section"), {}),
        (None, told(Kind.TAKEDOWN, "A court ordered this.")),
    ],
    Status.TAKEN_DOWN,
)

SAMPLES = [BRIDGE, WELL, HEBREW, NOTED, RETRACTED, PASTED, SHORT, REDACTED]


def readings() -> list[Reading]:
    """Return what the front page has to arrange."""
    return [sample.reading() for sample in SAMPLES]
