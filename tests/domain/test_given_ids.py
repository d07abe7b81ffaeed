"""A server that gives its own Message-ID names it in its answer; others keep ours."""

import pytest

from syndicate.domain.given_ids import KEPT, given_id, is_rule, rule_of

SES = "0100019a2b3c4d5e-1f2a3b4c-5d6e-4f70-8a9b-0c1d2e3f4a5b-000000"


@pytest.mark.parametrize(
    ("host", "rule"),
    [
        ("email-smtp.us-east-1.amazonaws.com", "<{id}@email.amazonses.com>"),
        ("email-smtp.eu-west-1.amazonaws.com", "<{id}@eu-west-1.amazonses.com>"),
        ("EMAIL-SMTP-FIPS.US-WEST-2.AMAZONAWS.COM", "<{id}@us-west-2.amazonses.com>"),
        ("email-smtp.us-gov-west-1.amazonaws.com", KEPT),  # not known for certain
        ("email-smtp.eu-west-1.amazonaws.com.example.org", KEPT),
        ("mail.example.org", KEPT),
        ("", KEPT),
    ],
)
def test_amazon_ses_is_known_by_its_host_and_nobody_else_is(host: str, rule: str) -> None:
    assert rule_of(host) == rule


@pytest.mark.parametrize(
    ("rule", "answer", "given"),
    [
        ("<{id}@eu-west-1.amazonses.com>", f"Ok {SES}", f"<{SES}@eu-west-1.amazonses.com>"),
        ("<{id}@mail.example.org>", "2.0.0 queued as <A1>", "<A1@mail.example.org>"),
        ("{id}", "Ok <a.1@mail.example.org>", "<a.1@mail.example.org>"),
        ("{id}", "Ok a.1@mail.example.org", "<a.1@mail.example.org>"),
        (KEPT, "Ok <a.1@mail.example.org>", None),
        (KEPT, "2.0.0 Ok: queued as 4F1A2B3C", None),
    ],
)
def test_the_id_is_made_of_the_last_word_of_the_answer(
    rule: str, answer: str, given: str | None
) -> None:
    assert given_id(rule, answer) == given


@pytest.mark.parametrize(
    "answer", ["", "Ok", "kept", "Ok 1", "Ok 1@b@c<d", "Ok 1@ä", "Ok " + "1" * 400]
)
def test_an_answer_that_makes_no_id_tells_none(answer: str) -> None:
    assert given_id("{id}", answer) is None


@pytest.mark.parametrize("rule", [KEPT, "{id}", "<{id}@mail.example.org>", "<x.{id}@a>"])
def test_a_rule_makes_an_id_or_keeps_ours(rule: str) -> None:
    assert is_rule(rule)


@pytest.mark.parametrize(
    "rule", ["", "yes", "{id}@example.org", "<@example.org>", "<{id}{id}@a>", "<{id}@a\r\nX: y>"]
)
def test_what_makes_no_id_is_no_rule(rule: str) -> None:
    assert not is_rule(rule)
