"""What is left of a post when its site generator's own code is taken out?

Liquid (`{% … %}`, `{{ … }}`: Jekyll, Eleventy) and shortcodes (`{{< … >}}`, `{{% … %}}`,
`{% … %}`: Hugo, Zola) mean nothing outside their site. The tags go; the words between a
pair of them stay, as does what is raw and a quoted text that a filter formats. Links and
addresses that only a tag gave become plain words.
"""

import re

_HIDDEN = re.compile(
    r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}|\{\{[<%]/\*.*?\*/[>%]\}\}", re.DOTALL
)
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_SHORTCODE = re.compile(r"\{\{<[^{}]*?>\}\}|\{\{%[^{}]*?%\}\}")
_QUOTED = re.compile(r"\{\{-?\s*[\"“]([^\"”{}]*)[\"”]\s*\|[^{}]*\}\}")
_LIQUID = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*?%\}")
_LINK_TO_NOTHING = re.compile(r"!?\[([^\[\]]*)\]\(\s*(?:\"[^\"]*\"|'[^']*')?\s*\)")
_ADDRESS_OF_NOTHING = re.compile(r"\s(?:href|src)=(?:\"\s*\"|'\s*')")


def without_shortcodes(text: str) -> str:
    """Return the text without a site generator's tags."""
    if "{{" not in text and "{%" not in text:
        return text
    parts = _RAW.split(_HIDDEN.sub("", text))
    parts[::2] = map(_untagged, parts[::2])
    bare = "".join(parts)
    return _ADDRESS_OF_NOTHING.sub("", _LINK_TO_NOTHING.sub(r"\1", bare))


def _untagged(text: str) -> str:
    for pattern, left in ((_SHORTCODE, ""), (_QUOTED, r"\1"), (_LIQUID, "")):
        text = pattern.sub(left, text)
    return text
