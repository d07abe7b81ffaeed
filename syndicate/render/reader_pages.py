"""What is shown to a reader who confirms, changes or ends a subscription?

Nothing happens by opening any of these pages; every change is a form that
posts to the page's own address, works without script and needs no cookie.
"""

from collections.abc import Sequence

from syndicate.domain.reader_pages import Done, Preferences, by_region
from syndicate.render.frame import Frame, Head

_DONE = {
    Done.CONFIRMED: ("You are subscribed", "The next edition will come to your address."),
    Done.SAVED: ("Your settings are saved", "They hold from the next edition on."),
    Done.UNSUBSCRIBED: ("You are unsubscribed", "This newsletter will not come to you any more."),
}


class ReaderPages:
    """The pages behind the links in a reader's mail."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._say = frame.voice.say

    def check_mail(self) -> str:
        """Return the answer to every request for mail, whether the address is known or not."""
        return self._frame.page("check-mail", self._head("Check your mail"))

    def confirm(self, newsletters: Sequence[str], reader: str = "") -> str:
        """Return the page whose button confirms; `newsletters` are titles."""
        head = self._head("Confirm your subscription")
        return self._frame.page("confirm", head, newsletters=newsletters, reader=reader)

    def preferences(self, preferences: Preferences) -> str:
        """Return the form of a reader's settings.

        It posts `newsletter` and `section` (each chosen value) and `timezone`; its
        second button posts `unsubscribe=all`.
        """
        head = self._head("Your newsletters")
        zones = by_region(preferences.zones)
        return self._frame.page("preferences", head, preferences=preferences, zones=zones)

    def unsubscribe(self, newsletter: str, reader: str = "") -> str:
        """Return the page whose button unsubscribes from a newsletter, named by its title."""
        head = self._head("Unsubscribe")
        return self._frame.page("unsubscribe", head, newsletter=newsletter, reader=reader)

    def done(self, what: Done, newsletter: str = "") -> str:
        """Return the page that says what was done, and for which newsletter."""
        title, text = _DONE[what]
        head = self._head(title)
        return self._frame.page("done", head, what=what, text=text, newsletter=newsletter)

    def expired(self) -> str:
        """Return what stands behind a link that is used up or was never ours."""
        return self._frame.page("expired", self._head("This link no longer works"))

    def _head(self, title: str) -> Head:
        return Head(title=self._say(title), index=False, private=True)
