"""An article and an edition can be followed through the log, from process to process."""

import structlog
from structlog.testing import capture_logs

from tests.services.press import MONDAY, Press
from tests.web.newsroom import FERRY, Newsroom


def test_a_publication_is_told_by_event_article_and_revision(newsroom: Newsroom) -> None:
    with capture_logs() as lines:
        article = newsroom.publish(FERRY)
    (line,) = [each for each in lines if each["event"] == "relayed"]
    assert (line["article"], line["change"], line["revision"]) == (str(article.id), "original", 1)


def test_an_edition_is_told_batch_by_batch_and_when_it_ends(press: Press) -> None:
    press.newsletter()
    press.reader("ada@example.org")
    press.publish("Bridge")
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        press.run(MONDAY)
    number = press.edition().id
    (sent,) = [each for each in lines if each["event"] == "batch_sent"]
    assert (sent["editions"], sent["claimed"], sent["accepted"]) == ([number], 1, 1)
    assert sent["batch"]
    assert sent["worker"]
    (closed,) = [each for each in lines if each["event"] == "edition_closed"]
    assert (closed["edition"], closed["status"]) == (number, "sent")
    assert "ada@example.org" not in str(lines)
