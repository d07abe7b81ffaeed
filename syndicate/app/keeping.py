"""How is a whole site kept in one file, and brought back without undoing what happened since?"""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from syndicate.app import App
from syndicate.clock import Clock
from syndicate.domain.chronicle import Loss, Remembered, remembered
from syndicate.errors import NotFound, Refused
from syndicate.services.catch_up import CatchUp
from syndicate.services.learn import BringBack, Learn
from syndicate.services.losses import KeepLosses
from syndicate.services.redo import Redo, Redone
from syndicate.services.verify import Verified
from syndicate.services.watch_over import BACKUP
from syndicate.settings import Settings
from syndicate.settings.private_files import make_once, replace_with
from syndicate.settings.site_secret import load_secret
from syndicate.store.backup import (
    between_writers,
    contents_of,
    copy_out,
    put_in,
    staged,
)
from syndicate.store.engines import open_engines
from syndicate.store.in_use import alone
from syndicate.store.migrate import migrate
from syndicate.store.migrations import HEAD
from syndicate.transports.files import using

RESTORING = "restore"
Tell = Callable[[int, int], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup is of: its number in the chronicle, when it was made, for which program."""

    id: str
    taken: str
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restored store is, and what it learned of the time since its backup.

    `torn` is how many lines of the chronicle could not be read.
    """

    backup: Backup
    verified: Verified
    mails: int
    redone: Redone
    losses: Sequence[Loss]
    torn: int


def back_up(app: App, file: Path, tell: Tell) -> Backup:
    """Write store, secret and signing keys into one file; serving and sending go on.

    The chronicle is told first: whatever is committed later is after the mark.
    """
    made = Backup(id=uuid.uuid4().hex, taken=app.clock.now().isoformat(), head=HEAD)
    with between_writers(app.engines):
        app.chronicle.mark(made.id)
    copy_out(app.engines, file, _contents(app, made), tell)
    with app.store.write() as tx:
        tx.last_done.note(BACKUP, app.clock.now())
    return made


def _contents(app: App, made: Backup) -> Mapping[str, bytes]:
    about = {"id": made.id, "taken": made.taken, "head": made.head}
    app.keys()  # so that there are some
    load_secret(app.settings.secret_file)
    return {
        "about": json.dumps(about).encode(),
        "secret": app.settings.secret_file.read_bytes(),
        "signing-key": app.settings.signing_key_file.read_bytes(),
    }


def restore(
    settings: Settings,
    file: Path,
    tell: Tell,
    *,
    without_chronicle: bool = False,
    clock: Clock | None = None,
) -> Restored:
    """Put a backup in the store's place, brought up to date by the chronicle, with mail at rest.

    All of it happens beside the store; the last step is one transaction. Raises Refused
    for a file that is no backup or of a newer program, while the store is in use, and
    where the chronicle does not reach back to it, unless `without_chronicle`.
    """
    contents = contents_of(file)
    backup = Backup(**json.loads(contents["about"]))
    _refuse_newer(backup)
    with closing(open_engines(settings.store_url)) as engines, alone(engines):
        migrate(engines)
        with closing(App(settings, clock=clock, alone=True)) as app:
            found = _remembered(app, backup, forgo=without_chronicle)
        _put_keys(settings, contents)
        with staged(file, settings.secret_file.parent) as made:
            restored = _brought_back(settings.with_store(made), backup, found, clock)
            put_in(made, engines, tell)
    return restored


def _refuse_newer(backup: Backup) -> None:
    if backup.head > HEAD:
        raise Refused(
            f"the backup is at revision {backup.head}, newer than this program, which knows "
            f"up to {HEAD}: upgrade syndicate first"
        )


def _remembered(app: App, backup: Backup, *, forgo: bool) -> Remembered:
    """Read the chronicle since the backup, with the journals of workers that died."""
    for journal in _journals(app.settings):
        app.chronicle.pour(journal)
    if forgo:
        return Remembered()
    try:
        return remembered(app.chronicle.since(backup.id))
    except NotFound as error:
        raise Refused(
            f"{error}: bring the folder here from the machine that mailed since "
            f"{backup.taken}, or say --without-chronicle: readers may then be mailed again, "
            "and who left since, or was forgotten, is a reader again"
        ) from error


def _journals(settings: Settings) -> Iterator[Path]:
    folder = settings.secret_file.with_name("journal")
    with using("the journals", folder):
        yield from sorted(folder.iterdir()) if folder.is_dir() else ()


def _put_keys(settings: Settings, contents: Mapping[str, bytes]) -> None:
    """Put secret and keys where there are none. A newer list of keys is left as it is."""
    secret, keys = settings.secret_file, settings.signing_key_file
    kept = contents["secret"].decode()
    with using("the site's secret", secret):
        make_once(secret, kept)
        here = secret.read_text(encoding="ascii", errors="replace")
        if here.split()[:1] != kept.split()[:1]:
            raise Refused(
                f"{secret} is another site's secret than the backup's: links in mails and "
                "erased addresses would not be known; move that file away first"
            )
        if len(kept) > len(here):  # links were renewed after this file was kept
            replace_with(secret, kept)
    with using("the site's signing keys", keys):
        make_once(keys, contents["signing-key"].decode())


def _brought_back(
    settings: Settings, backup: Backup, found: Remembered, clock: Clock | None
) -> Restored:
    with closing(App(settings, clock=clock, alone=True)) as app:
        bring_back = BringBack(
            transactions=app.store,
            clock=app.clock,
            learn=_learn(app),
            relay=app.relay,
            rest=app.rest_mail.pause,
            verify=app.verify,
        )
        brought = bring_back(found)
        return Restored(
            backup=backup,
            verified=brought.verified,
            mails=brought.learned.mails,
            redone=brought.learned.redone,
            losses=brought.learned.losses,
            torn=found.torn,
        )


def _learn(app: App) -> Learn:
    return Learn(
        catch_up=CatchUp(
            transactions=app.store, clock=app.clock, uncertain=app.settings.mail.uncertain
        ),
        redo=_redo(app),
        keep_losses=KeepLosses(transactions=app.store),
        notices=app.notices,
    )


def _redo(app: App) -> Redo:
    return Redo(
        transactions=app.store,
        clock=app.clock,
        revise=app.revise,
        rehearse=app.rehearse,
        leave=lambda key: app.subscribe.unsubscribe(app.tokens.unsubscribe(key), how=RESTORING),
        unfollow=lambda reader, number: app.follow.stop(
            app.tokens.unfollow(reader, number), how=RESTORING
        ),
        forget=app.forget,
        fingerprint=app.tokens.fingerprint,
        cancel=app.editions.cancel,
        silence=app.notices.withdraw,
    )
