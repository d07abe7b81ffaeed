"""Notices of a restored site reach whom they have not reached, and nobody a second time."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from syndicate.domain.articles import Content, Kind
from syndicate.domain.chronicle import told_account
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.messages import Acceptance
from syndicate.domain.publication import Declared
from syndicate.transports.journal import Journal
from tests.flows.restored_site import DAY, HOUR, MONDAY, READERS, Site, site_with_readers

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


def update(site: Site, words: str) -> None:
    """Publish an update of the first article, which nobody is told of at once."""
    content = Content(headline="Bridge", body_html=f"<p>{words}</p>")
    site.app.revise("bridge", content, Declared(kind=Kind.UPDATE, note=words))


def lose_the_store_after_retracting(site: Site) -> None:
    """Retract the first article, lose the store before anybody is told, and run it again."""
    site.app.revise.withdraw("bridge", Kind.RETRACTION, "It never opened.")
    site.restore()
    site.app.rest_mail.resume()
    site.run(MONDAY + 3 * HOUR)
    site.run(MONDAY + DAY)


def test_a_retraction_under_the_number_of_a_lost_correction_reaches_everybody(site: Site) -> None:
    site.run(MONDAY)
    site.back_up()
    site.correct("Bridge")
    site.run(MONDAY + HOUR)
    assert site.mailed("Subject: Correction: Bridge") == EVERYBODY
    lose_the_store_after_retracting(site)
    assert site.mailed("Subject: Retracted: Bridge") == EVERYBODY
    site.app.check_loss("bridge", 2)  # which is the correction, and no longer a number of ours


def test_a_retraction_under_the_number_of_a_redacted_revision_keeps_its_words(site: Site) -> None:
    site.run(MONDAY)
    site.back_up()
    for words in ("Private matters.", "Other things."):
        update(site, words)
    site.app.revise.redact("bridge", 2, "privacy")
    lose_the_store_after_retracting(site)
    assert site.mailed("Subject: Retracted: Bridge") == EVERYBODY
    with site.app.store.read() as tx:
        revisions = tx.revisions.of(tx.articles.by_slug("bridge").id)
    assert [(r.number, r.redacted) for r in revisions] == [(1, None), (2, None)]


def test_a_retraction_under_the_number_of_a_silenced_correction_is_told_at_once(site: Site) -> None:
    site.run(MONDAY)
    site.back_up()
    site.correct("Bridge")
    (open_one,) = site.app.notices.list()
    site.app.notices.withdraw(open_one.notice.id)
    lose_the_store_after_retracting(site)
    assert site.mailed("Subject: Retracted: Bridge") == EVERYBODY


def test_who_was_mailed_a_lost_revision_alone_is_told_of_the_retraction(site: Site) -> None:
    site.back_up()
    update(site, "Wrong facts.")
    site.run(MONDAY)
    assert site.mailed("Bridge") == EVERYBODY
    lose_the_store_after_retracting(site)
    assert site.mailed("Subject: Retracted: Bridge") == EVERYBODY
    site.app.check_loss("bridge", 2)
