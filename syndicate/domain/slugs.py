"""By which name does an article stand in addresses?"""

from syndicate.domain.feeds import term

LONGEST = 60


def slug_of(headline: str) -> str:
    """Return a headline's words as a slug, as many whole words as fit in 60 characters."""
    whole = term(headline)
    if len(whole) <= LONGEST:
        return whole
    fitting, _, _ = whole[: LONGEST + 1].rpartition("-")
    return fitting or whole[:LONGEST]
