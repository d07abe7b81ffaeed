"""What is shown to a reader who confirms, changes or ends a subscription?

Nothing happens by opening any of these pages; every change is a form that
posts to the page's own address, works without script and needs no cookie.
"""

from collections.abc import Sequence

from syndicate.domain.followings import Subject
from syndicate.domain.reader_pages import Done, FollowForm, FormFault, Preferences, by_region
from syndicate.render.frame import Frame, Head

_DONE = {
    Done.CONFIRMED: ("You are subscribed", "The next edition will come to your address."),
    Done.SAVED: ("Your settings are saved", "They hold from the next edition on."),
    Done.UNSUBSCRIBED: ("You are unsubscribed", "This newsletter will not come to you any more."),
    Done.FOLLOWING: ("You follow this now", "We mail you as soon as there is something new."),
    Done.STOPPED: ("You no longer follow this", "Nothing more comes to you about it."),
}
_AGREED = (
    "We send a message first; nothing else comes until you confirm it. "
    "Every mail has a link to unsubscribe."
)
_FAULTS = {
    FormFault.ADDRESS: "No mail can be sent to this address: write it as name@example.org.",
    FormFault.NOTHING_CHOSEN: "Choose at least one newsletter.",
    FormFault.NOT_OFFERED: "This newsletter is not offered any more: choose another one.",
    FormFault.ZONE: "There is no such time zone: choose one of the list.",
}


class ReaderPages:
    """The pages behind the links in a reader's mail."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._say = frame.voice.say

    def check_mail(self) -> str:
        """Return the answer to every request for mail, whether the address is known or not."""
        return self._frame.page("check-mail", self._head("Check your mail"))

    def agreed(self, title: str) -> str:
        """Return the words that who asks for a newsletter, or to follow, has agreed to.

        `title` is the newsletter's, or the name under which something is followed.
        """
        return f"{title}: {self._say(_AGREED)}"

    def fault(self, what: FormFault) -> str:
        """Return what a reader is told of a form that cannot be taken."""
        return self._say(_FAULTS[what])

    def confirm(self, newsletters: Sequence[str], reader: str = "") -> str:
        """Return the page whose button confirms; `newsletters` are titles."""
        head = self._head("Confirm your subscription")
        return self._frame.page("confirm", head, newsletters=newsletters, reader=reader)

    def preferences(self, preferences: Preferences) -> str:
        """Return the form of a reader's settings.

        It posts `newsletter`, `section` and `following` (each chosen value), `timezone`,
        `frequency`, `paused_until` (a day) and `plain_text`; its second button
        posts `unsubscribe=all`.
        """
        head = self._head("Your newsletters")
        zones = by_region(preferences.zones)
        return self._frame.page("preferences", head, preferences=preferences, zones=zones)

    def unsubscribe(self, newsletter: str, reader: str = "") -> str:
        """Return the page whose button unsubscribes from a newsletter, named by its title."""
        head = self._head("Unsubscribe")
        return self._frame.page("unsubscribe", head, newsletter=newsletter, reader=reader)

    def follow(self, subject: Subject, form: FollowForm) -> str:
        """Return the form to follow something, which posts `subject` and `email` to /follow."""
        head = self._head("Follow by mail")
        return self._frame.page("follow", head, subject=subject, form=form)

    def follow_confirm(self, subject: Subject, quiet_days: int) -> str:
        """Return the page whose button begins a following."""
        head = self._head("Confirm that you follow")
        return self._frame.page("follow-confirm", head, subject=subject, quiet_days=quiet_days)

    def unfollow(self, subject: Subject) -> str:
        """Return the page whose button ends a following."""
        return self._frame.page("unfollow", self._head("Stop following"), subject=subject)

    def done(self, what: Done, newsletter: str = "") -> str:
        """Return the page that says what was done, and for which newsletter or subject."""
        title, text = _DONE[what]
        head = self._head(title)
        return self._frame.page("done", head, what=what, text=text, newsletter=newsletter)

    def expired(self) -> str:
        """Return what stands behind a link that is used up or was never ours."""
        return self._frame.page("expired", self._head("This link no longer works"))

    def _head(self, title: str) -> Head:
        return Head(title=self._say(title), index=False, private=True)
