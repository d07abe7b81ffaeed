"""How do JSON Feed 1.1 documents come out of entries?"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from syndicate.domain.readings import Note
from syndicate.render.feed_frames import Frame
from syndicate.render.feed_values import Entry, Head, instant

_VERSION = "https://jsonfeed.org/version/1.1"


def entry(entry: Entry) -> bytes:
    """Return the bytes of one item, as they stand in every document that has it."""
    return b"    " + _bytes(_item(entry)).replace(b"\n", b"\n    ")


def frame(head: Head) -> Frame:
    """Return what stands around items; with them it is JSON, whatever they say."""
    return Frame(
        before=_bytes(_head(head)).removesuffix(b"\n}"),
        date=_undated,
        opening=b',\n  "items": [',
        first=b"\n",
        between=b",\n",
        last=b"",
        closing=b"\n  ]\n}\n",
    )


def _undated(at: datetime) -> str:
    """Say nothing: in JSON Feed 1.1 items alone have dates."""
    del at
    return ""


def _bytes(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()


def _head(head: Head) -> dict[str, Any]:
    told = {
        "version": _VERSION,
        "title": head.title,
        "home_page_url": head.home_url,
        "feed_url": head.self_url,
        "description": head.description,
        "language": head.language,
        "authors": [{"name": head.publisher}],
    }
    more = {
        "next_url": head.older_url,
        "hubs": [{"type": "WebSub", "url": hub} for hub in head.hubs],
        "_syndicate": _head_extension(head),
    }
    return told | {key: value for key, value in more.items() if value}


def _head_extension(head: Head) -> dict[str, Any]:
    """Return what Atom says in elements of RFC 5005 and RFC 6721."""
    deleted = [{"id": one.id, "when": instant(one.at)} for one in head.deleted]
    told = {"archive": bool(head.current_url), "current_url": head.current_url, "deleted": deleted}
    return {key: value for key, value in told.items() if value}


def _item(entry: Entry) -> dict[str, Any]:
    told = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "language": entry.language,
        "date_published": instant(entry.published),
        "date_modified": instant(entry.updated),
        "authors": [{"name": name} for name in entry.authors],
        "tags": [category.label for category in entry.categories],
        "image": entry.pictures[0].url if entry.pictures else None,
        "summary": entry.summary,
        "content_html": entry.content,
    }
    item = {key: value for key, value in told.items() if value}
    return item | {"_syndicate": _extension(entry)} if entry.article else item


def _extension(entry: Entry) -> dict[str, Any]:
    """Return what only Syndicate tells; `edited` moves on every change, `updated` does not."""
    told = {
        "article": entry.article,
        "status": entry.status,
        "revision": entry.revision,
        "kind": entry.kind,
        "edited": instant(entry.edited),
        "history": entry.history,
    }
    return {key: value for key, value in told.items() if value} | {
        "notes": [_note(note) for note in entry.notes]
    }


def _note(note: Note) -> dict[str, Any]:
    told = {
        "revision": note.number,
        "kind": note.kind,
        "at": instant(note.at),
        "severity": note.severity,
        "text": note.text,
    }
    return {key: value for key, value in told.items() if value}
