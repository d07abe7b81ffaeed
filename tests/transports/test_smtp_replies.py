"""A reply is judged by its step, its class and its enhanced code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.errors import (
    AddressRefused,
    InDoubt,
    MessageRefused,
    SettingsFault,
    SyndicateError,
    Temporary,
)
from syndicate.transports.smtp_replies import Reply, Step, judge, reply_of


def verdict(step: Step, code: int, text: str = "") -> type[SyndicateError] | None:
    error = judge(step, Reply(code=code, text=text), server="mx:25", about="b@x.org")
    return type(error) if error else None


@pytest.mark.parametrize(
    ("step", "code", "text", "expected"),
    [
        (Step.OPENING, 220, "", None),
        (Step.OPENING, 554, "", Temporary),
        (Step.OPENING, 421, "", Temporary),
        (Step.LOGIN, 535, "", SettingsFault),
        (Step.LOGIN, 550, "", SettingsFault),
        (Step.LOGIN, 454, "", Temporary),
        (Step.MAIL, 530, "", SettingsFault),
        (Step.MAIL, 550, "5.1.8 bad sender", MessageRefused),
        (Step.MAIL, 550, "5.1.1 odd here", MessageRefused),
        (Step.RCPT, 251, "will forward", None),
        (Step.RCPT, 501, "5.1.3 bad syntax", AddressRefused),
        (Step.RCPT, 550, "5.2.1 disabled", AddressRefused),
        (Step.RCPT, 554, "5.7.26 not authenticated", MessageRefused),
        (Step.DATA, 354, "", None),
        (Step.DATA, 250, "", Temporary),
        (Step.DATA, 554, "no valid recipients", MessageRefused),
        (Step.DOT, 250, "", None),
        (Step.DOT, 552, "5.3.4 too big", MessageRefused),
        (Step.DOT, 552, "5.2.2 mailbox full", Temporary),
        (Step.DOT, 550, "5.1.10 null mx", AddressRefused),
        (Step.DOT, 354, "", InDoubt),
        (Step.DOT, -1, "", InDoubt),
    ],
)
def test_what_a_reply_means(
    step: Step, code: int, text: str, expected: type[SyndicateError] | None
) -> None:
    assert verdict(step, code, text) is expected


@given(st.sampled_from(Step), st.integers(400, 499), st.text(max_size=30))
def test_a_4xx_is_never_held_against_anybody(step: Step, code: int, text: str) -> None:
    fault = verdict(step, code, text)
    assert fault is not None
    assert issubclass(fault, Temporary)


@given(st.sampled_from(Step), st.integers(-10, 1000))
def test_only_the_final_dot_leaves_doubt(step: Step, code: int) -> None:
    if verdict(step, code) is InDoubt:
        assert step is Step.DOT
        assert code // 100 not in {2, 4, 5}


@given(st.binary(max_size=2000))
def test_a_reply_is_one_printable_line_of_bounded_length(raw: bytes) -> None:
    text = reply_of(250, raw).text
    assert len(text) <= 300
    assert text.isprintable()
