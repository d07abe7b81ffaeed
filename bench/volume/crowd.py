"""How does a store come to hold a million readers of many pasts?

Articles are published by the program itself, day by day; readers, and what past editions
brought them, are written by set, as planning and sending would have left them. The article
of each edition was updated since, so that every past matters to what a reader is told.
"""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, insert, text

from bench.volume.pasts import EDITIONS, PASTS, TODAY, Past, due, past
from syndicate.app import App
from syndicate.clock import FixedClock
from syndicate.domain.articles import Content, Kind
from syndicate.domain.changes import DigestAs
from syndicate.domain.digests import CohortPlace, ItemKey
from syndicate.domain.editions import EditionStatus, Newsletter, Wave
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from syndicate.settings import load
from syndicate.store.columns import Instant
from syndicate.store.engines import analyze
from syndicate.store.tables import metadata
from syndicate.store.transaction import Transaction

NAME = "morning"
ZONES = (
    *("America/Los_Angeles", "America/New_York", "America/Sao_Paulo", "Europe/London"),
    *("Europe/Berlin", "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney"),
)
SITE = """
[site]
title = "The Harbour Post"
base_url = "https://harbour.example"
postal_address = "1 Quay, Harbour"
[store]
url = "{url}"
[mail]
sender = "news@harbour.example"
"""
_scratch = MetaData()
_pasts = Table(
    "bench_pasts",
    _scratch,
    Column("past", Integer, primary_key=True),
    Column("since", Instant),
    Column("told_until", Instant),
)
_mails = Table(
    "bench_mails",
    _scratch,
    Column("edition", BigInteger, primary_key=True),
    Column("past", Integer, primary_key=True),
    Column("cohort", BigInteger),
    Column("status", String),
    Column("settled", Instant),
)
_ZONE = " ".join(f"WHEN {number} THEN '{zone}'" for number, zone in enumerate(ZONES))
_READERS = (
    "INSERT INTO subscribers (email, timezone, created)"  # noqa: S608 - constants of ours
    " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :readers)"
    f" SELECT 'reader' || i || '@example.org', CASE i / 7 % 8 {_ZONE} END, since"
    f" FROM n JOIN bench_pasts ON past = i % {PASTS}"
)
_SUBSCRIBED = (
    "INSERT INTO subscriptions (subscriber_id, newsletter_id, status, since, told_until)"  # noqa: S608
    " SELECT id, :newsletter, 'active', since, told_until"
    f" FROM subscribers JOIN bench_pasts ON past = id % {PASTS} ORDER BY id"
)
_MAILED = (
    "INSERT INTO deliveries (edition_id, cohort_id, subscriber_id, status, attempts, settled)"  # noqa: S608
    " SELECT edition, cohort, id, status, 1, settled"
    f" FROM subscribers JOIN bench_mails ON past = id % {PASTS}"
    " WHERE edition = :edition ORDER BY id"
)


def settings_file(folder: Path, url: str) -> Path:
    """Write a site's settings."""
    folder.mkdir(exist_ok=True)
    file = folder / "settings.toml"
    file.write_text(SITE.format(url=url))
    return file


def fill(settings: Path, readers: int) -> Sequence[str]:
    """Fill a store up to this morning; return the slugs of the articles that were mailed."""
    clock = FixedClock(due(-1))
    with closing(App(load(settings), clock=clock)) as app:
        app.newsletters.add(_newsletter(clock.now()))
        old = []
        for day in range(EDITIONS):
            clock.set(due(day) - timedelta(hours=2))
            old.append(_publish(app, f"Bridge {day} opens"))
        _write_pasts(app, readers, old)
        clock.set(TODAY - timedelta(hours=1))
        slugs = [_update(app, article) for article in old]
        for number in range(4):
            _publish(app, f"Ferry {number} sails")
        return slugs


def _newsletter(created: datetime) -> Newsletter:
    return Newsletter(
        name=NAME,
        title="Morning",
        schedule="daily 07:00",
        timezone="UTC",
        created=created,
    )


def _publish(app: App, headline: str) -> UUID:
    content = Content(headline=headline, body_html="<p>It is so.</p>")
    return app.publish(app.ingest(Story(content=content), announce=True)).id


def _update(app: App, article_id: UUID) -> str:
    with app.store.read() as tx:
        article = tx.articles.by_id(article_id)
    content = Content(headline="It is so after all", body_html="<p>It is so after all.</p>")
    app.revise(article.slug, content, Declared(kind=Kind.UPDATE, note="It is."))
    return article.slug


def _write_pasts(app: App, readers: int, articles: Sequence[UUID]) -> None:
    pasts = [past(number) for number in range(PASTS)]
    with app.store.write() as tx:
        _scratch.create_all(tx.connection)
        newsletter = tx.newsletters.get(NAME).id
        cohorts = [_edition(tx, newsletter, day, articles) for day in range(EDITIONS)]
        tx.connection.execute(insert(_pasts), [_row(each) for each in pasts])
        tx.connection.execute(insert(_mails), _mail_rows(pasts, cohorts))
        tx.connection.execute(text(_READERS), {"readers": readers})
        tx.connection.execute(text(_SUBSCRIBED), {"newsletter": newsletter})
        for edition, _ in cohorts:
            tx.connection.execute(text(_MAILED), {"edition": edition})
        _scratch.drop_all(tx.connection)
        analyze(tx.connection, *metadata.tables)


def _edition(
    tx: Transaction, newsletter: int, day: int, articles: Sequence[UUID]
) -> tuple[int, Sequence[int]]:
    """Add an edition that went out; it has a cohort for each edition before that may be missed."""
    edition = tx.editions.open(newsletter, due(day).strftime("%Y-%m-%dT%H:%M"), due(day))
    tx.editions.add_wave(edition.id, due(day))
    (wave,) = tx.editions.waves_of(edition.id)
    tx.editions.plan_wave(wave, due(day - 1), due(day), ())
    tx.editions.set_wave(wave.id, EditionStatus.SENT)
    tx.editions.set_status(edition.id, EditionStatus.SENT)
    cohorts = [_cohort(tx, wave, day, articles[day - back : day + 1]) for back in range(day + 1)]
    return edition.id, cohorts


def _cohort(tx: Transaction, wave: Wave, day: int, articles: Sequence[UUID]) -> int:
    place = CohortPlace(
        wave_id=wave.id, edition_id=wave.edition_id, seen_from=due(day - len(articles))
    )
    items = [ItemKey(article_id=one, revision=1, status=DigestAs.NEW) for one in articles]
    return tx.cohorts.ensure(place, items, due(day))


def _row(each: Past) -> dict[str, object]:
    return {"past": each.number, "since": each.since, "told_until": each.told_until}


def _mail_rows(
    pasts: Sequence[Past], cohorts: Sequence[tuple[int, Sequence[int]]]
) -> list[dict[str, object]]:
    return [
        {
            "edition": cohorts[mail.day][0],
            "past": each.number,
            "cohort": cohorts[mail.day][1][mail.back],
            "status": str(mail.status),
            "settled": due(mail.day),
        }
        for each in pasts
        for mail in each.mails
    ]
