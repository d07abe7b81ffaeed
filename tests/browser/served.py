"""Which site do browsers visit? One with articles in every state, served on a free port."""

import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.app import App
from syndicate.domain.articles import Image, Kind, Related
from syndicate.domain.audience import SubscriptionKey
from syndicate.domain.editions import Newsletter
from syndicate.web.site import site
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, newsroom_of, settings_in, with_body
from tests.web.serving import running

MAILDIR = '[mail]\nmaildir = "mail"\n'
PICTURED = replace(
    FERRY,
    headline="Market square gets its trees back",
    images=(
        Image(url="/picture.png", alt="Six young limes", caption="Monday.", credit="Ada Penn"),
        Image(caption="Before the storm.", credit="Town archive", position=1),
    ),
    body_html="<p>Six limes were planted.</p><h2>Why limes?</h2><ul><li>Shade</li></ul>"
    "<blockquote><p>They bear the salt.</p></blockquote>",
    related=(Related(title="Ferry stops at noon", url="/articles/ferry-stops-at-noon"),),
)
PARAGRAPHS = [f"<p>Paragraph {n} tells at length what was seen that day.</p>" for n in range(40)]
LONG = replace(PICTURED, headline="A day at the market", body_html="".join(PARAGRAPHS))
REWRITTEN = replace(
    LONG,
    images=(replace(PICTURED.images[0], credit="Ada Pen"),),
    tags=("Trees",),
    body_html="".join([*PARAGRAPHS[5:30], "<p>All new.</p>", *PARAGRAPHS[:5], *PARAGRAPHS[31:]]),
)


@dataclass(frozen=True, slots=True)
class Served:
    """The address of a site and its pages by what they are."""

    address: str
    paths: Mapping[str, str]

    def url(self, page: str) -> str:
        """Return the address of a page."""
        return self.address + self.paths[page]


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Fill a site and serve it from a thread."""
    place = settings_in(folder, f"sqlite:///{folder / 'syndicate.db'}", MAILDIR)
    with newsroom_of(place) as newsroom:
        _begin(newsroom)
        paths = {**_articles(newsroom), **_newsletters(newsroom), **_readers(newsroom.app)}
        with running(site(newsroom.app, [Route("/picture.png", _picture)])) as address:
            yield Served(address, paths)


def _begin(newsroom: Newsroom) -> None:
    """Begin a newsletter with one reader."""
    newsroom.app.newsletters.add(
        Newsletter(
            name="morning",
            title="The Morning",
            schedule="daily 07:00",
            timezone="Europe/Berlin",
            created=newsroom.clock.now(),
        )
    )
    newsroom.app.subscribe.add("ada@example.org", "morning", confirmed=True)
    newsroom.later(hours=1)


def _articles(newsroom: Newsroom) -> dict[str, str]:
    newsroom.publish(FERRY)
    newsroom.later(hours=1)
    ferry = "ferry-stops-at-noon"
    newsroom.update(ferry, with_body(FERRY, "The ferry stops at one."), "With the new hour.")
    newsroom.update(
        ferry, with_body(FERRY, "The ferry stops at two."), "The hour was wrong.", Kind.CORRECTION
    )
    pictured = newsroom.publish(PICTURED).slug
    long = newsroom.publish(LONG).slug
    newsroom.update(long, REWRITTEN, "Much was moved.")
    retracted = newsroom.publish(BRIDGE).slug
    newsroom.app.revise.withdraw(retracted, Kind.RETRACTION, "Nobody had seen it.")
    gone = newsroom.publish(replace(BRIDGE, headline="Name in the news"))
    newsroom.app.revise.withdraw(gone.slug, Kind.TAKEDOWN, "By order of the court.")
    return {
        "front": "/",
        "noted": f"/articles/{ferry}",
        "pictured": f"/articles/{pictured}",
        "retracted": f"/articles/{retracted}",
        "taken down": f"/id/{gone.id}",
        "history": f"/articles/{ferry}/history",
        "revision": f"/articles/{ferry}/revisions/1",
        "diff": f"/articles/{ferry}/diff/1...3",
        "long diff": f"/articles/{long}/diff/1...2",
        "section": "/sections/harbour",
        "feeds": "/feeds/",
        "feed": "/feeds/sections/harbour",
        "corrections": "/corrections",
    }


def _newsletters(newsroom: Newsroom) -> dict[str, str]:
    app = newsroom.app
    newsroom.later(hours=1)
    app.send_now("morning")
    app.send_mail()
    (edition,) = app.showcase.archive("morning")[1]
    return {
        "subscribe": "/subscribe",
        "archive": "/newsletters/morning",
        "edition": f"/newsletters/morning/{edition.period_key}",
    }


def _readers(app: App) -> dict[str, str]:
    with app.store.read() as tx:
        reader, newsletter = (
            tx.subscribers.by_email("ada@example.org"),
            tx.newsletters.get("morning"),
        )
    key, now = (
        SubscriptionKey(subscriber_id=reader.id, newsletter_id=newsletter.id),
        app.clock.now(),
    )
    return {
        "confirm": f"/confirm/{app.tokens.confirm(key, now)}",
        "unsubscribe": f"/unsubscribe/{app.tokens.unsubscribe(key)}",
        "preferences": f"/preferences/{app.tokens.preferences(reader.id, now)}",
    }


def _picture(_: Request) -> Response:
    return Response(_png(600, 300), media_type="image/png")


def _png(width: int, height: int) -> bytes:
    """Draw a green rectangle (PNG, second edition, §11)."""
    rows = (b"\0" + b"\x55\x88\x55" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
