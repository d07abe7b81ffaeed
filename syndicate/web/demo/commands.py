"""Which commands can be pasted into a terminal, with the paths of this run?"""

import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from syndicate.web.demo.building import BULLETIN, MORNING, WATCHER

_LIVE = "ferry-aground-gannet-point"
_LIBRARIES = "library-sunday-hours"
_BRIDGE = "swing-bridge-repair-vote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command, what it does, and what to look for afterwards."""

    does: str
    line: str
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """The commands of one run: `program` is syndicate's path, `folder` the demonstration's."""

    program: Path
    folder: Path
    base_url: str

    def list(self, etag: str) -> list[Command]:
        """Return all commands; `etag` is that of the feed of everything as it now is."""
        return [
            self._ask_again(etag),
            self._correct(),
            self._try_first(),
            self._preview(),
            Command(
                does="Send that mail now",
                line=self._call("digest", "send", MORNING),
                then="Each reader gets what is new since their last mail; see the mailbox.",
            ),
            Command(
                does="Read an article’s past",
                line=self._call("article", "history", _BRIDGE),
                then=f"Every revision with its kind and note, as on /articles/{_BRIDGE}/history.",
            ),
            Command(
                does="Prove that no published revision was changed",
                line=self._call("verify"),
                then="Every revision is linked to the one before by a hash.",
            ),
        ]

    def _ask_again(self, etag: str) -> Command:
        status = shlex.quote("%{http_code}\\n")
        condition = shlex.quote(f'If-None-Match: "{etag}"')
        url = f"{self.base_url}/feeds/all.atom"
        return Command(
            does="Ask for the feed as a feed reader does",
            line=f"curl -s -o /dev/null -w {status} -H {condition} {url}",
            then="304 as long as nothing was published since you opened this page, then 200.",
        )

    def _correct(self) -> Command:
        change = self._edit(_LIVE, "140-foot", "150-foot")
        return Command(
            does="Correct the ferry’s length and publish that",
            line=change + self._revise(_LIVE, "correction", "The ferry is 150 feet long, not 140."),
            then="See the page, its history, /corrections and /feeds/corrections.atom; within two "
            f"minutes {BULLETIN} mails the correction to {WATCHER}, who was mailed the error.",
        )

    def _try_first(self) -> Command:
        change = self._edit(_LIBRARIES, "six people", "seven people")
        note = "The board will hire seven people, not six."
        return Command(
            does="See what a change would do before it is published",
            line=change + self._revise(_LIBRARIES, "correction", note) + " --dry-run",
            then="Leave out --dry-run to publish it; tomorrow’s mail at seven tells it to those "
            "who were mailed the article.",
        )

    def _preview(self) -> Command:
        out = str(self.folder / "preview")
        return Command(
            does="See the next morning’s mail for one reader",
            line=self._call("digest", "preview", MORNING, "--for", WATCHER, "--out", out),
            then=f"Its HTML, text and subject are in {out}.",
        )

    def _edit(self, slug: str, old: str, new: str) -> str:
        return f"perl -pi -e 's/{old}/{new}/' {shlex.quote(str(self._file(slug)))} && "

    def _revise(self, slug: str, kind: str, note: str) -> str:
        file = str(self._file(slug))
        said = ("--kind", kind, "--severity", "minor", "--note", note)
        return self._call("article", "revise", slug, file, *said)

    def _file(self, slug: str) -> Path:
        return self.folder / "stories" / f"{slug}.md"

    def _call(self, *arguments: str) -> str:
        settings = str(self.folder / "settings.toml")
        return shlex.join([str(self.program), "--settings", settings, *arguments])


def find_program() -> Path:
    """Return what to call: plain `syndicate` where a terminal finds this one, else its path."""
    beside = Path(sys.executable).with_name("syndicate")
    found = shutil.which("syndicate")
    return Path("syndicate") if found and Path(found).samefile(beside) else beside
