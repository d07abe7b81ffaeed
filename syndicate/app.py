"""Where do adapters meet services? Here, and nowhere else."""

import hashlib
import secrets
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile

from syndicate.clock import Clock, SystemClock
from syndicate.defaults import templates_folder
from syndicate.domain.audience import SubscriptionKey
from syndicate.domain.editions import Newsletter
from syndicate.domain.handovers import Handover
from syndicate.domain.mailboxes import read_mailbox
from syndicate.domain.messages import placeholder
from syndicate.domain.tokens import UNSUBSCRIBE_LENGTH, Tokens
from syndicate.importers.addresses import read_address
from syndicate.importers.reading import read_story
from syndicate.importers.schedules import read_schedule
from syndicate.render.digests import DigestRenderer
from syndicate.render.feed_documents import FeedRenderer
from syndicate.render.messages import prepare
from syndicate.render.pages import Pages
from syndicate.render.templating import Templates
from syndicate.render.transactional import TransactionalRenderer
from syndicate.services.bring_in import BringIn
from syndicate.services.close_editions import CloseEditions
from syndicate.services.compose import Compose
from syndicate.services.deliver import Deliver, Transport, Worker
from syndicate.services.ingest import Ingest
from syndicate.services.library import Library
from syndicate.services.look_over import LookOver
from syndicate.services.newsletters import ManageNewsletters
from syndicate.services.open_editions import OpenEditions
from syndicate.services.plan_editions import PlanEditions
from syndicate.services.postmaster import Postmaster, Sender
from syndicate.services.preferences import AskForPreferences, EditPreferences
from syndicate.services.preview import Preview
from syndicate.services.publish import Publish
from syndicate.services.recover import Recover
from syndicate.services.refresh_feeds import RefreshFeeds
from syndicate.services.relay import Relay
from syndicate.services.revise import Revise
from syndicate.services.run_editions import RunEditions
from syndicate.services.send_now import SendNow
from syndicate.services.serve_feeds import ServeFeed
from syndicate.services.show_subscribers import ListSubscribers, ShowSubscriber
from syndicate.services.showcase import Showcase
from syndicate.services.specimen import WriteSpecimen
from syndicate.services.status import TellStatus
from syndicate.services.subscribe import Subscribe
from syndicate.services.tick import Tick
from syndicate.services.try_mail import TryMail
from syndicate.services.verify import Verify
from syndicate.settings import Settings
from syndicate.settings.site_secret import load_secret
from syndicate.store.engines import Engines, open_engines
from syndicate.store.locks import Locks
from syndicate.store.migrate import migrate, require_current, version
from syndicate.store.unit_of_work import Store
from syndicate.store.watcher import Watcher
from syndicate.transports.files import using
from syndicate.transports.journal import Journal, read_journal
from syndicate.transports.maildir import Maildir
from syndicate.transports.smtp import Security, Smtp, SmtpServer

_SALT_BYTES = 16


