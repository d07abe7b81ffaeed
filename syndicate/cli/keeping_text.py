"""How is it told what a restored site is, and what it learned of the time since its backup?"""

from datetime import tzinfo

from syndicate.app.keeping import Restored
from syndicate.cli.instants import shown_iso
from syndicate.cli.output import say
from syndicate.domain.chronicle import Loss


def print_restored(restored: Restored, zone: tzinfo) -> None:
    """Print it for a person."""
    redone, taken = restored.redone, shown_iso(restored.backup.taken, zone)
    say(f"Restored as of {taken}; {restored.verified.revisions} revisions, whole.")
    say(
        f"Learned of the time since: {restored.mails} mails that went out, {redone.left} readers "
        f"who left, {redone.barred} barred, {redone.forgotten} forgotten, "
        f"{redone.cancelled} editions cancelled, {redone.redacted} revisions redacted."
    )
    if restored.torn:
        say(
            f"{restored.torn} lines of the chronicle could not be read. One at the end of a "
            "file was never finished; of others it is not known what happened."
        )
    for loss in restored.losses:
        say(_lost(loss))
    for slug in redone.withdrawn:
        say(f"Withdrawn again, its note lost: {slug}; see syndicate article show {slug}")
    say("Mail rests. See what waits: syndicate status; then let it go out: syndicate resume")


def restored_account(restored: Restored) -> dict[str, object]:
    """Return it for programs."""
    redone = restored.redone
    return {
        "taken": restored.backup.taken,
        "revisions": restored.verified.revisions,
        "mails": restored.mails,
        "left": redone.left,
        "barred": redone.barred,
        "forgotten": redone.forgotten,
        "cancelled": redone.cancelled,
        "withdrawn": redone.withdrawn,
        "redacted": redone.redacted,
        "torn": restored.torn,
        "lost": [
            {
                "id": str(loss.article_id),
                "slug": loss.slug or None,
                "revision": loss.number,
                "mails": loss.mails,
            }
            for loss in restored.losses
        ],
    }


def _lost(loss: Loss) -> str:
    if loss.slug:
        return (
            f"Lost, though {loss.mails} mails told it: revision {loss.number} of {loss.slug}. "
            f"Publish it so that nobody is mailed it again: article revise {loss.slug} FILE "
            f"--kind KIND --note T --again {loss.number}"
        )
    return (
        f"Lost, though {loss.mails} mails told it: revision {loss.number} of an article that was "
        f"published since, urn:uuid:{loss.article_id}. Publish it so that nobody is mailed it "
        "again: article import FILE --publish"
    )
