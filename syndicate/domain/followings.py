"""What does a reader follow, who of them is told of a change, and when does it end?

What can be followed has a name: an article "articles/" and its id, which a new slug leaves
alone; a tag or an author the name of its feed, "tags/ferry", "authors/ada-lovelace".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from syndicate.domain.articles import Content, Kind, Revision
from syndicate.domain.audience import (
    ACTIONS,
    Consent,
    Subscriber,
    Subscription,
    SubscriptionStatus,
    Suppression,
)
from syndicate.domain.bounces import Bounce
from syndicate.domain.changes import NoticeTo, Policy
from syndicate.domain.feeds import feeds_of
from syndicate.domain.notices import OVERTAKING, Asked

QUIET_DAYS = 14

ACCEPTING = frozenset({SubscriptionStatus.ACTIVE, SubscriptionStatus.LAPSED})
"""How a following stands that may be mailed: a lapsed one what corrects what it brought."""

_ARTICLES = "articles/"
_FOLDERS = ("tags/", "authors/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What can be followed; `label` is a headline, a tag or an author, "" where none may be told.

    `url` is where it is read.
    """

    name: str
    label: str = ""
    url: str = ""

    @property
    def folder(self) -> str:
        """Return what kind of thing it is: "articles", "authors" or "tags"."""
        return self.name.partition("/")[0]

    @property
    def article_id(self) -> UUID | None:
        """Return which article it is; None for authors and tags."""
        return article_named(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """A reader's standing towards one subject, named."""

    id: int = 0
    subscriber_id: int
    subject: str
    article_id: UUID | None = None
    status: SubscriptionStatus
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything that is known of a reader; `standings` are by newsletter's name.

    `bounces` are what came back, and complaints; None where they were not asked for.
    """

    subscriber: Subscriber
    standings: tuple[tuple[str, Subscription], ...]
    followings: tuple[Following, ...]
    consents: tuple[Consent, ...]
    suppression: Suppression | None
    bounces: tuple[Bounce, ...] | None = None

    @property
    def suppressed(self) -> bool:
        """Tell whether the address must not be mailed."""
        return self.suppression is not None


def article_subject(article_id: UUID) -> str:
    """Return under which name an article is followed."""
    return f"{_ARTICLES}{article_id}"


def article_named(subject: str) -> UUID | None:
    """Return the article that a subject's name names; None where it names none."""
    if not subject.startswith(_ARTICLES):
        return None
    try:
        return UUID(subject.removeprefix(_ARTICLES))
    except ValueError:
        return None


def followable(feed: str) -> bool:
    """Tell whether what a feed selects can be followed: a tag or an author."""
    return feed.startswith(_FOLDERS)


def begun(reader: Subscriber, subject: Subject, now: datetime) -> Following:
    """Return a following that was asked for and not confirmed yet."""
    return Following(
        subscriber_id=reader.id,
        subject=subject.name,
        article_id=subject.article_id,
        status=SubscriptionStatus.PENDING,
        since=now,
    )


def consent_of(following: Following, *, how: str, words: str = "", trace: str = "") -> Consent:
    """Return the consent that explains how a following stands."""
    return Consent(
        subscriber_id=following.subscriber_id,
        following_id=following.id,
        action=ACTIONS[following.status],
        how=how,
        words=words or following.subject,
        at=following.since,
        trace=trace or None,
    )


def followers_of_change(revision: Revision, policy: Policy, asked: Asked) -> tuple[str, ...]:
    """Return what those follow who are told of a change of a public article at once.

    It is the article, of an update; and of an editors-note that editors want told, unless
    they name an error: then it concerns those alone who were mailed it.
    """
    to = policy.of(revision.kind).notice
    wanted = to is NoticeTo.IF_ASKED and asked.notify and not (asked.wrong or asked.since)
    told = to is NoticeTo.FOLLOWERS or (wanted and revision.kind not in OVERTAKING)
    return (article_subject(revision.article_id),) if told and not revision.quiet else ()


def followers_of_new(revision: Revision) -> tuple[str, ...]:
    """Return what those follow who are told of a new article at once: its authors and tags."""
    if revision.quiet or revision.content is None:
        return ()
    return authors_and_tags(revision.content)


def authors_and_tags(content: Content) -> tuple[str, ...]:
    """Return the names of what can be followed besides the article itself."""
    return tuple(feed.name for feed in feeds_of(content) if followable(feed.name))


def lapsing_before(now: datetime, quiet_days: int) -> datetime:
    """Return since when nothing may have happened to an article whose followings lapse."""
    return now - timedelta(days=quiet_days)


def stirring(policy: Policy) -> Sequence[Kind]:
    """Return the kinds of change after which an article is not quiet."""
    return [kind for kind in Kind if policy.significant(kind)]
