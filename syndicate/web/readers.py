"""How do people subscribe, confirm and end it? Without cookies or scripts.

No GET on an address with a token changes anything: scanners follow links.
"""

from collections.abc import Sequence
from functools import cached_property

from starlette.requests import Request as Asked
from starlette.responses import Response
from starlette.routing import Route

from syndicate.domain.reader_pages import Done, FormFault, SubscribeForm
from syndicate.domain.requests import BY_PAGE, Request, Wanted
from syndicate.domain.zones import zone_names
from syndicate.errors import AskedWrongly, NotFound, Refused, Unreadable
from syndicate.render.pages import Pages
from syndicate.render.reader_pages import ReaderPages
from syndicate.services.showcase import Showcase
from syndicate.services.subscribe import Subscribe
from syndicate.web.answers import private_page
from syndicate.web.asking import Asking
from syndicate.web.forms import Form, button_route, form_route


class ReaderFace:
    """The pages of readers by mail."""

    def __init__(
        self, subscribe: Subscribe, showcase: Showcase, pages: Pages, asking: Asking
    ) -> None:
        self._asking = asking
        self._subscribe = subscribe
        self._showcase = showcase
        self._newsletters = pages.newsletters
        self._pages = pages.readers

    def routes(self) -> list[Route]:
        """Return the addresses answered here."""
        return [
            form_route("/subscribe", self.form, self.ask),
            button_route("/confirm/{token}", self.confirming, self.confirm),
            button_route("/unsubscribe/{token}", self.unsubscribing, self.unsubscribe),
        ]

    def form(self, request: Asked) -> Response:
        """Answer with the form to subscribe."""
        chosen = tuple(request.query_params.getlist("newsletter"))
        return self._form(SubscribeForm(chosen=chosen, zone=self._own_zone, zones=self._zones))

    def ask(self, request: Asked, sent: Form) -> Response:
        """Have the confirmation mail queued; the answer is the same for every address."""
        email, zone = sent.one("email"), sent.one("timezone")
        chosen = sent.many("newsletter")
        said = private_page(self._pages.check_mail())
        if sent.trapped:
            return said
        if fault := self._fault(email, chosen, zone):
            filled = SubscribeForm(
                email=email,
                chosen=chosen,
                zone=zone,
                zones=self._zones,
                fault=self._pages.fault(fault),
                field=fault.field,
            )
            return self._form(filled, 400)
        wanted = Request(
            wanted=Wanted.NEWSLETTERS,
            email=email,
            names=tuple(chosen),
            words=self._agreed(chosen),
            timezone=zone,
        )
        return self._asking(request, said, wanted)

    def _fault(self, email: str, chosen: Sequence[str], zone: str) -> FormFault | None:
        """Tell a fault by its kind: the words of errors are English, for who keeps the site."""
        if not chosen:
            return FormFault.NOTHING_CHOSEN
        try:
            self._subscribe.check(email, chosen, zone)
        except NotFound:
            return FormFault.NOT_OFFERED
        except Unreadable:
            return FormFault.ADDRESS
        except AskedWrongly:
            return FormFault.ZONE
        return None

    def _agreed(self, chosen: Sequence[str]) -> tuple[str, ...]:
        titles = {newsletter.name: newsletter.title for newsletter in self._showcase.newsletters()}
        return tuple(self._pages.agreed(titles.get(name, name)) for name in chosen)

    def _form(self, form: SubscribeForm, status: int = 200) -> Response:
        return private_page(self._newsletters.subscribe(self._showcase.newsletters(), form), status)

    @cached_property
    def _zones(self) -> tuple[str, ...]:
        return zone_names()

    @property
    def _own_zone(self) -> str:
        """Return the publication's zone: the likeliest, for who does not choose."""
        return str(self._subscribe.site.zone)

    def confirming(self, request: Asked) -> Response:
        """Answer with the button that confirms; nothing changes yet."""
        try:
            newsletter = self._subscribe.confirming(request.path_params["token"])
        except (NotFound, Refused):
            return expired(self._pages)
        return private_page(self._pages.confirm([newsletter.title]))

    def confirm(self, request: Asked) -> Response:
        """Begin the subscription."""
        try:
            newsletter = self._subscribe.confirm(
                request.path_params["token"], how=BY_PAGE, trace=self._asking.known(request)
            )
        except (NotFound, Refused):
            return expired(self._pages)
        return private_page(self._pages.done(Done.CONFIRMED, newsletter.title))

    def unsubscribing(self, request: Asked) -> Response:
        """Answer with the button that unsubscribes; nothing changes yet."""
        try:
            newsletter = self._subscribe.unsubscribing(request.path_params["token"])
        except NotFound:
            return expired(self._pages)
        return private_page(self._pages.unsubscribe(newsletter.title))

    def unsubscribe(self, request: Asked) -> Response:
        """End the subscription at once, for a button or a mail program (RFC 8058 §3.2)."""
        try:
            newsletter = self._subscribe.unsubscribe(request.path_params["token"], how=BY_PAGE)
        except NotFound:
            return expired(self._pages)
        return private_page(self._pages.done(Done.UNSUBSCRIBED, newsletter.title))


def expired(pages: ReaderPages) -> Response:
    """Answer at a link that is used up or was never ours."""
    return private_page(pages.expired(), 404)
