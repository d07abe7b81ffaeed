"""Can anything of an article be had before its moment? The public face must not change by a byte.

Every address that there is, or will be once the article is out, is asked for before anybody
wrote the article, and again while it waits: what comes back is compared whole, headers too.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from syndicate.domain.articles import Image, Person, Related
from syndicate.domain.editions import Newsletter
from syndicate.domain.feeds import FeedFormat, term
from syndicate.domain.stories import Story
from syndicate.services.ingest import Ingest
from tests.web.crawl import Heard, crawl, plain, targets
from tests.web.newsroom import BRIDGE, FERRY, NOW, Newsroom

SLUG, WORKING = "council-sells-the-dredger", "dredger-deal"
IDENTITY = UUID("6f1f0a52-0d5c-4f2a-9d0a-1f6d3a1c7b11")
MOMENT = NOW + timedelta(hours=2)
SECRET = replace(
    FERRY,
    headline="Council sells the dredger",
    summary="Signed on Friday.",
    section="Townhall affairs",
    authors=(Person(name="Olwen Pask"),),
    contributors=(Person(name="Tam Reyes"),),
    images=(Image(url="/media/hull.jpg", caption="Her hull", credit="Lev Ander"),),
    related=(Related(title="Shipyard paid", url="/articles/shipyard-paid"),),
    tags=("Backroom deals",),
    body_html="<p>Councillor Quill sold a dredger.</p>",
)
TERMS = {"sections": "townhall-affairs", "tags": "backroom-deals", "authors": "olwen-pask"}
NAMES = (SLUG, WORKING, str(IDENTITY), "shipyard-paid", "hull.jpg", "tam-reyes", *TERMS.values())
WORDS = (
    *("dredger", "Signed on Friday", "Townhall", "Pask", "Reyes", "Lev Ander", "Her hull"),
    *("Shipyard", "Backroom", "Quill", *NAMES),
)
ADDRESSES = (
    *(f"/{folder}/{name}" for folder, name in TERMS.items()),
    *(f"/feeds/{folder}/{name}.{f}" for folder, name in TERMS.items() for f in FeedFormat),
    *(f"/articles/{slug}/revisions.{f}" for slug in (SLUG, WORKING) for f in FeedFormat),
    *("/articles/shipyard-paid", "/media/hull.jpg", "/authors/tam-reyes"),
)
CONDITIONS: tuple[Mapping[str, str], ...] = (
    {"if_none_match": "*"},
    {"if_modified_since": "Sat, 02 Mar 2115 09:00:00 GMT"},
    {"range": "bytes=0-9"},
)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Take one kind of database: no answer here depends on it."""
    return sqlite_url


@pytest.fixture
def city(newsroom: Newsroom) -> Newsroom:
    """Publish two articles, and mail them: there is an archive, too."""
    app = newsroom.app
    morning = Newsletter(
        name="morning", title="Morning", schedule="daily 07:00", timezone="UTC", created=NOW
    )
    app.newsletters.add(morning)
    app.subscribe.add("ada@example.org", "morning", "UTC", confirmed=True)
    for story in (BRIDGE, FERRY):
        newsroom.publish(story)
    app.send_now("morning")
    app.send_mail()
    newsroom.later(minutes=1)
    app.tick()  # so that /readyz has seen somebody tick, before and after
    return newsroom


def schedule(city: Newsroom) -> None:
    """Save the secret under a working slug; have it wait until just before its moment."""
    ingest = Ingest(transactions=city.app.store, clock=city.clock, new_id=lambda: IDENTITY)
    ingest(Story(content=SECRET, slug=WORKING), announce=True)

    city.app.revise.rename(WORKING, SLUG)
    city.app.publish(SLUG, at=MOMENT - timedelta(hours=1), embargo=MOMENT)
    city.clock.set(MOMENT - timedelta(microseconds=1))
    assert city.app.tick().published == 0


