"""How do people subscribe, confirm, change and end it? Without cookies or scripts.

No GET on an address with a token changes anything: scanners follow links.
"""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.domain.reader_pages import Done, SubscribeForm
from syndicate.domain.zones import zone_names
from syndicate.errors import AskedWrongly, NotFound, Refused, Unreadable
from syndicate.render.pages import Pages
from syndicate.services.showcase import Showcase
from syndicate.services.subscribe import Subscribe
from syndicate.web.answers import private_page
from syndicate.web.forms import Form, read_form

BY_PAGE = "page"


class ReaderFace:
    """The pages of readers by mail."""

    def __init__(self, subscribe: Subscribe, showcase: Showcase, pages: Pages) -> None:
        self._subscribe = subscribe
        self._showcase = showcase
        self._newsletters = pages.newsletters
        self._pages = pages.readers

    def routes(self) -> list[Route]:
        """Return the addresses answered here."""
        return [
            Route("/subscribe", self.form, methods=["GET"]),
            Route("/subscribe", read_form(self.ask), methods=["POST"]),
            Route("/confirm/{token}", self.confirming, methods=["GET"]),
            Route("/confirm/{token}", self.confirm, methods=["POST"]),
            Route("/unsubscribe/{token}", self.unsubscribing, methods=["GET"]),
            Route("/unsubscribe/{token}", self.unsubscribe, methods=["POST"]),
        ]

    def form(self, request: Request) -> Response:
        """Answer with the form to subscribe."""
        chosen = tuple(request.query_params.getlist("newsletter"))
        return self._form(SubscribeForm(chosen=chosen, zones=zone_names()))

    def ask(self, _: Request, sent: Form) -> Response:
        """Queue the confirmation mail; the answer is the same for every address."""
        email, zone = sent.one("email"), sent.one("timezone")
        chosen = sent.many("newsletter")
        try:
            self._ask(email, chosen, zone)
        except AskedWrongly as error:
            filled = SubscribeForm(
                email=email, chosen=chosen, zone=zone, zones=zone_names(), fault=str(error)
            )
            return self._form(filled, 400)
        return private_page(self._pages.check_mail())

    def _ask(self, email: str, chosen: Sequence[str], zone: str) -> None:
        if not chosen:
            raise Unreadable("choose at least one newsletter")
        for newsletter in chosen:
            self._subscribe.ask(email, newsletter, zone, how=BY_PAGE, words=newsletter)

    def _form(self, form: SubscribeForm, status: int = 200) -> Response:
        return private_page(self._newsletters.subscribe(self._showcase.newsletters(), form), status)

    def confirming(self, request: Request) -> Response:
        """Answer with the button that confirms; nothing changes yet."""
        try:
            newsletter = self._subscribe.confirming(request.path_params["token"])
        except (NotFound, Refused):
            return self._expired()
        return private_page(self._pages.confirm([newsletter.title]))

    def confirm(self, request: Request) -> Response:
        """Begin the subscription."""
        try:
            newsletter = self._subscribe.confirm(request.path_params["token"], how=BY_PAGE)
        except (NotFound, Refused):
            return self._expired()
        return private_page(self._pages.done(Done.CONFIRMED, newsletter.title))

    def unsubscribing(self, request: Request) -> Response:
        """Answer with the button that unsubscribes; nothing changes yet."""
        try:
            newsletter = self._subscribe.unsubscribing(request.path_params["token"])
        except NotFound:
            return self._expired()
        return private_page(self._pages.unsubscribe(newsletter.title))

    def unsubscribe(self, request: Request) -> Response:
        """End the subscription at once, for a button or a mail program (RFC 8058 §3.2)."""
        try:
            newsletter = self._subscribe.unsubscribe(request.path_params["token"], how=BY_PAGE)
        except NotFound:
            return self._expired()
        return private_page(self._pages.done(Done.UNSUBSCRIBED, newsletter.title))

    def _expired(self) -> Response:
        return private_page(self._pages.expired(), 404)
