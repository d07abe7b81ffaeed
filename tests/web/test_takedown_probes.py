"""Does a site that took an article down give any of it away to who probes it?

Forms, links of old mails, wrong methods, bad requests, old validators: with each of them an
attacker who knows the article asks again. What comes back may repeat only what was sent.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from syndicate.domain.articles import Content, Kind, Person
from syndicate.domain.editions import Newsletter
from syndicate.domain.networks import MOST_AN_HOUR
from syndicate.domain.notices import Asked
from syndicate.web.forms import MOST_BYTES
from tests.web.crawl import Heard, plain
from tests.web.newsroom import BRIDGE, Newsroom
from tests.web.visitor import Answer

ADA, BOB, CLEO, DORA = (f"{name}@example.org" for name in ("ada", "bob", "cleo", "dora"))
FORMER, SLUG = "mayor-quillfeather-and-the-ledger", "mayor-hid-the-ledger"
SECRET = Content(
    headline="Mayor Quillfeather & the ledger",
    summary="What the brass cabinet held.",
    section="Ledger affairs",
    language="en",
    authors=(Person(name="Odette Marlowe"),),
    tags=("Quillfeather papers",),
    body_html="<p>The ledger lay in a brass cabinet under forty coats.</p>",
)
PHRASES = (
    *("Mayor Quillfeather", "the ledger", "brass cabinet", "forty coats", FORMER, SLUG),
    *("Odette Marlowe", "odette-marlowe", "Ledger affairs", "ledger-affairs"),
    *("Quillfeather papers", "quillfeather-papers"),
)
NAMES = ("authors/odette-marlowe", "tags/quillfeather-papers")
LINKS = re.compile(
    r"https://harbour\.example(/(?:follow|unfollow|confirm|preferences|unsubscribe)/[\w.~-]{20,})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One request of the attacker's."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def sent(self) -> str:
        """Return everything that the answer may repeat."""
        return plain(" ".join([self.target, *self.headers.values(), self.body.decode()]))


@dataclass(frozen=True, slots=True)
class Known:
    """What the attacker has from before: the article's id, links of mails, answers."""

    article: str
    links: tuple[str, ...]
    answers: Mapping[str, Answer]


def mails(newsroom: Newsroom) -> dict[Path, str]:
    """Send what is due; return what every mail says."""
    newsroom.app.tick()
    newsroom.app.send_mail()
    folder = newsroom.app.settings.mail.maildir
    return {path: _decoded(path) for path in folder.rglob("*") if path.is_file()}


def _decoded(path: Path) -> str:
    data = path.read_bytes().replace(b"=\n", b"").replace(b"=\r\n", b"").replace(b"=3D", b"=")
    return data.decode("utf-8", "replace")


def links(newsroom: Newsroom) -> list[str]:
    """Return the links with tokens in all mails."""
    every = (link for said in mails(newsroom).values() for link in LINKS.findall(said))
    return list(dict.fromkeys(every))


@pytest.fixture
def known(newsroom: Newsroom) -> Known:
    """Tell the article by mail and to followers, keep every link and answer, take it down."""
    visitor, now = newsroom.visitor, newsroom.clock.now()
    newsroom.app.newsletters.add(
        Newsletter(
            name="morning", title="Morning", schedule="daily 07:00", timezone="UTC", created=now
        )
    )
    newsroom.app.subscribe.add(DORA, "morning", "UTC", confirmed=True)
    newsroom.later(minutes=1)
    newsroom.publish(BRIDGE)
    article = newsroom.publish(SECRET, FORMER)
    newsroom.app.revise.rename(FORMER, SLUG)
    newsroom.later(minutes=1)
    subject = f"articles/{article.id}"
    ask(newsroom, "/subscribe", email=ADA, newsletter="morning")
    for email, name in ((ADA, subject), (BOB, subject), (BOB, "authors/odette-marlowe")):
        ask(newsroom, "/follow", email=email, subject=name)
    for link in links(newsroom):
        assert visitor.post(link).status == 200
    ask(newsroom, "/preferences", email=BOB)
    ask(newsroom, "/follow", email=CLEO, subject=subject)  # never confirmed
    newsroom.later(minutes=1)
    newsroom.app.send_now("morning")
    changed = replace(SECRET, body_html="<p>The ledger lay in a brass cabinet.</p>")
    newsroom.update(SLUG, changed, "Under forty coats.", Kind.UPDATE)
    tokens = tuple(links(newsroom))
    assert {link.split("/")[1] for link in tokens} == {
        *("confirm", "follow", "unfollow", "preferences", "unsubscribe")
    }
    answers = {target: visitor.get(target) for target in telling(str(article.id))}
    told = " ".join(plain(answer.text) for answer in answers.values())
    assert {each for each in PHRASES if plain(each) not in told} <= {FORMER}
    newsroom.later(minutes=1)
    newsroom.app.revise.withdraw(SLUG, Kind.TAKEDOWN, "By order.", Asked())
    return Known(str(article.id), tokens, answers)


def ask(newsroom: Newsroom, form: str, **fields: str) -> None:
    """Fill in a form."""
    assert newsroom.visitor.post(form, urlencode(fields)).status == 200


