"""How do readers see and change what we send them, by a link mailed afresh?"""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.domain import requests
from syndicate.domain.reader_pages import Done, Sent, as_sent
from syndicate.domain.site import Site
from syndicate.domain.wishes import Wishes, read_frequency, read_pause
from syndicate.errors import NotFound, Refused, Unreadable
from syndicate.render.reader_pages import ReaderPages
from syndicate.services.preferences import EditPreferences
from syndicate.web.answers import lead, private_page
from syndicate.web.asking import Asking
from syndicate.web.forms import Form, form_route
from syndicate.web.readers import expired


class PreferencesFace:
    """The pages of readers' settings."""

    def __init__(
        self,
        edit: EditPreferences,
        pages: ReaderPages,
        site: Site,
        asking: Asking,
    ) -> None:
        self._asking = asking
        self._edit = edit
        self._pages = pages
        self._site = site

    def routes(self) -> list[Route]:
        """Return the addresses answered here."""
        return [
            form_route("/preferences", self.form, self.ask),
            form_route("/preferences/{token}", self.show, self.save),
        ]

    def form(self, _: Request) -> Response:
        """Lead to where the link can be asked for."""
        return lead(self._site.url("/subscribe"), 303)

    def ask(self, request: Request, sent: Form) -> Response:
        """Mail the link; the answer is the same for every address, even for one that is none."""
        said, email = private_page(self._pages.check_mail()), sent.one("email")
        wanted = requests.Request(wanted=requests.Wanted.PREFERENCES, email=email)
        return said if sent.trapped else self._asking(request, said, wanted)

    def show(self, request: Request) -> Response:
        """Answer with the form of a reader's settings; nothing changes yet."""
        try:
            preferences = self._edit.show(request.path_params["token"])
        except (NotFound, Refused):
            return expired(self._pages)
        return private_page(self._pages.preferences(preferences))

    def save(self, request: Request, sent: Form) -> Response:
        """Take what was chosen, or the end of everything, whatever else the form says."""
        token = request.path_params["token"]
        try:
            if sent.one("unsubscribe") == "all":
                self._edit.end_all(token)
                return private_page(self._pages.done(Done.UNSUBSCRIBED))
            return self._save(token, sent)
        except (NotFound, Refused):
            return expired(self._pages)

    def _save(self, token: str, sent: Form) -> Response:
        """Save the choices, or show them again where the day that ends a pause cannot be taken."""
        chosen = _chosen(sent)
        try:
            pause = read_pause(chosen.day, chosen.zone, self._edit.clock.now())
        except Unreadable:
            again = as_sent(self._edit.show(token), chosen)
            return private_page(self._pages.preferences(again), 400)
        wishes = replace(chosen.wishes, paused_until=pause)
        self._edit.save(token, chosen.newsletters, chosen.zone, chosen.followings, wishes)
        return private_page(self._pages.done(Done.SAVED))


def _chosen(sent: Form) -> Sent:
    wishes = Wishes(
        frequency=read_frequency(sent.one("frequency")),
        sections=sent.many("section"),
        plain_text=bool(sent.one("plain_text")),
    )
    return Sent(
        newsletters=sent.many("newsletter"),
        followings=sent.many("following"),
        wishes=wishes,
        zone=sent.one("timezone"),
        day=sent.one("paused_until"),
    )