def hold_back(city: Newsroom) -> None:
    """Take it off the schedule, and let the embargo end."""
    schedule(city)
    city.app.publish.unschedule(SLUG)
    city.clock.set(MOMENT)
    assert city.app.tick().published == 0


def edit(city: Newsroom) -> None:
    """Save all of it as a draft of an article that is out."""
    city.app.edit.save("ferry-stops-at-noon", Story(content=SECRET), "ida")
    city.app.relay()
    city.app.revise.republish("bridge-opens-again")


def whole(heard: Iterable[Heard]) -> dict[tuple[str, str], tuple[object, ...]]:
    """Return everything that came back, by what was asked."""
    return {
        (one.target, one.way): (one.answer.status, one.answer.headers.raw, one.answer.body)
        for one in heard
    }


def conditional(city: Newsroom, asked: Iterable[str]) -> list[tuple[object, ...]]:
    """Return what comes back to those who ask under a condition, or for a part."""
    return [
        (target, answer.status, answer.headers.raw, answer.body)
        for target in asked
        for condition in CONDITIONS
        for answer in [city.visitor.get(target, **condition)]
    ]


@pytest.mark.parametrize("begin", [schedule, hold_back, edit])
def test_nothing_public_changes_by_a_byte_while_an_article_waits(
    city: Newsroom, begin: Callable[[Newsroom], None]
) -> None:
    before = crawl(city.visitor, city.app, SLUG, WORKING, str(IDENTITY), *ADDRESSES)
    asked = [target for target in targets(before) if any(name in target for name in NAMES)]
    under_conditions = conditional(city, asked)
    begin(city)
    with capture_logs() as lines:
        after = crawl(city.visitor, city.app, *targets(before), WORKING, SLUG, str(IDENTITY))
        assert whole(after) == whole(before)
        assert conditional(city, asked) == under_conditions
    assert not [word for word in WORDS if plain(word) in plain(str(lines))]


BELOW = ("", "/history", "/revisions/1", "/diff/1...2", "/diff?older=1&newer=2", "/revisions.atom")


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
def test_what_waits_is_answered_as_what_nobody_wrote(city: Newsroom, method: str) -> None:
    schedule(city)
    unwritten = UUID("7a1f0a52-0d5c-4f2a-9d0a-1f6d3a1c7b11")
    pairs = [(f"/articles/{SLUG}{rest}", f"/articles/nobody{rest}") for rest in BELOW]
    pairs += [(f"/articles/{WORKING}", "/articles/nobody"), (f"/id/{IDENTITY}", f"/id/{unwritten}")]
    for folder, name in TERMS.items():
        pairs.append((f"/{folder}/{name}", f"/{folder}/nobody"))
        pairs += [
            (f"/feeds/{folder}/{name}.{f}", f"/feeds/{folder}/nobody.{f}") for f in FeedFormat
        ]
    for waiting, nothing in pairs:
        told, other = (city.visitor.ask(method, target) for target in (waiting, nothing))
        assert (told.status, told.headers.raw, told.body) == (
            other.status,
            other.headers.raw,
            other.body,
        ), waiting
        assert told.status in ({404} if method in {"GET", "HEAD"} else {404, 405})


def test_at_its_moment_all_of_it_is_there_at_once(city: Newsroom) -> None:
    schedule(city)
    city.clock.set(MOMENT)
    assert city.app.tick().published == 1
    for folder, name in TERMS.items():
        assert SLUG in city.visitor.get(f"/{folder}/{name}").text
        for format_ in FeedFormat:
            assert SLUG in city.visitor.get(f"/feeds/{folder}/{name}.{format_}").text
    for target in ("/", "/feeds/all.atom", f"/articles/{SLUG}/history"):
        assert "dredger" in city.visitor.get(target).text
    assert city.visitor.get(f"/id/{IDENTITY}").headers["location"].endswith(SLUG)
    assert term("Backroom deals") in city.visitor.get("/feeds.opml").text
