"""Which digests must a template be able to show before readers are sent one?

Every status and every shape an item can have: with and without picture, address,
summary, section and notes; withdrawn; right to left; with words too long for a line.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from syndicate.domain.articles import Content, Image, Kind, Person, Status
from syndicate.domain.changes import DigestAs, FeedText
from syndicate.domain.digests import Digest, Former, Item
from syndicate.domain.readings import Note, Reading
from syndicate.domain.site import Site

SAMPLE_TOKEN = "sample-token-of-a-reader"  # noqa: S105 - stands where a reader's token will
_MOMENT = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
_MANY = 140

_FERRY = Content(
    headline="Night ferry to the islands returns after eleven years",
    summary="The first crossing sold out in four hours. Islanders hope it stays past summer.",
    section="Region",
    language="en",
    authors=(Person(name="Ines Falk"), Person(name="Tomas Rehn")),
    images=(
        Image(
            url="https://pictures.example/ferry.jpg",
            alt="A white ferry leaving a harbour at dusk",
            caption="The Aurelia leaves Nordhavn for the first time since 2015.",
            credit="Ines Falk / Harbour Post",
        ),
    ),
    body_html="<p>The horn sounded at nine. On the quay, people clapped.</p>"
    "<p>By midnight the lights of the mainland were gone.</p>",
)
_BUDGET = Content(
    headline="Council passes budget after all-night session",
    section="Politics",
    language="en",
    authors=(Person(name="Ruth Ansah"),),
    images=(Image(title="The vote", caption="Members raise their hands.", credit="M. Oduya"),),
    body_html="<p>The council passed next year’s budget at 5:40 a.m. by two votes.</p>"
    "<p>Libraries keep their hours; the swimming hall does not.</p>",
)
_BRIDGE = replace(_BUDGET, headline="Bridge repairs will take until autumn", images=(), authors=())
_HARVEST = replace(
    _BUDGET, headline="Apple harvest is the smallest in twenty years", section="", summary=""
)
_SHORT_BRIDGE = Former(
    content=replace(
        _BRIDGE,
        headline="Bridge repairs will take until June",
        body_html="<p>The council passed next year’s budget at midnight by two votes.</p>"
        "<p>Libraries keep their hours.</p><p>Nothing was said of the bridge.</p>",
    )
)
_WRONG_BUDGET = Former(
    content=replace(
        _BUDGET,
        body_html="<p>The council passed next year’s budget at 5:40 a.m. by four votes, "
        "24 to 20.</p><p>Libraries keep their hours; the swimming hall does not.</p>",
    ),
    removals=False,
    unsaid=("24 to 20",),
)
_HEBREW = Content(
    headline="הספרייה העירונית נפתחת מחדש ביום ראשון",
    summary="שעות הפתיחה יוארכו עד תשע בערב.",
    section="Region",
    language="he",
    body_html="<p>הספרייה נסגרה לפני שנתיים.</p>",
)
_LONG = Content(
    headline="Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikantenverband & <Söhne>",
    summary="https://example.org/" + "a-very-long-address-without-a-break/" * 6,
    section="Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
    language="de",
)


def sample_digests(site: Site) -> tuple[Digest, ...]:
    """Return digests that together hold every status and shape, an empty and a long one too."""
    new, changed = _new(), _changed()
    every = changed + new
    many = tuple(_numbered(every[n % len(every)], n) for n in range(_MANY))
    return tuple(_digest(site, items) for items in (every, new, changed, (), many))


def _digest(site: Site, items: tuple[Item, ...]) -> Digest:
    return Digest(
        newsletter="morning",
        title="Morning briefing",
        period_key="2026-03-12T07:00",
        moment=_MOMENT,
        zone=site.zone,
        items=items,
    )


def _new() -> tuple[Item, ...]:
    contents = (_FERRY, _HEBREW, _BUDGET, _LONG, _HARVEST)
    items = tuple(_item(n, content, DigestAs.NEW) for n, content in enumerate(contents))
    updated = _item(9, _BRIDGE, DigestAs.NEW, _note(2, Kind.UPDATE, "Adds the cost."))
    return (*items, updated)


def _changed() -> tuple[Item, ...]:
    correction = _note(3, Kind.CORRECTION, "The vote was 23 to 21, not 24 to 20.", top=True)
    update = _note(2, Kind.UPDATE, "Adds the mayor’s reply.")
    retraction = _note(2, Kind.RETRACTION, "The figures could not be confirmed.", top=True)
    retracted = _item(21, _HARVEST, DigestAs.RETRACTED, retraction)
    gone = _item(22, _HARVEST, DigestAs.DROPPED)
    bridge = replace(_item(23, _BRIDGE, DigestAs.UPDATED, update), former=_SHORT_BRIDGE)
    budget = _item(24, _BUDGET, DigestAs.CORRECTED, correction, update)
    return (
        bridge,
        replace(budget, former=_WRONG_BUDGET),
        _item(25, _FERRY, DigestAs.CLARIFIED, _note(2, Kind.CLARIFICATION, "Fares are one way.")),
        _item(26, _HEBREW, DigestAs.UPDATED, _note(2, Kind.EDITORS_NOTE, "ראו גם את התגובה.")),
        _item(27, _LONG, DigestAs.UPDATED),
        replace(retracted, reading=_withdrawn(retracted.reading, Status.RETRACTED)),
        replace(gone, reading=_withdrawn(gone.reading, Status.TAKEN_DOWN)),
    )


def _item(number: int, content: Content, status: DigestAs, *notes: Note) -> Item:
    reading = Reading(
        id=UUID(int=number),
        slug=f"sample-{number}",
        status=Status.PUBLISHED,
        number=max((note.number for note in notes), default=2),
        kind=notes[0].kind if notes else Kind.ORIGINAL,
        content=content,
        notes=notes,
        first_published=_MOMENT - timedelta(days=1),
        updated=_MOMENT - timedelta(hours=2),
        edited=_MOMENT - timedelta(hours=2),
    )
    since = 0 if status is DigestAs.NEW else 1
    return Item(reading=reading, status=status, notes=notes, since=since)


def _note(number: int, kind: Kind, text: str, *, top: bool = False) -> Note:
    at = _MOMENT - timedelta(hours=10 - number)
    return Note(number=number, kind=kind, at=at, text=text, top=top)


def _withdrawn(reading: Reading, status: Status) -> Reading:
    if status is Status.RETRACTED:
        return replace(reading, status=status, feed_text=FeedText.NOTICE)
    return replace(reading, status=status, feed_text=FeedText.NEUTRAL, content=None)


def _numbered(item: Item, number: int) -> Item:
    reading = replace(item.reading, id=UUID(int=100 + number), slug=f"sample-{100 + number}")
    return replace(item, reading=reading)