def telling(article: str) -> Iterator[str]:
    """Yield addresses that told the article."""
    ends = ("", "/history", "/history.json", "/revisions/1", "/revisions.atom")
    yield from (f"/articles/{SLUG}{end}" for end in ends)
    yield from (f"/id/{article}/history", f"/id/{article}/revisions/1.json", "/", "/feeds/")
    for name in ("all", "sections/ledger-affairs", *NAMES):
        yield from (f"/feeds/{name}.{format_}" for format_ in ("atom", "rss", "json"))


def probes(known: Known) -> Iterator[Probe]:
    """Yield everything that the attacker tries."""
    yield from _links(known.links)
    yield from _forms(known)
    yield from _mistakes(known)
    yield from _old_validators(known.answers)


def _links(old: Iterable[str]) -> Iterator[Probe]:
    """Old links of every kind, looked at, pressed and pressed again, cut short and mixed up."""
    for link, method in product(old, ("GET", "HEAD", "POST", "POST", "PUT")):
        yield Probe(method=method, target=link, headers=_FORM if method == "POST" else {})
        yield Probe(method=method, target=link[:-1])
    token = next(iter(old)).rpartition("/")[2]
    for kind in ("confirm", "follow", "unfollow", "preferences", "unsubscribe"):
        yield Probe(method="GET", target=f"/{kind}/{token}")


_FORM = {"content_type": "application/x-www-form-urlencoded"}


def _forms(known: Known) -> Iterator[Probe]:
    """Forms filled in with what named the article, rightly and wrongly."""
    names = (f"articles/{known.article}", *NAMES, SLUG)
    for name, email in product(names, ("new@example.org", "no address")):
        yield Probe(method="GET", target=f"/follow?subject={quote(name)}")
        fields = {"email": email, "subject": name, "newsletter": name}
        for form in ("/follow", "/subscribe", "/preferences"):
            yield Probe(method="POST", target=form, headers=_FORM, body=urlencode(fields).encode())
    subscribing = urlencode({"email": "new@example.org", "newsletter": "morning"}).encode()
    for _ in range(_MORE_THAN_A_NETWORK_MAY):
        yield Probe(method="POST", target="/subscribe", headers=_FORM, body=subscribing)


_MORE_THAN_A_NETWORK_MAY = MOST_AN_HOUR + 1


def _mistakes(known: Known) -> Iterator[Probe]:
    """Wrong methods, wrong bodies and addresses made of the title."""
    title = quote(SECRET.headline)
    made = [f"/{title}", f"/articles/{title}", f"/tags/{title}", f"/newsletters/{title}"]
    made += [f"/articles/{SLUG}/revisions/{n}" for n in (0, 9, "x")]
    made += [f"/articles/{SLUG}/diff/1...2", f"/articles/{SLUG}/diff?from=1&to=x"]
    made += [f"/id/{known.article}", f"/id/{known.article}/diff/1...9", f"/articles/{FORMER}"]
    for target, method in product(made, ("GET", "HEAD", "POST", "DELETE", "OPTIONS")):
        yield Probe(method=method, target=target)
    yield Probe(method="POST", target="/follow", headers=_FORM, body=b"x" * (MOST_BYTES + 1))
    yield Probe(method="POST", target="/follow", headers={"content_type": "application/json"})
    yield Probe(method="POST", target="/hub", headers=_FORM, body=b"hub.mode=subscribe")
    yield Probe(method="GET", target=f"/articles/{SLUG}", headers={"range": "bytes=0-99"})


def _old_validators(answers: Mapping[str, Answer]) -> Iterator[Probe]:
    for (target, answer), method in product(answers.items(), ("GET", "HEAD")):
        etag, modified = answer.headers.get("etag", '"x"'), answer.headers.get("last-modified", "")
        for header, value in (
            ("if_none_match", etag),
            ("if_none_match", f'W/{etag}, "other"'),
            ("if_match", etag),
            ("if_modified_since", modified),
            ("if_range", etag),
        ):
            yield Probe(method=method, target=target, headers={header: value})


def given_away(probe: Probe, answer: Answer) -> list[str]:
    """Return the phrases that an answer tells and the request did not."""
    said = Heard(probe.target, probe.method, answer).said
    return [each for each in PHRASES if plain(each) in said and plain(each) not in probe.sent]


def test_nothing_is_given_away_to_who_asks_again(newsroom: Newsroom, known: Known) -> None:
    before = set(mails(newsroom))
    found, statuses = [], set()
    for probe in probes(known):
        answer = newsroom.visitor.ask(probe.method, probe.target, probe.headers, probe.body)
        statuses.add(answer.status)
        told = given_away(probe, answer)
        if told or (answer.status == 304 and "if_none_match" in probe.headers):
            found.append((probe.method, probe.target, dict(probe.headers), answer.status, told))
    assert found == []
    assert statuses >= {200, 400, 404, 405, 410, 413, 415, 429}
    new = {path: said for path, said in mails(newsroom).items() if path not in before}
    assert new  # who asked for the newsletter
    assert [(p, said) for said in new.values() for p in PHRASES if plain(p) in plain(said)] == []
