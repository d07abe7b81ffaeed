"""How do readers see and change what we send them, by a link mailed afresh?"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.domain import requests
from syndicate.domain.reader_pages import Done
from syndicate.domain.site import Site
from syndicate.domain.wishes import Wishes, read_frequency, read_pause
from syndicate.errors import NotFound, Refused
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
        everything = sent.one("unsubscribe") == "all"
        token = request.path_params["token"]
        try:
            if everything:
                self._edit.end_all(token)
            else:
                self._save(token, sent)
        except (NotFound, Refused):
            return expired(self._pages)
        return private_page(self._pages.done(Done.UNSUBSCRIBED if everything else Done.SAVED))

    def _save(self, token: str, sent: Form) -> None:
        chosen, followed, zone = (
            sent.many("newsletter"),
            sent.many("following"),
            sent.one("timezone"),
        )
        self._edit.save(token, chosen, zone, followed, self._wishes(sent, zone))

    def _wishes(self, sent: Form, zone: str) -> Wishes:
        return Wishes(
            frequency=read_frequency(sent.one("frequency")),
            sections=sent.many("section"),
            paused_until=read_pause(sent.one("paused_until"), zone, self._edit.clock.now()),
            plain_text=bool(sent.one("plain_text")),
        )
