"""Do feed readers see each change of an article as newer, though a clock was put back?"""

import json
import re
from datetime import datetime

import pytest

from syndicate.domain.articles import Kind
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, with_body

SLUG = "ferry-stops-at-noon"
MINOR = "The ferry to the island stops, at noon, on Sunday."
SECONDS = [-3600.0, -1.0, 0.0, 0.5]


def dates(newsroom: Newsroom) -> list[datetime]:
    """Return what each format says of when the one article was updated."""
    atom, rss, feed = (
        newsroom.visitor.get(f"/feeds/all.{f}").text for f in ("atom", "rss", "json")
    )
    (item,) = json.loads(feed)["items"]
    (of_entry,) = re.findall("<updated>(.*?)</updated>", atom[atom.index("<entry") :])
    (of_item,) = re.findall("<atom:updated>(.*?)</atom:updated>", rss)
    return [datetime.fromisoformat(at) for at in (of_entry, of_item, item["date_modified"])]


def edited(newsroom: Newsroom) -> datetime:
    """Return when the one article was changed in any way."""
    (item,) = json.loads(newsroom.visitor.get("/feeds/all.json").text)["items"]
    return datetime.fromisoformat(item["_syndicate"]["edited"])


@pytest.mark.parametrize("seconds", SECONDS)
def test_a_significant_change_is_dated_a_second_after_the_one_before(
    newsroom: Newsroom, seconds: float
) -> None:
    newsroom.publish(FERRY)
    for text in ("It stops at one.", "It stops at two."):
        before = dates(newsroom)
        newsroom.later(seconds=seconds)
        newsroom.update(SLUG, with_body(FERRY, text), "New time.")
        steps = [
            (at - then).total_seconds() for at, then in zip(dates(newsroom), before, strict=True)
        ]
        assert steps == [1.0] * 3


@pytest.mark.parametrize("seconds", SECONDS)
def test_a_minor_change_moves_what_tells_of_any_change_alone(
    newsroom: Newsroom, seconds: float
) -> None:
    newsroom.publish(FERRY)
    before, then = dates(newsroom), edited(newsroom)
    newsroom.later(seconds=seconds)
    newsroom.update(SLUG, with_body(FERRY, MINOR), kind=Kind.MINOR)
    assert dates(newsroom) == before
    assert edited(newsroom) > then


def test_where_the_clock_goes_on_changes_have_its_date(newsroom: Newsroom) -> None:
    newsroom.publish(FERRY)
    newsroom.later(seconds=1.5)
    newsroom.update(SLUG, with_body(FERRY, "It stops at one."), "New time.")
    assert dates(newsroom) == [newsroom.clock.now()] * 3


def test_a_document_s_date_does_not_fall_by_what_is_published_then(
    newsroom: Newsroom,
) -> None:
    newsroom.publish(FERRY)
    first = newsroom.visitor.get("/feeds/all.atom").text
    newsroom.later(hours=-1)
    newsroom.publish(BRIDGE)
    after = newsroom.visitor.get("/feeds/all.atom").text
    told = [datetime.fromisoformat(re.findall("<updated>(.*?)<", t)[0]) for t in (first, after)]
    assert told[0] <= told[1]
    assert after.count("<entry") == 2
