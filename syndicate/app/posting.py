"""How is put together what writes mail, signs it and hands it over?"""

from collections.abc import Callable, Sequence
from functools import cached_property, partial

from syndicate.app.audience import Audience
from syndicate.domain.alignment import Sending
from syndicate.domain.dkim import key_name
from syndicate.domain.editions import Newsletter
from syndicate.domain.mailboxes import read_mailbox
from syndicate.domain.messages import Letter, placeholder
from syndicate.domain.tokens import UNSUBSCRIBE_LENGTH
from syndicate.render.messages import Form, prepare, wire_address
from syndicate.services.check_dns import Believed, CheckDns
from syndicate.services.compose import Compose
from syndicate.services.compose_notices import ComposeNotice
from syndicate.services.lines import Transport
from syndicate.services.make_key import MakeKey
from syndicate.services.postmaster import Postmaster, Sender
from syndicate.services.try_mail import TryMail
from syndicate.transports.dkim import Dkim
from syndicate.transports.dkim_keys import keep_key, load_key, make_key
from syndicate.transports.maildir import Maildir
from syndicate.transports.resolving import Dns
from syndicate.transports.smtp import Security, Smtp, SmtpServer


class Posting(Audience):
    """How mail is written, signed and handed over."""

    @cached_property
    def compose(self) -> Compose:
        """Renders cohorts' mails."""
        return Compose(
            renderer=self.digests,
            policy=self.policy,
            placeholder=placeholder(UNSUBSCRIBE_LENGTH),
        )

    @cached_property
    def postmaster(self) -> Postmaster:
        """Writes readers' messages."""
        return Postmaster(
            reading=self.store,
            holding=self.store,
            compose=self.compose,
            prepare=self._prepare,
            tokens=self.tokens.by_keys_of_now,
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
            salt=self.tokens.site_salt,
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
