"""A restored site mails nobody twice, and undoes nothing that happened since its backup."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from syndicate.app.keeping import restore
from syndicate.domain.articles import Content, Kind, Severity, Status
from syndicate.domain.audience import (
    SubscriptionStatus,
    SuppressionReason,
    step,
)
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import Newsletter
from syndicate.domain.feeds import LEAP
from syndicate.domain.publication import Declared
from syndicate.errors import NotFound, Refused
from syndicate.settings import load
from syndicate.store.engines import open_engines
from syndicate.store.unit_of_work import Store
from tests.flows.restored_site import (
    DAY,
    HOUR,
    MONDAY,
    NOON,
    READERS,
    Site,
    nothing,
    site_with_readers,
)

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what no database does in another way than the other."""
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
"""For what only one of them can do."""


@pytest.fixture
def site(tmp_path: Path, database_url: str) -> Iterator[Site]:
    """Give a site with a newsletter, its readers and an article."""
    with site_with_readers(tmp_path, database_url) as made:
        yield made


@on_postgresql
def test_a_site_of_several_workers_is_restored_like_any_other(site: Site) -> None:
    site.let_workers_share()
    site.back_up()
    site.run(MONDAY)
    site.leave(READERS[0])
    restored = site.restore()
    assert (restored.mails, restored.redone.left) == (6, 1)
    assert site.app.shared


def test_an_edition_that_went_out_since_the_backup_goes_to_nobody_again(site: Site) -> None:
    site.back_up()
    site.run(MONDAY)
    assert set(site.mailed("Bridge")) == set(READERS)
    restored = site.restore()
    assert (restored.mails, site.standing()) == (6, Counter({DeliveryStatus.SENT: 6}))
    assert site.app.rest_mail.resume()
    site.run(MONDAY + HOUR)
    site.publish("Ferry")
    site.run(MONDAY + DAY)
    assert set(site.mailed("Bridge").values()) == {1}
    assert set(site.mailed("Ferry")) == set(READERS)
    assert len(set(site.ids())) == len(site.ids())


def newsletter(name: str) -> Newsletter:
    """Return a newsletter that comes before the other one."""
    return Newsletter(
        name=name, title=name.title(), schedule="daily 06:00", timezone="UTC", created=NOON
    )


@on_sqlite
def test_a_link_to_leave_a_newsletter_that_was_lost_ends_no_other_one(site: Site) -> None:
    site.back_up()
    site.app.newsletters.add(newsletter("early"))
    site.app.subscribe.add(READERS[0], "early", confirmed=True)
    link = site.app.tokens.unsubscribe(site.key(READERS[0], "early"))
    site.restore()
    site.app.newsletters.add(newsletter("sport"))
    site.app.subscribe.add(READERS[0], "sport", confirmed=True)
    with pytest.raises(NotFound):
        site.app.subscribe.unsubscribe(link)


@on_sqlite
def test_no_mail_has_the_id_of_one_of_a_newsletter_that_was_lost(site: Site) -> None:
    site.back_up()
    site.app.newsletters.add(newsletter("early"))
    for email in READERS:
        site.app.subscribe.add(email, "early", confirmed=True)
    site.publish("Ferry")
    site.run(MONDAY - HOUR)
    site.restore()
    site.app.rest_mail.resume()
    site.run(MONDAY)
    assert len(set(site.ids())) == len(site.ids()) == 2 * len(READERS)


@on_sqlite
def test_what_is_told_of_a_newsletter_holds_for_the_one_of_its_name(site: Site) -> None:
    site.back_up()
    site.leave(READERS[0])
    site.run(MONDAY)
    site.app.close()
    renumber(site.backup)
    restored = site.restore()
    assert (restored.redone.left, restored.mails) == (1, len(READERS) - 1)


def renumber(backup: Path) -> None:
    """Give the newsletter of a backup another number, as a store that was restored may have."""
    with closing(sqlite3.connect(backup)) as connection, connection:
        connection.execute("CREATE TEMP TABLE other AS SELECT * FROM newsletters")
        connection.execute("UPDATE newsletters SET name = 'former', removed = TRUE")
        connection.execute("UPDATE other SET id = 77")
        connection.execute("INSERT INTO newsletters SELECT * FROM other")
        connection.execute("UPDATE subscriptions SET newsletter_id = 77")


@on_sqlite
def test_a_line_of_the_chronicle_that_cannot_be_read_is_told_and_hides_no_other(
    site: Site,
) -> None:
    site.back_up()
    (file,) = site.app.chronicle.folder.iterdir()
    with file.open("a") as chronicle:
        chronicle.write("at 2026-03-01T13:00:00\n")
    site.leave(READERS[0])
    restored = site.restore()
    assert (restored.redone.left, restored.torn) == (1, 1)


