"""Is every promise to readers kept in a replay, and would the audit notice if one was not?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from bench.replay.audit import LEGIBLE, WELCOME, audit
from bench.replay.audit_digests import COMPARED, NAMED, NEWER, NOTES, ONCE, WITHDRAWN
from bench.replay.audit_feeds import CURRENT, GONE_FROM_FEEDS, IDS, PUBLISHED, UPDATED
from bench.replay.audit_news import TOLD
from bench.replay.audit_notices import NOBODY_ELSE, OWED, SINGLE, UNREPEATED
from bench.replay.audit_pages import (
    CORRECTED,
    GONE_ANSWERS,
    GONE_FROM_PAGES,
    LEADING,
    NOTED,
    STANDING,
)
from bench.replay.diary import GONE
from bench.replay.letters import Mail, Sort, read_mail
from bench.replay.marks import Mark
from bench.replay.pages import Page, Role
from bench.replay.shelf import Entry, Look
from bench.replay.wire import Arrival
from syndicate.domain.changes import Change
from tests.bench.small_world import Replay, replay

SOON = timedelta(milliseconds=1)
read = cache(read_mail)  # most mails are as they were
HOUR = timedelta(hours=1)
CLAIMS = {
    LEGIBLE, WELCOME, ONCE, NEWER, WITHDRAWN, NAMED, NOTES, COMPARED, TOLD, OWED, NOBODY_ELSE,
    SINGLE, UNREPEATED, IDS, PUBLISHED, UPDATED, CURRENT, GONE_FROM_FEEDS, STANDING, NOTED,
    LEADING, GONE_ANSWERS, GONE_FROM_PAGES, CORRECTED,
}  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    """Give a replay that nobody has tampered with."""
    return replay(tmp_path_factory.mktemp("replay"))


def test_a_replay_keeps_every_promise_and_checks_each_of_them(whole: Replay) -> None:
    findings = audit(whole.diary, map(read, whole.arrivals), whole.looks)
    assert not findings.breaches, findings.examples
    assert set(findings.checks) == CLAIMS


def test_a_replay_goes_through_every_kind_of_change_and_of_trouble(whole: Replay) -> None:
    changes = {act.change for act in whole.diary.acts}
    assert changes >= set(Change) - {Change.LIFT}
    assert whole.diary.dead
    assert any(whole.diary.troubles.values())
    assert whole.starts > 1


# What is done to mails


def mails(whole: Replay, sort: Sort) -> Iterator[tuple[int, Mail]]:
    """Yield the mails of a sort, and where they stand among all of them."""
    for place, arrival in enumerate(whole.arrivals):
        mail = read(arrival)
        if mail.sort is sort:
            yield place, mail


def found(whole: Replay, arrivals: Sequence[Arrival]) -> set[str]:
    """Return the claims that are broken with these mails instead."""
    return set(audit(whole.diary, map(read, arrivals), whole.looks).breaches)


def without(whole: Replay, place: int) -> list[Arrival]:
    """Return the mails but for one."""
    return [arrival for other, arrival in enumerate(whole.arrivals) if other != place]


def with_one_more(whole: Replay, arrival: Arrival) -> list[Arrival]:
    """Return the mails and one more, in their order."""
    return sorted([*whole.arrivals, arrival], key=lambda each: each.at)


def rewritten(whole: Replay, place: int, old: str, new: str) -> list[Arrival]:
    """Return the mails, one of them with other words; the old ones must stand in it."""
    arrival = whole.arrivals[place]
    data = arrival.data.replace(old.encode(), new.encode())
    assert data != arrival.data
    return [*whole.arrivals[:place], replace(arrival, data=data), *whole.arrivals[place + 1 :]]


def test_a_lost_digest_is_noticed(whole: Replay) -> None:
    lost = [place for place, _ in mails(whole, Sort.DIGEST)][::9]
    assert any(TOLD in found(whole, without(whole, place)) for place in lost)


def test_a_mail_that_comes_twice_is_noticed(whole: Replay) -> None:
    place = next(place for place, _ in mails(whole, Sort.DIGEST))
    again = replace(whole.arrivals[place], at=whole.arrivals[place].at + SOON)
    assert ONCE in found(whole, with_one_more(whole, again))


def test_older_words_after_newer_ones_are_noticed(whole: Replay) -> None:
    place, later = next(
        (place, later)
        for place, mail in mails(whole, Sort.DIGEST)
        for later in mail.told
        if later.label == "Updated" and later.words.number > 1
    )
    older = f"zq{later.words.article}x{later.words.number - 1}"
    words = f"zq{later.words.article}x{later.words.number}"
    arrivals = with_one_more(whole, replace(whole.arrivals[place], at=whole.diary.until))
    changed = replace(arrivals[-1], data=arrivals[-1].data.replace(words.encode(), older.encode()))
    assert NEWER in found(whole, [*arrivals[:-1], changed])


def test_a_withdrawn_article_that_is_announced_is_noticed(whole: Replay) -> None:
    gone = {act.article: act for act in whole.diary.acts if act.change in GONE}
    place, act = next(
        (place, gone[told.words.article])
        for place, mail in mails(whole, Sort.DIGEST)
        for told in mail.told
        if told.words.article in gone and mail.at < gone[told.words.article].at
    )
    late = replace(whole.arrivals[place], at=act.at + SOON)
    assert WITHDRAWN in found(whole, with_one_more(whole, late))


def test_a_wrong_name_for_a_change_is_noticed(whole: Replay) -> None:
    place = next(
        place
        for place, mail in mails(whole, Sort.DIGEST)
        if any(told.label == "Corrected" for told in mail.told)
    )
    assert NAMED in found(whole, rewritten(whole, place, "[Corrected]", "[Updated]"))


def test_a_note_that_is_left_out_is_noticed(whole: Replay) -> None:
    place, note = next(
        (place, min(told.notes))
        for place, mail in mails(whole, Sort.DIGEST)
        for told in mail.told
        if told.notes
    )
    old = f"zn{note.article}x{note.number}"
    assert NOTES in found(whole, rewritten(whole, place, old, "(nothing)"))


def test_a_link_to_another_comparison_is_noticed(whole: Replay) -> None:
    place, (since, number) = next(
        (place, told.compared)
        for place, mail in mails(whole, Sort.DIGEST)
        for told in mail.told
        if told.compared
    )
    old, new = f"/diff/{since}...{number}", f"/diff/{since + 1}...{number}"
    assert COMPARED in found(whole, rewritten(whole, place, old, new))


def test_a_mail_that_contradicts_itself_is_noticed(whole: Replay) -> None:
    place, told = next((place, mail.told[0]) for place, mail in mails(whole, Sort.DIGEST))
    words = f"zq{told.words.article}x{told.words.number}"
    text, *rest = whole.arrivals[place].data.split(b"text/html")
    other = b"text/html".join([text.replace(words.encode(), b"zq0x99"), *rest])
    changed = replace(whole.arrivals[place], data=other)
    arrivals = [*whole.arrivals[:place], changed, *whole.arrivals[place + 1 :]]
    assert LEGIBLE in found(whole, arrivals)


def test_a_digest_to_who_did_not_subscribe_is_noticed(whole: Replay) -> None:
    place, _ = next(mails(whole, Sort.DIGEST))
    other = replace(whole.arrivals[place], recipient="stranger@example.org")
    assert WELCOME in found(whole, with_one_more(whole, other))


def test_a_correction_that_does_not_arrive_is_noticed(whole: Replay) -> None:
    lost = [place for place, _ in mails(whole, Sort.NOTICE)][::5]
    assert any(OWED in found(whole, without(whole, place)) for place in lost)


def test_a_correction_to_who_was_not_mailed_the_error_is_noticed(whole: Replay) -> None:
    place, mail = next(mails(whole, Sort.NOTICE))
    had = {
        other.reader
        for sort in (Sort.DIGEST, Sort.NOTICE)
        for _, other in mails(whole, sort)
        if any(told.words.article == mail.told[0].words.article for told in other.told)
    }
    others = {reader for reader, _, _ in whole.diary.readers()} - had
    arrival = replace(whole.arrivals[place], recipient=min(others | {"stranger@example.org"}))
    assert NOBODY_ELSE in found(whole, with_one_more(whole, arrival))


def test_a_correction_that_comes_twice_is_noticed(whole: Replay) -> None:
    place, _ = next(mails(whole, Sort.NOTICE))
    again = replace(whole.arrivals[place], at=whole.arrivals[place].at + SOON)
    assert SINGLE in found(whole, with_one_more(whole, again))


def test_a_notice_that_repeats_the_error_is_noticed(whole: Replay) -> None:
    named = {Mark(a.article, a.number): a for a in whole.diary.acts if a.wrong and not a.repeats}
    place, act, note = next(
        (place, named[mark], mark)
        for place, mail in mails(whole, Sort.NOTICE)
        for mark in sorted(mail.told[0].notes)
        if mark in named
    )
    old = f"(zn{note.article}x{note.number})"
    arrivals = rewritten(whole, place, old, f"{old} {act.wrong[0].lower()}")
    assert UNREPEATED in found(whole, arrivals)


# What is done to feeds


def broken(whole: Replay, looks: Sequence[Look]) -> set[str]:
    """Return the claims that are broken with these looks at feeds instead."""
    return set(audit(whole.diary, [], looks).breaches) - {TOLD, OWED}


def last_entry(whole: Replay) -> tuple[str, Entry]:
    """Return the newest entry, of an article itself, of the last look that was seen before."""
    before = {urn for look in whole.looks[:-1] for urn in look.entries}
    entries = whole.looks[-1].entries.items()
    return next((u, e) for u, e in entries if u in before and e.words and not e.announces)


def with_last(whole: Replay, urn: str, entry: Entry, old: str = "") -> list[Look]:
    """Return the looks, another entry in the last of them."""
    last = whole.looks[-1]
    entries = {other: each for other, each in last.entries.items() if other != old}
    return [*whole.looks[:-1], replace(last, entries={**entries, urn: entry})]


def test_untouched_feeds_keep_every_promise(whole: Replay) -> None:
    assert not broken(whole, whole.looks)


def test_an_updated_that_moves_by_itself_is_noticed(whole: Replay) -> None:
    urn, entry = last_entry(whole)
    moved = replace(entry, updated=entry.updated + HOUR)
    assert broken(whole, with_last(whole, urn, moved)) == {UPDATED}


def test_a_published_that_moves_is_noticed(whole: Replay) -> None:
    urn, entry = last_entry(whole)
    moved = replace(entry, published=entry.published + HOUR)
    assert broken(whole, with_last(whole, urn, moved)) == {PUBLISHED}


def test_another_id_is_noticed(whole: Replay) -> None:
    urn, entry = last_entry(whole)
    assert IDS in broken(whole, with_last(whole, "urn:uuid:other", entry, old=urn))


def test_an_announcement_of_what_was_not_grave_is_noticed(whole: Replay) -> None:
    last, entry = whole.looks[-1], replace(last_entry(whole)[1], announces=True)
    many = {f"urn:uuid:{number}": entry for number in range(len(whole.diary.acts))}
    looks = [*whole.looks[:-1], replace(last, entries={**last.entries, **many})]
    assert broken(whole, looks) == {IDS}


def test_older_words_in_a_feed_are_noticed(whole: Replay) -> None:
    urn, entry = last_entry(whole)
    (mark,) = entry.words
    older = frozenset({Mark(mark.article, mark.number - 1)})
    wrong = replace(entry, words=older, ends=older)
    assert broken(whole, with_last(whole, urn, wrong)) == {CURRENT}


def test_a_feed_that_shows_what_is_gone_is_noticed(whole: Replay) -> None:
    last = whole.looks[-1]
    gone = next(
        act
        for act in whole.diary.acts
        if act.change is Change.TAKEDOWN and act.at < last.at and act.words
    )
    shown = last.shown | {Mark(gone.article, gone.words)}
    assert broken(whole, [*whole.looks[:-1], replace(last, shown=shown)]) == {GONE_FROM_FEEDS}


# What is done to pages


def with_another(
    whole: Replay, which: Callable[[Page], bool], change: Callable[[Page], Page]
) -> list[Look]:
    """Return the looks with another page in the place of the last one that is like this."""
    place, page = next(
        (place, page)
        for place, look in reversed([*enumerate(whole.looks)])
        for page in look.pages
        if which(page)
    )
    pages = [change(each) if each is page else each for each in whole.looks[place].pages]
    look = replace(whole.looks[place], pages=tuple(pages))
    return [*whole.looks[:place], look, *whole.looks[place + 1 :]]


def is_read(page: Page) -> bool:
    """Tell whether it is the page of an article that can be read."""
    return page.visit.role is Role.ARTICLE and page.status == 200 and bool(page.ends)


def older(page: Page) -> Page:
    """Return a page that shows the revision before."""
    return replace(page, ends=frozenset(Mark(m.article, m.number - 1) for m in page.ends))


def test_older_words_on_a_page_are_noticed(whole: Replay) -> None:
    assert broken(whole, with_another(whole, is_read, older)) == {STANDING}


def test_notes_in_another_order_are_noticed(whole: Replay) -> None:
    def turned(page: Page) -> Page:
        return replace(page, notes=page.notes[::-1])

    several = with_another(whole, lambda page: is_read(page) and len(page.notes) > 1, turned)
    assert broken(whole, several) == {NOTED}


def test_a_note_that_a_page_leaves_out_is_noticed(whole: Replay) -> None:
    def shortened(page: Page) -> Page:
        return replace(page, notes=page.notes[1:])

    looks = with_another(whole, lambda page: is_read(page) and bool(page.notes), shortened)
    assert broken(whole, looks) == {NOTED}


@pytest.mark.parametrize("role", [Role.CORRECTIONS, Role.CORRECTIONS_FEED])
def test_a_correction_that_is_not_listed_is_noticed(whole: Replay, role: Role) -> None:
    looks = with_another(
        whole,
        lambda page: page.visit.role is role and bool(page.notes),
        lambda page: replace(page, notes=page.notes[1:]),
    )
    assert broken(whole, looks) == {CORRECTED}


def test_a_former_address_that_leads_elsewhere_is_noticed(whole: Replay) -> None:
    looks = with_another(
        whole,
        lambda page: page.visit.role is Role.FORMER and page.status == 301,
        lambda page: replace(page, leads="/"),
    )
    assert broken(whole, looks) == {LEADING}


def test_an_address_of_what_is_gone_that_answers_otherwise_is_noticed(whole: Replay) -> None:
    looks = with_another(
        whole, lambda page: page.status == 410, lambda page: replace(page, status=404)
    )
    assert broken(whole, looks) == {GONE_ANSWERS}


@pytest.mark.parametrize("role", [Role.ARTICLE, Role.FRONT, Role.CORRECTIONS, Role.ARCHIVE])
def test_a_page_that_shows_what_is_gone_is_noticed(whole: Replay, role: Role) -> None:
    last = whole.looks[-1].at
    gone = next(act for act in whole.diary.acts if act.change is Change.TAKEDOWN and act.at < last)
    mark = Mark(gone.article, 1)
    looks = [
        replace(look, pages=tuple(_showing(page, mark, role) for page in look.pages))
        for look in whole.looks[-1:]
    ]
    assert GONE_FROM_PAGES in broken(whole, [*whole.looks[:-1], *looks])


def _showing(page: Page, mark: Mark, role: Role) -> Page:
    return replace(page, words=page.words | {mark}) if page.visit.role is role else page
