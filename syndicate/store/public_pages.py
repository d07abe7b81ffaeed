"""Which articles have a page that may be found by searching?"""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from syndicate.domain.articles import Status
from syndicate.domain.feeds import ALL
from syndicate.domain.sitemaps import PublicPage
from syndicate.store.tables import articles, feed_members, slugs

_ITSELF = 0  # the number of an article's own entry; notices of it have their revision's
_JOINED = feed_members.join(
    slugs, (slugs.c.article_id == feed_members.c.article_id) & slugs.c.current
).join(articles, articles.c.id == feed_members.c.article_id)


class PublicPages:
    """The public pages that one transaction sees."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def within(self, positions: range) -> Sequence[PublicPage]:
        """Return the articles that came at these positions, in that order."""
        at = feed_members.c.position
        statement = (
            select(slugs.c.slug, feed_members.c.updated)
            .select_from(_JOINED)
            .where(feed_members.c.feed == ALL.name, at.between(positions[0], positions[-1]))
            .where(feed_members.c.number == _ITSELF, articles.c.status != Status.TAKEN_DOWN)
            .order_by(at)
        )
        rows = self._connection.execute(statement)
        return [PublicPage(slug=row.slug, updated=row.updated) for row in rows]
