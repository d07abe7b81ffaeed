"""How do simulated readers join, leave and move? As people do: by forms, and links in mails."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser

from bench.replay.diary import Diary
from bench.replay.letters import BASE, Sort, read_mail
from bench.replay.plan import Moment, Turn
from bench.replay.press import Press
from bench.replay.wire import Arrival

_OK = 200


@dataclass(slots=True, kw_only=True)
class Audience:
    """Takes readers' turns, reads their letters, and writes down what they have done."""

    press: Press
    diary: Diary
    letters: list[Arrival] = field(default_factory=list)
    _wishes: dict[str, Moment] = field(default_factory=dict)
    _ways_out: dict[tuple[str, str], str] = field(default_factory=dict)

    def take(self, moment: Moment) -> None:
        """Let a reader do something; what needs a link waits for the letter with it."""
        if moment.reader in self.diary.dead:
            return
        if moment.turn is Turn.JOIN:
            self._ask(moment)
        elif moment.turn is Turn.LEAVE:
            self._leave(moment)
        elif moment.turn is Turn.MOVE:
            self._wishes[moment.reader] = moment
            self._post("/preferences", {"email": moment.reader})
        else:
            self.diary.dead[moment.reader] = self.press.clock.instant

    def _ask(self, moment: Moment) -> None:
        form = {
            "email": moment.reader,
            "timezone": moment.zone,
            "newsletter": list(moment.newsletters),
        }
        self._post("/subscribe", form)
        if not self.diary.zones[moment.reader]:  # who is known keeps the zone
            self.diary.zones[moment.reader].append((self.press.clock.instant, moment.zone))

    def _leave(self, moment: Moment) -> None:
        for newsletter in moment.newsletters:
            way_out = self._ways_out.get((moment.reader, newsletter))
            if way_out:
                self._post(way_out.removeprefix(BASE), {"List-Unsubscribe": "One-Click"})
                self.diary.left(moment.reader, newsletter, self.press.clock.instant)

    def receive(self, arrival: Arrival) -> bool:
        """Have a reader look at a mail that came; tell whether it is one that many get."""
        heads = BytesHeaderParser().parsebytes(arrival.data)
        if "Feedback-ID" not in heads:
            self.letters.append(arrival)
            return False
        newsletter = str(heads["Feedback-ID"]).partition(":")[0]
        ways = str(heads["List-Unsubscribe"]).replace("\r\n", "")
        self._ways_out[arrival.recipient, newsletter] = ways.partition("<")[2].partition(">")[0]
        return f"{newsletter}:{Sort.DIGEST.value}:" in str(heads["Feedback-ID"])

    def answer(self) -> None:
        """Follow the links of the letters that came."""
        letters, self.letters = self.letters, []
        for letter in letters:
            mail = read_mail(letter)
            for link in mail.links:
                self._follow(letter.recipient, link.removeprefix(BASE), str(letter.data))

    def _follow(self, reader: str, path: str, said: str) -> None:
        if path.startswith("/confirm/"):
            self._confirm(reader, path, said)
        elif reader in self._wishes:
            self._move(self._wishes.pop(reader), path)

    def _confirm(self, reader: str, path: str, said: str) -> None:
        if self.press.web.post(path, {}) != _OK:
            return
        for name in self.diary.letterheads:
            if title_of(name) in said:
                self.diary.joined(reader, name, self.press.clock.instant)

    def _move(self, moment: Moment, path: str) -> None:
        names = [
            name
            for name in self.diary.letterheads
            if self.diary.subscribed(moment.reader, name, self.press.clock.instant)
        ]
        form = {"newsletter": names, "timezone": moment.zone}
        if self.press.web.post(path, form) == _OK:  # else the letter came when it had expired
            self.diary.zones[moment.reader].append((self.press.clock.instant, moment.zone))

    def _post(self, path: str, form: Mapping[str, object]) -> None:
        status = self.press.web.post(path, form)
        if status != _OK:
            raise RuntimeError(f"POST {path} was answered {status}")


def title_of(newsletter: str) -> str:
    """Return the title of a newsletter: letters name it."""
    return f"Replay-{newsletter}"
