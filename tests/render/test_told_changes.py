"""What became of people, pictures, subjects and links is told in a sentence each."""

from collections.abc import Sequence
from dataclasses import replace

from syndicate.domain.articles import Content, Image, Person, Related
from syndicate.render.told_changes import told
from tests.render.page_reading import text
from tests.render.page_samples import BRIDGE, PAGES

QUAY = Image(url="/quay.jpg", alt="A quay", caption="The quay at nine.", credit="Ada Penn")
BAND = Image(url="/band.jpg", caption="The band.", position=3)
BASE = Content(
    headline="One",
    authors=(Person(name="Ann"), Person(name="Bea", role="editor")),
    images=(QUAY, BAND),
    tags=("bridges", "harbour"),
    related=(Related(title="Before", url="/before"),),
)


def said(older: Content, newer: Content) -> dict[str, list[str]]:
    sentences = told(older, newer)
    return {
        name: [one.english.format(what=one.what) for one in each]
        for name, each in sentences.items()
    }


def pictures(*images: Image) -> Sequence[str]:
    return said(BASE, replace(BASE, images=images)).get("pictures", [])


def test_what_stayed_is_not_told() -> None:
    assert said(BASE, replace(BASE, headline="Two", body_html="<p>New</p>")) == {}


def test_authors_who_come_and_go_are_named() -> None:
    newer = replace(BASE, authors=(Person(name="Ann"), Person(name="Cem <b>")))
    assert said(BASE, newer)["byline"] == [
        "Author added: <ins>Cem &lt;b&gt;</ins>",
        "Author removed: <del>Bea</del>",
    ]


def test_another_role_or_order_of_authors_is_told() -> None:
    turned = replace(BASE, authors=BASE.authors[::-1])
    assert said(BASE, turned)["byline"] == ["In another order: Bea, Ann"]
    promoted = replace(BASE, authors=(BASE.authors[0], Person(name="Bea", role="chief editor")))
    assert said(BASE, promoted)["byline"] == ["Told of them: Bea, <ins>chief</ins> editor"]


def test_subjects_and_links_are_told() -> None:
    newer = replace(
        BASE, tags=("harbour", "ferries"), related=(Related(title="Before", url="/elsewhere"),)
    )
    assert said(BASE, newer)["tags"] == [
        "Subject added: <ins>ferries</ins>",
        "Subject removed: <del>bridges</del>",
    ]
    assert said(BASE, newer)["related"] == ["It leads elsewhere now: Before"]


def test_pictures_that_come_and_go_are_told_by_their_captions() -> None:
    other = Image(url="/rain.jpg", caption="Rain.")
    assert pictures(QUAY, other) == [
        "Picture added: <ins>Rain.</ins>",
        "Picture removed: <del>The band.</del>",
    ]


def test_captions_credits_and_descriptions_are_compared_word_by_word() -> None:
    changed = replace(QUAY, caption="The quay at ten.", credit="Ada Pen", alt="")
    assert pictures(changed, BAND) == [
        "Caption: The quay at <del>nine</del> <ins>ten</ins>.",
        "Credit: Ada <del>Penn</del> <ins>Pen</ins>",
        "Description of a picture: <del>A quay</del>",
    ]


def test_a_picture_replaced_or_moved_is_told() -> None:
    assert pictures(replace(QUAY, url="/new.jpg"), replace(BAND, position=1)) == [
        "It stands elsewhere in the text: The band.",
        "The picture itself was replaced: The quay at nine.",
    ]


def test_pictures_in_another_order_in_the_same_places_are_no_change() -> None:
    assert pictures(BAND, QUAY) == []


def test_the_page_tells_them_under_their_heading_and_counts_no_word() -> None:
    before, after = BRIDGE.history.entries[:2]
    assert before.content
    assert after.content
    tagged = replace(after, content=replace(before.content, tags=("quays",)))
    history = replace(BRIDGE.history, entries=(before, tagged))
    page = PAGES.articles.diff(BRIDGE.reading(), history, 1, 2)
    assert text(page, "//section[@aria-labelledby='part-tags']").startswith(
        "Subjects Subject added: quays Subject removed:"
    )
    assert "No word of the text differs." in text(page)