@on_sqlite
def test_whoever_keeps_feeds_as_files_sees_that_the_store_has_another_life(site: Site) -> None:
    site.back_up()
    for headline in ("Ferry", "Quay"):
        site.publish(headline)
    with site.app.store.read() as tx:
        before = tx.feed_changes.newest()
    site.restore()
    with site.app.store.read() as tx:
        assert tx.feed_changes.newest() - before >= LEAP // 2


@on_sqlite
def test_an_edition_half_sent_goes_to_the_others_once_mail_is_resumed(site: Site) -> None:
    site.back_up()
    site.clock.set(MONDAY)
    site.app.tick()
    with site.app.store.write() as tx:  # three wait for another hour
        ids = [d.id for d in tx.deliveries.page()][:3]
        batch = tx.batches.open("nobody", MONDAY)
        tx.deliveries.claim(batch, 3, MONDAY)
    site.app.send_mail()
    assert site.standing()[DeliveryStatus.SENT] == len(ids)
    site.restore()
    assert site.app.send_mail() == 0
    report = site.app.status()
    assert report.rest is not None
    assert "restored" in report.rest.why
    site.app.rest_mail.resume()
    site.run(MONDAY + HOUR)
    assert site.mailed("Bridge") == Counter(dict.fromkeys(READERS, 1))


def test_who_left_was_barred_or_was_forgotten_since_stays_so(site: Site) -> None:
    site.back_up()
    site.leave(READERS[0])
    site.app.forget(READERS[1])
    with site.app.store.write() as tx:
        reader = tx.subscribers.by_email(READERS[2])
        tx.subscribers.suppress(reader.email, SuppressionReason.COMPLAINED, NOON)
    restored = site.restore()
    assert (restored.redone.left, restored.redone.forgotten) == (1, 1)
    site.app.rest_mail.resume()
    site.run(MONDAY)
    assert set(site.mailed("Bridge")) == set(READERS[3:])
    with site.app.store.read() as tx:
        assert tx.subscribers.find(READERS[1]) is None
        key = site.key(READERS[0])
        standing = tx.subscribers.subscription(key.subscriber_id, key.newsletter_id)
    assert standing is not None
    assert standing.status is SubscriptionStatus.ENDED


@on_sqlite
def test_who_was_forgotten_and_let_back_since_may_join_again_and_is_no_reader(site: Site) -> None:
    site.back_up()
    number = site.key(READERS[1]).subscriber_id
    site.app.forget(READERS[1])
    site.app.allow(READERS[1])
    assert site.restore().redone.forgotten == 1
    with site.app.store.read() as tx:
        assert tx.subscribers.find(READERS[1]) is None
        assert not tx.subscribers.consents(number)
        assert not tx.subscribers.suppressed(site.app.tokens.fingerprint(READERS[1]))


@on_sqlite
def test_who_left_on_the_day_that_another_machine_made_the_backup_stays_so(site: Site) -> None:
    site.back_up()
    (theirs,) = site.app.chronicle.folder.iterdir()
    theirs.rename(theirs.with_name(f"{theirs.name}-other"))
    site.leave(READERS[0])
    assert site.restore().redone.left == 1


@on_sqlite
def test_who_left_and_came_back_since_is_a_reader(site: Site) -> None:
    site.back_up()
    site.leave(READERS[0])
    with site.app.store.write() as tx:
        key = site.key(READERS[0])
        tx.subscribers.take(step(key, SubscriptionStatus.ACTIVE, how="form", now=NOON))
    assert site.restore().redone.left == 0
    site.app.rest_mail.resume()
    site.run(MONDAY)
    assert READERS[0] in site.mailed("Bridge")


def test_what_was_withdrawn_or_redacted_since_is_so_again(site: Site) -> None:
    ferry, tunnel = site.publish("Ferry"), site.publish("Tunnel")
    site.back_up()
    site.app.revise.withdraw("bridge", Kind.TAKEDOWN, "")
    site.app.revise.redact("bridge", None, "privacy")
    site.app.revise.withdraw(ferry, Kind.RETRACTION, "It never ran.")
    site.app.revise.unpublish(tunnel)
    restored = site.restore()
    assert sorted(restored.redone.withdrawn) == ["bridge", "ferry", "tunnel"]
    with site.app.store.read() as tx:
        stands = {slug: tx.articles.by_slug(slug).status for slug in ("bridge", ferry, tunnel)}
        words = [r.content for r in tx.revisions.of(tx.articles.by_slug("bridge").id)]
    assert stands == {
        "bridge": Status.TAKEN_DOWN,
        ferry: Status.RETRACTED,
        tunnel: Status.UNPUBLISHED,
    }
    assert words == [None, None]
    site.app.rest_mail.resume()
    site.run(MONDAY)
    assert site.mails() == []
    assert site.app.verify().redacted == 2


@on_sqlite
def test_a_retraction_that_was_mailed_since_is_mailed_to_nobody_again(site: Site) -> None:
    site.run(MONDAY)
    site.back_up()
    site.clock.set(MONDAY + HOUR)
    site.app.revise.withdraw("bridge", Kind.RETRACTION, "It never opened.")
    site.run(MONDAY + 2 * HOUR)
    before = site.mails()
    assert len(before) == 2 * len(READERS)
    site.restore()
    site.app.rest_mail.resume()
    site.run(MONDAY + 3 * HOUR)
    assert site.mails() == before


