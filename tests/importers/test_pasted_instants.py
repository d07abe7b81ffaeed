"""Are the instants that papers state in so many ways understood, and no more than stated?"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from syndicate.importers.language.detecting import words_of
from syndicate.importers.pasted.instants import stated_in
from syndicate.importers.pasted.rows import rows_of
from syndicate.importers.pasted.stamps import Told, is_stamp, stamps_in

ENGLISH = words_of("en")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Nov 18, 2019 at 9:24 pm ET", "2019-11-19T02:24+00:00"),
        ("Nov. 18th 2019 12:12 pm PT", "2019-11-18T20:12+00:00"),
        ("Nov. 19, 2019, 8:41 AM UTC", "2019-11-19T08:41+00:00"),
        ("Wednesday, 20 November 2019 08:05 GMT", "2019-11-20T08:05+00:00"),
        ("Wednesday 20 November 2019 11:42, UK", "2019-11-20T11:42+00:00"),
        ("2019-11-19T06:12:56-05:00", "2019-11-19T11:12+00:00"),
        ("2019-11-19T06:12Z", "2019-11-19T06:12+00:00"),
        ("Nov 20 2019, 13:42pm ist", "2019-11-20T08:12+00:00"),
        ("12:05 a.m. EDT on July 4, 2024", "2024-07-04T04:05+00:00"),
        ("July 4, 2024, 12 p.m. EST", "2024-07-04T16:00+00:00"),
        ("20 Nov 2019 17:30 GMT+2", "2019-11-20T15:30+00:00"),
        ("3 March 2025 9 a.m. (AEDT)", "2025-03-02T22:00+00:00"),
    ],
)
def test_a_full_instant_needs_nothing_from_outside(text: str, instant: str) -> None:
    stated = stated_in(text, ENGLISH)

    assert stated is not None
    assert stated.at(None, None) == datetime.fromisoformat(instant)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "20. November 2019, 14:05 Uhr"),
        ("de", "20.11.2019, 14.05 Uhr"),
        ("de", "Mittwoch, 20. Nov. 2019 um 14:05"),
        ("fr", "mercredi 20 novembre 2019 à 14h05"),
        ("fr", "20/11/2019 à 14:05 et quelques"),
        ("es", "20 de noviembre de 2019 a las 14:05"),
        ("pt", "20 de novembro de 2019 às 14h05"),
        ("en", "November 20, 2019 2:05 p.m."),
        ("en", "11/20/2019 14:05"),
        ("en", "2019/11/20 14:05:59"),
    ],
)
def test_every_language_writes_the_same_moment_its_own_way(language: str, text: str) -> None:
    stated = stated_in(text, words_of(language))

    assert stated is not None
    assert stated.zone is None
    assert stated.at(None, None) is None
    berlin = ZoneInfo("Europe/Berlin")
    assert stated.at(None, berlin) == datetime(2019, 11, 20, 13, 5, tzinfo=UTC)


def test_a_date_alone_is_no_instant() -> None:
    stated = stated_in("18 NOV 2019", ENGLISH)

    assert stated is not None
    assert stated.at(date(2019, 11, 18), ZoneInfo("UTC")) is None


def test_an_english_date_of_two_readings_is_neither() -> None:
    stated = stated_in("11/12/2019 14:05", ENGLISH)

    assert stated is not None
    assert stated.day is None


def test_the_stated_date_goes_before_the_given_one() -> None:
    stated = stated_in("Nov. 18, 2019 9:00 a.m. ET", ENGLISH)

    assert stated is not None
    assert stated.at(date(2001, 1, 1), ZoneInfo("Asia/Tokyo")) == datetime(
        2019, 11, 18, 14, 0, tzinfo=UTC
    )


def test_a_date_without_a_year_is_of_the_year_next_to_the_given_date() -> None:
    stated = stated_in("Dec 31, 11:30 PM ET", ENGLISH)

    assert stated is not None
    assert stated.at(None, None) is None
    assert stated.at(date(2020, 1, 1), None) == datetime(2020, 1, 1, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["It cost 4.1 million", "page 12", "31:99", "Feb 31", "1,200 boats"]
)
def test_a_number_is_no_time_of_day(text: str) -> None:
    stated = stated_in(text, ENGLISH)

    assert stated is None or (stated.clock is None and stated.day is None)


def test_labels_tell_the_publication_from_the_update() -> None:
    line = "PUBLISHED: 00:01, Tue, Nov 19, 2019 | UPDATED: 10:43, Tue, Nov 19, 2019"

    assert [(stamp.told, stamp.stated.words) for stamp in stamps_in(line, ENGLISH)] == [
        (Told.PUBLISHED, "00:01, Tue, Nov 19, 2019"),
        (Told.UPDATED, "10:43, Tue, Nov 19, 2019"),
    ]


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("Nov 18, 2019 at 9:24 pm ET • 2 min read", True),
        ("Port Halden, Courier News Desk | Updated : 19 November 2019, 09:01 AM", True),
        ("November 20, 2019 Ada Brook", True),
        ("It happened on Nov. 18, 2019.", False),
        ("— Harbour Watch (@harbour) November 18, 2019", False),
        ("The boats came back on Nov. 18, 2019 after three weeks in the yard", False),
        ("We counted 40 boats", False),
    ],
)
def test_a_stamp_says_next_to_nothing_but_its_instant(line: str, stamp: bool) -> None:
    assert is_stamp(rows_of(line)[0], ENGLISH) is stamp
