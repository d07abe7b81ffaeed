"""Which claims do tests of sending work on, where no ledger is needed?"""

from datetime import UTC, datetime

from syndicate.domain.deliveries import Claim


def some_claims(count: int) -> list[Claim]:
    """Return so many claims of an edition's mails, numbered from 1."""
    return [
        Claim(
            id=number,
            attempts=1,
            cohort_id=1,
            edition_id=1,
            notice_id=None,
            subscriber_id=number,
            email=f"r{number}@example.org",
            following_id=None,
            plain_text=False,
            newsletter_id=1,
            subject=None,
            written=datetime(2026, 3, 2, 6, tzinfo=UTC),
            answers=None,
        )
        for number in range(1, count + 1)
    ]