@on_sqlite
def test_a_correction_that_was_mailed_since_is_mailed_to_nobody_when_it_is_published_again(
    site: Site,
) -> None:
    site.run(MONDAY)
    site.back_up()
    site.clock.set(MONDAY + HOUR)
    correct(site)
    site.run(MONDAY + 2 * HOUR)
    before = site.mails()
    assert len(before) == 2 * len(READERS)
    (loss,) = site.restore().losses
    assert (loss.slug, loss.number, loss.mails) == ("bridge", 2, len(READERS))
    site.app.rest_mail.resume()
    site.app.check_loss("bridge", 2)
    correct(site, quiet=True)
    site.run(MONDAY + 3 * HOUR)
    site.run(MONDAY + DAY)
    assert site.mails() == before
    with pytest.raises(Refused, match=r"\(lost: 2\).*leave out --again"):
        site.app.check_loss("bridge", 3)


def correct(site: Site, *, quiet: bool = False) -> None:
    """Publish a major correction of the first article."""
    content = Content(headline="Bridge", body_html="<p>It opens in May.</p>")
    declared = Declared(
        kind=Kind.CORRECTION, note="In May, not in March.", severity=Severity.MAJOR, quiet=quiet
    )
    site.app.revise("bridge", content, declared)


@on_sqlite
def test_an_article_that_was_mailed_and_lost_is_told_to_be(site: Site) -> None:
    site.back_up()
    site.publish("Ferry")
    site.run(MONDAY)
    (loss,) = site.restore().losses
    assert (loss.slug, loss.number, loss.mails) == ("", 1, len(READERS))


@on_sqlite
def test_an_edition_cancelled_since_goes_to_nobody(site: Site) -> None:
    site.back_up()
    site.clock.set(MONDAY)
    site.app.tick()
    site.app.editions.cancel(site.app.editions.list()[0].edition.id)
    assert site.restore().redone.cancelled == 1
    site.app.rest_mail.resume()
    site.run(MONDAY + HOUR)
    assert site.mails() == []


@on_sqlite
def test_a_backup_that_the_chronicle_does_not_know_is_refused_unless_one_says_so(
    site: Site,
) -> None:
    site.back_up()
    for file in site.app.chronicle.folder.iterdir():
        file.unlink()
    with pytest.raises(Refused, match="--without-chronicle"):
        site.restore()
    assert site.restore(without_chronicle=True).mails == 0


def test_a_store_in_use_is_not_restored(site: Site) -> None:
    site.back_up()
    assert site.app.store.generation >= 0
    with pytest.raises(Refused, match="the store is in use"):
        restore(load(site.file), site.backup, nothing)


@on_sqlite
def test_a_backup_is_for_its_owner_alone_and_holds_no_half(site: Site, tmp_path: Path) -> None:
    site.back_up()
    assert site.backup.stat().st_mode & 0o777 == 0o600
    cut = tmp_path / "cut.db"
    cut.write_bytes(site.backup.read_bytes()[:5000])
    site.app.close()
    with pytest.raises(Refused, match="no whole backup"):
        restore(load(site.file), cut, nothing)
    assert not list(tmp_path.glob(".*"))


@on_sqlite
def test_another_sites_secret_is_not_overwritten(site: Site) -> None:
    site.back_up()
    site.app.settings.secret_file.write_text("ab" * 32 + "\n")
    with pytest.raises(Refused, match="another site's secret"):
        site.restore()


@on_sqlite
def test_nothing_in_the_chronicle_names_a_person(site: Site) -> None:
    site.back_up()
    site.run(MONDAY)
    site.leave(READERS[0])
    site.app.forget(READERS[1])
    with site.app.store.write() as tx:
        tx.subscribers.suppress(READERS[2], SuppressionReason.COMPLAINED, NOON)
    told = "".join(path.read_text() for path in site.app.chronicle.folder.iterdir())
    assert "accepted" in told
    assert "barred hmac:" in told
    assert "@" not in told
    assert "Bridge" not in told


def test_a_store_moves_from_one_kind_of_database_to_the_other(site: Site, tmp_path: Path) -> None:
    site.back_up()
    site.app.close()
    elsewhere = tmp_path / "elsewhere.toml"
    moved = f"sqlite:///{tmp_path / 'moved.db'}"
    lines = [
        f'url = "{moved}"' if line.startswith("url = ") else line
        for line in site.file.read_text().splitlines()
    ]
    elsewhere.write_text("\n".join(lines))
    restored = restore(load(elsewhere), site.backup, nothing)
    assert restored.verified.revisions == 1
    with closing(open_engines(moved)) as engines, Store(engines).read() as tx:
        assert tx.subscribers.find(READERS[0]) is not None
