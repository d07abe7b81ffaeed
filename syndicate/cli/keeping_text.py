"""How is it told what a restored site is, and what it learned of the time since its backup?"""

from syndicate.app.keeping import Restored
from syndicate.cli.output import say


def print_restored(restored: Restored) -> None:
    """Print it for a person."""
    redone = restored.redone
    say(f"Restored as of {restored.backup.taken}; {restored.verified.revisions} revisions, whole.")
    say(
        f"Learned of the time since: {restored.mails} mails that went out, {redone.left} readers "
        f"who left, {redone.barred} barred, {redone.forgotten} forgotten, "
        f"{redone.cancelled} editions cancelled, {redone.redacted} revisions redacted."
    )
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
    }
