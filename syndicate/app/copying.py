"""How does a whole site move from one database to another?"""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

from syndicate.app import App
from syndicate.clock import Clock
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.errors import Broken, Refused
from syndicate.services.verify import Verified
from syndicate.settings import Settings
from syndicate.store.copying import copy_into, end_rest
from syndicate.store.engines import open_engines
from syndicate.store.in_use import alone
from syndicate.store.migrate import migrate
from syndicate.store.pouring import Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What was copied where: how many rows of each table, and what the copy's chains are."""

    store: str
    rows: Mapping[str, int]
    verified: Verified


def copy_store(settings: Settings, url: str, tell: Tell, *, clock: Clock | None = None) -> Copied:
    """Copy the store to another address, and let mail of the old one rest for good.

    Raises Refused while anybody uses either, while mail is under way, and where the other
    one is not empty. What dead workers left is settled first. Mail of the copy rests until mail of
    the old store does: at no moment can both send.
    """
    moved = settings.at_store(url)
    with closing(open_engines(settings.store_url)) as source, alone(source):
        migrate(source)
        with closing(App(settings, clock=clock, alone=True)) as app:
            _settle(app)
            with closing(open_engines(moved.store_url)) as target, alone(target):
                migrate(target)
                rows = copy_into(source, target, tell, app.clock.now())
                verified = _verified(moved, target.shown_url)
                app.rest_mail.pause(f"the store was copied to {target.shown_url}")
                end_rest(target)
                return Copied(store=target.shown_url, rows=rows, verified=verified)


def _settle(app: App) -> None:
    app.recover()
    with app.store.read() as tx:
        under_way = tx.vitals.at(app.clock.now()).deliveries[DeliveryStatus.CLAIMED]
    if under_way:
        raise Refused(
            f"{under_way} mails are held by a worker whose journal cannot be read, or lies on "
            "another machine: start a process there once; where the log names a file, move it "
            "away, and it is for you to tell whether they were sent"
        )


def _verified(moved: Settings, shown_url: str) -> Verified:
    with closing(App(moved, alone=True)) as app:
        try:
            return app.verify()
        except Broken as error:
            raise Broken(f"{error}; so do not use {shown_url}, and verify this store") from error
