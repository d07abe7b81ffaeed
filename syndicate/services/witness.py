"""Was anything of a site altered silently, as far as somebody outside can tell?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import quote
from uuid import UUID

from syndicate.domain import testimony
from syndicate.domain.cross_examining import (
    changes_of_lines,
    changes_of_told,
    faults_of_history,
    faults_of_lines,
    faults_of_words,
    named,
    to_be_proved,
)
from syndicate.domain.log import LogHead, LogLine
from syndicate.domain.proofs import PublicKey, Signature, of_chain, of_log
from syndicate.domain.shown_words import missing
from syndicate.domain.testimony import History, Words
from syndicate.domain.witness import (
    Finding,
    Key,
    Seen,
    Told,
    Verdict,
    breach,
    changes_of_keys,
    refuse_another,
    remark,
    successions,
    told_in,
)
from syndicate.errors import Broken
from syndicate.services.public_lists import listed

_WELL_KNOWN = "/.well-known/syndicate"
_FOUND, _MISSING, _GONE = 200, 404, 410

Tell = Callable[[int, int], None]


class Answer(Protocol):
    """What a site answers with."""

    @property
    def status(self) -> int: ...
    @property
    def body(self) -> bytes: ...


class Site(Protocol):
    """The site that is looked at."""

    @property
    def url(self) -> str: ...
    def get(self, path: str) -> Answer: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was seen of one article."""

    findings: tuple[Finding, ...] = ()
    told: Mapping[Key, Told] = field(default_factory=dict)
    words: int = 0


