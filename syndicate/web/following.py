"""How do people follow an article, an author or a tag, and stop? Without cookies or scripts.

No GET on an address with a token changes anything: scanners follow links.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.domain import requests
from syndicate.domain.reader_pages import Done, FollowForm, FormFault
from syndicate.errors import NotFound, Refused, Unreadable
from syndicate.render.reader_pages import ReaderPages
from syndicate.services.follow import Follow
from syndicate.web.answers import private_page
from syndicate.web.asking import Asking
from syndicate.web.forms import Form, button_route, form_route
from syndicate.web.readers import expired


class FollowFace:
    """The pages of those who follow something."""

    def __init__(self, follow: Follow, pages: ReaderPages, asking: Asking) -> None:
        self._asking = asking
        self._follow = follow
        self._pages = pages

    def routes(self) -> list[Route]:
        """Return the addresses answered here."""
        return [
            form_route("/follow", self.form, self.ask),
            button_route("/follow/{token}", self.confirming, self.confirm),
            button_route("/unfollow/{token}", self.stopping, self.stop),
        ]

    def form(self, request: Request) -> Response:
        """Answer with the form to follow what the query names. Raises NotFound."""
        return self._form(FollowForm(subject=request.query_params.get("subject", "")))

    def ask(self, request: Request, sent: Form) -> Response:
        """Queue the confirmation mail; the answer is the same for every address."""
        subject, email = sent.one("subject"), sent.one("email")
        said = private_page(self._pages.check_mail())
        if sent.trapped:
            return said
        try:
            self._follow.check(email, subject)
        except Unreadable:
            fault = self._pages.fault(FormFault.ADDRESS)
            return self._form(FollowForm(subject=subject, email=email, fault=fault), 400)
        words = self._pages.agreed(subject)  # by its id: a headline may have to be forgotten
        wanted = requests.Request(
            wanted=requests.Wanted.FOLLOWING, email=email, names=(subject,), words=(words,)
        )
        return self._asking(request, said, wanted)

    def _form(self, form: FollowForm, status: int = 200) -> Response:
        return private_page(self._pages.follow(self._follow.subject(form.subject), form), status)

    def confirming(self, request: Request) -> Response:
        """Answer with the button that confirms; nothing changes yet."""
        try:
            subject = self._follow.confirming(request.path_params["token"])
        except (NotFound, Refused):
            return expired(self._pages)
        return private_page(self._pages.follow_confirm(subject, self._follow.quiet_days))

    def confirm(self, request: Request) -> Response:
        """Begin the following."""
        try:
            subject = self._follow.confirm(
                request.path_params["token"],
                how=requests.BY_PAGE,
                trace=self._asking.known(request),
            )
        except (NotFound, Refused):
            return expired(self._pages)
        return private_page(self._pages.done(Done.FOLLOWING, subject.label))

    def stopping(self, request: Request) -> Response:
        """Answer with the button that stops it; nothing changes yet."""
        try:
            subject = self._follow.stopping(request.path_params["token"])
        except NotFound:
            return expired(self._pages)
        return private_page(self._pages.unfollow(subject))

    def stop(self, request: Request) -> Response:
        """End the following at once, for a button or a mail program (RFC 8058 §3.2)."""
        try:
            subject = self._follow.stop(request.path_params["token"], how=requests.BY_PAGE)
        except NotFound:
            return expired(self._pages)
        return private_page(self._pages.done(Done.STOPPED, subject.label))
