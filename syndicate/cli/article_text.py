"""How are articles shown to a person?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo

from syndicate.cli.instants import shown_iso
from syndicate.cli.output import coloured, print_fields, print_table, say
from syndicate.domain.accounts import Account
from syndicate.domain.articles import Status
from syndicate.domain.site import Site
from syndicate.render.diffs import Mark, Part, Passage, Run

_CLOCKS = ("first_published", "updated", "edited", "recorded", "publish_at", "embargo")
_PLAIN = ("slug", "status", "headline", "summary", "section", "language", "tags", "id")


def print_articles(accounts: Iterable[Account], zone: tzinfo) -> None:
    """Print a line an article."""
    rows = [
        (a["slug"], a["status"], a["section"], shown_iso(a["updated"], zone), a["headline"])
        for a in accounts
    ]
    none = "There are no articles yet: syndicate article import FILE --publish"
    print_table(("slug", "status", "section", "updated", "headline"), rows, none=none)


def print_article(account: Account, zone: tzinfo) -> None:
    """Print how an article stands; its words are for its page."""
    people = {name: _names(account[name]) for name in ("authors", "contributors")}
    clocks = {name.replace("_", " "): shown_iso(account[name], zone) for name in _CLOCKS}
    plain = {name: account[name] for name in _PLAIN}
    print_fields(plain | people | clocks | {"unknown": account["unknown"]})
    print_history(account, zone)
    print_drafts(account, zone)


def print_standing(account: Account, site: Site) -> None:
    """Print in a line how an article stands now, and where."""
    slug, status = str(account["slug"]), account["status"]
    revisions = _dictionaries(account["revisions"])
    newest = f", revision {revisions[-1]['number']} ({revisions[-1]['kind']})" if revisions else ""
    where = f": {site.article_url(slug)}" if status == Status.PUBLISHED else ""
    say(f"{slug} is {status}{_waits(account, site.zone)}{newest}{where}")


def _waits(account: Account, zone: tzinfo) -> str:
    """Say when an article comes out, and that nobody can have it sooner where that is so."""
    moment = account["publish_at"]
    if not moment:
        return ""
    why = ", when its embargo ends" if moment == account["embargo"] else ""
    return f" for {shown_iso(moment, zone)}{why}"


def print_history(account: Account, zone: tzinfo) -> None:
    """Print a line a revision."""
    rows = [
        (
            revision["number"],
            revision["kind"],
            shown_iso(revision["published"], zone),
            _held(revision),
            revision["note"],
        )
        for revision in _dictionaries(account["revisions"])
    ]
    if rows:
        print_table(("number", "kind", "published", "text", "note"), rows, none="")


def print_drafts(account: Account, zone: tzinfo) -> None:
    """Print a line a draft."""
    rows = [
        (
            draft["draft"],
            draft["editor"],
            shown_iso(draft["saved"], zone),
            draft["based_on"] or "",
            "" if draft["aside"] else "to be published",
        )
        for draft in _dictionaries(account["drafts"])
    ]
    if rows:
        print_table(("draft", "editor", "saved", "based on", ""), rows, none="")


def print_comparison(parts: Sequence[Part]) -> None:
    """Print what changed, as [-taken out-] and {+put in+}."""
    changed = [part for part in parts if part.changed]
    if not changed:
        say("No word differs.")
    for part in changed:
        say(f"{part.name}:")
        for passage in part.passages:
            if passage.changed:
                say(f"  {_marked(passage)}")


def _names(people: object) -> str:
    return ", ".join(str(person["name"]) for person in _dictionaries(people))


def _dictionaries(values: object) -> list[Mapping[str, object]]:
    return [v for v in values if isinstance(v, Mapping)] if isinstance(values, list) else []


def _held(revision: Mapping[str, object]) -> str:
    if revision["redacted"]:
        return "redacted"
    return "held" if revision["held"] else "not supplied"


def _marked(passage: Passage) -> str:
    return "".join(map(_run, passage.runs)).strip()


def _run(run: Run) -> str:
    gap, text = run.text[: len(run.text) - len(run.text.lstrip())], run.text.lstrip()
    if run.mark is Mark.REMOVED:
        return gap + coloured(f"[-{text}-]", "red")
    if run.mark is Mark.ADDED:
        return gap + coloured(f"{{+{text}+}}", "green")
    return run.text
