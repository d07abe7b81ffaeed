"""Whatever is published to whomever, a dry run tells what then happens, as seen from outside.

A machine of Hypothesis makes up readers, editions, troubles and changes; each change is
foretold, made, and held against what left the site. FORETELLING_EXAMPLES=N makes up N
towns, other ones at each run.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bench.replay.press import ReplayClock
from syndicate.domain.changes import DigestAs
from syndicate.domain.feeds import term
from syndicate.domain.foretelling import Foretold, Telling
from syndicate.domain.notices import Untold
from syndicate.domain.wishes import Frequency
from syndicate.errors import AskedWrongly
from syndicate.settings import load
from syndicate.store.engines import Engines, open_engines
from syndicate.store.migrate import migrate
from tests.conftest import Server
from tests.flows.foretelling import breaches
from tests.flows.newsdesk import SECTIONS, Change, fitting
from tests.flows.newsstand import Stand, copy_database
from tests.flows.town import (
    FAULTS,
    NEWSLETTERS,
    READERS,
    SUNDAY_NOON,
    ZONES,
    Seen,
    Town,
    Trouble,
    Wished,
)
from tests.web.newsroom import settings_in

LONG = int(os.environ.get("FORETELLING_EXAMPLES", "0"))
Founding = Callable[[], Town]
EDITS = ("minor", "update", "correction", "clarification", "editors-note")
VERBS = ("retract", "takedown", "unpublish", "reinstate", "rename", "redact")


@pytest.fixture
def others(
    request: pytest.FixtureRequest, engines: Engines, tmp_path: Path
) -> Iterator[Sequence[Engines]]:
    """Give two more databases of the same kind: one stays empty, one takes copies."""
    with ExitStack() as stack:
        if engines.sqlite_file is None:
            server: Server = request.getfixturevalue("postgresql_server")
            yield [stack.enter_context(_on_server(server)) for _ in range(2)]
        else:
            file: Path = request.getfixturevalue("migrated_file")
            places = [tmp_path / f"{name}.db" for name in ("empty", "spare")]
            yield [stack.enter_context(_in_file(file, place)) for place in places]


@contextmanager
def _on_server(server: Server) -> Iterator[Engines]:
    name = server.create()
    with closing(open_engines(server.url(name))) as opened:
        migrate(opened)
        yield opened
    server.drop(name)


@contextmanager
def _in_file(migrated: Path, place: Path) -> Iterator[Engines]:
    shutil.copyfile(migrated, place)
    with closing(open_engines(f"sqlite:///{place}")) as opened:
        yield opened


@pytest.fixture
def founding(engines: Engines, others: Sequence[Engines], tmp_path: Path) -> Founding:
    """Return what founds a town in an empty store, again and again."""
    empty, spare = others
    place = settings_in(tmp_path, engines.write.url.render_as_string(hide_password=False))
    loaded = load(place)

    def found() -> Town:
        copy_database(empty, engines)
        return Town(Stand(loaded, engines, ReplayClock(SUNDAY_NOON)), spare)

    return found


changes = st.builds(
    Change,
    what=st.sampled_from((*EDITS, "correction", "correction", "update", *VERBS)),
    major=st.sampled_from((True, True, False)),
    retitled=st.booleans(),
    moved=st.sampled_from((False, False, False, True)),
    wrong=st.none() | st.integers(0, 3),
    since=st.none() | st.integers(0, 2),
    notify=st.booleans(),
    repeat=st.booleans(),
    number=st.integers(1, 3),
)
troubles = st.lists(
    st.builds(Trouble, st.sampled_from(READERS), st.sampled_from(("later", "later", *FAULTS))),
    max_size=4,
)
chosen = st.sampled_from(((), NEWSLETTERS[:1], NEWSLETTERS[1:], NEWSLETTERS))
wishes = st.builds(
    Wished,
    frequency=st.sampled_from((Frequency.EVERY, *Frequency)),
    sections=st.sampled_from(((), (), *((term(name),) for name in SECTIONS))),
    paused=st.sampled_from((0, 0, 1, 2, 30)),
    plain_text=st.booleans(),
)
hours = st.sampled_from((0, 0, 1, 5, 30)).map(lambda number: timedelta(hours=number))


def unfit_left_out(change: Change) -> Change:
    """Leave out what only some kinds take."""
    if change.what not in {"correction", "editors-note"}:
        change = replace(change, wrong=None, since=None, repeat=False)
    if change.what not in {"editors-note", "takedown"}:
        change = replace(change, notify=False)
    return change


class Foretelling(RuleBasedStateMachine):
    """A town whose newsroom asks before it changes anything, and its readers."""

    founding: Founding

    @initialize(
        subscribed=st.lists(st.tuples(chosen, st.sampled_from(ZONES)), min_size=5, max_size=5),
        troubled=troubles,
    )
    def begin(self, subscribed: list[tuple[tuple[str, ...], str]], troubled: list[Trouble]) -> None:
        """Have readers join, two stories come out, one be followed, and an edition go out."""
        self.town = type(self).founding()
        self.town.prefer(READERS[0], NEWSLETTERS, ZONES[0])
        for reader, (newsletters, zone) in zip(READERS[1:], subscribed, strict=False):
            self.town.prefer(reader, newsletters, zone)
        for section in SECTIONS:
            self.publish(section, tagged=True)
        for reader in READERS[:1] + READERS[-2:]:
            self.town.follow(reader, self.town.subject(self.town.desk.desks[0]))
        self.town.trouble(troubled)
        self.town.edition()
        self.town.edition()

    @rule(section=st.sampled_from(SECTIONS), tagged=st.booleans())
    @precondition(lambda self: len(self.town.desk.desks) < 4)
    def publish(self, section: str, *, tagged: bool) -> None:
        """Publish a story."""
        self.town.desk.publish(self.town.stand.app, section, tagged=tagged)

    @rule(
        reader=st.sampled_from(READERS),
        newsletters=chosen,
        zone=st.sampled_from(ZONES),
        wished=wishes,
    )
    def prefer(self, reader: str, newsletters: tuple[str, ...], zone: str, wished: Wished) -> None:
        """Have a reader join, leave, come back or move, and wish for less or later."""
        self.town.prefer(reader, newsletters, zone, wished)

    @rule(reader=st.sampled_from(READERS[3:]))
    def forget(self, reader: str) -> None:
        """Have a reader ask to be forgotten."""
        self.town.forget(reader)

    @rule(reader=st.sampled_from(READERS), which=st.integers(0, 5))
    def follow(self, reader: str, which: int) -> None:
        """Have a reader follow a story, the tag or the author, or stop that."""
        desks = self.town.desk.desks
        subjects = [*map(self.town.subject, desks), "tags/sea", "authors/ada"]
        self.town.follow(reader, subjects[which % len(subjects)])

    @rule(troubled=troubles, dies=st.sampled_from((-1, -1, -1, 0, 2)), passed=hours)
    def edition(self, troubled: list[Trouble], dies: int, passed: timedelta) -> None:
        """Have an edition go out, some mails of which come to grief, or the process."""
        self.town.pass_by(passed)
        self.town.trouble(troubled)
        self.town.stand.wire.dies = dies
        self.town.edition()
        self.town.stand.wire.dies = -1

    @rule(troubled=troubles, passed=hours)
    def turn(self, troubled: list[Trouble], passed: timedelta) -> None:
        """Let time pass and the site turn."""
        self.town.pass_by(passed)
        self.town.trouble(troubled)
        self.town.stand.turn()

    @rule()
    def restart(self) -> None:
        """Throw the application away."""
        self.town.stand.restart()

    @rule(name=st.sampled_from(NEWSLETTERS))
    def pause_newsletter(self, name: str) -> None:
        """Pause a newsletter, or go on with it."""
        app = self.town.stand.app
        if app.newsletters.show(name).newsletter.paused:
            app.newsletters.resume(name)
        else:
            app.newsletters.pause(name)

    @rule(which=st.integers(0, 2), cancel=st.booleans())
    def pause_edition(self, which: int, *, cancel: bool) -> None:
        """Pause or cancel an edition that is going out."""
        app = self.town.stand.app
        editions = [report.edition.id for report in app.editions.list(3)]
        if editions:
            steer = app.editions.cancel if cancel else app.editions.pause
            try:
                steer(editions[which % len(editions)])
            except AskedWrongly:
                return

    @rule(resend=st.booleans())
    def resolve(self, *, resend: bool) -> None:
        """Decide what is in doubt."""
        self.town.resolve(resend=resend)

    @rule(change=changes, which=st.integers(0, 3))
    def change(self, change: Change, which: int) -> None:
        """Change a story without asking."""
        desks = self.town.desk.desks
        desk = desks[-1 - which % len(desks)]
        change = unfit_left_out(change)
        if fitting(self.town.article(desk), [change]):
            self.town.change(desk, change)

    @rule(change=changes, which=st.integers(0, 3))
    def foretell(self, change: Change, which: int) -> None:
        """Change a story and hold what was foretold against what comes of it."""
        desks = self.town.desk.desks
        desk = desks[-1 - which % len(desks)]
        change = unfit_left_out(change)
        if fitting(self.town.article(desk), [change]):
            assert not self.town.foretell(desk, change)

    @rule(troubled=troubles, first=changes, change=changes, which=st.integers(0, 3))
    def foretell_amid_an_edition(
        self, troubled: list[Trouble], first: Change, change: Change, which: int
    ) -> None:
        """Change a story, have some mails of the next edition wait with it, and change it again."""
        self.change(first, which)
        self.edition(troubled, -1, timedelta())
        self.foretell(change, which)

    @invariant()
    def nobody_is_told_twice(self) -> None:
        """Hold what holds always."""
        if hasattr(self, "town"):
            assert not list(self.town.repeated())


@pytest.mark.timeout(0 if LONG else 240)
def test_a_dry_run_tells_what_then_happens(founding: Founding) -> None:
    machine = type("Machine", (Foretelling,), {"founding": staticmethod(founding)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=LONG or 2,
            stateful_step_count=8 if LONG else 6,
            deadline=None,
            derandomize=not LONG,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            phases=[Phase.explicit, Phase.generate],
        ),
    )


# Would it be noticed?


@pytest.fixture
def seen(founding: Founding) -> Sequence[Seen]:
    """Return what was seen of a correction in a small town, all of it as foretold."""
    town = founding()
    for reader in READERS[:5]:
        town.prefer(reader, NEWSLETTERS, ZONES[0])
    story = town.desk.publish(town.stand.app, SECTIONS[0], tagged=True)
    town.follow(READERS[5], town.subject(story))
    town.edition()
    town.trouble([Trouble(READERS[0], "later"), Trouble(READERS[1], "gone")])
    town.edition()
    town.prefer(READERS[2], (), ZONES[0])
    town.prefer(READERS[3], NEWSLETTERS, ZONES[0], Wished(paused=30))
    town.forget(READERS[4])
    for what in ("update", "update"):
        town.change(story, Change(what=what, retitled=True))
        town.stand.turn()
    town.change(story, Change(what="redact", number=1))
    assert not town.foretell(story, Change(what="correction", major=True, wrong=0))
    return town.seen


def one_more(counts: Mapping[DigestAs, int]) -> Mapping[DigestAs, int]:
    """Return the counts with one reader more."""
    return {status: count + 1 for status, count in counts.items()}


def other(counts: Mapping[DigestAs, int]) -> Mapping[DigestAs, int]:
    """Return the counts under another name."""
    return {DigestAs.CLARIFIED: sum(counts.values())} if counts else counts


def with_tellings(foretold: Foretold, change: Callable[[Telling], Telling]) -> Foretold:
    """Return what was foretold, something of what newsletters tell changed."""
    return replace(foretold, tellings=tuple(map(change, foretold.tellings)))


def with_notice(foretold: Foretold, **changed: object) -> Foretold:
    """Return what was foretold, something of its notice changed."""
    notice = foretold.notice and replace(foretold.notice, **changed)  # type: ignore[arg-type]
    return replace(foretold, notice=notice)


def without(reason: Untold, foretold: Foretold) -> Foretold:
    """Return what was foretold, without those who are not told for a reason."""
    untold = foretold.notice.untold if foretold.notice else {}
    return with_notice(foretold, untold={each: untold[each] for each in untold if each != reason})


def with_paused(telling: Telling) -> Telling:
    """Return what a newsletter tells, a reader counted who pauses."""
    return replace(telling, readers=one_more(telling.readers or {DigestAs.CORRECTED: 0}))


SABOTAGES: Mapping[str, Callable[[Foretold], Foretold]] = {
    "a reader more in the next edition": lambda f: with_tellings(
        f, lambda telling: replace(telling, readers=one_more(telling.readers))
    ),
    "told as something else": lambda f: with_tellings(
        f, lambda telling: replace(telling, readers=other(telling.readers))
    ),
    "a mail that waits more": lambda f: with_tellings(
        f, lambda telling: replace(telling, unsent=one_more(telling.unsent))
    ),
    "a mail that waits told as something else": lambda f: with_tellings(
        f, lambda telling: replace(telling, unsent=other(telling.unsent))
    ),
    "due later": lambda f: with_tellings(
        f, lambda telling: replace(telling, due=SUNDAY_NOON + timedelta(days=99))
    ),
    "a newsletter left out": lambda f: replace(f, tellings=f.tellings[1:]),
    "a feed left out": lambda f: replace(f, feeds=f.feeds[1:]),
    "a feed too many": lambda f: replace(f, feeds=(*f.feeds, "tags/none")),
    "nothing pushed": lambda f: replace(f, push=None),
    "a notice entry more or less": lambda f: replace(f, notice_entry=not f.notice_entry),
    "`updated` moved or not": lambda f: replace(f, moves_updated=not f.moves_updated),
    "a reader more in the notice": lambda f: with_notice(f, told=4),
    "another reason": lambda f: with_notice(f, untold={Untold.NEWER: 2}),
    "a forgotten reader left out": lambda f: without(Untold.FORGOTTEN, f),
    "a paused reader told in the next edition": lambda f: with_tellings(f, with_paused),
    "redacted words told from the error": lambda f: with_notice(
        f, told=0, untold={Untold.WITHOUT: 1}
    ),
    "no notice": lambda f: replace(f, notice=None),
    "a notice that waits told as before": lambda f: replace(f, unsent={DigestAs.NOTHING: 1}),
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whatever_is_foretold_wrongly_is_noticed(seen: Sequence[Seen]) -> None:
    parted = [(foretold, (before, after)) for foretold, before, after in seen]
    unnoticed = {
        name
        for name, sabotage in SABOTAGES.items()
        if not any(list(breaches(sabotage(told), *rest)) for told, rest in parted)
    }
    assert unnoticed == set()
