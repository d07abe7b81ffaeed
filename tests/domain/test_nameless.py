"""Of a mail address only its domain is left, wherever it stands."""

import pytest

from syndicate.domain.nameless import nameless


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("450 busy to RCPT (ada@example.org); later", "450 busy to RCPT (…@example.org); later"),
        ("<Ada.B+tag@Example.ORG>: full", "<…@Example.ORG>: full"),
        ("ada@example.org, bob@other.example", "…@example.org, …@other.example"),
        ("to=<zoë@größe.example>", "to=<…@größe.example>"),
        (
            "InDoubt('lost after the message to r1@a.example')",
            "InDoubt('lost after the message to …@a.example')",
        ),
        ("nobody here, 12 @ 3", "nobody here, 12 @ 3"),
        ("", ""),
    ],
)
def test_readers_are_not_named(said: str, left: str) -> None:
    assert nameless(said) == left


def test_a_text_without_end_takes_no_time_without_end() -> None:
    assert nameless("a" * 1_000_000) == "a" * 1_000_000
