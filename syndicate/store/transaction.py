"""What does one transaction reach? Every noun of the store, by its repository."""

from collections.abc import Callable
from functools import cached_property

from sqlalchemy import Connection

from syndicate.domain.facts import Fact
from syndicate.store.alignments import Alignments
from syndicate.store.article_receipts import ArticleReceipts
from syndicate.store.articles import Articles
from syndicate.store.batches import Batches
from syndicate.store.bounces import Bounces
from syndicate.store.catching_up import CatchingUp
from syndicate.store.cohorts import Cohorts
from syndicate.store.compacting import Compacting
from syndicate.store.counts import Counts
from syndicate.store.deliveries import Deliveries
from syndicate.store.destinations import Destinations
from syndicate.store.drafts import Drafts
from syndicate.store.editions import Editions
from syndicate.store.feed_changes import FeedChanges
from syndicate.store.feed_documents import FeedDocuments
from syndicate.store.feed_entries import FeedEntries
from syndicate.store.feed_members import FeedMembers
from syndicate.store.figures import Figures
from syndicate.store.followings import Followings
from syndicate.store.forgetting import Forgetting
from syndicate.store.hub_callbacks import HubCallbacks
from syndicate.store.hub_intents import HubIntents
from syndicate.store.hub_topics import HubTopics
from syndicate.store.intake import Intake
from syndicate.store.jobs import Jobs, Queue
from syndicate.store.log import Log
from syndicate.store.losses import Losses
from syndicate.store.newsletters import Newsletters
from syndicate.store.notices import Notices
from syndicate.store.operated import Operated
from syndicate.store.outbox import Outbox
from syndicate.store.overtaken import Overtaken
from syndicate.store.pings import Pings
from syndicate.store.planning import Planning
from syndicate.store.public_pages import PublicPages
from syndicate.store.receipts import Receipts
from syndicate.store.renderings import Renderings
from syndicate.store.requests import Requests
from syndicate.store.revisions import Revisions
from syndicate.store.sources import Sources
from syndicate.store.subscribers import Subscribers
from syndicate.store.telling import Telling
from syndicate.store.tombstones import Tombstones
from syndicate.store.traces import Traces
from syndicate.store.unsent import WaitingMails
from syndicate.store.webhook_calls import WebhookCalls


