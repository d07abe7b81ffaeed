"""What does every use case of a site stand on? Settings, clock, store and renderers."""

import threading
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta
from functools import cached_property
from typing import ClassVar

from syndicate.app.engine import Engine, engine_of
from syndicate.clock import Clock, SystemClock
from syndicate.domain.facts import OF_READERS, Fact
from syndicate.domain.forgetting import NOBODY
from syndicate.domain.pacing import AIM, AIM_AMONG_ROWS
from syndicate.domain.tokens import LaterKey, Tokens
from syndicate.render.digests import DigestRenderer
from syndicate.render.notices import NoticeRenderer
from syndicate.render.pages import Pages
from syndicate.render.templating import Compiled, Templates
from syndicate.render.transactional import TransactionalRenderer
from syndicate.services.counters import Counters
from syndicate.services.queue_notices import QueueNotices
from syndicate.settings import Settings
from syndicate.settings.signing_key import SigningKeys, load_keys, renew_key
from syndicate.settings.site_secret import LaterKeys, load_secret, renew_links
from syndicate.settings.starting_files import templates_folder
from syndicate.store.engines import Engines, open_engines
from syndicate.store.in_use import in_use
from syndicate.store.locks import Locks
from syndicate.store.migrate import THIS, Program, enter
from syndicate.store.server_clock import ServerClock
from syndicate.store.unit_of_work import Store
from syndicate.store.watcher import Watcher
from syndicate.transports.chronicle import Chronicle


class Ground:
    """A site's settings and adapters, each made when it is first asked for.

    Who is `alone` with a store, as while one is restored, tells the chronicle nothing.
    Several of one process may share what templates compiled to.
    """

    program: ClassVar[Program] = THIS

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        alone: bool = False,
        compiled: Compiled | None = None,
    ) -> None:
        self.settings = settings
        self._clock = clock
        self.site = settings.site()
        self.policy = settings.policy()
        self.counters = Counters()
        self._stopping = threading.Event()
        self._alone = alone
        self._compiled = compiled

    @cached_property
    def engines(self) -> Engines:
        """The database, brought to this program's revision."""
        engines = open_engines(self.settings.store_url, self.program.head)
        with ExitStack() as refused:
            refused.callback(engines.close)
            if not self._alone:
                self._leaving.enter_context(in_use(engines))
            enter(engines, self.program)
            refused.pop_all()
        return engines

    @cached_property
    def queue(self) -> Engine:
        """Where jobs wait, and how they are carried out."""
        return engine_of(self.settings, self.engines)

    @cached_property
    def clock(self) -> Clock:
        """The one given; else the machine's, on PostgreSQL put right by its server's."""
        if self._clock is not None:
            return self._clock
        machine = SystemClock()
        return machine if self.engines.sqlite_file else ServerClock(self.engines, machine)

    def adjust_clock(self) -> None:
        """Ask the server again what time it is, where it is asked."""
        if isinstance(self.clock, ServerClock):
            self.clock.adjust()

    @cached_property
    def _leaving(self) -> ExitStack:
        return ExitStack()

    @cached_property
    def chronicle(self) -> Chronicle:
        """What happens that a restored store must learn."""
        folder = self.settings.secret_file.with_name("chronicle")
        days = min(self.settings.store.chronicle_days, self.settings.mail.receipt_days)
        return Chronicle(folder, self.clock, days)

    def _record(self, facts: Sequence[Fact]) -> None:
        told = [known for fact in facts if (known := self._fingerprinted(fact)) is not None]
        if told:
            self.chronicle.record(told)

    def _fingerprinted(self, fact: Fact) -> Fact | None:
        """Name addresses by what only this site can make of them; None for those erased."""
        if fact.what not in OF_READERS:
            return fact
        name, *rest = fact.about
        if name.startswith(NOBODY):
            return None
        known = self.tokens.fingerprint(name) if "@" in name else name
        return Fact(fact.what, (known, *rest))

    @cached_property
    def store(self) -> Store:
        """The store."""
        return Store(self.engines, None if self._alone else self._record, self.queue)

    def watcher(self, *, elsewhere: bool = False) -> Watcher:
        """Return a watcher of commits; `elsewhere` for who knows of those made here."""
        return Watcher(self.engines, elsewhere=elsewhere)

    def stop(self) -> None:
        """Have what is under way end after its present step."""
        self._stopping.set()

    def close(self) -> None:
        """Give the database back."""
        if "engines" in self.__dict__:
            self.store.close()
        self._leaving.close()

    @cached_property
    def templates(self) -> Templates:
        """The site's own templates before the shipped ones."""
        return Templates([self.settings.folder / "templates", templates_folder()], self._compiled)

    @cached_property
    def pages(self) -> Pages:
        """The pages' renderer."""
        return Pages(self.templates, self.site)

    @cached_property
    def digests(self) -> DigestRenderer:
        """The digests' renderer."""
        return DigestRenderer(self.templates, self.site)

    @cached_property
    def notice_mails(self) -> NoticeRenderer:
        """The renderer of mails outside the schedule."""
        days = self.settings.follow.quiet_days
        return NoticeRenderer(self.templates, self.site, quiet_days=days)

    @cached_property
    def letters(self) -> TransactionalRenderer:
        """The renderer of mails that readers ask for."""
        return TransactionalRenderer(self.templates, self.site)

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens in links of mails."""
        return Tokens(self._secret, later=LaterKeys(self.settings.secret_file))

    @cached_property
    def _secret(self) -> bytes:
        return load_secret(self.settings.secret_file)

    def keys(self) -> SigningKeys:
        """Return the keys that the site signs with, as they are now; made on first use."""
        return load_keys(self.settings.signing_key_file)

    def renew_key(self) -> SigningKeys:
        """Put a new key in force, signed by the old one; return all keys."""
        return renew_key(self.settings.signing_key_file)

    def link_keys(self) -> Sequence[LaterKey]:
        """Return the keys that links are made by since the first one, oldest first."""
        return self.tokens.later()

    def renew_links(self) -> Sequence[LaterKey]:
        """Have new links made by a new key; return all later ones."""
        return renew_links(self.settings.secret_file, self.clock.now())

    @cached_property
    def locks(self) -> Locks:
        """Locks that die with their holder."""
        return Locks(self.engines, self.settings.workers.lapse_seconds)

    @cached_property
    def queue_notices(self) -> QueueNotices:
        """Queues large notices, step by step."""
        return QueueNotices(
            transactions=self.store, policy=self.policy, clock=self.clock, aim=self.step_aim
        )

    @property
    def step_aim(self) -> timedelta:
        """How long one transaction of a long piece of work should take."""
        return AIM if self.engines.sqlite_file else AIM_AMONG_ROWS
