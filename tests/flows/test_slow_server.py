"""While a slow server takes mail, a pause holds at the next recipient and a backup can be made."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest

from syndicate.app import App
from syndicate.app.keeping import back_up, restore
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus
from syndicate.services.run_editions import EditionReport
from syndicate.settings import load
from tests.flows.mail_processes import PATIENCE, SlowSink, settings_in, site
from tests.flows.restored_site import nothing
from tests.flows.test_kills import plan
from tests.transports.mail_servers import SinkServer

READERS, CONNECTIONS, SOME = 40, 2, 8


@dataclass
class Sending:
    """An edition to forty readers, a slow server, and a second process's view of the site."""

    settings: Path
    sink: SlowSink
    sender: App
    other: App

    def while_sending(self, happens: Callable[[], object]) -> int:
        """Do something once some mails are out; return how many were out when it was done."""
        thread = Thread(target=self.sender.send_mail)
        thread.start()
        self.sink.wait_for(SOME)
        happens()
        out = len(self.sink.ids)
        thread.join(PATIENCE)
        return out

    def report(self) -> EditionReport:
        """Return how the edition stands."""
        (report,) = self.other.editions.list()
        return report

    def everybody_once(self) -> bool:
        """Tell whether each reader was mailed, and nobody twice."""
        return len(self.sink.ids) == len({reader for reader, _ in self.sink.ids}) == READERS


@pytest.fixture
def sending(tmp_path: Path, database_url: str) -> Iterator[Sending]:
    """Plan the edition."""
    sink = SlowSink(0.01)
    with ExitStack() as stack:
        server = stack.enter_context(SinkServer(sink))
        settings = settings_in(tmp_path, database_url, server.port, connections=CONNECTIONS)
        sender, other = (stack.enter_context(site(settings)) for _ in range(2))
        plan(sender, READERS)
        yield Sending(settings, sink, sender, other)


def test_a_paused_edition_stops_and_is_finished_only_once_it_was_resumed(
    sending: Sending,
) -> None:
    number = sending.report().edition.id
    out = sending.while_sending(lambda: sending.other.editions.pause(number))
    assert len(sending.sink.ids) <= out + CONNECTIONS
    sending.other.tick()
    assert sending.report().edition.status is EditionStatus.PAUSED
    assert sending.report().counts[DeliveryStatus.PENDING] == READERS - len(sending.sink.ids) > 0
    sending.other.editions.resume(number)
    sending.other.tick()
    assert sending.report().edition.status is EditionStatus.SENDING
    sending.sender.send_mail()
    assert sending.report().edition.status is EditionStatus.SENT
    assert sending.everybody_once()


def test_all_mail_rests_from_the_next_recipient_on(sending: Sending) -> None:
    out = sending.while_sending(sending.other.rest_mail.pause)
    assert len(sending.sink.ids) <= out + CONNECTIONS
    sending.other.tick()
    assert sending.report().edition.status is EditionStatus.SENDING
    sending.other.rest_mail.resume()
    sending.sender.send_mail()
    assert sending.everybody_once()


def test_a_cancelled_edition_stops_and_nothing_of_it_is_left_waiting(sending: Sending) -> None:
    number = sending.report().edition.id
    out = sending.while_sending(lambda: sending.other.editions.cancel(number))
    assert len(sending.sink.ids) <= out + CONNECTIONS
    sending.sender.send_mail()
    counts = sending.report().counts
    assert counts[DeliveryStatus.SENT] == len(sending.sink.ids)
    assert counts[DeliveryStatus.CANCELLED] == READERS - len(sending.sink.ids)


def test_a_backup_made_meanwhile_and_restored_mails_nobody_twice(
    sending: Sending, tmp_path: Path
) -> None:
    file = tmp_path / "backup.db"
    sending.while_sending(lambda: back_up(sending.other, file, nothing))
    assert sending.everybody_once()
    sending.sender.close()
    sending.other.close()
    restored = restore(load(sending.settings), file, nothing)
    assert restored.mails == READERS
    with site(sending.settings) as app:
        app.rest_mail.resume()
        app.send_mail()
        assert app.editions.list()[0].edition.status is EditionStatus.SENT
    assert sending.everybody_once()
