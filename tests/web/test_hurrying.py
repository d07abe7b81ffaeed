"""Is a network that fetches feeds whole, over and over, told to wait, and nobody else?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from syndicate.web.hurrying import Hurrying
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, newsroom_of, settings_in
from tests.web.serving import ask, serving
from tests.web.visitor import Answer, Visitor

ALL = "/feeds/all.atom"
FEW = "[web]\nwhole_feeds_at_once = 3\nwhole_feeds_per_minute = 6\n"
NEIGHBOUR, STRANGER = "203.0.113.200", "198.51.100.7"  # the visitor is 203.0.113.7


@pytest.fixture
def paper(tmp_path: Path, sqlite_url: str) -> Iterator[Newsroom]:
    """Open a site that sends few feeds whole; one article is out."""
    with newsroom_of(settings_in(tmp_path, sqlite_url, FEW)) as newsroom:
        newsroom.publish(FERRY)
        yield newsroom


@pytest.fixture
def refused(paper: Newsroom) -> Answer:
    """Fetch until the site will not have it."""
    answers = [paper.visitor.get(ALL) for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    return answers[-1]


def statuses(visitor: Visitor, count: int = 5, **headers: str) -> set[int]:
    return {visitor.get(ALL, **headers).status for _ in range(count)}


def test_rfc6585_4_who_fetches_too_often_is_told_when_to_come_again(refused: Answer) -> None:
    assert refused.headers["retry-after"] == "10"
    assert refused.headers["cache-control"] == "no-store"
    assert "If-None-Match" in refused.text


def test_who_comes_again_as_told_is_answered(paper: Newsroom, refused: Answer) -> None:
    told = int(refused.headers["retry-after"])
    paper.later(seconds=told - 1)
    assert paper.visitor.get(ALL).status == 429
    paper.later(seconds=1)
    assert paper.visitor.get(ALL).status == 200


def test_what_is_refused_costs_the_store_nothing(
    paper: Newsroom, refused: Answer, statements: list[str]
) -> None:
    del refused
    statements.clear()
    assert paper.visitor.get("/feeds/tags/ferries.rss").status == 429
    assert statements == []


def test_all_feeds_of_all_neighbours_count_together(paper: Newsroom, refused: Answer) -> None:
    del refused
    neighbour = Visitor(paper.visitor.site, address=NEIGHBOUR)
    assert neighbour.get("/feeds/all.json").status == 429


def test_another_network_is_not_concerned(paper: Newsroom, refused: Answer) -> None:
    del refused
    assert Visitor(paper.visitor.site, address=STRANGER).get(ALL).status == 200


@pytest.mark.usefixtures("refused")
@pytest.mark.parametrize("said", ["if_none_match", "if_modified_since"])
def test_who_says_what_they_have_is_always_answered(paper: Newsroom, said: str) -> None:
    stranger = Visitor(paper.visitor.site, address=STRANGER)
    of = {"if_none_match": "etag", "if_modified_since": "last-modified"}[said]
    has = {said: stranger.get(ALL).headers[of]}
    assert statuses(paper.visitor, 20, **has) == {304}
    paper.later(seconds=2)
    paper.publish(BRIDGE)
    assert statuses(paper.visitor, 20, **has) == {200}


def test_who_says_what_they_have_uses_up_nothing(paper: Newsroom) -> None:
    assert statuses(paper.visitor, 20, if_none_match='"other"') == {200}
    assert statuses(paper.visitor, 3) == {200}


@pytest.mark.usefixtures("refused")
def test_only_feeds_sent_whole_count(paper: Newsroom) -> None:
    assert paper.visitor.head(ALL).status == 200
    assert paper.visitor.get("/").status == 200


def test_any_number_may_be_fetched_where_the_settings_say_so(
    tmp_path: Path, sqlite_url: str
) -> None:
    unlimited = "[web]\nwhole_feeds_at_once = 1\nwhole_feeds_per_minute = 0\n"
    with newsroom_of(settings_in(tmp_path, sqlite_url, unlimited)) as newsroom:
        assert statuses(newsroom.visitor) == {200}


def test_the_limit_that_comes_with_the_program_is_generous(newsroom: Newsroom) -> None:
    assert statuses(newsroom.visitor, 1000) == {200}
    assert newsroom.visitor.get(ALL).headers["retry-after"] == "1"


def test_whose_address_nobody_knows_is_never_told_to_wait(paper: Newsroom) -> None:
    hurrying = Hurrying(paper.app.settings.web.fetch_limit(), paper.app.clock.now)
    for client in (None, ("", 0), ("testclient", 1), ("10.1.2.3", 1)):
        assert {hurrying.wait({"client": client}) for _ in range(9)} == {0}, client


def test_behind_a_proxy_of_this_machine_the_address_it_forwards_counts(paper: Newsroom) -> None:
    with serving(paper) as url:
        statuses = [
            # a proxy puts what it knows behind what its client says
            ask(url + ALL, x_forwarded_for=f"192.0.2.{number}, {STRANGER}")[0].status
            for number in range(4)
        ]
        assert statuses == [200, 200, 200, 429]
        assert ask(url + ALL, x_forwarded_for=NEIGHBOUR)[0].status == 200


def test_what_somebody_else_forwards_is_not_believed(paper: Newsroom) -> None:
    with serving(paper) as url:
        for _ in range(5):  # or whoever can connect would spend what another network may have
            assert ask(url + ALL, "127.0.0.2", x_forwarded_for=STRANGER)[0].status == 200
        assert ask(url + ALL, x_forwarded_for=STRANGER)[0].status == 200
