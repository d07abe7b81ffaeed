"""How is the hub asked? By forms that programs post (WebSub §5.1)."""

from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.domain.archives import archived
from syndicate.domain.feeds import FeedFormat
from syndicate.domain.site import Site
from syndicate.domain.websub import Lease, read_request
from syndicate.errors import AskedWrongly, TooOften
from syndicate.services.ask_hub import AskHub
from syndicate.services.trace import Trace
from syndicate.web.answers import plain
from syndicate.web.asking import client
from syndicate.web.feeds import feed_address
from syndicate.web.forms import Form, form_route

_WHAT = (
    "This is a WebSub hub (https://www.w3.org/TR/websub/) for the feeds of this site. Programs "
    "post hub.mode, hub.topic and hub.callback here, and are told of each change at once."
)
_LATER = {"Retry-After": "3600"}


class HubFace:
    """The hub's one address."""

    def __init__(self, ask: AskHub, trace: Trace, lease: Lease, site: Site) -> None:
        self._ask = ask
        self._trace = trace
        self._lease = lease
        self._site = site

    def routes(self) -> list[Route]:
        """Return the address answered here."""
        return [form_route("/hub", self.tell, self.take)]

    def tell(self, _: Request) -> Response:
        """Tell a person who looks what this is."""
        return plain(_WHAT, 200)

    def take(self, request: Request, sent: Form) -> Response:
        """Accept what makes sense; whether the callback meant it is asked afterwards."""
        try:
            self._trace(client(request))
            return self._published(sent) if sent.one("hub.mode") == "publish" else self._kept(sent)
        except TooOften as error:
            return plain(str(error), 429, _LATER)
        except AskedWrongly as error:
            return plain(str(error), 400)

    def _kept(self, sent: Form) -> Response:
        asked = read_request(sent.fields, self._lease)
        self._ask(asked, *self._topic(asked.topic))
        return plain("accepted; the callback is asked whether it meant it", 202)

    def _published(self, sent: Form) -> Response:
        """Accept a ping. There is nothing to do: the hub knows of changes before anybody."""
        topics = [*sent.many("hub.url"), *sent.many("hub.topic")]
        if not topics:
            raise AskedWrongly("hub.url is missing")
        for topic in topics:
            self._ask.document(topic, *self._topic(topic))
        return plain("accepted; the hub knows already", 202)

    def _topic(self, url: str) -> tuple[str, FeedFormat]:
        """Return which document of ours an address names: only its own one, and no archive."""
        named = feed_address(unquote(url.removeprefix(self._site.base_url)))
        if named is None or archived(named[0])[1] or self._site.feed_url(*named) != url:
            raise AskedWrongly(f"hub.topic: {url[:200]} is no feed of this site")
        return named
