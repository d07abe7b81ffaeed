"""Can programs have what they need to check the site, and nothing that is not public?"""

import json
import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from syndicate.domain.articles import Kind, content_from_json, content_hash
from syndicate.domain.log import LINES_ON_A_PAGE, LogHead
from syndicate.domain.proofs import Signature, of_chain, of_log
from syndicate.settings.signing_key import renew_key, verified
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, with_body

SLUG = "ferry-stops-at-noon"
HISTORY = f"/articles/{SLUG}/history.json"
LOG = "/.well-known/syndicate/log.json"
FIRST_PAGE = "/.well-known/syndicate/log/1.json"
KEYS = "/.well-known/syndicate/keys.json"


@pytest.fixture
def ferry(newsroom: Newsroom) -> Newsroom:
    """Publish an article of three revisions."""
    newsroom.publish(FERRY)
    newsroom.later(hours=1)
    newsroom.update(SLUG, with_body(FERRY, "It stops at one."), "With the new hour.")
    newsroom.later(microseconds=1)
    told = with_body(FERRY, "It stops at two.")
    newsroom.update(SLUG, told, "It was the wrong hour.", Kind.CORRECTION)
    return newsroom


def told(newsroom: Newsroom, target: str) -> Any:  # noqa: ANN401 - what JSON holds
    answer = newsroom.visitor.get(target)
    assert answer.status == 200, target
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-robots-tag"] == "noindex"
    return json.loads(answer.body)


def signature(account: dict[str, str]) -> Signature:
    key, signed = (bytes.fromhex(account[name]) for name in ("key", "signature"))
    return Signature(key=key, signature=signed)


def article_id(newsroom: Newsroom) -> UUID:
    return newsroom.app.library.public(SLUG).article.id


def test_an_empty_site_has_a_signed_log_without_pages(newsroom: Newsroom) -> None:
    head = told(newsroom, LOG)
    assert (head["size"], head["log_hash"]) == (0, "")
    assert verified(signature(head), of_log(LogHead(size=0, log_hash=b"")))
    assert newsroom.visitor.get(FIRST_PAGE).status == 404


def test_the_log_tells_every_revision_in_order_and_no_words(ferry: Newsroom) -> None:
    ferry.publish(BRIDGE)
    lines = told(ferry, FIRST_PAGE)["lines"]
    assert [(line["seq"], line["number"], line["kind"]) for line in lines] == [
        (1, 1, "original"),
        (2, 2, "update"),
        (3, 3, "correction"),
        (4, 1, "original"),
    ]
    names = {"seq", "article", "number", "kind", "published", "recorded", "chain_hash", "log_hash"}
    assert {*lines[0]} == names
    assert lines[0]["article"] == str(article_id(ferry))


def test_the_head_of_the_log_is_signed_with_a_listed_key(ferry: Newsroom) -> None:
    head = told(ferry, LOG)
    last = told(ferry, FIRST_PAGE)["lines"][-1]
    assert (head["size"], head["log_hash"]) == (3, last["log_hash"])
    assert head["lines_on_a_page"] == LINES_ON_A_PAGE
    stated = of_log(LogHead(size=3, log_hash=bytes.fromhex(head["log_hash"])))
    assert verified(signature(head), stated)
    assert told(ferry, KEYS)["keys"][-1] == {"key": head["key"], "signature": None}


def test_no_answer_holds_the_private_key(ferry: Newsroom) -> None:
    seed = ferry.app.keys().seed.hex()
    for target in (KEYS, LOG, FIRST_PAGE, HISTORY):
        assert seed not in ferry.visitor.get(target).text


@pytest.mark.parametrize("page", ["0", "2", "x", "-1", "01"])
def test_there_are_no_other_pages(ferry: Newsroom, page: str) -> None:
    assert ferry.visitor.get(f"/.well-known/syndicate/log/{page}.json").status == 404


def test_nothing_of_a_draft_or_a_scheduled_article_is_in_the_log(ferry: Newsroom) -> None:
    before = ferry.visitor.get(FIRST_PAGE).body
    ferry.draft(BRIDGE)
    slug = ferry.draft(replace(BRIDGE, headline="Bridge to close"))
    ferry.app.publish(slug, at=ferry.clock.now().replace(year=2027))
    assert ferry.visitor.get(FIRST_PAGE).body == before
    assert told(ferry, LOG)["size"] == 3


def test_a_history_tells_everything_that_a_link_covers(ferry: Newsroom) -> None:
    history = told(ferry, HISTORY)
    assert history["article"] == str(article_id(ferry))
    assert (history["slug"], history["status"]) == (SLUG, "published")
    last = history["revisions"][-1]
    assert (last["kind"], last["note"]) == ("correction", "It was the wrong hour.")
    assert last["published"] == "2026-03-02T10:00:00.000001Z"
    assert last["previous_chain_hash"] == history["revisions"][1]["chain_hash"]
    assert history["revisions"][0]["previous_chain_hash"] == ""
    assert last["diff_url"] == f"https://harbour.example/articles/{SLUG}/diff/2...3"
    chain = [line["chain_hash"] for line in told(ferry, FIRST_PAGE)["lines"]]
    assert [each["chain_hash"] for each in history["revisions"]] == chain


