"""On what do contracts of the hub's tables stand? Topics, and who asks for them."""

from datetime import timedelta

from syndicate.domain.feeds import FeedFormat
from syndicate.domain.websub import Asked, Callback, Intent, Mode, Topic
from syndicate.store.transaction import Transaction
from tests.contracts.words import NOON

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
READER = "https://reader.example.org/push?for=ada"
OTHER = "https://other.example.com:8443/push"


def topic(tx: Transaction, feed: str = "all", etag: str = "one") -> Topic:
    """Return a feed's topic, made where it is new."""
    return tx.hub_topics.ensure(feed, FeedFormat.ATOM, etag)


def asked(url: str = READER, mode: Mode = Mode.SUBSCRIBE, secret: str = "") -> Asked:
    """Return what a callback asks for."""
    return Asked(
        mode=mode, topic="https://harbour.example/", callback=url, lease=DAY, secret=secret
    )


def intents(tx: Transaction) -> list[Intent]:
    """Return all requests that are to be verified."""
    return list(tx.hub_intents.waiting(99, [], [], NOON + DAY))


def subscribed(tx: Transaction, url: str = READER, feed: str = "all", secret: str = "") -> Topic:
    """Subscribe a callback to a feed as it is, at noon for a day; return the topic."""
    of = topic(tx, feed)
    tx.hub_intents.put(asked(url, secret=secret), of)
    (intent,) = [each for each in intents(tx) if (each.url, each.topic_id) == (url, of.id)]
    tx.hub_intents.taken(intent.id)
    tx.hub_callbacks.put(intent, NOON)
    return of


def changed(tx: Transaction, etag: str, feed: str = "all") -> None:
    """Have a feed change, and have it noticed."""
    tx.hub_topics.touch([feed])
    for each in tx.hub_topics.touched():
        if each.feed == feed:
            tx.hub_topics.looked(each, etag)


def behind(tx: Transaction) -> list[Callback]:
    """Return all subscriptions that are owed something at noon."""
    return list(tx.hub_callbacks.behind(99, [], [], NOON))
