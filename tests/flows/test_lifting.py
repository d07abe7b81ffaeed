"""A process killed while articles come out leaves each of them hidden, or out once everywhere."""

import json
import random
import time
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from syndicate.app import App
from syndicate.clock import FixedClock, SystemClock
from syndicate.domain.articles import Content, Status
from syndicate.domain.changes import Change
from syndicate.domain.stories import Story
from syndicate.store.tables import articles, outbox
from syndicate.web.site import site as web_site
from tests.flows.mail_processes import PATIENCE, process, site, tick_when_told
from tests.flows.newsroom_processes import lift_for_ever
from tests.web.newsroom import settings_in
from tests.web.visitor import Visitor

KILLS = 5
AT_ONCE = 8
TICKERS = 3
LONGEST = 0.15  # about as long as so many articles take to come out and into the feeds
HOUR = timedelta(hours=1)


def schedule(app: App, kill: int) -> None:
    """Have some articles wait for a moment: by the clock of this process it is still to come."""
    moment = app.clock.now() + HOUR / 2
    for number in range(AT_ONCE):
        name = f"secret{kill}x{number}"
        words = Content(headline=name, tags=(name,), body_html=f"<p>{name}</p>")
        app.publish(app.ingest(Story(content=words, slug=name), announce=True), at=moment)


def check_hidden(app: App, visitor: Visitor) -> None:
    """See that nothing can be had of what has not come out, and that what has can be read."""
    lists = "".join(visitor.get(target).text for target in ("/", "/feeds.opml", "/feeds/all.json"))
    for account in app.library.list():
        slug, status = str(account["slug"]), account["status"]
        assert visitor.get(f"/articles/{slug}").status == (200 if status == "published" else 404)
        if status == Status.SCHEDULED:
            assert slug not in lists
            assert visitor.get(f"/tags/{slug}").status == 404


def test_a_process_killed_as_articles_come_out_leaves_each_hidden_or_out_once(
    tmp_path: Path, database_url: str
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    rng = random.Random(seed)  # noqa: S311 - moments, no secrets
    print(f"kills with seed {seed}")  # noqa: T201 - to do it again
    settings = settings_in(tmp_path, database_url)
    with site(settings, FixedClock(SystemClock().now() - HOUR)) as app:
        for kill in range(KILLS):
            schedule(app, kill)
            with process(lift_for_ever, settings) as (_, pipe):
                assert pipe.poll(PATIENCE)
                time.sleep(rng.uniform(0, LONGEST))
            with site(settings) as restarted:
                check_hidden(restarted, Visitor(web_site(restarted)))
    with site(settings) as restarted:
        restarted.tick()
        check_out_once(restarted, Visitor(web_site(restarted)))


def test_processes_that_tick_at_once_let_each_article_out_once(
    tmp_path: Path, database_url: str
) -> None:
    settings = settings_in(tmp_path, database_url)
    began = SystemClock().now()
    with site(settings, FixedClock(began)) as app:
        for kill in range(KILLS):
            schedule(app, kill)
    with ExitStack() as stack:
        tickers = [
            stack.enter_context(process(tick_when_told, settings))[1] for _ in range(TICKERS)
        ]
        for instant in (began, began + HOUR):
            for ticker in tickers:
                ticker.send(instant.isoformat())
            for ticker in tickers:
                assert ticker.poll(PATIENCE)
                assert ticker.recv() == ""
    with site(settings, FixedClock(began + HOUR)) as app:
        check_out_once(app, Visitor(web_site(app)))


def check_out_once(app: App, visitor: Visitor) -> None:
    """See that each article is out, once in every feed, and was told to what follows once."""
    with app.store.read() as tx:
        run = tx.connection.execute
        out = run(select(articles.c.id, articles.c.first_published, articles.c.recorded)).all()
        lifted = Counter(
            run(select(outbox.c.article_id).where(outbox.c.change == Change.LIFT)).scalars()
        )
        waiting = run(select(outbox.c.seq).where(outbox.c.relayed.is_(None))).all()
    assert waiting == []
    assert lifted == Counter({row.id: 1 for row in out})
    assert all(row.first_published == row.recorded for row in out)
    items = json.loads(visitor.get("/feeds/all.json").body)["items"]
    assert Counter(item["id"] for item in items) == Counter({f"urn:uuid:{r.id}": 1 for r in out})
    assert len(out) == app.verify().revisions == KILLS * AT_ONCE
    for account in app.library.list():
        assert account["status"] == "published"
        (item,) = json.loads(visitor.get(f"/feeds/tags/{account['slug']}.json").body)["items"]
        assert item["date_published"] == item["date_modified"]
