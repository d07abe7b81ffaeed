"""Do entries of an older store get places in their feeds, oldest first?"""

from contextlib import closing
from datetime import timedelta

from sqlalchemy import insert, select, text

from syndicate.store.engines import open_engines
from syndicate.store.tables import feed_ends, feed_members, rendered_under
from tests.store.rows import ARTICLE, NOON, an_article
from tests.store.steps import upgrade

HOUR = timedelta(hours=1)


def test_entries_stand_by_their_dates_and_all_is_rendered_anew(empty_database_url: str) -> None:
    with closing(open_engines(empty_database_url)) as engines:
        upgrade(engines, "0011")
        before = feed_members.insert().values(
            {c.name: None for c in feed_members.c if c.name != "position"}
        )
        with engines.write.begin() as connection:
            connection.execute(an_article(ARTICLE))
            for feed, urn, hours in (("all", "urn:a", 2), ("all", "urn:b", 1), ("tags/x", "a", 0)):
                row = {"feed": feed, "urn": urn, "number": 0, "updated": NOON + hours * HOUR}
                connection.execute(before, {**row, "article_id": ARTICLE})
            connection.execute(insert(rendered_under).values(id=1, site="s", policy="p"))
        upgrade(engines, "0012")
        with engines.read.connect() as connection:
            columns = feed_members.c.feed, feed_members.c.urn, feed_members.c.position
            placed = connection.execute(select(*columns).order_by(*columns))
            assert list(map(tuple, placed)) == [
                ("all", "urn:a", 2),
                ("all", "urn:b", 1),
                ("tags/x", "a", 1),
            ]
            ends = connection.execute(select(feed_ends).order_by(feed_ends.c.feed))
            assert list(map(tuple, ends)) == [("all", 2), ("tags/x", 1)]
            assert connection.execute(text("SELECT count(*) FROM rendered_under")).scalar() == 0
