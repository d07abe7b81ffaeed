"""Who reads a feed whole? A consumer that keeps to RFC 5005 and RFC 6721, in Atom or JSON."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lxml import etree

from tests.web.visitor import Answer, Visitor

BASE = "https://harbour.example"
ATOM = "{http://www.w3.org/2005/Atom}"
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


@dataclass(frozen=True, slots=True)
class Document:
    """What one document says: its entries by id, who is gone since when, where older ones are."""

    entries: Mapping[str, tuple[datetime, str]]
    deleted: Mapping[str, datetime]
    older: str


@dataclass
class Consumer:
    """Merges the documents of one feed; an archive is asked for once and never again."""

    visitor: Visitor
    entries: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    archives: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def poll(self, target: str) -> None:
        """Read what is new: the subscription document, and archives that are not known yet."""
        documents = list(self._chain(target))
        for document in reversed(documents):
            self._merge(document)

    def titles(self) -> list[str]:
        """Return the titles of what is held, sorted."""
        return sorted(title for _, title in self.entries.values())

    def _chain(self, target: str) -> Iterator[Document]:
        document = read(self._get(target))
        yield document
        while document.older and document.older not in self.archives:
            self.archives.add(document.older)
            document = read(self._get(document.older))
            yield document

    def _get(self, target: str) -> Answer:
        self.asked.append(target)
        answer = self.visitor.get(target)
        assert answer.status == 200, target
        return answer

    def _merge(self, document: Document) -> None:
        for entry_id, (updated, title) in document.entries.items():
            held = self.entries.get(entry_id)
            if held is None or held[0] <= updated:
                self.entries[entry_id] = (updated, title)
        for entry_id, when in document.deleted.items():
            if entry_id in self.entries and self.entries[entry_id][0] <= when:
                del self.entries[entry_id]


def read(answer: Answer) -> Document:
    """Read a document of either format."""
    if "json" in answer.headers["content-type"]:
        return _read_json(json.loads(answer.body))
    return _read_atom(etree.fromstring(answer.body))


def _read_json(feed: Mapping[str, Any]) -> Document:
    deleted = feed.get("_syndicate", {}).get("deleted", [])
    return Document(
        entries={i["id"]: (_instant(i["date_modified"]), i["title"]) for i in feed["items"]},
        deleted={one["id"]: _instant(one["when"]) for one in deleted},
        older=feed.get("next_url", "").removeprefix(BASE),
    )


def _read_atom(feed: etree._Element) -> Document:
    links = {link.get("rel"): link.get("href", "") for link in feed.iterchildren(f"{ATOM}link")}
    return Document(
        entries={
            entry.findtext(f"{ATOM}id", ""): (
                _instant(entry.findtext(f"{ATOM}updated", "")),
                entry.findtext(f"{ATOM}title", ""),
            )
            for entry in feed.iterchildren(f"{ATOM}entry")
        },
        deleted={
            one.get("ref", ""): _instant(one.get("when", "")) for one in feed.iterchildren(DELETED)
        },
        older=links.get("prev-archive", "").removeprefix(BASE),
    )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
