"""An article and an edition can be followed through the log, from process to process."""

import structlog
from structlog.testing import capture_logs

from syndicate.errors import AddressRefused, Temporary
from syndicate.services.tell_batch import spans
from tests.services.press import HOUR, MONDAY, SECOND, Press
from tests.web.newsroom import FERRY, Newsroom


def test_a_publication_is_told_by_event_article_and_revision(newsroom: Newsroom) -> None:
    with capture_logs() as lines:
        article = newsroom.publish(FERRY)
    (line,) = [each for each in lines if each["event"] == "relayed"]
    assert (line["article"], line["change"], line["revision"]) == (str(article.id), "original", 1)


def test_the_mails_of_a_batch_are_told_run_by_run() -> None:
    assert spans([9, 3, 1, 2, 5, 10]) == [(1, 3), (5, 5), (9, 10)]
    assert spans([]) == []


def test_an_edition_is_told_batch_by_batch_and_when_it_ends(press: Press) -> None:
    press.newsletter()
    press.reader("ada@example.org")
    press.publish("Bridge")
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        press.run(MONDAY)
    number = press.edition().id
    (sent,) = [each for each in lines if each["event"] == "batch_sent"]
    assert (sent["editions"], sent["claimed"], sent["accepted"]) == ([number], 1, 1)
    assert sent["deliveries"] == [(press.deliveries()[0].id,) * 2]
    assert "why" not in sent
    (planned,) = [each for each in lines if each["event"] == "edition_planned"]
    assert (planned["edition"], planned["newsletter"]) == (number, "morning")
    assert sent["batch"]
    assert sent["worker"]
    (closed,) = [each for each in lines if each["event"] == "edition_closed"]
    assert (closed["edition"], closed["status"]) == (number, "sent")
    assert "ada@example.org" not in str(lines)


def test_a_batch_of_which_nothing_is_accepted_tells_why(press: Press) -> None:
    press.newsletter()
    press.reader("ada@example.org")
    press.reader("bob@example.org")
    press.publish("Bridge")
    press.post.mail.unreachable = Temporary("mx.example:25 refused the connection")
    with capture_logs() as lines:
        press.run(MONDAY)
    (batch,) = [each for each in lines if each["event"] == "batch_sent"]
    assert (batch["accepted"], batch["pending"]) == (0, 2)
    assert batch["why"] == "mx.example:25 refused the connection"


def test_what_servers_say_of_single_mails_is_counted_and_names_nobody(press: Press) -> None:
    press.newsletter()
    for name, error in (
        ("ada", AddressRefused("550 ada@example.org unknown")),
        ("bob", Temporary("451 bob@example.org later")),
    ):
        press.reader(f"{name}@example.org")
        press.post.mail.plan(f"{name}@example.org", error)
    press.publish("Bridge")
    with capture_logs() as lines:
        press.run(MONDAY)
    (batch,) = [each for each in lines if each["event"] == "batch_sent"]
    assert (batch["accepted"], batch["failed"], batch["pending"]) == (0, 1, 1)
    assert "@example.org" not in str(lines)


def test_mails_that_were_too_late_are_told_by_their_wave(press: Press) -> None:
    press.newsletter()
    press.reader("ada@example.org")
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    press.at(MONDAY + 6 * HOUR + SECOND)
    with capture_logs() as lines:
        press.tick()
    (missed,) = [each for each in lines if each["event"] == "wave_missed"]
    assert (missed["edition"], missed["mails"]) == (press.edition().id, 1)
