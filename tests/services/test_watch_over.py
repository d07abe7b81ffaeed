"""The operator is mailed what is wrong, once, by whichever ticker notices."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy

import pytest

from syndicate.domain.alarms import Disk, Limits
from syndicate.domain.bounces import Bounce, BounceKind
from syndicate.domain.destinations import Destination
from syndicate.domain.editions import EditionStatus
from syndicate.domain.findings import Finding, Order
from syndicate.render.templating import Templates
from syndicate.render.transactional import TransactionalRenderer
from syndicate.services.status import TellStatus
from syndicate.services.watch_over import BACKUP, WatchOver
from syndicate.settings.starting_files import templates_folder
from tests.services.post import SITE
from tests.services.press import DAY, HOUR, MONDAY, SECOND, Press

OPERATOR = "operator@example.org"
GONE = Finding(what="DKIM key s1.example.org", order=Order.FAULT, told="there is no key")
AWAY = Finding(what="DNS of example.org", order=Order.WARNING, told="does not answer")


@dataclass
class Machine:
    """A press, its disks and its DNS, and who watches over them."""

    press: Press
    free: int = 500
    findings: Sequence[Finding] = ()
    asked: int = 0
    watching: WatchOver = field(init=False)

    def __post_init__(self) -> None:
        """Begin to watch."""
        templates = Templates([templates_folder()])
        self.watching = WatchOver(
            transactions=self.press.store,
            renderer=TransactionalRenderer(templates, SITE),
            operator=OPERATOR,
            limits=Limits(),
            disks=lambda: [Disk(path="/srv", total=1000, free=self.free)],
            check_keys=self._keys,
        )

    def _keys(self) -> Sequence[Finding]:
        self.asked += 1
        return self.findings

    def watch(self, **passed: float) -> list[str]:
        """Let time pass, look, and let mail go out; return the texts that reach the operator."""
        before = len(self.press.post.mail.sent)
        self.press.later(timedelta(**passed))
        self.watching(self.press.clock.now())
        self.press.send()
        mails = self.press.post.mail.sent[before:]
        return [_text(sent.data) for sent in mails if sent.envelope.recipient == OPERATOR]


def _text(data: bytes) -> str:
    message = message_from_bytes(data, policy=policy.default)
    body = message.get_body()
    assert body is not None
    return f"{message['subject']}\n{body.get_content()}"


@pytest.fixture
def machine(press: Press) -> Machine:
    """Watch over a site on which all is well; its backup was made just now."""
    with press.store.write() as tx:
        tx.last_done.note(BACKUP, press.clock.now())
    machine = Machine(press)
    assert machine.watch() == []
    return machine


def test_what_is_wrong_is_mailed_once_and_status_tells_it(machine: Machine) -> None:
    machine.free = 50
    (mail,) = machine.watch(minutes=5)
    assert mail.startswith("The Harbour Post: The disk of /srv is filling: 5 % are free.\n")
    assert "syndicate status" in mail
    for _ in range(3):
        assert machine.watch(hours=1) == []
    (alarm,) = TellStatus(transactions=machine.press.store, clock=machine.press.clock)().alarms
    assert alarm.words == (
        "The disk of /srv is filling: 5 % are free. "
        "Make room before it is full: nothing is published or mailed then."
    )


def test_what_goes_on_is_mailed_again_after_a_day(machine: Machine) -> None:
    machine.free = 50
    assert len(machine.watch(minutes=5)) == 1
    assert machine.watch(hours=23) == []
    assert len(machine.watch(hours=1)) == 1


def test_what_ended_and_begins_again_is_mailed_again(machine: Machine) -> None:
    machine.free = 50
    assert len(machine.watch(minutes=5)) == 1
    machine.free = 500
    assert machine.watch(hours=2) == []
    machine.free = 50
    assert len(machine.watch(minutes=5)) == 1


def test_what_comes_and_goes_is_mailed_once(machine: Machine) -> None:
    mails = []
    for free in (50, 500, 50, 500, 50):
        machine.free = free
        mails += machine.watch(minutes=5)
    assert len(mails) == 1


def test_several_things_are_one_mail_and_what_was_told_before_is_below(machine: Machine) -> None:
    machine.free = 50
    machine.watch(minutes=5)
    machine.press.newsletter()
    machine.press.reader("ada@example.org")
    machine.press.publish("Bridge")
    machine.press.at(MONDAY + 6 * HOUR + SECOND)
    machine.press.tick()
    machine.findings = [GONE]
    (mail,) = machine.watch(minutes=5)
    assert "3 things are wrong" in mail.splitlines()[0]
    assert "of morning was missed" in mail
    assert "DKIM key s1.example.org: there is no key." in mail
    assert "Told before" not in mail
    machine.findings = []
    with machine.press.store.write() as tx:
        tx.destinations.locked(["gmail.com"])
        tx.destinations.save([Destination(name="gmail.com", trips=1, said="421 slow down")])
    (mail,) = machine.watch(hours=1)
    assert "421 slow down" in mail
    assert "Told before, and still so:" in mail
    assert "The disk of /srv" in mail.partition("Told before")[2]


def test_a_missed_edition_is_told_once(machine: Machine) -> None:
    machine.press.newsletter()
    machine.press.reader("ada@example.org")
    machine.press.publish("Bridge")
    machine.press.at(MONDAY + 6 * HOUR + SECOND)
    machine.press.tick()
    assert machine.press.edition().status is EditionStatus.MISSED
    mails = [mail for _ in range(60) for mail in machine.watch(hours=1)]
    assert sum("was missed" in mail for mail in mails) == 1


def test_an_edition_that_half_of_its_readers_missed_is_told_once(machine: Machine) -> None:
    press = machine.press
    press.newsletter(reader_time=True)
    press.reader("syd@example.org", "Australia/Sydney")
    press.reader("ber@example.org")
    press.publish("Bridge")
    press.run(MONDAY)  # Sydney's wave is ten hours late
    assert press.edition().status is EditionStatus.SENT
    mails = [mail for _ in range(60) for mail in machine.watch(hours=1)]
    assert sum("of morning was missed in part: not all" in mail for mail in mails) == 1
    assert sum("was missed" in mail for mail in mails) == 1


def _hours(machine: Machine, number: int) -> list[str]:
    """Let editions and the operator's mail go out for some hours; return what reaches them."""
    mails: list[str] = []
    for _ in range(number):
        mails += machine.watch(hours=1)
        machine.press.tick()
    return mails