class App:
    """A site's use cases, each made when it is first asked for."""

    def __init__(self, settings: Settings, *, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or SystemClock()
        self.site = settings.site()
        self.policy = settings.policy()
        self._stopping = threading.Event()

    @cached_property
    def engines(self) -> Engines:
        """The database, brought to this program's revision."""
        engines = open_engines(self.settings.store_url)
        migrate(engines)
        return engines

    @cached_property
    def store(self) -> Store:
        """The store."""
        return Store(self.engines)

    def watcher(self) -> Watcher:
        """Return a watcher of what other processes commit."""
        return Watcher(self.engines)

    def stop(self) -> None:
        """Have what is under way end after its present step."""
        self._stopping.set()

    def close(self) -> None:
        """Give the database back."""
        if "engines" in self.__dict__:
            self.store.close()

    @cached_property
    def templates(self) -> Templates:
        """The site's own templates before the shipped ones."""
        return Templates([self.settings.folder / "templates", templates_folder()])

    @cached_property
    def pages(self) -> Pages:
        """The pages' renderer."""
        return Pages(self.templates, self.site)

    @cached_property
    def digests(self) -> DigestRenderer:
        """The digests' renderer."""
        return DigestRenderer(self.templates, self.site)

    @cached_property
    def letters(self) -> TransactionalRenderer:
        """The renderer of mails that readers ask for."""
        return TransactionalRenderer(self.templates, self.site)

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens in links of mails."""
        return Tokens(self._secret)

    @cached_property
    def _secret(self) -> bytes:
        return load_secret(self.settings.secret_file)

    @cached_property
    def refresh(self) -> RefreshFeeds:
        """Keeps feeds true."""
        return RefreshFeeds(renderer=FeedRenderer(self.site), policy=self.policy)

    @cached_property
    def relay(self) -> Relay:
        """Carries events out."""
        return Relay(transactions=self.store, refresh=self.refresh, clock=self.clock)

    @cached_property
    def serve_feed(self) -> ServeFeed:
        """Hands out feeds."""
        return ServeFeed(transactions=self.store, refresh=self.refresh, clock=self.clock)

    @cached_property
    def ingest(self) -> Ingest:
        """Saves sources as drafts."""
        return Ingest(transactions=self.store, clock=self.clock, new_id=uuid.uuid4)

    @cached_property
    def bring_in(self) -> BringIn:
        """Reads files into drafts, and publishes them where asked to."""
        return BringIn(
            read_story=read_story,
            ingest=self.ingest,
            publish=self.publish,
            library=self.library,
        )

    @cached_property
    def publish(self) -> Publish:
        """Publishes drafts."""
        return Publish(
            transactions=self.store,
            policy=self.policy,
            clock=self.clock,
            salt=_salt,
            relay=self.relay,
        )

    @cached_property
    def revise(self) -> Revise:
        """Changes what is published."""
        return Revise(
            transactions=self.store,
            policy=self.policy,
            clock=self.clock,
            salt=_salt,
            relay=self.relay,
        )

    @cached_property
    def library(self) -> Library:
        """Answers what there is."""
        return Library(transactions=self.store, policy=self.policy)

    @cached_property
    def showcase(self) -> Showcase:
        """Answers what the public pages list."""
        return Showcase(transactions=self.store, compose=self.compose, policy=self.policy)

    @cached_property
    def verify(self) -> Verify:
        """Checks the chains."""
        return Verify(transactions=self.store)

    @cached_property
    def newsletters(self) -> ManageNewsletters:
        """Keeps newsletters."""
        return ManageNewsletters(
            transactions=self.store,
            clock=self.clock,
            read_schedule=read_schedule,
            check_template=self.digests.check,
        )

    @cached_property
    def show_subscriber(self) -> ShowSubscriber:
        """Tells what is known of a reader."""
        return ShowSubscriber(transactions=self.store)

    @cached_property
    def list_subscribers(self) -> ListSubscribers:
        """Lists readers by mail."""
        return ListSubscribers(transactions=self.store)

    @cached_property
    def status(self) -> TellStatus:
        """Tells how everything stands."""
        return TellStatus(transactions=self.store, clock=self.clock)

    @cached_property
    def editions(self) -> RunEditions:
        """Steers editions."""
        return RunEditions(transactions=self.store, clock=self.clock)

    @cached_property
    def subscribe(self) -> Subscribe:
        """Keeps the audience."""
        return Subscribe(
            transactions=self.store,
            clock=self.clock,
            site=self.site,
            tokens=self.tokens,
            letters=self.letters,
            read_address=read_address,
        )

    @cached_property
    def ask_for_preferences(self) -> AskForPreferences:
        """Mails readers the link to their preferences."""
        return AskForPreferences(
            transactions=self.store,
            clock=self.clock,
            site=self.site,
            tokens=self.tokens,
            letters=self.letters,
            read_address=read_address,
        )

    @cached_property
    def edit_preferences(self) -> EditPreferences:
        """Shows and changes readers' preferences."""
        return EditPreferences(transactions=self.store, clock=self.clock, tokens=self.tokens)

    @cached_property
    def compose(self) -> Compose:
        """Renders cohorts' mails."""
        return Compose(
            renderer=self.digests,
            policy=self.policy,
            placeholder=placeholder(UNSUBSCRIBE_LENGTH),
        )

    @cached_property
    def preview(self) -> Preview:
        """Shows digests before they are sent."""
        return Preview(transactions=self.store, compose=self.compose, policy=self.policy)

    @cached_property
    def specimen(self) -> WriteSpecimen:
        """Writes the files of a preview."""
        return WriteSpecimen(
            preview=self.preview,
            newsletters=self.newsletters,
            postmaster=self.postmaster,
        )

    @cached_property
    def postmaster(self) -> Postmaster:
        """Writes readers' messages."""
        return Postmaster(
            reading=self.store,
            holding=self.store,
            compose=self.compose,
            prepare=prepare,
            unsubscribe_token=self._unsubscribe_token,
            sender_of=self._sender_of,
            site=self.site,
        )

    def _unsubscribe_token(self, subscriber_id: int, newsletter_id: int) -> str:
        key = SubscriptionKey(subscriber_id=subscriber_id, newsletter_id=newsletter_id)
        return self.tokens.unsubscribe(key)

    def _sender_of(self, newsletter: Newsletter | None) -> Sender:
        own = newsletter.sender if newsletter else ""
        mailbox = read_mailbox(own) if own else self.settings.sender()
        host = mailbox.address.rpartition("@")[2]
        bounces = self.settings.mail.bounce_domain
        return Sender(
            mailbox=mailbox,
            bounces=f"bounces@{bounces}" if bounces else mailbox.address,
            host=host,
            salt=hashlib.sha256(b"message ids" + self._secret).hexdigest()[:16],
        )

    @cached_property
    def transport(self) -> Transport:
        """Where mail goes."""
        mail = self.settings.mail
        if mail.transport == "maildir":
            return Maildir(mail.maildir)
        return Smtp(
            SmtpServer(
                host=mail.host,
                port=mail.smtp_port,
                security=Security(mail.security),
                username=mail.username,
                password=mail.password.get_secret_value(),
                hello=self._sender_of(None).host,
            )
        )

    @cached_property
    def try_mail(self) -> TryMail:
        """Sends a test."""
        return TryMail(
            transport=self.transport,
            prepare=prepare,
            sender=self._sender_of(None),
            site=self.site,
            clock=self.clock,
        )

    @cached_property
    def deliver(self) -> Deliver:
        """Sends what is due."""
        return Deliver(
            transactions=self.store,
            transport=self.transport,
            postmaster=self.postmaster,
            clock=self.clock,
            uncertain=self.settings.mail.uncertain,
            connections=self.settings.mail.connections,
        )

    @cached_property
    def locks(self) -> Locks:
        """Locks that die with their holder."""
        return Locks(self.engines)

    @cached_property
    def recover(self) -> Recover:
        """Settles what dead workers left."""
        return Recover(
            transactions=self.store,
            locks=self.locks,
            journal_of=self._journal_of,
            forget_journal=lambda worker: self._journal_file(worker).unlink(missing_ok=True),
            clock=self.clock,
            uncertain=self.settings.mail.uncertain,
        )

    @cached_property
    def _open_editions(self) -> OpenEditions:
        return OpenEditions(transactions=self.store, read_schedule=read_schedule)

    @cached_property
    def _plan_editions(self) -> PlanEditions:
        return PlanEditions(transactions=self.store, policy=self.policy)

    @cached_property
    def send_now(self) -> SendNow:
        """Sends a digest outside its schedule."""
        return SendNow(
            transactions=self.store,
            clock=self.clock,
            open_editions=self._open_editions,
            plan_editions=self._plan_editions,
        )

    @cached_property
    def tick(self) -> Tick:
        """Does what has come due."""
        return Tick(
            clock=self.clock,
            publish_due=self.publish.due,
            relay=self.relay,
            open_editions=self._open_editions,
            plan_editions=self._plan_editions,
            close_editions=CloseEditions(transactions=self.store),
        )

    def send_mail(self) -> int:
        """Settle what dead workers left, then send what is due; return how many were accepted."""
        self.recover()
        with self._worker() as worker:
            sent = self.deliver(worker)
        self.tick.close_editions()
        return sent

    @cached_property
    def look_over(self) -> LookOver:
        """Looks whether everything is in order, without bringing the store up to date."""
        looks = {"store": self._look_at_store, "mails": self._look_at_mails}
        looks["newsletters"] = self._look_at_newsletters
        looks["mail"] = self._look_at_transport
        away = self.settings.mail.transport == "smtp"
        return LookOver(looks=looks, passing=frozenset({"mail"} if away else ()))

    def _look_at_store(self) -> str:
        engines = open_engines(self.settings.store_url)
        try:
            shown = engines.sqlite_file or engines.shown_url
            if version(engines) is None:
                return f"{shown} is empty: it is set up when first needed"
            require_current(engines)
            return f"{shown} is current"
        finally:
            engines.close()

    def _look_at_mails(self) -> str:
        self.letters.check()
        self.digests.check("default")
        return "the templates of mails work"

    def _look_at_newsletters(self) -> str:
        engines = open_engines(self.settings.store_url)
        try:
            if version(engines) is None:
                return "there are none yet"
            require_current(engines)
            with Store(engines).read() as tx:
                newsletters = tx.newsletters.all()
        finally:
            engines.close()
        for newsletter in newsletters:
            self.digests.check(newsletter.template)
        return f"the templates of all {len(newsletters)} work"

    def _look_at_transport(self) -> str:
        self.transport.connect().close()
        mail = self.settings.mail
        if mail.transport == "maildir":
            with using("the Maildir", mail.maildir), TemporaryFile(dir=mail.maildir / "tmp"):
                pass
            return f"the Maildir {mail.maildir} can be written"
        return f"{mail.host}:{mail.smtp_port} answers"

    @contextmanager
    def _worker(self) -> Iterator[Worker]:
        name = uuid.uuid4().hex
        path = self._journal_file(name)
        with self.locks.hold(name) as still, Journal(path) as journal:
            yield Worker(
                name=name,
                journal=journal,
                still=lambda: not self._stopping.is_set() and still(),
            )
        path.unlink(missing_ok=True)

    def _journal_file(self, worker: str) -> Path:
        return self.settings.secret_file.parent / "journal" / worker

    def _journal_of(self, worker: str) -> Mapping[str, Handover] | None:
        path = self._journal_file(worker)
        return read_journal(path) if path.exists() else None


def _salt() -> bytes:
    return secrets.token_bytes(_SALT_BYTES)
