"""A template of one's own prints what it likes: its words are known, its faults told."""

from pathlib import Path

import pytest

from syndicate.errors import SettingsFault
from tests.render.digest_sheets import (
    NEW,
    SHIPPED,
    TOKEN,
    headline,
    holding,
    rendered,
    renderer,
)

WAY_OUT = "{{ digest.unsubscribe_url }}"


def written(folder: Path, part: str, text: str) -> str:
    """Write one part of a template of one's own and return where it lies."""
    path = folder / "digests" / "own" / part
    path.parent.mkdir(parents=True, exist_ok=True)
    for other in (SHIPPED / "digests" / "default").iterdir():
        if not (path.parent / other.name).exists():
            (path.parent / other.name).write_bytes(other.read_bytes())
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_item_words_are_those_the_template_used(tmp_path: Path) -> None:
    for part in ("body.html", "body.txt"):
        lines = "{% for item in digest.items %}{{ item.headline }}{% endfor %}"
        written(tmp_path, part, f"{lines} {{{{ digest.unsubscribe_url }}}}")
    written(tmp_path, "subject.txt", "News")
    ferry, hebrew = NEW.items[:2]
    short = renderer(own=tmp_path).render(holding(ferry, hebrew), "own", token=TOKEN)
    assert short.item_words == (headline(ferry), headline(hebrew))
    assert "Ines Falk / Harbour Post" in rendered(holding(ferry)).item_words[0]


def test_item_words_hold_the_whole_text_when_a_template_prints_it(tmp_path: Path) -> None:
    written(
        tmp_path,
        "body.html",
        "{% for item in digest.items %}<h2>{{ item.headline }}</h2>{{ item.body_html }}"
        "{% endfor %}{{ digest.unsubscribe_url }}",
    )
    page = renderer(own=tmp_path).render(holding(NEW.items[0]), "own", token=TOKEN)
    assert "<p>By midnight the lights of the mainland were gone.</p>" in page.html
    words = page.item_words[0]
    assert words.startswith("Night ferry to the islands returns after eleven years\n")
    assert "\nBy midnight the lights of the mainland were gone." in words


@pytest.mark.parametrize(
    ("part", "text", "told"),
    [
        ("body.html", "Hello", "body.html: has no unsubscribe link"),
        ("body.txt", "Hello", "body.txt: has no unsubscribe link"),
        ("subject.txt", " \n", "subject.txt: gives an empty subject"),
        ("body.html", "\n<script src=x></script>\n{{ digest.unsubscribe_url }}", "html:2: mail"),
        (
            "body.html",
            "<style>@font-face{src:url(x)}</style>{{ digest.unsubscribe_url }}",
            "may not carry “@font-face”",
        ),
        (
            "body.html",
            "<link rel=stylesheet href=x>{{ digest.unsubscribe_url }}",
            "may not carry “link”",
        ),
        ("body.html", "\n\n{{ digest.titel }}", "body.html:3: "),
        ("body.html", "\n{% if digest.changed %}\n{{ nope }}{% endif %}", "body.html:3: "),
        (
            "body.txt",
            f"{WAY_OUT}\n{{% if not digest.items %}}{{{{ nope }}}}{{% endif %}}",
            "txt:2: ",
        ),
    ],
)
def test_check_tells_what_is_wrong_with_a_template_of_one_s_own(
    tmp_path: Path, part: str, text: str, told: str
) -> None:
    path = written(tmp_path, part, text)
    with pytest.raises(SettingsFault) as caught:
        renderer(own=tmp_path).check("own")
    assert str(caught.value).startswith(path)
    assert told in str(caught.value)


def test_check_names_a_template_that_does_not_exist() -> None:
    with pytest.raises(SettingsFault, match=r"no template 'digests/weekly/body\.html' in"):
        renderer().check("weekly")