def test_what_falls_into_a_pause_is_no_alarm(machine: Machine) -> None:
    press = machine.press
    press.newsletter(reader_time=True)
    press.reader("ber@example.org")
    press.reader("lax@example.org", "America/Los_Angeles")
    press.publish("Bridge")
    press.run(MONDAY)
    press.newsletters.pause("morning")
    mails = _hours(machine, 15)
    press.newsletters.resume("morning")
    mails += _hours(machine, 5)
    assert EditionStatus.MISSED in [wave.status for wave in press.waves()]
    assert not any("missed" in mail for mail in mails)


def come_back(press: Press, readers: Sequence[str], at: datetime) -> None:
    """Report that mail to readers came back."""
    with press.store.write() as tx:
        for number, reader in enumerate(readers):
            who = tx.subscribers.ensure(reader, "UTC", at).id
            bounce = Bounce(subscriber_id=who, kind=BounceKind.SOFT, at=at, key=f"{number}")
            tx.bounces.add(bounce)


def readers_mailed(press: Press) -> Sequence[str]:
    """Mail an edition to twenty readers."""
    press.newsletter()
    readers = [f"reader{number}@example.org" for number in range(20)]
    for reader in readers:
        press.reader(reader)
    press.publish("Bridge")
    press.run(MONDAY)
    return readers


def test_reports_are_weighed_against_what_was_sent(machine: Machine) -> None:
    readers = readers_mailed(machine.press)
    come_back(machine.press, readers[:10], MONDAY)
    (mail,) = machine.watch(minutes=5)
    assert "10 mails came back in the last day, of 20 sent: more than 5 %." in mail


def test_reports_that_come_days_later_are_weighed_against_the_last_edition(
    machine: Machine,
) -> None:
    readers = readers_mailed(machine.press)
    come_back(machine.press, readers[:10], MONDAY + 4 * DAY)
    machine.watching = replace(machine.watching, limits=Limits(bounce_percent=60))
    assert machine.watch(days=4) == []
    machine.watching = replace(machine.watching, limits=Limits(bounce_percent=40))
    (mail,) = machine.watch(minutes=5)
    assert "10 mails came back in the last day, of 20 sent: more than 40 %." in mail


def test_keys_are_asked_for_once_a_day(machine: Machine) -> None:
    assert machine.asked == 1
    for _ in range(23):
        machine.watch(hours=1)
    assert machine.asked == 1
    machine.watch(hours=1)
    assert machine.asked == 2


def test_a_dns_that_does_not_answer_says_nothing_of_keys_and_is_asked_again(
    machine: Machine,
) -> None:
    machine.findings = [AWAY, GONE]
    assert machine.watch(hours=24) == []
    machine.findings = [GONE]
    assert len(machine.watch(minutes=5)) == 1


def test_nobody_looks_more_often_than_every_five_minutes(machine: Machine) -> None:
    machine.free = 50
    assert machine.watch(minutes=4, seconds=59) == []
    assert len(machine.watch(seconds=1)) == 1


def test_several_tickers_tell_once(machine: Machine) -> None:
    machine.free = 50
    machine.press.later(timedelta(minutes=5))
    now = machine.press.clock.now()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(machine.watching, [now] * 4))
    assert machine.press.send() == 1


def test_a_backup_that_was_never_made_is_missed_a_week_after_watching_began(press: Press) -> None:
    machine = Machine(press)
    assert machine.watch() == []
    assert machine.watch(days=6, hours=23) == []
    (mail,) = machine.watch(hours=1)
    assert "No backup was made for 7 days" in mail


def test_a_clock_that_ran_ahead_and_was_put_right_silences_nobody(machine: Machine) -> None:
    monday = machine.press.clock.now()
    machine.watch(days=365)
    machine.press.at(monday)
    machine.free = 50
    (mail,) = machine.watch(minutes=5)
    assert "The disk of /srv is filling" in mail


def test_what_a_clock_that_ran_ahead_made_wrong_is_over_once_it_is_put_right(
    machine: Machine,
) -> None:
    monday = machine.press.clock.now()
    (mail,) = machine.watch(days=365)
    assert "No backup was made for 365 days" in mail
    machine.press.at(monday)
    machine.watch(minutes=5)
    with machine.press.store.read() as tx:
        assert tx.alarms.all() == []


def test_without_an_operator_nothing_is_watched(machine: Machine) -> None:
    machine.free = 50
    machine.press.later(DAY)
    replace(machine.watching, operator="")(machine.press.clock.now())
    assert machine.press.send() == 0
