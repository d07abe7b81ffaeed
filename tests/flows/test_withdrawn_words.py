"""Do words that were withdrawn reach anybody, late or again, who is told things by programs?"""

from pathlib import Path

from syndicate.domain.articles import Kind
from tests.flows.hub_site import hub_site, subscribe
from tests.transports.receiver import Receiver, Said, agrees, receiving
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, with_body

HOOK = '[webhooks.desk]\nurl = "{url}"\nsecret = "whsec_{key}"\n'
KEY = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVpbXF1eX2A="
WITHDRAWN = (b"mistake", b"Bridge opens", b"bridge-opens")


def told_all(newsroom: Newsroom, receiver: Receiver) -> list[bytes]:
    """Make what is owed; return what a receiver was told by it."""
    receiver.got.clear()
    newsroom.app.run_errands()
    return [each.body for each in receiver.told()]


def test_a_takedown_reaches_who_was_down_and_replays_never_resurrect_the_text(
    tmp_path: Path, database_url: str
) -> None:
    with receiving() as reader, receiving(host="127.0.0.9") as desk:
        hook = HOOK.format(url=desk.url, key=KEY)
        with hub_site(tmp_path, database_url, hook) as newsroom:
            newsroom.publish(FERRY)
            subscribe(newsroom, reader.url)
            newsroom.publish(with_body(BRIDGE, "Words that were a mistake."))
            newsroom.app.run_errands()
            for each in (reader, desk):
                assert b"mistake" in each.told()[-1].body
                each.answer = lambda _: Said(status=503)
            newsroom.app.revise.withdraw("bridge-opens-again", Kind.TAKEDOWN, "Withdrawn.")
            newsroom.app.run_errands()
            for each in (reader, desk):
                each.answer = agrees
            newsroom.later(hours=2)
            (content,) = told_all(newsroom, reader)
            assert b"This article has been removed" in content
            assert b"article.takedown" in desk.told()[-1].body
            for call in list(newsroom.app.show_errands.calls(None, None)):
                newsroom.app.show_errands.replay(call.id)
            replayed = told_all(newsroom, desk)
            assert len(replayed) == 3
            subscribe(newsroom, f"{reader.url}/anew")
            newsroom.update("ferry-stops-at-noon", with_body(FERRY, "It stops at one."))
            contents = told_all(newsroom, reader)
            assert len(contents) == 2
            for body in (content, *replayed, *contents):
                assert not any(word in body for word in WITHDRAWN)
