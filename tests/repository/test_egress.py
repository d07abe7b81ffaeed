"""Does nothing but the one way out open HTTP connections?"""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "syndicate"
ALLOWED = {
    "transports/guarded.py",
    "web/demo/running.py",  # asks the server that it has just started
}
LIBRARIES = {"requests", "httpx", "aiohttp", "urllib3", "httpcore", "h2", "pycurl"}
OPENERS = {"HTTPConnection", "HTTPSConnection", "urlopen", "create_connection", "open_connection"}


def openers(tree: ast.AST) -> Iterator[str]:
    """Yield what a module uses that opens connections."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (a.name for a in names if a.name.partition(".")[0] in LIBRARIES)
                yield from (a.name for a in names if a.name == "urllib.request")
            case ast.ImportFrom(module=str(module), names=names):
                if module.partition(".")[0] in LIBRARIES or module == "urllib.request":
                    yield module
                yield from (a.name for a in names if a.name in OPENERS)
            case ast.Attribute(attr=name) | ast.Name(id=name) if name in OPENERS:
                yield name


def test_only_the_way_out_opens_http_connections() -> None:
    found = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if any(openers(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert found == ALLOWED


def test_whatever_opens_connections_is_noticed() -> None:
    for text in (
        "import requests",
        "from httpx import get",
        "import urllib.request",
        "from http.client import HTTPSConnection",
        "http.client.HTTPConnection('x')",
        "socket.create_connection(('x', 80))",
    ):
        assert list(openers(ast.parse(text))), text
    assert not list(openers(ast.parse("from urllib.parse import urlsplit\nimport http.client")))
