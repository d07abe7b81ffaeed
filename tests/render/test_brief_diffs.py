"""A few words tell a reader what changed, and never those of an error."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.articles import Content
from syndicate.domain.changes import DigestAs
from syndicate.domain.digests import Former
from syndicate.render.brief_diffs import LONGEST_RUN, MOST_CHANGES, brief
from tests.render.digest_sheets import having, holding, rendered

OLD = Content(
    headline="Ferry stops at noon",
    body_html="<p>The ferry stops at noon on Sunday.</p><p>Fares stay as they are.</p>",
)
WORDS = st.lists(
    st.sampled_from(["ferry", "fare", "harbour", "noon", "fog", "quay", "12", "late"]), max_size=90
)


def told(newer: Content, **how: object) -> list[str]:
    """Return the excerpts that tell how the story became another, as text."""
    former = Former(content=OLD, **how)  # type: ignore[arg-type]
    return [excerpt.text for excerpt in brief(former, newer).excerpts]


def body(*paragraphs: str) -> Content:
    """Return the story with other paragraphs."""
    return replace(OLD, body_html="".join(f"<p>{one}</p>" for one in paragraphs))


def test_a_change_is_told_with_what_stands_around_it() -> None:
    newer = replace(body("The ferry stops at one on Sunday."), headline="Ferry stops at one")
    assert told(newer) == [
        "Ferry stops at [-noon-] {+one+}",
        "The ferry stops at [-noon-] {+one+} on Sunday.",
        "[-Fares stay as they are.-]",
    ]


def test_markup_and_spaces_are_no_change() -> None:
    newer = replace(
        OLD, body_html="<p>The <em>ferry</em>  stops at noon on Sunday. Fares stay as they are.</p>"
    )
    assert brief(Former(content=OLD), newer).excerpts == ()


def test_what_readers_do_not_read_is_not_told() -> None:
    newer = replace(OLD, tags=("Ferries",), section="Harbour")
    assert told(newer) == []


def test_of_a_long_paragraph_only_what_is_near_is_told() -> None:
    before = " ".join(f"b{n}" for n in range(40))
    after = " ".join(f"a{n}" for n in range(40))
    former = Former(content=body(f"{before} noon {after}"))
    (excerpt,) = brief(former, body(f"{before} one {after}")).excerpts
    assert excerpt.text == "… b34 b35 b36 b37 b38 b39 [-noon-] {+one+} a0 a1 a2 a3 a4 a5 …"


def test_between_two_changes_far_apart_there_is_a_gap() -> None:
    middle = " ".join(f"m{n}" for n in range(30))
    former = Former(content=body(f"noon {middle} Sunday"))
    (excerpt,) = brief(former, body(f"one {middle} Monday")).excerpts
    near = "m0 m1 m2 m3 m4 m5 … m24 m25 m26 m27 m28 m29"
    assert excerpt.text == f"[-noon-] {{+one+}} {near} [-Sunday-] {{+Monday+}}"


def test_what_there_is_no_room_for_is_counted() -> None:
    many = [f"Paragraph number {n} is all new and quite long as well." for n in range(9)]
    former = Former(content=body(*[f"Old{n} words." for n in range(9)]))
    told_ = brief(former, body(*many))
    assert 0 < len(told_.excerpts) <= MOST_CHANGES
    assert told_.more > 0


def test_of_a_long_new_paragraph_the_beginning_is_told() -> None:
    long = " ".join(f"w{n}" for n in range(100))
    *_, excerpt = told(body("The ferry stops at noon on Sunday.", "Fares stay as they are.", long))
    assert excerpt.startswith("{+w0 w1")
    assert excerpt.endswith(f"w{LONGEST_RUN - 1} …+}}")


def test_after_a_correction_only_what_is_right_is_told() -> None:
    newer = body("The ferry stops at one on Sunday.", "Fares stay as they are.")
    assert told(newer, removals=False) == ["The ferry stops at {+one+} on Sunday."]
    assert told(body("The ferry stops at noon on Sunday."), removals=False) == []


@pytest.mark.parametrize("unsaid", ["stays  AS", "one on"])
def test_a_passage_with_the_wrong_words_is_not_shown(unsaid: str) -> None:
    newer = body("The ferry stops at one on Sunday.", "Fares stays as they are.")
    former = Former(content=OLD, unsaid=(unsaid,))
    told_ = brief(former, newer)
    assert len(told_.excerpts) == told_.more == 1
    assert unsaid.split(maxsplit=1)[0] not in told_.excerpts[0].words.split()


@given(WORDS, WORDS, st.booleans())
def test_an_excerpt_says_nothing_that_neither_text_said(
    older: list[str], newer: list[str], removals: bool
) -> None:
    former = Former(content=body(" ".join(older)), removals=removals)
    told_ = brief(former, body(" ".join(newer)))
    assert bool(told_.excerpts or told_.more) == (older != newer)
    said = {word for one in told_.excerpts for word in one.words.split()} - {"…"}
    assert said <= {*(older if removals else []), *newer}


def test_the_words_of_a_change_are_words_as_mailed() -> None:
    item = having(DigestAs.UPDATED)
    mail = rendered(holding(item))
    assert "<del" in mail.html
    assert "[-June-] {+autumn+}" in mail.text
    assert "June" in mail.item_words[0]


def test_a_changed_word_is_escaped() -> None:
    newer = body("The ferry stops at &lt;b&gt;one on Sunday.", "Fares stay as they are.")
    (excerpt,) = brief(Former(content=OLD), newer).excerpts
    assert "<ins>&lt;b&gt;one</ins>" in excerpt.html
