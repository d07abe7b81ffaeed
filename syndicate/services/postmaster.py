"""What exactly is sent to one reader: whose words, under which id, with which token?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from syndicate.domain.audience import SubscriptionKey
from syndicate.domain.deliveries import Answered, Claim
from syndicate.domain.digests import RenderedDigest
from syndicate.domain.editions import Edition, EditionStatus, Newsletter
from syndicate.domain.message_ids import message_id
from syndicate.domain.messages import Copy, Letter, Mailbox, MailingList, Outgoing
from syndicate.domain.site import Site
from syndicate.domain.tokens import Tokens
from syndicate.errors import AskedWrongly, SettingsFault
from syndicate.services.compose import Cohorts as ComposedCohorts
from syndicate.services.compose import Compose
from syndicate.services.compose_notices import ComposeNotice
from syndicate.services.compose_notices import Transaction as ComposeTransaction
from syndicate.services.transactions import Transactions

FORMS_KEPT = 64
FOLLOWING = "following"

_GOING_OUT = {EditionStatus.SENDING, EditionStatus.SENT}


class Cohorts(ComposedCohorts, Protocol):
    """What the postmaster asks of the cohorts."""

    def created(self, cohort_id: int) -> datetime: ...


class Editions(Protocol):
    """What the postmaster asks of the editions."""

    def lock(self, edition_id: int) -> Edition: ...
    def set_status(self, edition_id: int, status: EditionStatus, fault: str = "") -> None: ...


class Transaction(ComposeTransaction, Protocol):
    """What the postmaster sees of the store."""

    @property
    def cohorts(self) -> Cohorts: ...


class HoldTransaction(Protocol):
    """What holding an edition sees of the store."""

    @property
    def editions(self) -> Editions: ...


class Form(Protocol):
    """A letter serialised but for what is each reader's."""

    def fill(self, copy: Copy) -> bytes: ...
    def outgoing(self, delivery_id: str, sender: str, copy: Copy) -> Outgoing: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who the site's mail comes from; `bounces` is the envelope's sender.

    With a `bounce_domain`, each reader's envelopes have a sender of their own, always the
    same: what comes back there is that reader's (VERP). With `inbound`, mail to us is read.
    """

    mailbox: Mailbox
    bounces: str
    host: str
    salt: str
    bounce_domain: str = ""
    inbound: bool = False


@dataclass(slots=True, kw_only=True)
class Postmaster:
    """Writes messages; a cohort's letter is serialised once and filled for each reader.

    `disbelieved` tells why mail from a domain would not be believed: no campaign starts then.
    `tokens` returns what makes tokens by the keys as they are when it is asked.
    """

    reading: Transactions[Transaction]
    holding: Transactions[HoldTransaction]
    compose: Compose
    prepare: Callable[[Letter], Form]
    tokens: Callable[[], Tokens]
    sender_of: Callable[[Newsletter | None], Sender]
    disbelieved: Callable[[str], str]
    site: Site
    compose_notice: ComposeNotice
    _forms: dict[tuple[int, bool], tuple[Form, Sender]] = field(default_factory=dict, init=False)
    _senders: dict[int | None, Sender] = field(default_factory=dict, init=False)

    def message(self, claim: Claim) -> Outgoing:
        """Return the message of a claim, the same bytes whenever it is made again.

        Raises SettingsFault when no reader of the cohort can be written to: its
        template is broken, or a sender or title that no header can carry; of an edition,
        also where its sender's domain is known not to be believed.
        """
        return self._message(claim, self.tokens())

    def messages(self, claims: Iterable[Claim]) -> Iterator[Outgoing]:
        """Yield the messages of some claims, as `message` returns them, by the keys of now."""
        tokens = self.tokens()
        return (self._message(claim, tokens) for claim in claims)

    def _message(self, claim: Claim, tokens: Tokens) -> Outgoing:
        form, sender = self._form(claim)
        copy = Copy(
            recipient=Mailbox(address=claim.email),
            message_id=_identity(claim, claim.edition_id, claim.notice_id, sender),
            token=_token(claim, tokens),
            references=self._references(claim, claim.answers) if claim.answers else (),
        )
        return form.outgoing(str(claim.id), _bounces(claim, sender, tokens), copy)

    def again(self, claim: Claim) -> Outgoing:
        """Return the message of a claim that went, whatever DNS has said of its domain since."""
        return replace(self, disbelieved=lambda _: "").message(claim)

    def _references(self, claim: Claim, answered: Answered) -> tuple[str, ...]:
        """Return the id under which the reader has the mail that a notice answers.

        It is the one we gave when that was sent, unless the server put another in its place.
        """
        if answered.given_id:
            return (answered.given_id,)
        sender = self._sender_once(answered.newsletter_id)
        return (_identity(claim, answered.edition_id, answered.notice_id, sender),)

    def _sender_once(self, newsletter_id: int | None) -> Sender:
        """Return who mails of a newsletter, or of what is followed, are from."""
        known = self._senders.get(newsletter_id)
        if known is None:
            with self.reading.read() as tx:
                its = None if newsletter_id is None else tx.newsletters.by_id(newsletter_id)
            known = self._senders[newsletter_id] = self.sender_of(its)
        return known

    def specimen(
        self, rendered: RenderedDigest, newsletter: Newsletter, moment: datetime, to: Mailbox
    ) -> bytes:
        """Return a digest as a whole message that is never sent: its link unsubscribes nobody."""
        sender = self.sender_of(newsletter)
        identity = message_id("preview", 0, sender.host)
        copy = Copy(recipient=to, message_id=identity, token=self.compose.placeholder)
        mailing = self._mailing(newsletter, sender)
        form = self.prepare(self._letter(rendered, moment, sender, mailing))
        return form.fill(copy)

    def test(
        self, rendered: RenderedDigest, newsletter: Newsletter, moment: datetime, to: Mailbox
    ) -> Outgoing:
        """Return a digest as a test: it says so, is of no list, and its links end nothing."""
        sender = self.sender_of(newsletter)
        number = f"{moment:%Y%m%d%H%M%S%f}"
        identity = message_id(number, 0, sender.host, prefix="t")
        copy = Copy(recipient=to, message_id=identity, token=self.compose.placeholder)
        letter = self._letter(rendered, moment, sender, None)
        marked = replace(
            letter,
            subject=f"TEST: {letter.subject}",
            test=True,
            placeholder=self.compose.placeholder,
        )
        return self.prepare(marked).outgoing(f"test-{number}", sender.bounces, copy)

    def hold(self, claim: Claim, fault: str) -> None:
        """Hold the claim's edition rather than send rubbish, and say why.

        One that a person has paused or cancelled in the meantime stays so.
        """
        if claim.edition_id is None:
            return
        with self.holding.write() as tx:
            if tx.editions.lock(claim.edition_id).status in _GOING_OUT:
                tx.editions.set_status(claim.edition_id, EditionStatus.HELD, fault)

    def _form(self, claim: Claim) -> tuple[Form, Sender]:
        wanted = (claim.cohort_id, claim.plain_text)
        known = self._forms.get(wanted)
        if known is None:
            known = self._checked(claim)
            if len(self._forms) >= FORMS_KEPT:
                self._forms.clear()
            self._forms[wanted] = known
        return known

    def _checked(self, claim: Claim) -> tuple[Form, Sender]:
        try:
            return self._prepared(claim)
        except SettingsFault:
            raise
        except AskedWrongly as error:
            raise SettingsFault(str(error)) from error

    def _prepared(self, claim: Claim) -> tuple[Form, Sender]:
        with self.reading.read() as tx:
            created = tx.cohorts.created(claim.cohort_id)
            newsletter = None
            if claim.newsletter_id is not None:
                newsletter = tx.newsletters.by_id(claim.newsletter_id)
        rendered = self._body(claim, newsletter)
        if claim.plain_text:
            rendered = replace(rendered, html="")
        sender = self.sender_of(newsletter)
        if claim.edition_id is not None and (fault := self.disbelieved(sender.host)):
            raise SettingsFault(fault)
        mailing = self._mailing_of(claim, newsletter, sender)
        stream = "digest" if claim.notice_id is None else "notice"
        return self.prepare(self._letter(rendered, created, sender, mailing, stream)), sender

    def _body(self, claim: Claim, newsletter: Newsletter | None) -> RenderedDigest:
        cohort, subject = claim.cohort_id, claim.subject
        if claim.notice_id is None:
            return self.compose.body(self.reading, cohort, claim.edition_id)
        return self.compose_notice(self.reading, cohort, claim.notice_id, newsletter, subject)

    def _letter(
        self,
        rendered: RenderedDigest,
        created: datetime,
        sender: Sender,
        mailing: "_Mailing | None",
        stream: str = "digest",
    ) -> Letter:
        return Letter(
            sender=sender.mailbox,
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            language=self.site.language,
            date=created,
            mailing=mailing.list if mailing else None,
            feedback_id=f"{mailing.name}:{stream}:{sender.host}" if mailing else "",
            placeholder=self.compose.placeholder if mailing else "",
        )

    def _mailing_of(
        self, claim: Claim, newsletter: Newsletter | None, sender: Sender
    ) -> "_Mailing | None":
        if newsletter is not None:
            return self._mailing(newsletter, sender)
        if claim.notice_id is None:
            return None
        return self._listed(FOLLOWING, self.site.title, "unfollow", sender)

    def _mailing(self, newsletter: Newsletter, sender: Sender) -> "_Mailing":
        return self._listed(newsletter.name, newsletter.title, "unsubscribe", sender)

    def _listed(self, name: str, title: str, address: str, sender: Sender) -> "_Mailing":
        mailto = f"mailto:{address}+{self.compose.placeholder}@{sender.bounce_domain}"
        leads = MailingList(
            list_id=f"{name}.{sender.host}",
            title=title,
            unsubscribe_url=self.site.url(f"/{address}/{self.compose.placeholder}"),
            unsubscribe_mailto=mailto if sender.inbound and sender.bounce_domain else "",
        )
        return _Mailing(name=name, list=leads)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mailing:
    """What a mail goes under: its name in headers, and what its list's headers tell."""

    name: str
    list: MailingList


def _bounces(claim: Claim, sender: Sender, tokens: Tokens) -> str:
    """Return the sender of a reader's envelopes."""
    if not sender.bounce_domain:
        return sender.bounces
    return f"bounces+{tokens.bounce(claim.subscriber_id)}@{sender.bounce_domain}"


def _token(claim: Claim, tokens: Tokens) -> str:
    """Return what ends that under which a mail goes, and nothing else; "" for letters."""
    reader = claim.subscriber_id
    if claim.newsletter_id is not None:
        key = SubscriptionKey(subscriber_id=reader, newsletter_id=claim.newsletter_id)
        return tokens.unsubscribe(key)
    if claim.notice_id is not None and claim.following_id is not None:
        return tokens.unfollow(reader, claim.following_id)
    return ""


def _identity(claim: Claim, edition: int | None, notice: int | None, sender: Sender) -> str:
    """Return the one Message-ID of a reader's copy of an edition, a notice or a letter."""
    if edition is not None:
        prefix, number = "e", edition
    else:
        prefix, number = ("n", notice) if notice is not None else ("m", claim.id)
    return message_id(number, claim.subscriber_id, sender.host, prefix=prefix, salt=sender.salt)
