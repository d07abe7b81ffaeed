"""How are the use cases of editions and deliveries put together?"""

import hashlib
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from random import SystemRandom

from syndicate.app.audience import Audience
from syndicate.domain.alignment import Sending
from syndicate.domain.audience import SubscriptionKey
from syndicate.domain.chronicle import told_account
from syndicate.domain.dkim import key_name
from syndicate.domain.editions import Newsletter
from syndicate.domain.handovers import Handover
from syndicate.domain.mailboxes import read_mailbox
from syndicate.domain.messages import Letter, placeholder
from syndicate.domain.tokens import UNSUBSCRIBE_LENGTH
from syndicate.importers.addresses import read_address
from syndicate.importers.schedules import read_schedule
from syndicate.render.messages import Form, prepare, wire_address
from syndicate.services.check_dns import Believed, CheckDns
from syndicate.services.compose import Compose
from syndicate.services.compose_notices import ComposeNotice
from syndicate.services.deliver import Deliver
from syndicate.services.forget import Forget
from syndicate.services.hand_over import Worker
from syndicate.services.lines import Transport
from syndicate.services.make_key import MakeKey
from syndicate.services.open_editions import OpenEditions
from syndicate.services.overtake import Overtake
from syndicate.services.plan_editions import PlanEditions
from syndicate.services.postmaster import Postmaster, Sender
from syndicate.services.preview import Preview
from syndicate.services.recover import Recover
from syndicate.services.rest_mail import RestMail
from syndicate.services.run_editions import RunEditions
from syndicate.services.send_now import SendNow
from syndicate.services.send_test import SendTest
from syndicate.services.show_copy import ShowCopy
from syndicate.services.specimen import WriteSpecimen
from syndicate.services.throttle import Throttle
from syndicate.services.try_mail import TryMail
from syndicate.transports.dkim import Dkim
from syndicate.transports.dkim_keys import keep_key, load_key, make_key
from syndicate.transports.journal import Journal, read_journal
from syndicate.transports.maildir import Maildir
from syndicate.transports.resolving import Dns
from syndicate.transports.smtp import Security, Smtp, SmtpServer
from syndicate.transports.sweeping import sweep


