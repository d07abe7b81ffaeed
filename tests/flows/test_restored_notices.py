"""Notices of a restored site reach whom they have not reached, and nobody a second time."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.chronicle import told_account
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.messages import Acceptance
from syndicate.transports.journal import Journal
from tests.flows.restored_site import HOUR, MONDAY, READERS, Site, site_with_readers

EVERYBODY = Counter(dict.fromkeys(READERS, 1))


@contextmanager
def mid_batch(site: Site, mails: int) -> Iterator[None]:
    """Have a worker hand so many mails over, and die; what happens meanwhile it misses."""
    with site.app.locks.hold("w"):
        with site.app.store.write() as tx:
            claims = tx.deliveries.claim(tx.batches.open("w", MONDAY), mails, MONDAY)
            told = told_account(tx.telling.told(claims[0].cohort_id))
        yield
        path = site.app.settings.secret_file.with_name("journal") / "w"
        with Journal(path, told=lambda _: told) as journal:
            for claim in claims:
                journal.intent(str(claim.id), claim.cohort_id, claim.subscriber_id)
                journal.accepted(str(claim.id), Acceptance(reply="250 ok"))


@pytest.fixture
def site(tmp_path: Path, sqlite_url: str) -> Iterator[Site]:
    """Give a site with readers and two articles."""
    with site_with_readers(tmp_path, sqlite_url) as made:
        made.publish("Ferry")
        yield made


def test_a_notice_opened_while_restoring_reaches_those_who_had_another_since(site: Site) -> None:
    site.run(MONDAY)
    site.back_up()
    site.correct("Bridge")
    site.run(MONDAY + HOUR)
    site.app.revise.withdraw("ferry", Kind.RETRACTION, "It never ran.")
    site.restore()
    site.app.rest_mail.resume()
    site.run(MONDAY + 2 * HOUR)
    assert site.mailed("Subject: Retracted: Ferry") == EVERYBODY
    assert len(set(site.ids())) == len(site.ids()) == 3 * len(READERS)


def test_a_notice_after_a_second_restore_has_an_id_of_its_own(site: Site) -> None:
    site.run(MONDAY)
    site.back_up()
    site.restore()
    site.app.rest_mail.resume()
    site.correct("Bridge")
    site.run(MONDAY + HOUR)
    site.restore()
    site.app.rest_mail.resume()
    site.correct("Ferry")
    site.run(MONDAY + 2 * HOUR)
    assert len(set(site.ids())) == len(site.ids()) == 3 * len(READERS)


def test_a_notice_that_readers_joined_since_is_mailed_to_none_of_them_again(site: Site) -> None:
    site.clock.set(MONDAY)
    site.app.tick()
    with mid_batch(site, 3):
        site.correct("Bridge")
        site.back_up()
    site.run(MONDAY + HOUR)
    assert sum(site.mailed("Subject: Correction: Bridge").values()) == 3
    site.restore()
    assert site.standing() == Counter({DeliveryStatus.SENT: len(READERS) + 3})
    site.app.rest_mail.resume()
    assert site.app.send_mail() == 0