class Transaction(Operated):
    """One transaction's view of every table, a repository a noun.

    `facts` gathers what no older store may undo (the chronicle), `jobs` what is to be done.
    """

    def __init__(self, connection: Connection, queue: Queue) -> None:
        super().__init__(connection)
        self.facts: list[Fact] = []
        self.jobs = Jobs(connection, queue)
        self._changed_feeds: set[str] = set()

    def conclude(self) -> Callable[[], None]:
        """Write down what has changed, just before the commit; return what to call after it."""
        if self._changed_feeds:
            self.feed_changes.note(self._changed_feeds)
        return self.jobs.conclude()

    @cached_property
    def articles(self) -> Articles:
        """Articles and their slugs."""
        return Articles(self.connection, self.facts)

    @cached_property
    def drafts(self) -> Drafts:
        """Saved states without a number."""
        return Drafts(self.connection)

    @cached_property
    def revisions(self) -> Revisions:
        """Immutable states."""
        return Revisions(self.connection, self.facts)

    @cached_property
    def log(self) -> Log:
        """The public log of hashes."""
        return Log(self.connection)

    @cached_property
    def unsent(self) -> WaitingMails:
        """What mails that wait tell of an article."""
        return WaitingMails(self.connection)

    @cached_property
    def sources(self) -> Sources:
        """Stories of outside histories."""
        return Sources(self.connection)

    @cached_property
    def outbox(self) -> Outbox:
        """Events to relay."""
        return Outbox(self.connection)

    @cached_property
    def members(self) -> FeedMembers:
        """Which entries stand in which feeds."""
        return FeedMembers(self.connection)

    @cached_property
    def public_pages(self) -> PublicPages:
        """Which articles have a page that may be found."""
        return PublicPages(self.connection)

    @cached_property
    def tombstones(self) -> Tombstones:
        """Which entries are gone from which feeds."""
        return Tombstones(self.connection)

    @cached_property
    def entries(self) -> FeedEntries:
        """Rendered entries at hand."""
        return FeedEntries(self.connection)

    @cached_property
    def documents(self) -> FeedDocuments:
        """The bytes that are served."""
        return FeedDocuments(self.connection, self._changed_feeds)

    @cached_property
    def feed_changes(self) -> FeedChanges:
        """Which of the bytes that are served changed."""
        return FeedChanges(self.connection)

    @cached_property
    def renderings(self) -> Renderings:
        """How entries and documents at hand came to be."""
        return Renderings(self.connection)

    @cached_property
    def counts(self) -> Counts:
        """What counts in the figures of corrections."""
        return Counts(self.connection)

    @cached_property
    def figures(self) -> Figures:
        """How often we err, and how soon we say so."""
        return Figures(self.connection)

    @cached_property
    def newsletters(self) -> Newsletters:
        """Digest definitions."""
        return Newsletters(self.connection)

    @cached_property
    def subscribers(self) -> Subscribers:
        """Readers by mail, their subscriptions and consents."""
        return Subscribers(self.connection, self.facts)

    @cached_property
    def followings(self) -> Followings:
        """What readers follow."""
        return Followings(self.connection, self.facts, self.jobs)

    @cached_property
    def intake(self) -> Intake:
        """Readers by mail, many at a time."""
        return Intake(self.connection, self.facts)

    @cached_property
    def destinations(self) -> Destinations:
        """How mail to each destination stands, where that matters."""
        return Destinations(self.connection)

    @cached_property
    def bounces(self) -> Bounces:
        """Reports of mails that came back."""
        return Bounces(self.connection)

    @cached_property
    def forgetting(self) -> Forgetting:
        """Erasures of persons."""
        return Forgetting(self.connection)

    @cached_property
    def editions(self) -> Editions:
        """Editions and their waves."""
        return Editions(self.connection, self.facts, self.jobs)

    @cached_property
    def cohorts(self) -> Cohorts:
        """Bodies shared by readers."""
        return Cohorts(self.connection)

    @cached_property
    def deliveries(self) -> Deliveries:
        """The ledger."""
        return Deliveries(self.connection, self.jobs)

    @cached_property
    def traces(self) -> Traces:
        """What was asked from where."""
        return Traces(self.connection)

    @cached_property
    def alignments(self) -> Alignments:
        """What was found of senders' domains."""
        return Alignments(self.connection)

    @cached_property
    def planning(self) -> Planning:
        """The filling of the ledger."""
        return Planning(self.connection)

    @cached_property
    def batches(self) -> Batches:
        """Claims on the ledger."""
        return Batches(self.connection)

    @cached_property
    def receipts(self) -> Receipts:
        """What readers were mailed."""
        return Receipts(self.connection)

    @cached_property
    def article_receipts(self) -> ArticleReceipts:
        """Who was mailed one article."""
        return ArticleReceipts(self.connection)

    @cached_property
    def compacting(self) -> Compacting:
        """Receipts that become counts."""
        return Compacting(self.connection)

    @cached_property
    def notices(self) -> Notices:
        """Mails outside the schedule."""
        return Notices(self.connection, self.facts, self.jobs)

    @cached_property
    def overtaken(self) -> Overtaken:
        """Mails whose words must not be sent any more."""
        return Overtaken(self.connection)

    @cached_property
    def losses(self) -> Losses:
        """Revisions that were lost although readers were mailed them."""
        return Losses(self.connection)

    @cached_property
    def telling(self) -> Telling:
        """What cohorts' mails tell."""
        return Telling(self.connection)

    @cached_property
    def catching_up(self) -> CatchingUp:
        """What a chronicle keeps of mails, and what a restored store learns from it."""
        return CatchingUp(self.connection)

    @cached_property
    def requests(self) -> Requests:
        """What was asked for and is not done yet."""
        return Requests(self.connection)

    @cached_property
    def hub_topics(self) -> HubTopics:
        """Documents that somebody subscribed to."""
        return HubTopics(self.connection, self.jobs)

    @cached_property
    def hub_callbacks(self) -> HubCallbacks:
        """Subscriptions of the hub."""
        return HubCallbacks(self.connection)

    @cached_property
    def hub_intents(self) -> HubIntents:
        """Requests to the hub that are not verified yet."""
        return HubIntents(self.connection, self.jobs)

    @cached_property
    def pings(self) -> Pings:
        """What outside hubs are owed."""
        return Pings(self.connection, self.jobs)

    @cached_property
    def webhook_calls(self) -> WebhookCalls:
        """What webhooks are owed, and were told."""
        return WebhookCalls(self.connection, self.jobs)
