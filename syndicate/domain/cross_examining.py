"""Do a site's documents agree with each other, and with what was seen of them before?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from syndicate.domain.articles import Kind, Revision, chain_hash
from syndicate.domain.log import LogHead, LogLine, log_hash
from syndicate.domain.testimony import History, Words
from syndicate.domain.witness import Finding, Key, Told, breach, remark

_ENDINGS = {Kind.RETRACTION: "retracted", Kind.TAKEDOWN: "taken-down"}
_MOVED = "the order of the log was changed: "


def named(line: LogLine | Revision) -> str:
    """Name a revision by what never changes of it."""
    return f"revision {line.number} of {line.article_id}"


def faults_of_lines(head: LogHead, lines: Iterable[LogLine]) -> Iterator[Finding]:
    """Find the lines that do not follow the one before them."""
    for line in lines:
        if line.seq != head.size + 1:
            yield breach(f"line {head.size + 1} of the log is missing; line {line.seq} follows")
        elif line.log_hash != log_hash(head.log_hash, line):
            yield breach(f"line {line.seq} of the log, {named(line)}, does not fit the one before")
        head = LogHead(size=line.seq, log_hash=line.log_hash)


def changes_of_lines(before: Sequence[LogLine], now: Sequence[LogLine]) -> Iterator[Finding]:
    """Find what was changed, taken out of, put into or moved within the log as it was."""
    if list(before) == list(now[: len(before)]):
        return
    lines = {_key(line): line for line in now}
    known = {_key(line) for line in before}
    for line in before:
        yield from _change(line, lines.get(_key(line)))
    for line in now[: len(before)]:
        if _key(line) not in known:
            yield breach(f"line {line.seq} of the log, {named(line)}, was put into the past")
    yield from _moved(
        [_key(line) for line in before if _key(line) in lines],
        [_key(line) for line in now if _key(line) in known],
    )


def _change(line: LogLine, now: LogLine | None) -> Iterator[Finding]:
    if now is None:
        yield breach(f"{named(line)} vanished: it was line {line.seq} of the log")
        return
    facts = ("kind", "published", "recorded", "chain_hash")
    changed = [fact for fact in facts if getattr(line, fact) != getattr(now, fact)]
    if changed:
        yield breach(f"{named(line)} was changed in the log: {', '.join(changed)}")
    elif line.seq == now.seq and line.log_hash != now.log_hash:
        yield breach(f"line {line.seq} of the log, {named(line)}, has another hash than before")


def _moved(before: Sequence[Key], now: Sequence[Key]) -> Iterator[Finding]:
    for was, is_now in zip(before, now, strict=True):
        if was != is_now:
            yield breach(f"{_MOVED}revision {is_now[1]} of {is_now[0]} stands where another did")
            return


def _key(line: LogLine) -> Key:
    return line.article_id, line.number


def faults_of_history(history: History, lines: Sequence[LogLine]) -> Iterator[Finding]:
    """Find where an article's history and the log tell different things, or a link is false."""
    told = {revision.number: revision for revision in history.revisions}
    for line in lines:
        revision = told.pop(line.number, None)
        if revision is None:
            yield breach(f"{named(line)} is in the log, and missing in its history")
        else:
            yield from _disagreement(revision, line, bare=history.bare)
    for revision in told.values():
        yield breach(f"{named(revision)} is in its history, and missing in the log")
    if not history.bare:
        yield from _faults_of_links(history.revisions)
        yield from _faults_of_head(history)
    yield from _faults_of_status(history)


def _disagreement(revision: Revision, line: LogLine, *, bare: bool) -> Iterator[Finding]:
    facts = ("kind", "published", "recorded") if bare else _LINKED
    differ = [fact for fact in facts if getattr(revision, fact) != getattr(line, fact)]
    if differ:
        yield breach(f"{named(revision)} is told otherwise than in the log: {', '.join(differ)}")


_LINKED = ("kind", "published", "recorded", "chain_hash")


def _faults_of_links(revisions: Sequence[Revision]) -> Iterator[Finding]:
    link = b""
    for number, revision in enumerate(revisions, 1):
        if revision.number != number:
            yield breach(f"{named(revision)} stands in the place of revision {number}")
        if chain_hash(link, revision) != revision.chain_hash:
            yield breach(f"{named(revision)} does not fit its link of the chain")
        link = revision.chain_hash


def _faults_of_head(history: History) -> Iterator[Finding]:
    if history.head is None or not history.revisions:
        return
    number, link, _ = history.head
    newest = history.revisions[-1]
    if (number, link) != (newest.number, newest.chain_hash):
        yield breach(f"the newest revision of {history.article_id} is not the one that is signed")


def _faults_of_status(history: History) -> Iterator[Finding]:
    """Find a withdrawal, or the end of one, that no revision tells."""
    if not history.revisions:
        return
    told = _ENDINGS.get(history.revisions[-1].kind, "published")
    if history.status not in {told, "unpublished"}:
        yield breach(
            f"{history.article_id} is {history.status}, and {named(history.revisions[-1])} "
            f"left it {told}"
        )


def to_be_proved(history: History) -> Iterator[Revision]:
    """Return the revisions whose words have to be shown, and must come to their hash."""
    for revision in history.revisions:
        open_to_all = revision.number in history.readable and revision.redacted is None
        if open_to_all and revision.content_hash is not None:
            yield revision


def faults_of_words(revision: Revision, words: Words) -> Iterator[Finding]:
    """Find words that are not those that were published."""
    if words.proved is None:
        yield breach(f"the words of {named(revision)} are withheld, and it is not redacted")
    elif words.proved != revision.content_hash or words.number != revision.number:
        yield breach(f"the words of {named(revision)} are not those that were published")
    elif words.note != revision.note:
        yield breach(f"the note of {named(revision)} in its history is not the one published")


def changes_of_told(before: Mapping[Key, Told], now: Mapping[Key, Told]) -> Iterator[Finding]:
    """Find redactions undone or told otherwise, and notes changed that nothing else proves."""
    for key, told in now.items():
        was = before.get(key)
        if was is None or was == told:
            continue
        what = f"revision {key[1]} of {key[0]}"
        if was.redacted and (was.redacted, was.reason) != (told.redacted, told.reason):
            yield breach(f"the redaction of {what} is told otherwise than before")
        elif told.redacted:
            yield remark(f"{what} was redacted since, {told.redacted} (reason: {told.reason})")
        else:
            yield breach(f"the note of {what} is another one than before")
