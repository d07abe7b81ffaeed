"""Are the pages, byte for byte, the ones that were reviewed?"""

import pytest

from tests.golden.compare import assert_golden
from tests.render.page_samples import PAGES
from tests.render.page_shelf import shelf

REVIEWED = (
    "front",
    "article",
    "article-retracted",
    "revision",
    "history",
    "diff",
    "taken-down",
    "corrections",
    "figures",
    "feeds",
    "feed",
    "subscribe",
    "preferences",
    "edition",
)
SHELF = shelf(PAGES)


@pytest.mark.parametrize("name", REVIEWED)
def test_a_page_is_the_reviewed_one(name: str) -> None:
    assert_golden(f"pages/{name}.html", SHELF[name].encode())
