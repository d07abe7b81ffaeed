"""What stands in a page, as tests ask for it."""

from typing import Any

from lxml import html as lxml_html


def elements(page: str, path: str) -> list[Any]:
    """Return the elements, attributes or texts that an XPath finds."""
    found = lxml_html.document_fromstring(page).xpath(path)
    assert isinstance(found, list)
    return found


def element(page: str, path: str) -> Any:  # noqa: ANN401 - lxml's stubs know no HTML elements
    """Return the one element that an XPath finds."""
    (found,) = elements(page, path)
    return found


def texts(page: str, path: str) -> list[str]:
    """Return the texts of elements, their white space collapsed."""
    return [" ".join(found.text_content().split()) for found in elements(page, path)]


def text(page: str, path: str = "//main") -> str:
    """Return the text of the one element that an XPath finds."""
    (found,) = texts(page, path)
    return found


def values(page: str, path: str) -> list[str]:
    """Return the attributes that an XPath finds."""
    return [str(value) for value in elements(page, path)]
