"""What is left of a post without its site generator's tags?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.importers.shortcodes import without_shortcodes


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Plain {text} stays.", "Plain {text} stays."),
        ('A {{< img src="a b" >}}picture.', "A picture."),
        ("{{< note >}}Mind this.{{< /note >}}", "Mind this."),
        ("{{% note %}}Mind this.{{% /note %}}", "Mind this."),
        ("By {% author ada %}.", "By ."),
        ("{%- if a -%}Yes.{%- endif -%}", "Yes."),
        ('By {{ "Ada" | team_link }}.', "By Ada."),
        ("![A]({{ site.baseurl }}/a.png)", "![A](/a.png)"),
        ('See [the pier]({{< ref "pier.md" >}} "The pier").', "See the pier."),
        ("See ![the pier]({{< src >}}).", "See the pier."),
        ('<a href="{{< ref "pier.md" >}}" class="x">The pier</a>', '<a class="x">The pier</a>'),
        ("{% comment %}Not\nthis.{% endcomment %}This.", "This."),
        ("{% raw %}{{ kept }}{% endraw %} {{ gone }}", "{{ kept }} "),
        ("{{</* shown */>}}", ""),
        ("Half a {{ tag stays", "Half a {{ tag stays"),
    ],
)
def test_tags_go_and_words_stay(text: str, left: str) -> None:
    assert without_shortcodes(text) == left


@given(st.text(alphabet='{}%<>/* \n"|a[]()=href', max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert len(without_shortcodes(text)) <= len(text)