class Mailing(Audience):
    """What is done with mail."""

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
            prepare=self._prepare,
            unsubscribe_token=self._unsubscribe_token,
            unfollow_token=self.tokens.unfollow,
            bounce_token=self.tokens.bounce,
            sender_of=self._sender_of,
            disbelieved=self._disbelieved,
            site=self.site,
            compose_notice=ComposeNotice(renderer=self.notice_mails, compose=self.compose),
        )

    @property
    def _disbelieved(self) -> Callable[[str], str]:
        mail = self.settings.mail
        if mail.transport == "maildir" or mail.unaligned == "send":
            return lambda _: ""
        return Believed(transactions=self.store, under=self._names_in_force)

    @property
    def _names_in_force(self) -> str:
        """Name the settings that decide what DNS has to say."""
        mail = self.settings.mail
        names = [mail.bounce_domain, mail.dkim.domain, *(name for name, _ in mail.dkim.key_files)]
        return " ".join(names)

    @cached_property
    def check_dns(self) -> CheckDns:
        """Asks DNS of the names that mail goes out under."""
        return CheckDns(
            transactions=self.store,
            resolver=Dns(self.settings.mail.resolver),
            clock=self.clock,
            sendings=self._sendings,
            under=self._names_in_force,
        )

    def _sendings(self) -> Sequence[Sending]:
        with self.store.read() as tx:
            senders = [self._sender_of(each) for each in (None, *tx.newsletters.all())]
        return [self._sending(sender) for sender in {each.host: each for each in senders}.values()]

    def _sending(self, sender: Sender) -> Sending:
        mail = self.settings.mail
        keys = [load_key(file, selector) for selector, file in mail.dkim.key_files]
        return Sending(
            from_domain=sender.host,
            bounce_domain=mail.bounce_domain or sender.host,
            dkim_domain=mail.dkim.domain,
            keys={key_name(key.selector, mail.dkim.domain): key.record for key in keys},
            server=self._server,
        )

    @property
    def _server(self) -> str:
        """Name the server that mail is handed to, where its name tells anything."""
        mail = self.settings.mail
        return mail.host if mail.transport == "smtp" and not mail.near else ""

    @cached_property
    def _prepare(self) -> Callable[[Letter], Form]:
        return partial(prepare, signer=self.signer)

    @cached_property
    def signer(self) -> Dkim | None:
        """Signs mail, where a key is set. Raises SettingsFault where it cannot be used."""
        dkim = self.settings.mail.dkim
        keys = [load_key(file, selector) for selector, file in dkim.key_files]
        return Dkim(dkim.domain, keys) if keys else None

    @cached_property
    def make_key(self) -> MakeKey:
        """Makes keys to sign with."""
        host = self._sender_of(None).host
        return MakeKey(
            make=make_key,
            keep=keep_key,
            domain=self.settings.mail.dkim.domain or host,
            folder=self.settings.secret_file.parent,
            clock=self.clock,
            bounce_domain=self.settings.mail.bounce_domain,
            server=self._server,
        )

    def _unsubscribe_token(self, subscriber_id: int, newsletter_id: int) -> str:
        key = SubscriptionKey(subscriber_id=subscriber_id, newsletter_id=newsletter_id)
        return self.tokens.unsubscribe(key)

    def _sender_of(self, newsletter: Newsletter | None) -> Sender:
        own = newsletter.sender if newsletter else ""
        mailbox = read_mailbox(own) if own else self.settings.sender()
        host = wire_address(mailbox.address).rpartition("@")[2].lower()
        bounces = self.settings.mail.bounce_domain
        return Sender(
            mailbox=mailbox,
            bounces=f"bounces@{bounces}" if bounces else mailbox.address,
            bounce_domain=bounces,
            inbound=bool(self.settings.mail.inbound or self.settings.mail.lmtp),
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
                ids=mail.id_rule,
            )
        )

    @cached_property
    def try_mail(self) -> TryMail:
        """Sends a test."""
        return TryMail(
            transport=self.transport,
            prepare=self._prepare,
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
            overtake=Overtake(transactions=self.store, policy=self.policy, clock=self.clock),
            watch=self.watcher,
            bounced=lambda claim, said: self.receive_mail.refused(
                claim.subscriber_id, claim.id, said
            ),
            throttle=Throttle(
                limits=self.settings.mail.destination_limits(), chance=SystemRandom().random
            ),
        )

    @cached_property
    def forget(self) -> Forget:
        """Forgets persons."""
        return Forget(
            transactions=self.store,
            clock=self.clock,
            tokens=self.tokens,
            read_address=read_address,
            settle=self.recover,
            sweep=partial(sweep, self.settings.mail.maildir),
        )

    @cached_property
    def recover(self) -> Recover:
        """Settles what dead workers left."""
        return Recover(
            transactions=self.store,
            locks=self.locks,
            journal_of=self._journal_of,
            forget_journal=lambda worker: self.chronicle.pour(self._journal_file(worker)),
            clock=self.clock,
            uncertain=self.settings.mail.uncertain,
        )

    @cached_property
    def editions(self) -> RunEditions:
        """Steers editions."""
        return RunEditions(transactions=self.store, clock=self.clock)

    @cached_property
    def show_copy(self) -> ShowCopy:
        """Shows what a reader got."""
        return ShowCopy(transactions=self.store, postmaster=self.postmaster)

    @cached_property
    def send_test(self) -> SendTest:
        """Mails a digest to one address, as a test."""
        return SendTest(
            transactions=self.store,
            preview=self.preview,
            newsletters=self.newsletters,
            postmaster=self.postmaster,
            transport=self.transport,
            tokens=self.tokens,
            read_address=read_address,
            clock=self.clock,
        )

    @cached_property
    def rest_mail(self) -> RestMail:
        """Stops all mail, and lets it out again."""
        return RestMail(transactions=self.store, clock=self.clock)

    @cached_property
    def _open_editions(self) -> OpenEditions:
        return OpenEditions(transactions=self.store, read_schedule=read_schedule)

    @cached_property
    def _plan_editions(self) -> PlanEditions:
        return PlanEditions(transactions=self.store, policy=self.policy, clock=self.clock)

    @cached_property
    def send_now(self) -> SendNow:
        """Sends a digest outside its schedule."""
        return SendNow(
            transactions=self.store,
            clock=self.clock,
            open_editions=self._open_editions,
            plan_editions=self._plan_editions,
        )

    @contextmanager
    def _worker(self) -> Iterator[Worker]:
        name = uuid.uuid4().hex
        path = self._journal_file(name)
        with self.locks.hold(name) as still, Journal(path, told=self._told) as journal:
            yield Worker(
                name=name,
                journal=journal,
                still=lambda: not self._stopping.is_set() and still(),
            )
        self.chronicle.pour(path)

    def _told(self, cohort_id: int) -> str:
        with self.store.read() as tx:
            return told_account(tx.catching_up.told(cohort_id))

    def _journal_file(self, worker: str) -> Path:
        return self.settings.secret_file.parent / "journal" / worker

    def _journal_of(self, worker: str) -> Mapping[str, Handover] | None:
        path = self._journal_file(worker)
        return read_journal(path) if path.exists() else None
