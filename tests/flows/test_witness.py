"""Is every silent change named by somebody outside, and nothing that a site may do?"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from syndicate.domain.articles import Kind
from syndicate.errors import Refused
from syndicate.settings import load_keys, renew_key
from tests.flows.outside import Outsider, breaches
from tests.services.tampering import erase, id_in, rewrite, tamper
from tests.web.newsroom import (
    BRIDGE,
    FERRY,
    NOW,
    Newsroom,
    copy_of,
    newsroom_of,
    original_in,
    settings_in,
    with_body,
)
from tests.web.serving import serving

SLUG = "ferry-stops-at-noon"
THE = f"article_id = (SELECT article_id FROM slugs WHERE slug = '{SLUG}')"  # noqa: S608 - ours


LATER = timedelta(hours=1, microseconds=7)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Take one kind of database: nothing seen from outside depends on it."""
    return sqlite_url


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """Publish articles in every state, several with a past."""
    folder = tmp_path_factory.mktemp("written")
    with original_in(folder, migrated_file) as opened:
        opened.publish(FERRY)
        opened.clock.set(NOW + LATER)
        opened.update(SLUG, with_body(FERRY, "It stops at one &amp; at <em>two</em>."), "Twice.")
        opened.update(SLUG, with_body(FERRY, "It stops at two."), "Once.", Kind.CORRECTION)
        for headline in ("Bridge opens", "Bridge closes", "Bridge burns"):
            opened.publish(replace(BRIDGE, headline=headline))
        opened.app.revise.withdraw("bridge-opens", Kind.RETRACTION, "Nobody had seen it.")
        opened.app.revise.withdraw("bridge-closes", Kind.TAKEDOWN, "By order.")
        opened.app.revise.unpublish("bridge-burns")
    return folder


@pytest.fixture
def newsroom(written: Path, tmp_path: Path) -> Iterator[Newsroom]:
    """Open a copy of the site, at the moment of its last change."""
    with copy_of(written, tmp_path, NOW + LATER) as opened:
        yield opened


@pytest.fixture
def outsider(newsroom: Newsroom, tmp_path: Path) -> Iterator[Outsider]:
    """Serve the site to somebody who has looked at it once."""
    with serving(newsroom) as url:
        somebody = Outsider(url, tmp_path / "seen.json")
        assert breaches(somebody.look()) == []
        yield somebody


def test_a_whole_site_is_found_whole(outsider: Outsider) -> None:
    for verdict in (outsider.glance(), outsider.look()):
        assert breaches(verdict) == []
        assert (verdict.articles, verdict.revisions, verdict.words) == (4, 8, 3)
    assert outsider.look().compared
    assert not outsider.glance().compared


def test_an_empty_site_is_whole(database_url: str, tmp_path: Path) -> None:
    with newsroom_of(settings_in(tmp_path, database_url)) as empty, serving(empty) as url:
        verdict = Outsider(url, tmp_path / "seen.json").look()
    assert (verdict.articles, verdict.revisions, verdict.findings) == (0, 0, ())


def test_everything_an_editor_may_do_is_no_breach(newsroom: Newsroom, outsider: Outsider) -> None:
    newsroom.later(hours=1)
    newsroom.update(SLUG, with_body(FERRY, "It stops at three."), "Once more.")
    newsroom.app.revise.redact(SLUG, 2, "privacy")
    newsroom.app.revise.rename(SLUG, "ferry")
    newsroom.app.revise.reinstate("bridge-burns", "It did not burn.")
    newsroom.publish(replace(BRIDGE, headline="Bridge sold"))
    verdict = outsider.look()
    assert breaches(verdict) == []
    (redaction,) = (finding.what for finding in verdict.findings)
    assert "revision 2 of" in redaction
    assert "(reason: privacy)" in redaction
    newsroom.app.revise.withdraw("ferry", Kind.TAKEDOWN, "By order.")
    assert breaches(outsider.look()) == []
    newsroom.app.revise.reinstate("bridge-opens", "It was seen.")
    assert breaches(outsider.look()) == []


