"""How are an article's history and the log of hashes told to programs that check them?"""

from collections.abc import Sequence
from dataclasses import asdict

from syndicate.domain.accounts import Account, instant
from syndicate.domain.articles import Revision
from syndicate.domain.log import LINES_ON_A_PAGE, LogHead, LogLine
from syndicate.domain.pages import History, HistoryEntry
from syndicate.domain.proofs import PublicKey, Signature
from syndicate.domain.site import Site


def history_account(history: History, site: Site, signature: Signature | None) -> Account:
    """Return what the public may know of an article's revisions, oldest first.

    `signature` is of the newest link; a withdrawn article has none, and tells only kinds
    and instants.
    """
    if history.withdrawn:
        return {
            "article": str(history.id),
            "status": history.status.value,
            "revisions": [_bare(entry) for entry in history.entries],
        }
    return {
        "article": str(history.id),
        "status": history.status.value,
        "slug": history.slug,
        "url": site.article_url(history.slug),
        "headline": history.headline,
        "language": history.language,
        "public_history": history.shows.value,
        "head": _head(history, signature),
        "revisions": _linked(history, site),
    }


def _bare(entry: HistoryEntry) -> dict[str, object]:
    return {
        "number": entry.number,
        "kind": entry.kind.value,
        "published": instant(entry.published),
        "recorded": instant(entry.recorded),
    }


def _head(history: History, signature: Signature | None) -> Account:
    newest = history.entries[-1]
    return {
        "number": newest.number,
        "chain_hash": newest.chain_hash.hex(),
        **_signed(signature),
    }


def _linked(history: History, site: Site) -> Sequence[Account]:
    told = zip((None, *history.entries), history.entries, strict=False)
    return [_entry(before, entry, history, site) for before, entry in told]


def _entry(
    before: HistoryEntry | None, entry: HistoryEntry, history: History, site: Site
) -> Account:
    slug, number = history.slug, entry.number
    readable = entry.content is not None
    comparable = before is not None and before.content is not None and readable
    return {
        **_bare(entry),
        "note": entry.note,
        "severity": entry.severity.value if entry.severity else None,
        "premise": entry.premise,
        "quiet": entry.quiet,
        "held": entry.held,
        "redacted": instant(entry.redacted),
        "redaction_reason": entry.redaction_reason,
        "content_hash": entry.content_hash.hex() if entry.content_hash else None,
        "previous_chain_hash": before.chain_hash.hex() if before else "",
        "chain_hash": entry.chain_hash.hex(),
        "url": site.revision_url(slug, number) if readable else None,
        "diff_url": site.diff_url(slug, number - 1, number) if comparable else None,
    }


def words_account(revision: Revision) -> Account:
    """Return the words of a revision with the salt that its hash was made under.

    Salt and words go together: who has the one has the other, so that no salt that was
    kept can help to guess back what was redacted since.
    """
    return {
        "article": str(revision.article_id),
        "number": revision.number,
        "content_hash": revision.content_hash.hex() if revision.content_hash else None,
        "salt": revision.salt.hex() if revision.salt else None,
        "note": revision.note,
        "content": None if revision.content is None else asdict(revision.content),
    }


def keys_account(keys: Sequence[PublicKey]) -> Account:
    """Return the keys, oldest first; the last one signs."""
    return {
        "keys": [
            {"key": each.key.hex(), "signature": each.signature.hex() or None} for each in keys
        ]
    }


def head_account(head: LogHead, signature: Signature) -> Account:
    """Return how long the log is, signed."""
    return {
        "size": head.size,
        "log_hash": head.log_hash.hex(),
        "lines_on_a_page": LINES_ON_A_PAGE,
        **_signed(signature),
    }


def page_account(number: int, lines: Sequence[LogLine]) -> Account:
    """Return the lines on a page of the log; pages count from 1."""
    return {"page": number, "lines": [line_account(line) for line in lines]}


def line_account(line: LogLine) -> Account:
    """Return a line of the log."""
    return {
        "seq": line.seq,
        "article": str(line.article_id),
        "number": line.number,
        "kind": line.kind.value,
        "published": instant(line.published),
        "recorded": instant(line.recorded),
        "chain_hash": line.chain_hash.hex(),
        "log_hash": line.log_hash.hex(),
    }


def _signed(signature: Signature | None) -> Account:
    if signature is None:
        return {}
    return {"key": signature.key.hex(), "signature": signature.signature.hex()}
