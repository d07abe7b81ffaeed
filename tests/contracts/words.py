"""Which articles, drafts and revisions do the contracts of the store speak of?"""

from datetime import UTC, datetime
from uuid import UUID

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

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
FERRY = UUID("6f1f0a52-0d5c-4f2a-9d0a-1f6d3a1c7b11")
BRIDGE = UUID("0c9de8a4-8f4e-4a30-b6f5-2f5d1d8a7c22")
NOWHERE = UUID("ffffffff-ffff-4fff-bfff-ffffffffffff")
WORDS = Content(
    headline="Ferry “stops” at noon \U0001f6a2",
    summary="Früh, ранo, مبكر",
    section="World & Nation",
    language="en",
    dateline="HARBOUR",
    authors=(Person(name="Ines Calder", role="staff", location="Harbour"),),
    contributors=(Person(name="Wen Adair"),),
    images=(Image(url=None, caption="Quay", credit="A / B", position=2), Image(url="/a.png")),
    body_html="<p>The ferry\nstops.</p>",
    related=(Related(title="Bridge", url=None),),
    tags=("Ferries", "№ 5"),
)


def article(identity: UUID = FERRY, slug: str = "ferry", status: Status = Status.DRAFT) -> Article:
    """Return an article that was just learned of."""
    return Article(id=identity, slug=slug, status=status, recorded=NOON)


def revision(number: int = 1, identity: UUID = FERRY) -> Revision:
    """Return a revision in which every column is filled."""
    return Revision(
        article_id=identity,
        number=number,
        kind=Kind.CORRECTION,
        note="It stops at one.",
        severity=Severity.MAJOR,
        premise=True,
        content=WORDS,
        salt=b"\0salt",
        content_hash=b"hash\xff",
        chain_hash=b"chain",
        published=NOON.replace(year=2016),
        recorded=NOON,
        editor="ines",
    )
