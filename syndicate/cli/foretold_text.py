"""How are the effects of a change shown to a person before it happens?"""

from collections.abc import Mapping
from datetime import tzinfo

from syndicate.cli.instants import shown
from syndicate.cli.output import print_fields, say
from syndicate.domain.changes import DigestAs, Push
from syndicate.domain.foretelling import Foretold, Telling
from syndicate.domain.notices import MOST_UNCONFIRMED, Notice

_PUSHED = {
    Push.ENTRY: "the feeds, with the changed entry, to whoever subscribed to them",
    Push.NEUTRAL: "the feeds, with the neutral entry, to whoever subscribed to them",
}


def print_foretold(foretold: Foretold, zone: tzinfo) -> None:
    """Print what a change will do."""
    print_fields({**_standing(foretold, zone), **_readers(foretold, zone)})
    say("Nothing was changed: this was a dry run.")


def _standing(foretold: Foretold, zone: tzinfo) -> Mapping[str, object]:
    article, revision = foretold.article, foretold.revision
    moved = "" if foretold.moves_updated else " (does not move)"
    return {
        "article": article.slug,
        "status": article.status.value,
        "revision": f"{revision.number} ({revision.kind})" if revision else "none is added",
        "updated": shown(article.updated, zone) + moved,
        "edited": shown(article.edited, zone),
        "note": f"{revision.note} ({foretold.note})" if revision and revision.note else "",
        "feeds": foretold.feeds or "none",
        "in feeds besides": "an entry that announces it" if foretold.notice_entry else "",
        "pushed": _PUSHED[foretold.push] if foretold.push else "nothing",
    }


def _readers(foretold: Foretold, zone: tzinfo) -> Mapping[str, object]:
    told = "nothing" if foretold.digest is DigestAs.NOTHING else foretold.digest.value
    notice = counted_notice(foretold.notice) if foretold.notice else "nobody is told at once"
    return {
        "in digests": f"{told}, to readers who were mailed an older revision",
        **{f"next {t.newsletter}": _next(t, zone) for t in foretold.tellings if t.readers},
        **{f"unsent {t.newsletter}": _going_out(t.unsent) for t in foretold.tellings if t.unsent},
        "next editions": "" if foretold.tellings else "none tells of it, as things stand now",
        "notice": f"told at once: {notice}" if foretold.notice else notice,
        "unsent notices": _going_out(foretold.unsent),
    }


def _next(telling: Telling, zone: tzinfo) -> str:
    when = shown(telling.due, zone) if telling.due else "paused"
    told = [f"{_said(status)} {_to(count)}" for status, count in telling.readers.items()]
    return f"{', '.join(told)} ({when})"


def _said(status: DigestAs) -> str:
    return "no longer told" if status is DigestAs.DROPPED else status.value


def _going_out(unsent: Mapping[DigestAs, int]) -> str:
    return ", ".join(_mails(status, count) for status, count in unsent.items())


def _mails(status: DigestAs, count: int) -> str:
    mails = "1 mail goes" if count == 1 else f"{count} mails go"
    if status is DigestAs.NOTHING:
        return f"{mails} out as planned"
    return f"{mails} out {'without it' if status is DigestAs.DROPPED else f'with it as {status}'}"


def _to(count: int) -> str:
    return "to 1 reader" if count == 1 else f"to {count} readers"


def counted_notice(notice: Notice) -> str:
    """Say how many readers are mailed, and how many are not, by reason."""
    untold = ", ".join(f"{count} {reason}" for reason, count in notice.untold.items())
    confirm = f"; needs --confirm-count {notice.told}" if notice.told > MOST_UNCONFIRMED else ""
    return f"{notice.told} by mail; not told: {untold or 'nobody'}{confirm}"