def test_the_newest_link_of_an_article_is_signed(ferry: Newsroom) -> None:
    head = told(ferry, HISTORY)["head"]
    stated = of_chain(article_id(ferry), head["number"], bytes.fromhex(head["chain_hash"]))
    assert head["number"] == 3
    assert verified(signature(head), stated)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_words_and_salt_prove_the_hash(ferry: Newsroom, number: int) -> None:
    words = told(ferry, f"/articles/{SLUG}/revisions/{number}.json")
    content = content_from_json(json.dumps(words["content"]))
    proved = content_hash(content, words["note"], bytes.fromhex(words["salt"]))
    assert proved.hex() == words["content_hash"]
    assert words["content_hash"] == told(ferry, HISTORY)["revisions"][number - 1]["content_hash"]


def test_the_address_of_the_identity_tells_the_same(ferry: Newsroom) -> None:
    own = f"/id/{article_id(ferry)}"
    assert told(ferry, f"{own}/history.json") == told(ferry, HISTORY)
    words = told(ferry, f"/articles/{SLUG}/revisions/2.json")
    assert told(ferry, f"{own}/revisions/2.json") == words


def test_a_former_slug_leads_on(ferry: Newsroom) -> None:
    ferry.app.revise.rename(SLUG, "ferry")
    for rest in ("history", "revisions/1"):
        answer = ferry.visitor.get(f"/articles/{SLUG}/{rest}.json")
        assert answer.status == 301
        assert answer.headers["location"] == f"/articles/ferry/{rest}.json"


def test_a_redacted_revision_gives_neither_words_nor_salt(ferry: Newsroom) -> None:
    before = told(ferry, f"/articles/{SLUG}/revisions/2.json")
    ferry.app.revise.redact(SLUG, 2, "privacy")
    after = told(ferry, f"/articles/{SLUG}/revisions/2.json")
    assert (after["content"], after["salt"], after["note"]) == (None, None, "")
    assert after["content_hash"] == before["content_hash"]
    revision = told(ferry, HISTORY)["revisions"][1]
    assert revision["redaction_reason"] == "privacy"
    assert revision["redacted"] == "2026-03-02T10:00:00.000001Z"
    assert revision["url"] is None


def test_a_retracted_articles_history_tells_notes_and_nothing_proves_its_words(
    ferry: Newsroom,
) -> None:
    salts = [told(ferry, f"/articles/{SLUG}/revisions/{n}.json")["salt"] for n in (1, 2, 3)]
    ferry.app.revise.withdraw(SLUG, Kind.RETRACTION, "Nobody had seen it.")
    history = ferry.visitor.get(HISTORY)
    assert "Nobody had seen it." in history.text
    assert not any(salt in history.text for salt in salts)
    assert "stops at" not in history.text.replace(FERRY.headline, "")
    for number in (1, 2, 3, 4):
        assert ferry.visitor.get(f"/articles/{SLUG}/revisions/{number}.json").status == 404


def test_a_taken_down_article_leaves_kinds_and_instants(ferry: Newsroom) -> None:
    own = f"/id/{article_id(ferry)}"
    ferry.app.revise.withdraw(SLUG, Kind.TAKEDOWN, "By order.")
    history = told(ferry, f"{own}/history.json")
    assert {*history} == {"article", "status", "revisions"}
    assert {*history["revisions"][0]} == {"number", "kind", "published", "recorded"}
    assert [each["kind"] for each in history["revisions"]][-1] == "takedown"
    for target in (HISTORY, f"/articles/{SLUG}/revisions/1.json", f"{own}/revisions/1.json"):
        assert ferry.visitor.get(target).status == 410
    for target in (FIRST_PAGE, f"{own}/history.json", LOG):
        assert not re.search("ferry|noon|order|hour", ferry.visitor.get(target).text.lower())


def test_an_unpublished_article_is_gone(ferry: Newsroom) -> None:
    own = f"/id/{article_id(ferry)}"
    ferry.app.revise.unpublish(SLUG)
    for target in (HISTORY, f"{own}/history.json", f"{own}/revisions/1.json"):
        assert ferry.visitor.get(target).status == 410
    assert told(ferry, LOG)["size"] == 3


def test_what_is_not_public_has_no_history(newsroom: Newsroom) -> None:
    slug = newsroom.draft(FERRY)
    assert newsroom.visitor.get(f"/articles/{slug}/history.json").status == 404
    assert newsroom.visitor.get(f"/articles/{slug}/revisions/1.json").status == 404


def test_who_has_the_log_is_answered_304(ferry: Newsroom) -> None:
    for target in (KEYS, LOG, FIRST_PAGE, HISTORY):
        tag = ferry.visitor.get(target).headers["etag"]
        assert ferry.visitor.get(target, if_none_match=tag).status == 304


def test_a_renewed_key_is_listed_beside_the_old_one_without_a_restart(ferry: Newsroom) -> None:
    old = told(ferry, KEYS)["keys"]
    renew_key(ferry.app.settings.signing_key_file)
    keys = told(ferry, KEYS)["keys"]
    assert keys[:-1] == old
    assert told(ferry, LOG)["key"] == keys[-1]["key"]
