"""Are the headers of requests read as RFC 9110 says, whatever they hold?"""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.feeds import FeedDocument, FeedFormat
from syndicate.web.conditional import Asked, Served, asked_in, encoding_for, has_it, http_date

MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DOCUMENT = FeedDocument(
    name="all",
    format=FeedFormat.ATOM,
    body=b"<feed/>",
    etag="abc",
    last_modified=MOMENT,
    updated=MOMENT,
)
SERVED = Served(DOCUMENT, b'<https://harbour.example/feeds/all.atom>; rel="self"')
TAG = SERVED.variant("identity").etag


def test_what_was_compressed_once_is_not_compressed_again() -> None:
    served = Served(DOCUMENT, b"")
    for encoding in ("identity", "gzip", "br"):
        assert served.variant(encoding) is served.variant(encoding)


def has(if_none_match: bytes | None = None, if_modified_since: bytes | None = None) -> bool:
    asked = Asked(
        encoding="identity", if_none_match=if_none_match, if_modified_since=if_modified_since
    )
    return has_it(SERVED.variant("identity"), MOMENT, asked)


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        (None, "identity"),
        (b"", "identity"),
        (b"gzip", "gzip"),
        (b"GZIP", "gzip"),
        (b"br, gzip", "br"),
        (b"gzip, deflate, br, zstd", "br"),
        (b"*", "br"),
        (b"identity", "identity"),
        (b"gzip;q=0", "identity"),
        (b"gzip; q=0.0", "identity"),
        (b"gzip;q=0, *;q=1", "br"),
        (b"*;q=0", "identity"),
        (b"gzip;q=0.5", "gzip"),
        (b"gzip;q=0.5, identity", "identity"),
        (b"gzip;q=0.5, identity;q=0.1", "gzip"),
        (b"gzip;q=1.0, identity; q=0.5, *;q=0", "gzip"),
        (b"br;q=0.4, gzip;q=0.8", "gzip"),
        (b"br;q=0, *;q=0", "identity"),
        (b"gzip;q=rubbish", "identity"),
        (b"gzip;q=nan", "identity"),
        (b"notgzip", "identity"),
        (b"deflate, zstd", "identity"),
    ],
)
def test_the_encoding_is_the_one_accepted(accept: bytes | None, encoding: str) -> None:
    assert encoding_for(accept) == encoding


@pytest.mark.parametrize(
    "tags",
    [b'"abc"', b'W/"abc"', b'"x", "abc"', b'"x","abc" ,"y"', b'  "abc"  ', b'W/"x", W/"abc"', b"*"],
)
def test_a_tag_in_the_list_is_enough(tags: bytes) -> None:
    assert has(tags)


@pytest.mark.parametrize(
    "tags", [b"", b'"abcd"', b"abc", b'"ABC"', b'"x", *', b"W/", b'"abc-gzip"', b'w/"abc"', b"\xff"]
)
def test_another_tag_is_not(tags: bytes) -> None:
    assert not has(tags)
    assert not has(tags, http_date(MOMENT))


@pytest.mark.parametrize(
    "date",
    [
        b"Mon, 02 Mar 2026 09:00:00 GMT",
        b"Mon, 02 Mar 2026 09:00:01 GMT",
        b"Monday, 02-Mar-26 09:00:00 GMT",
        b"Mon Mar  2 09:00:00 2026",
        b"Mon, 02 Mar 2026 10:00:00 +0100",
    ],
)
def test_a_date_from_the_last_change_on_is_enough(date: bytes) -> None:
    assert has(None, date)


@pytest.mark.parametrize(
    "date",
    [
        b"Mon, 02 Mar 2026 08:59:59 GMT",
        b"",
        b"yesterday",
        b"Mon, 32 Mar 2026 09:00:00 GMT",
        b"Mon, 02 Mar 99999 09:00:00 GMT",
        b"Fri, 31 Dec 9999 23:59:59 -2300",
        b"Mon, 02 Mar 2026 09:00:00 +99999999999999999999",
        b"1772442000",
    ],
)
def test_an_older_date_or_none_is_not(date: bytes) -> None:
    assert not has(None, date)


def test_repeated_lists_are_one_list() -> None:
    asked = asked_in(
        [
            (b"accept-encoding", b"br;q=0.5"),
            (b"if-none-match", b'"x"'),
            (b"accept-encoding", b"gzip"),
            (b"if-none-match", b'"abc"'),
        ]
    )
    assert asked.encoding == "gzip"
    assert has(asked.if_none_match)


WORDS = [
    "gzip",
    "*",
    "identity",
    ";q=",
    "0",
    "1",
    ",",
    "W/",
    '"',
    "abc",
    "Mon, ",
    "GMT",
    "+99",
    ":",
]
VALUES = st.one_of(
    st.binary(max_size=60), st.lists(st.sampled_from(WORDS)).map(lambda w: "".join(w).encode())
)
DATES = st.from_regex(rb"\w{3}, \d{1,3} (Mar|\w+) \d{1,6} \d{1,3}:\d{2}:\d{2} ([+-]\d{1,30}|GMT)")


@given(VALUES, VALUES, st.one_of(VALUES, DATES))
def test_no_header_breaks_an_answer(accept: bytes, tags: bytes, date: bytes) -> None:
    names = (b"accept-encoding", b"if-none-match", b"if-modified-since")
    asked = asked_in(zip(names, (accept, tags, date), strict=True))
    assert asked.encoding in {"identity", "gzip", "br"}
    assert isinstance(has_it(SERVED.variant(asked.encoding), MOMENT, asked), bool)
    assert isinstance(has(None, date), bool)


@given(st.lists(st.from_regex(r'(W/)?"[!#-+\--~]{1,8}"', fullmatch=True)))
def test_our_tag_is_found_wherever_it_stands(others: list[str]) -> None:
    listed = ", ".join(others)
    assert has(listed.encode()) == (TAG.decode() in [t.removeprefix("W/") for t in others])
    assert has(f"{listed}, {TAG.decode()}".strip(", ").encode())


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(9998, 1, 1)))  # noqa: DTZ001 - made aware below
def test_our_own_dates_are_read_back(instant: datetime) -> None:
    moment = instant.replace(tzinfo=UTC, microsecond=0)
    assert has(None, http_date(moment)) == (moment >= MOMENT)
