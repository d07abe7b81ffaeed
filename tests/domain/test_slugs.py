"""Slugs are short, whole words of the headline, in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.slugs import LONGEST, slug_of


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Ferry sails again", "ferry-sails-again"),
        ("Größere Straßen, kürzere Wege", "grossere-strassen-kurzere-wege"),
        ("Russia’s pause won't last", "russias-pause-wont-last"),
        ("Мост закрыт", "мост-закрыт"),
        ("¿…?", "untitled"),
        ("w" * 80, "w" * 60),
    ],
)
def test_a_slug_is_the_headline_s_words(headline: str, slug: str) -> None:
    assert slug_of(headline) == slug


def test_a_long_headline_is_cut_between_words() -> None:
    headline = "Island ferry will sail again in March after two winters at the quay"
    assert slug_of(headline) == "island-ferry-will-sail-again-in-march-after-two-winters-at"


@given(st.text())
def test_a_slug_is_never_empty_long_or_edged_with_hyphens(headline: str) -> None:
    slug = slug_of(headline)
    assert 0 < len(slug) <= LONGEST
    assert slug == slug.strip("-")
