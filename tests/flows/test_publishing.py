"""Publishers that are killed at any moment leave whole articles, and feeds that become whole."""

import json
import random
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from syndicate.app import App
from syndicate.domain.changes import Change
from syndicate.domain.feeds import ENTRIES_PER_DOCUMENT, FeedDocument, FeedFormat
from syndicate.store.tables import articles, outbox, revisions
from tests.flows.mail_processes import process, site
from tests.flows.newsroom_processes import write_for_ever
from tests.web.newsroom import settings_in

KILLS = 5
PATIENCE = 60
LONGEST = 0.15  # about as long as an article and its revisions take


def kill_writers(settings: Path, rng: random.Random) -> None:
    """Start two writers and kill them in the midst of their work, again and again."""
    for kill in range(KILLS):
        with (
            process(write_for_ever, settings, f"a{kill}") as (_, first),
            process(write_for_ever, settings, f"b{kill}") as (_, second),
        ):
            for pipe in (first, second):
                assert pipe.poll(PATIENCE)
            time.sleep(rng.uniform(0, LONGEST))


def written(app: App) -> tuple[Counter[object], Counter[object], Counter[object]]:
    """Return heads of articles, revisions, and events of revisions: each an article's count."""
    with app.store.read() as tx:
        run = tx.connection.execute
        heads = Counter({row.id: row.head for row in run(select(articles)) if row.head})
        kept = Counter(run(select(revisions.c.article_id)).scalars())
        told = select(outbox.c.article_id).where(outbox.c.change != Change.RENAME)
        return heads, kept, Counter(run(told).scalars())


def test_killed_publishers_leave_revisions_and_events_or_neither(
    tmp_path: Path, database_url: str
) -> None:
    settings = settings_in(tmp_path, database_url)
    kill_writers(settings, random.Random(7))  # noqa: S311 - moments, not secrets
    with site(settings) as app:
        heads, kept, told = written(app)
        assert heads.total() > KILLS
        assert heads == kept == told
        app.relay()
        assert app.relay() == 0
        check_feeds(app)
        assert app.verify().revisions == kept.total()


def check_feeds(app: App) -> None:
    """Check that the feeds show the newest articles as they stand, and no other state of them."""
    feed = app.serve_feed("all", FeedFormat.JSON)
    assert isinstance(feed, FeedDocument)
    items = {item["id"]: item for item in json.loads(feed.body)["items"]}
    published = [account for account in app.library.list() if account["updated"]]
    assert len(items) == min(ENTRIES_PER_DOCUMENT, len(published))
    for account in published:
        if item := items.get(f"urn:uuid:{account['id']}"):
            public = app.library.public(str(account["slug"]))
            assert item["_syndicate"]["revision"] == public.article.head
            assert item["url"].endswith(f"/{public.article.slug}")