CHANGES = {
    "words": ("content = replace(content, 'noon', 'nine')", "are not those that were published"),
    "note": ("note = 'Nothing.'", "are not those that were published"),
    "kind": ("kind = 'minor'", "does not fit its link"),
    "severity": ("severity = 'major'", "does not fit its link"),
    "premise": ("premise = NOT premise", "does not fit its link"),
    "quiet": ("quiet = NOT quiet", "does not fit its link"),
    "published": ("published = '2020-01-01 00:00:00'", "does not fit its link"),
    "recorded": ("recorded = '2020-01-01 00:00:00'", "does not fit its link"),
    "salt": ("salt = chain_hash", "are not those that were published"),
    "no salt": ("salt = NULL", "are withheld, and it is not redacted"),
    "hash": ("content_hash = chain_hash", "does not fit its link"),
    "link": ("chain_hash = content_hash", "is told otherwise than in the log: chain_hash"),
    "no words": ("content = NULL", "are not those that were published"),
    "no words nor hash": ("content = NULL, content_hash = NULL, salt = NULL", "its link"),
    "rubbish": ("content = 'rubbish'", "is answered with 500"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_revision_is_named(newsroom: Newsroom, outsider: Outsider, change: str) -> None:
    statement, fault = CHANGES[change]
    tamper(newsroom, f"UPDATE revisions SET {statement} WHERE {THE} AND number = 3")  # noqa: S608
    for verdict in (outsider.glance(), outsider.look()):
        assert any(fault in what for what in breaches(verdict)), breaches(verdict)


@pytest.mark.parametrize("number", [1, 2])
def test_a_deleted_revision_is_named(newsroom: Newsroom, outsider: Outsider, number: int) -> None:
    article = newsroom.app.library.public(SLUG).article.id
    tamper(newsroom, f"DELETE FROM revisions WHERE {THE} AND number = {number}")  # noqa: S608
    missing = f"revision {number} of {article}"
    assert any(what.startswith(missing) for what in breaches(outsider.glance()))


def test_an_article_without_its_newest_revision_is_named(
    newsroom: Newsroom, outsider: Outsider
) -> None:
    article = newsroom.app.library.public(SLUG).article.id
    tamper(newsroom, f"DELETE FROM revisions WHERE {THE} AND number = 3")  # noqa: S608 - ours
    (found,) = breaches(outsider.glance())
    assert found.startswith(f"/id/{article}/history.json is answered with 500")


def test_an_article_deleted_with_all_its_rows_is_named(
    newsroom: Newsroom, outsider: Outsider
) -> None:
    gone = newsroom.app.library.public(SLUG).article.id
    erase(newsroom, gone)
    assert f"{gone} vanished: it is in the log alone" in breaches(outsider.glance())


def test_who_remembers_names_an_article_deleted_from_the_log_too(
    newsroom: Newsroom, outsider: Outsider
) -> None:
    gone = newsroom.app.library.public(SLUG).article.id
    erase(newsroom, gone, "log")
    found = breaches(outsider.look())
    for number in (1, 2, 3):
        assert f"revision {number} of {gone} vanished: it was line {number} of the log" in found


def test_a_public_article_that_the_log_leaves_out_is_named_by_who_was_never_there(
    newsroom: Newsroom, outsider: Outsider
) -> None:
    newsroom.later(hours=1)
    newsroom.publish(replace(BRIDGE, headline="Bridge unlogged", tags=("Unlogged",)))
    hidden = newsroom.app.library.public("bridge-unlogged").article.id
    assert breaches(outsider.glance()) == []
    unlogged = f"DELETE FROM log WHERE article_id = {id_in(newsroom, hidden)}"  # noqa: S608 - ours
    tamper(newsroom, unlogged)
    (found,) = breaches(outsider.glance())
    assert found.startswith(f"{hidden} is public, in /feeds/")
    assert found.endswith(".json, and is not in the log")


def test_notes_of_one_site_are_not_compared_with_another(
    migrated_file: Path, tmp_path: Path, outsider: Outsider
) -> None:
    kept = outsider.notes.read_bytes()
    (elsewhere := tmp_path / "elsewhere").mkdir()
    store = shutil.copyfile(migrated_file, elsewhere / "other.db")
    with newsroom_of(settings_in(elsewhere, f"sqlite:///{store}")) as other, serving(other) as url:
        refusal = f"is of {outsider.url}, and {url} has none of its keys"
        with pytest.raises(Refused, match=refusal):
            Outsider(url, outsider.notes).look()
    assert outsider.notes.read_bytes() == kept


def test_a_site_that_moved_is_known_by_its_key(newsroom: Newsroom, outsider: Outsider) -> None:
    with serving(newsroom) as moved:
        assert moved != outsider.url
        verdict = Outsider(moved, outsider.notes).look()
    assert verdict.compared
    assert breaches(verdict) == []


def test_the_end_cut_off_cleanly_is_named_by_who_remembers(
    newsroom: Newsroom, outsider: Outsider
) -> None:
    gone = newsroom.publish(replace(BRIDGE, headline="Bridge sold")).id
    outsider.look()
    erase(newsroom, gone, "log")
    left_out = breaches(outsider.glance())  # nobody could know, but for the feeds that show it
    assert [found for found in left_out if not found.endswith("and is not in the log")] == []
    assert {found.split()[0] for found in left_out} == {str(gone)}
    found = set(breaches(outsider.look())) - set(left_out)
    assert found == {f"revision 1 of {gone} vanished: it was line 9 of the log"}


LINES = {
    "kind": "kind = 'minor'",
    "published": "published = '2020-01-01 00:00:00'",
    "link": "chain_hash = log_hash",
    "hash": "log_hash = chain_hash",
}


@pytest.mark.parametrize("change", LINES)
def test_a_changed_line_of_the_log_is_named(
    newsroom: Newsroom, outsider: Outsider, change: str
) -> None:
    tamper(newsroom, f"UPDATE log SET {LINES[change]} WHERE seq = 2")  # noqa: S608 - ours
    for verdict in (outsider.glance(), outsider.look()):
        assert any("of the log" in what or "in the log" in what for what in breaches(verdict))


def test_lines_that_were_swapped_are_named(newsroom: Newsroom, outsider: Outsider) -> None:
    tamper(
        newsroom,
        "UPDATE log SET seq = -seq WHERE seq IN (4, 5)",
        "UPDATE log SET seq = 9 + seq WHERE seq IN (-4, -5)",
    )
    found = breaches(outsider.look())
    assert any("the order of the log was changed" in what for what in found)


def test_a_past_of_which_every_hash_was_made_to_fit_is_named_by_who_remembers(
    newsroom: Newsroom, outsider: Outsider
) -> None:
    rewrite(newsroom, SLUG, "<p>The ferry never stops.</p>")
    newsroom.app.verify()
    assert breaches(outsider.glance()) == []  # nobody could know, but for
    article = newsroom.app.library.public(SLUG).article.id
    found = breaches(outsider.look())
    assert f"revision 1 of {article} was changed in the log: chain_hash" in found


def test_a_redaction_that_is_undone_is_named(newsroom: Newsroom, outsider: Outsider) -> None:
    newsroom.app.revise.redact(SLUG, 2, "privacy")
    outsider.look()
    tamper(newsroom, f"UPDATE revisions SET redaction_reason = 'court' WHERE {THE} AND number = 2")  # noqa: S608
    (found,) = breaches(outsider.look())
    assert found.startswith("the redaction of revision 2 of")


def test_a_changed_note_that_nothing_proves_is_named(
    newsroom: Newsroom, outsider: Outsider
) -> None:
    tamper(newsroom, "UPDATE revisions SET note = 'It was fine.' WHERE kind = 'retraction'")
    (found,) = breaches(outsider.look())
    assert found.startswith("the note of revision 2 of")


def test_a_withdrawal_that_nobody_declared_is_named(newsroom: Newsroom, outsider: Outsider) -> None:
    tamper(
        newsroom,
        f"UPDATE articles SET status = 'retracted' WHERE {THE.replace('article_id', 'id', 1)}",  # noqa: S608
        "UPDATE articles SET status = 'published' WHERE status = 'taken-down'",
    )
    found = " ".join(breaches(outsider.look()))
    assert "is retracted, and revision 3 of" in found
    assert "left it taken-down" in found


def test_a_page_that_shows_other_words_is_named(
    newsroom: Newsroom, outsider: Outsider, tmp_path: Path
) -> None:
    pages = tmp_path / "templates" / "pages"
    pages.mkdir(parents=True)
    del newsroom
    (pages / "article.html").write_text("<h1>{{ headline }}</h1><p>It never stops.</p>")
    with newsroom_of(tmp_path / "settings.toml") as other, serving(other) as url:
        found = breaches(Outsider(url, outsider.notes).look())
    assert found == [
        f"/articles/{SLUG} does not show what its newest revision says: “Itstopsattwo.…”"
    ]


def test_a_renewed_key_is_followed(newsroom: Newsroom, outsider: Outsider) -> None:
    renew_key(newsroom.app.settings.signing_key_file)
    assert breaches(outsider.look()) == []
    assert breaches(outsider.glance()) == []


def test_a_key_that_the_old_one_did_not_sign_is_named(
    newsroom: Newsroom, outsider: Outsider
) -> None:
    path = newsroom.app.settings.signing_key_file
    old = load_keys(path).public[-1].key.hex()
    path.unlink()
    assert breaches(outsider.glance()) == []  # nobody could know, but for
    (found,) = breaches(outsider.look())
    assert found.startswith(f"the key was changed: {old} signed before")


def test_a_key_slipped_into_the_list_is_named(newsroom: Newsroom, outsider: Outsider) -> None:
    path = newsroom.app.settings.signing_key_file
    listed = renew_key(path).public[-1].signature.hex()
    path.write_text(path.read_text().replace(listed, "00" * 64))
    found = breaches(outsider.glance())
    assert any("is not signed by the one before" in what for what in found)


def test_a_site_found_altered_does_not_overwrite_what_was_seen(
    newsroom: Newsroom, outsider: Outsider
) -> None:
    before = outsider.notes.read_bytes()
    tamper(newsroom, f"UPDATE revisions SET note = 'x' WHERE {THE} AND number = 2")  # noqa: S608
    for _ in range(2):
        assert outsider.look().breaches
    assert outsider.notes.read_bytes() == before


def test_notes_hold_no_words_that_may_be_taken_down(outsider: Outsider) -> None:
    notes = outsider.notes.read_text().lower()
    for word in ("ferry", "stops", "bridge", "nobody", "once", "calder"):
        assert word not in notes


def test_with_notes_only_the_newest_words_are_proved(
    newsroom: Newsroom, outsider: Outsider, tmp_path: Path
) -> None:
    del newsroom
    place = tmp_path / "settings.toml"
    place.write_text(place.read_text() + '[changes]\npublic_history = "notes"\n')
    with newsroom_of(place) as other, serving(other) as url:
        verdict = Outsider(url, outsider.notes).look()
    assert breaches(verdict) == []
    assert verdict.words == 1
