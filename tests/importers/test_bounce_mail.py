"""Is it understood what a mail that came back says, and nothing read into it?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.bounces import BounceKind, Report
from syndicate.importers.bounce_mail import read_recipient, read_report
from tests.importers.returned import (
    IN_WORDS_OF_ITS_OWN,
    OUT_OF_OFFICE,
    complaint,
    status_report,
)


def report(data: bytes) -> Report:
    read = read_report(data, "t0ken")
    assert read is not None
    return read


def test_a_status_report_tells_code_and_words() -> None:
    assert report(status_report()) == Report(
        kind=BounceKind.HARD, token="t0ken", status="5.1.1", said="smtp; 550 5.1.1 no such user"
    )


def test_what_a_stranger_said_runs_in_no_terminal() -> None:
    data = status_report().replace(b"Diagnostic-Code: smtp; ", b"Diagnostic-Code: smtp; \x1b[2J")
    assert b"\x1b" in data
    assert report(data).said.isprintable()


def test_what_was_put_off_is_no_end() -> None:
    assert report(status_report("4.4.7", "delayed", "smtp; 451 busy")).kind is BounceKind.SOFT
    assert report(status_report("4.4.7", "failed", "smtp; 451 expired")).kind is BounceKind.SOFT


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_what_went_well_is_no_failure(action: str) -> None:
    assert read_report(status_report("2.0.0", action), "") is None


def test_a_feedback_report_is_a_complaint_unless_it_takes_one_back() -> None:
    assert report(complaint()).kind is BounceKind.COMPLAINT
    assert read_report(complaint("not-spam"), "") is None


def test_what_a_server_says_in_words_of_its_own_gives_nobody_up() -> None:
    assert report(IN_WORDS_OF_ITS_OWN).kind is BounceKind.SOFT


def test_who_is_away_is_not_gone() -> None:
    assert read_report(OUT_OF_OFFICE, "t0ken") is None


def test_whom_it_is_about_is_told_by_where_it_came_to_alone() -> None:
    assert read_recipient(status_report()) == ("", "")
    assert read_recipient(status_report(), "<bounces+abc@news.example>") == ("bounces", "abc")
    delivered = b"Delivered-To: bounces+abc@news.example\r\n" + status_report()
    assert read_recipient(delivered) == ("bounces", "abc")


def test_a_farewell_comes_to_a_box_of_its_own() -> None:
    assert read_recipient(b"\n", "Unsubscribe+aB_c-@x.example") == ("unsubscribe", "aB_c-")
    assert read_recipient(b"\n", "unfollow+aB_c-@x.example") == ("unfollow", "aB_c-")


@given(st.binary(max_size=2000))
def test_no_bytes_break_it(data: bytes) -> None:
    for prefix in (b"", status_report()[:700], complaint()[:500]):
        read_recipient(prefix + data)
        read_report(prefix + data, "")


def test_a_mail_of_nothing_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    assert read_report(b"", "t0ken") is None
    assert caplog.records == []  # a stranger's mail is no fault of the program