@dataclass(slots=True, kw_only=True)
class Witness:
    """Looks at a whole site, once; it is made for one look.

    What changes while it looks is no fault: whatever seems wrong with an article is
    looked at again, with the log as it is by then.
    """

    site: Site
    verified: Callable[[Signature, bytes], bool]
    before: Seen | None = None
    tell: Tell = lambda _, __: None
    _keys: tuple[PublicKey, ...] = ()
    _lines: list[LogLine] = field(default_factory=list)
    _of: dict[UUID, list[LogLine]] = field(default_factory=dict)

    def __call__(self) -> tuple[Verdict, Seen]:
        """Return what was found, and what to remember for the next time.

        Raises Temporary or CouldNot where the site cannot be looked at, Refused where what
        is remembered is of another one.
        """
        before = self.before or Seen(url=self.site.url)
        findings = [*self._look_at_keys(before.keys)]
        refuse_another(before, self.site.url, self._keys)
        findings += self._follow_log()
        findings += changes_of_lines(before.lines, self._lines)
        told, proved, articles = dict(before.told), 0, list(self._of)
        for done, article_id in enumerate(articles):
            self.tell(done, len(articles))
            looked = self._look_at(article_id, before.told)
            findings += looked.findings
            told.update(looked.told)
            proved += looked.words
        findings += self._unlogged()
        verdict = Verdict(
            articles=len(articles),
            revisions=len(self._lines),
            words=proved,
            findings=tuple(dict.fromkeys(findings)),
            compared=self.before is not None,
        )
        keys = tuple(key.key for key in self._keys)
        return verdict, Seen(url=self.site.url, keys=keys, lines=tuple(self._lines), told=told)

    def _look_at_keys(self, before: Sequence[bytes]) -> Iterator[Finding]:
        self._keys = self._document("keys.json", testimony.keys_of)
        signed = [self.verified(*each) for each in successions(self._keys)]
        yield from changes_of_keys(before, self._keys, signed)

    def _follow_log(self) -> Iterator[Finding]:
        """Read on in the log, up to the head that is signed now."""
        told = self._document("log.json", testimony.head_of)
        yield from self._faults_of_signature("the log", told.signature, of_log(told.head))
        known = len(self._lines)
        for page in range(known // told.page + 1, -(-told.head.size // told.page) + 1):
            lines = self._document(f"log/{page}.json", testimony.lines_of)
            last = self._lines[-1].seq if self._lines else 0
            self._hold([line for line in lines if last < line.seq <= told.head.size])
        yield from faults_of_lines(_head(self._lines[:known]), self._lines[known:])
        if _head(self._lines) != told.head:
            yield breach(f"the log does not come to the head that is signed, of {told.head.size}")

    def _hold(self, lines: Iterable[LogLine]) -> None:
        for line in lines:
            self._lines.append(line)
            self._of.setdefault(line.article_id, []).append(line)

    def _faults_of_signature(
        self, what: str, signature: Signature, statement: bytes
    ) -> Iterator[Finding]:
        if signature.key != self._keys[-1].key:  # renewed since we read the keys
            yield from self._look_at_keys([key.key for key in self._keys])
        if signature.key != self._keys[-1].key or not self.verified(signature, statement):
            yield breach(f"{what} is not signed with the key in force")

    def _look_at(self, article_id: UUID, before: Mapping[Key, Told]) -> Looked:
        looked = self._look_once(article_id, before)
        if any(finding.breach for finding in looked.findings):
            more = tuple(self._follow_log())
            again = self._look_once(article_id, before)
            return Looked(findings=(*more, *again.findings), told=again.told, words=again.words)
        return looked

    def _look_once(self, article_id: UUID, before: Mapping[Key, Told]) -> Looked:
        try:
            return self._history(article_id, before)
        except Broken as error:
            return Looked(findings=(breach(str(error)),))

    def _history(self, article_id: UUID, before: Mapping[Key, Told]) -> Looked:
        path = f"/id/{article_id}/history.json"
        answer = self.site.get(path)
        if answer.status == _GONE:
            what = f"{article_id} was unpublished: its words cannot be looked at"
            return Looked(findings=(remark(what),))
        if answer.status == _MISSING:
            return Looked(findings=(breach(f"{article_id} vanished: it is in the log alone"),))
        history = testimony.read(path, _found(path, answer), testimony.history_of)
        findings = [
            *faults_of_history(history, self._of[article_id]),
            *self._faults_of_head(history),
        ]
        told = told_in(history)
        findings += changes_of_told(before, told)
        words = dict(self._words(history))
        for revision in to_be_proved(history):
            findings += faults_of_words(revision, words[revision.number])
        findings += self._faults_of_page(history, words)
        return Looked(findings=tuple(findings), told=told, words=len(words))

    def _unlogged(self) -> Iterator[Finding]:
        """Find articles that the site lists in public, and that its log leaves out."""
        found = {each: where for each, where in listed(self.site) if each not in self._of}
        if found:
            yield from self._follow_log()  # some may be newer than what was read of it
        for article_id, where in found.items():
            if article_id not in self._of:
                yield breach(f"{article_id} is public, in {where}, and is not in the log")

    def _faults_of_head(self, history: History) -> Iterator[Finding]:
        if history.head is not None:
            number, link, signature = history.head
            statement = of_chain(history.article_id, number, link)
            yield from self._faults_of_signature(str(history.article_id), signature, statement)

    def _words(self, history: History) -> Iterator[tuple[int, Words]]:
        for revision in to_be_proved(history):
            path = f"/id/{history.article_id}/revisions/{revision.number}.json"
            answer = self.site.get(path)
            if answer.status != _FOUND:
                raise Broken(f"the words of {named(revision)} are not shown, nor is it redacted")
            yield revision.number, testimony.read(path, answer.body, testimony.words_of)

    def _faults_of_page(self, history: History, words: Mapping[int, Words]) -> Iterator[Finding]:
        newest = words.get(max((r.number for r in history.revisions), default=0))
        if newest is None or not newest.headline:
            return
        path = f"/articles/{quote(history.slug)}"
        page = _found(path, self.site.get(path)).decode(errors="replace")
        for beginning in missing(page, newest.headline, newest.body_html):
            yield breach(f"{path} does not show what its newest revision says: “{beginning}…”")
            return

    def _document(
        self, name: str, reader: Callable[[testimony.Account], testimony.T]
    ) -> testimony.T:
        path = f"{_WELL_KNOWN}/{name}"
        return testimony.read(path, _found(path, self.site.get(path)), reader)


def _found(path: str, answer: Answer) -> bytes:
    if answer.status != _FOUND:
        raise Broken(
            f"{path} is answered with {answer.status}: it is no address of a site of Syndicate, "
            "or something was taken away there"
        )
    return answer.body


def _head(lines: Sequence[LogLine]) -> LogHead:
    if not lines:
        return LogHead(size=0, log_hash=b"")
    return LogHead(size=lines[-1].seq, log_hash=lines[-1].log_hash)
