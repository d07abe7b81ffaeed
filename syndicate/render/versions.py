"""Where are the other revisions of an article (RFC 5829)?"""

from syndicate.domain.pages import History
from syndicate.domain.readings import Reading
from syndicate.domain.site import PublicHistory, Site
from syndicate.render.feed_values import Link


def of_article(reading: Reading, site: Site) -> tuple[Link, ...]:
    """Return what the page of the newest revision leads to."""
    return (*_before(reading.slug, reading.number, site), _history(reading.slug, site))


def of_revision(history: History, number: int, site: Site) -> tuple[Link, ...]:
    """Return what the page of one revision leads to, the newest one's own page among it."""
    after = number + 1
    successor = (Link(rel="successor-version", href=site.revision_url(history.slug, after)),)
    return (
        *_before(history.slug, number, site),
        *(successor if after <= history.latest else ()),
        *of_comparison(history, site),
    )


def of_comparison(history: History, site: Site) -> tuple[Link, ...]:
    """Return what a page leads to that shows no revision, but tells of several."""
    newest = Link(rel="latest-version", href=site.article_url(history.slug))
    return (newest, _history(history.slug, site))


def _before(slug: str, number: int, site: Site) -> tuple[Link, ...]:
    if number == 1 or site.public_history is PublicHistory.NOTES:
        return ()
    return (Link(rel="predecessor-version", href=site.revision_url(slug, number - 1)),)


def _history(slug: str, site: Site) -> Link:
    return Link(rel="version-history", href=site.history_url(slug))
