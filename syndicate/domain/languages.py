"""How is a language named, so that programs know it?"""

import re

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_TRADITIONAL = {"hant", "tw", "hk", "mo"}


def language_tag(text: str) -> str:
    """Return the tag that a text is (RFC 5646): "en", "pt-BR"; "" where it is none.

    Sites of other programs write the locale of a machine, "pt_BR", and mean the tag.
    """
    tag = text.replace("_", "-")
    return tag if _TAG.fullmatch(tag) else ""


def news_language(tag: str) -> str:
    """Return a language as news sitemaps have it: two or three letters, Chinese by its script."""
    language, *more = tag.lower().split("-")
    if language != "zh":
        return language
    return "zh-tw" if _TRADITIONAL.intersection(more) else "zh-cn"
