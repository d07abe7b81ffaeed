"""How does mail go out in tests? By the real services, a plain renderer and a fake way out."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from time import monotonic

from syndicate.clock import FixedClock
from syndicate.domain.changes import DEFAULT_POLICY
from syndicate.domain.deliveries import Uncertain
from syndicate.domain.digests import Digest, Item, RenderedDigest
from syndicate.domain.editions import Newsletter
from syndicate.domain.handovers import Handover
from syndicate.domain.limits import Limits
from syndicate.domain.messages import Mailbox, Outgoing, placeholder
from syndicate.domain.notices import NoticeMail
from syndicate.domain.site import Site
from syndicate.domain.tokens import UNSUBSCRIBE_LENGTH, Tokens
from syndicate.render.messages import prepare
from syndicate.services.compose import Compose
from syndicate.services.compose_notices import ComposeNotice
from syndicate.services.deliver import Deliver
from syndicate.services.hand_over import Still, Worker
from syndicate.services.lines import Transport
from syndicate.services.looks import Watch
from syndicate.services.overtake import READERS_AT_ONCE, Overtake
from syndicate.services.postmaster import Postmaster, Sender
from syndicate.services.queue_notices import QueueNotices
from syndicate.services.recover import Recover
from syndicate.services.throttle import Throttle
from syndicate.store.engines import Engines
from syndicate.store.locks import Locks
from syndicate.store.unit_of_work import Store
from syndicate.transports.journal import Journal, read_journal
from syndicate.transports.memory import MemoryMail

SITE = Site(
    title="The Harbour Post",
    base_url="https://harbour.example",
    language="en",
    zone=UTC,
    publisher="Harbour",
)


def line_of(item: Item) -> str:
    """Tell an item in one line: how it is told, what, which revision, with which notes."""
    content = item.reading.content
    headline = content.headline if content else "-"
    notes = "".join(f" [{note.text}]" for note in item.notes)
    return f"{item.status} {headline} r{item.reading.number}{notes}"


@dataclass
class PlainRenderer:
    """Writes a line an item and counts its work; `fault`, once set, is raised instead."""

    rendered: list[Digest] = field(default_factory=list)
    fault: Exception | None = None

    def render(self, digest: Digest, template: str, *, token: str) -> RenderedDigest:
        """Render a digest plainly."""
        del template
        if self.fault:
            raise self.fault
        self.rendered.append(digest)
        lines = [line_of(item) for item in digest.items]
        return RenderedDigest(
            subject=f"{digest.title} {digest.period_key}",
            text="\n".join([*lines, token, ""]),
            html=f"<p>{token}</p>",
            item_words=tuple(lines),
        )


@dataclass
class PlainNotices:
    """Writes a line for the change, and each wrong word that is to be repeated."""

    def render(self, mail: NoticeMail, template: str, *, token: str) -> RenderedDigest:
        """Render a notice plainly."""
        del template
        lines = [f"notice: {line_of(mail.item)}", *mail.wrong]
        return RenderedDigest(
            subject=f"{mail.title} {mail.kind}",
            text="\n".join([*lines, token, ""]),
            html=f"<p>{token}</p>",
            item_words=("\n".join(lines),),
        )


@dataclass
class Post:
    """Everything from the ledger to the mailbox."""

    engines: Engines
    folder: Path
    clock: FixedClock
    mail: MemoryMail = field(default_factory=MemoryMail)
    renderer: PlainRenderer = field(default_factory=PlainRenderer)
    notices: PlainNotices = field(default_factory=PlainNotices)
    uncertain: Uncertain = Uncertain.HOLD
    connections: int = 1
    one_machine: bool = True
    limits: Limits = field(default_factory=Limits)
    transport: Transport | None = None
    bounced: list[tuple[str, str]] = field(default_factory=list)
    disbelieved: dict[str, str] = field(default_factory=dict)
    bounce_domain: str = ""
    inbound: bool = False
    moved_at_once: int = READERS_AT_ONCE
    moment: Callable[[], float] = monotonic
    _postmaster: Postmaster | None = None

    def __post_init__(self) -> None:
        """Open the store."""
        self.store = Store(self.engines)
        self.tokens = Tokens(b"the secret of the tests")

    @property
    def compose(self) -> Compose:
        """Renders bodies."""
        return Compose(
            renderer=self.renderer,
            policy=DEFAULT_POLICY,
            placeholder=placeholder(UNSUBSCRIBE_LENGTH),
        )

    @property
    def postmaster(self) -> Postmaster:
        """Writes messages; the same one until `forget_forms`."""
        if self._postmaster is None:
            self._postmaster = Postmaster(
                reading=self.store,
                holding=self.store,
                compose=self.compose,
                prepare=prepare,
                tokens=self.tokens.by_keys_of_now,
                sender_of=self._sender,
                disbelieved=lambda domain: self.disbelieved.get(domain, ""),
                site=SITE,
                compose_notice=ComposeNotice(renderer=self.notices, compose=self.compose),
            )
        return self._postmaster

    def forget_forms(self) -> None:
        """Write messages as a new process would."""
        self._postmaster = None

    def _sender(self, newsletter: Newsletter | None) -> Sender:
        address = newsletter.sender if newsletter and newsletter.sender else "news@harbour.example"
        return Sender(
            mailbox=Mailbox(address=address),
            bounces="bounces@harbour.example",
            host="harbour.example",
            salt="salt",
            bounce_domain=self.bounce_domain,
            inbound=self.inbound,
        )

    @property
    def queue_notices(self) -> QueueNotices:
        """Queues large notices."""
        return QueueNotices(transactions=self.store, policy=DEFAULT_POLICY, clock=self.clock)

    @property
    def overtake(self) -> Overtake:
        """Moves what waits with overtaken words."""
        return Overtake(
            transactions=self.store,
            policy=DEFAULT_POLICY,
            clock=self.clock,
            queue=self.queue_notices,
            readers_at_once=self.moved_at_once,
        )

    @property
    def deliver(self) -> Deliver:
        """Sends what is due."""
        return Deliver(
            transactions=self.store,
            transport=self.transport or self.mail,
            postmaster=self.postmaster,
            clock=self.clock,
            uncertain=self.uncertain,
            connections=self.connections,
            overtake=self.overtake,
            bounced=lambda claim, said: self.bounced.append((claim.email, said)),
            throttle=Throttle(limits=self.limits, chance=lambda: 0.0),
            moment=self.moment,
        )

    @contextmanager
    def worker(self, still: Still | None = None) -> Iterator[Worker]:
        """Give a worker with a lock and a journal; the journal stays."""
        name = uuid.uuid4().hex
        locked = Locks(self.engines).hold(name)
        with locked as lock, closing(Journal(self.journal(name))) as journal:
            worker = Worker(name=name, journal=journal, still=lock, watch=lock.watch)
            yield worker if still is None else asking(worker, still)

    def send(self) -> int:
        """Send what is due; return how many were accepted."""
        with self.worker() as worker:
            return self.deliver(worker)

    @property
    def recover(self) -> Recover:
        """Settles what dead workers left."""
        return Recover(
            transactions=self.store,
            locks=Locks(self.engines),
            journals=self._journals,
            journal_of=self._read_journal,
            forget_journal=lambda worker: self.journal(worker).unlink(missing_ok=True),
            clock=self.clock,
            uncertain=self.uncertain,
            ours=lambda _: self.one_machine,
        )

    def _journals(self) -> list[str]:
        folder = self.journal("")
        return [path.name for path in folder.iterdir()] if folder.is_dir() else []

    def journal(self, worker: str) -> Path:
        """Return where a worker's journal lies."""
        return self.folder / "journals" / worker

    def _read_journal(self, worker: str) -> Mapping[str, Handover] | None:
        path = self.journal(worker)
        return read_journal(path) if path.exists() else None


@dataclass(frozen=True)
class Asking:
    """A watch over a store, beside a lock of which something else knows whether it is held."""

    watch: Watch
    still: Still

    @property
    def held(self) -> bool:
        """Ask that."""
        return self.still()

    def changed(self) -> bool:
        """Ask the store."""
        return self.watch.changed()

    def close(self) -> None:
        """End the watch."""
        self.watch.close()


def asking(worker: Worker, still: Still) -> Worker:
    """Return a worker that asks `still` whether it holds its lock."""
    return replace(worker, still=still, watch=lambda: Asking(worker.watch(), still))


def lines_of(outgoing: Outgoing) -> list[str]:
    """Return the lines that a mail tells, without its token."""
    message = message_from_bytes(outgoing.data, policy=policy.default)
    body = message.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    *lines, _token = str(body.get_content()).splitlines()
    return lines
