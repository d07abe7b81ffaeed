"""What happens to a published article in tests of the policy, and what becomes of it?"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import feedparser

from syndicate.domain.articles import Article, Kind, PastRevision
from syndicate.domain.feeds import FeedFormat
from syndicate.domain.notice_entries import notice_urn
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from tests.services.press import Press
from tests.web.newsroom import BRIDGE, FERRY, NOW, Newsroom, with_body

SLUG = "ferry-stops-at-noon"
OLD, NEW = "to the island stops", "to the isle stops"
NOTE = "Told by the harbour office."
THEN = NOW + timedelta(hours=1)
CHANGED = with_body(FERRY, "The ferry to the isle stops at noon on Sunday.")
REMOVED = "This article has been removed."


def _declare(kind: Kind) -> Callable[[Newsroom], object]:
    return lambda newsroom: newsroom.update(SLUG, CHANGED, NOTE, kind)


def _publish(newsroom: Newsroom) -> None:
    past = (PastRevision(kind=Kind.ORIGINAL, at=THEN, note=NOTE),)
    newsroom.app.publish(newsroom.app.ingest(Story(content=CHANGED, past=past), announce=True))


_HAPPENING: Mapping[str, Callable[[Newsroom], object]] = {
    "original": _publish,
    **{
        kind: _declare(Kind(kind))
        for kind in ("minor", "update", "correction", "clarification", "editors-note")
    },
    "retraction": lambda newsroom: newsroom.app.revise.withdraw(SLUG, Kind.RETRACTION, NOTE),
    "takedown": lambda newsroom: newsroom.app.revise.withdraw(SLUG, Kind.TAKEDOWN, NOTE),
    "unpublish": lambda newsroom: newsroom.app.revise.unpublish(SLUG),
    "rename": lambda newsroom: newsroom.app.revise.rename(SLUG, "boats"),
    "lift": lambda newsroom: newsroom.app.publish.due(),
}


def prepare(newsroom: Newsroom, change: str) -> None:
    """Bring the site to where the change can happen, an hour later."""
    newsroom.publish(BRIDGE)
    if change == "lift":
        newsroom.app.publish(newsroom.draft(CHANGED), embargo=THEN)
    elif change != "original":
        newsroom.publish(FERRY)
    newsroom.clock.set(THEN)


def happen(newsroom: Newsroom, change: str) -> None:
    """Have the change happen."""
    _HAPPENING[change](newsroom)


def happen_to_mailed(press: Press, slug: str, change: str) -> None:
    """Have the change happen to an article that was mailed."""
    if change in {"retraction", "takedown"}:
        press.revise.withdraw(slug, Kind(change), NOTE)
    elif change == "unpublish":
        press.revise.unpublish(slug)
    elif change == "rename":
        press.revise.rename(slug, "boats")
    else:
        press.change(slug, Kind(change), NOTE)


def standing(newsroom: Newsroom) -> Article:
    """Return the article, whatever its slug is now."""
    with newsroom.app.store.read() as tx:
        return tx.articles.by_slug(SLUG)


def entry(newsroom: Newsroom, format_: FeedFormat) -> str | None:
    """Return the content of the article's own entry, as a reader of feeds has it."""
    body = newsroom.visitor.get(f"/feeds/all.{format_}").body
    return _entries(body, format_).get(standing(newsroom).urn)


def notice_entry(newsroom: Newsroom, article: Article, format_: FeedFormat) -> str | None:
    """Return the content of the entry that announces the article's newest revision."""
    body = newsroom.visitor.get(f"/feeds/all.{format_}").body
    return _entries(body, format_).get(notice_urn(article.id, article.head))


def _entries(body: bytes, format_: FeedFormat) -> Mapping[str, str]:
    if format_ is FeedFormat.JSON:
        return {item["id"]: item["content_html"] for item in json.loads(body)["items"]}
    return {e.id: e.content[0].value for e in feedparser.parse(body).entries}


def etag(newsroom: Newsroom, format_: FeedFormat) -> str:
    """Return the ETag of the main feed."""
    return newsroom.visitor.get(f"/feeds/all.{format_}").headers["etag"]


def item(newsroom: Newsroom) -> dict[str, Any]:
    """Return the article's entry in the JSON feed."""
    items = json.loads(newsroom.visitor.get("/feeds/all.json").body)["items"]
    found: dict[str, Any] = next(i for i in items if i["id"] == standing(newsroom).urn)
    return found


def carried(content: str | None) -> str:
    """Tell how much of the article an entry carries."""
    if content is None:
        return "gone"
    if OLD in content or NEW in content:
        return "full"
    return "neutral" if REMOVED in content else "notice"


def place(content: str) -> str:
    """Tell where the note stands, seen from the text; a note without text is at the top."""
    before, found, _ = content.partition(NOTE)
    if not found:
        return "none"
    return "listed" if OLD in before or NEW in before else "top"


def story(newsroom: Newsroom) -> str:
    """Return what the article's page shows of it, without what is for machines."""
    text = newsroom.visitor.get(f"/articles/{standing(newsroom).slug}").text
    return "".join(re.findall(r"<article .*?</article>", text, re.DOTALL))


def rehearsed(newsroom: Newsroom, kind: Kind) -> tuple[bool, str, bool, str]:
    """Tell beforehand: does `updated` move, where is the note, in corrections, in digests?"""
    told = newsroom.app.rehearse(SLUG, CHANGED, Declared(kind=kind, note=NOTE))
    return told.moves_updated, told.note, "corrections" in told.feeds, told.digest
