"""Do sources become drafts, once each, without touching what is published?"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from syndicate.domain.articles import Draft, Status
from syndicate.domain.stories import Story
from syndicate.errors import Conflict, Refused
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, with_body


def draft(newsroom: Newsroom, slug: str) -> Draft:
    with newsroom.app.store.read() as tx:
        kept = tx.drafts.of(tx.articles.by_slug(slug).id)
    assert kept is not None
    return kept


def slugs(newsroom: Newsroom) -> set[object]:
    return {account["slug"] for account in newsroom.app.library.list()}


def test_a_story_becomes_a_draft_at_its_headline(newsroom: Newsroom) -> None:
    story = Story(content=FERRY, unknown=("summary",))
    slug = newsroom.app.ingest(story, announce=False)
    assert slug == "ferry-stops-at-noon"
    kept = draft(newsroom, slug)
    assert (kept.content, kept.unknown, kept.quiet) == (FERRY, ("summary",), True)


def test_the_same_story_again_renews_its_draft(newsroom: Newsroom) -> None:
    newsroom.draft(FERRY)
    newer = with_body(FERRY, "The ferry to the island stops at one on Sunday.")
    assert newsroom.draft(newer) == "ferry-stops-at-noon"
    assert slugs(newsroom) == {"ferry-stops-at-noon"}
    assert draft(newsroom, "ferry-stops-at-noon").content == newer


def test_another_story_of_the_same_headline_gets_a_number(newsroom: Newsroom) -> None:
    newsroom.draft(FERRY)
    other = with_body(FERRY, "A wholly different text about boats, of quite some length, too.")
    third = with_body(FERRY, "Nothing in here resembles whatever came before; words, only words.")
    assert newsroom.draft(other) == "ferry-stops-at-noon-2"
    assert newsroom.draft(third) == "ferry-stops-at-noon-3"
    assert newsroom.draft(other) == "ferry-stops-at-noon-2"


def test_a_given_slug_is_where_the_story_belongs(newsroom: Newsroom) -> None:
    newsroom.draft(FERRY, "boats")
    assert newsroom.draft(BRIDGE, "boats") == "boats"
    assert draft(newsroom, "boats").content == BRIDGE


def test_a_given_slug_is_made_fit_for_an_address(newsroom: Newsroom) -> None:
    assert newsroom.draft(FERRY, "../Boats & Quays/") == "boats-quays"


def test_a_headline_of_any_length_makes_a_slug_that_can_be_kept(newsroom: Newsroom) -> None:
    slug = newsroom.draft(replace(FERRY, headline="Boot " * 5_000, tags=("x" * 20_000,)))
    assert len(slug) < 100
    assert newsroom.app.publish(slug).status is Status.PUBLISHED
    assert newsroom.visitor.get("/feeds/all.atom").status == 200


def test_a_published_story_is_not_overwritten(newsroom: Newsroom) -> None:
    newsroom.publish(FERRY)
    with pytest.raises(Refused, match="syndicate article revise ferry-stops-at-noon FILE"):
        newsroom.draft(with_body(FERRY, "The ferry to the island stops at one on Sunday."))
    assert slugs(newsroom) == {"ferry-stops-at-noon"}


def test_a_former_slug_still_means_its_article(newsroom: Newsroom) -> None:
    newsroom.publish(FERRY)
    newsroom.app.revise.rename("ferry-stops-at-noon", "boats")
    with pytest.raises(Refused, match="'boats' is published already"):
        newsroom.draft(with_body(FERRY, "The ferry to the island stops at one on Sunday."))


def test_what_is_published_in_the_same_words_is_left_alone(newsroom: Newsroom) -> None:
    slug = newsroom.publish(FERRY).slug
    assert newsroom.draft(FERRY) == slug
    with newsroom.app.store.read() as tx:
        assert tx.drafts.of(tx.articles.by_slug(slug).id) is None


@pytest.mark.parametrize(("was", "told"), [("en_US", "en-US"), ("English", "")])
def test_words_whose_language_an_older_program_kept_as_its_source_spells_it_are_the_same(
    newsroom: Newsroom, was: str, told: str
) -> None:
    slug = newsroom.publish(replace(FERRY, language=was)).slug
    assert newsroom.draft(replace(FERRY, language=told)) == slug


def test_a_withdrawn_story_has_to_be_brought_back_first(newsroom: Newsroom) -> None:
    slug = newsroom.publish(FERRY).slug
    newsroom.app.revise.unpublish(slug)
    with pytest.raises(Refused, match=f"is unpublished; .* article reinstate {slug} --note"):
        newsroom.draft(FERRY)


def test_a_dry_run_saves_nothing(newsroom: Newsroom) -> None:
    assert newsroom.app.ingest(Story(content=FERRY), announce=True, dry_run=True)
    assert slugs(newsroom) == set()


def test_an_announcement_once_wanted_stays_wanted(newsroom: Newsroom) -> None:
    slug = newsroom.draft(FERRY, announce=True)
    newsroom.draft(FERRY, announce=False)
    assert not draft(newsroom, slug).quiet


def test_a_draft_can_be_renewed_while_another_is_published(newsroom: Newsroom) -> None:
    newsroom.draft(FERRY)
    newsroom.draft(BRIDGE)
    newsroom.app.publish("bridge-opens-again")
    newsroom.draft(FERRY)
    assert slugs(newsroom) == {"ferry-stops-at-noon", "bridge-opens-again"}


def test_many_who_save_one_story_at_once_make_one_draft(newsroom: Newsroom) -> None:
    def attempt(number: int) -> str:
        words = with_body(FERRY, f"The ferry to the island stops at {number} on Sunday.")
        try:
            return newsroom.draft(words)
        except Conflict:  # told, and nothing kept: to be tried again
            return newsroom.draft(words)

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(attempt, range(8))) == {"ferry-stops-at-noon"}
    assert slugs(newsroom) == {"ferry-stops-at-noon"}
