"""In which form do pages leave? Whole documents, under a strict policy."""

from starlette.responses import HTMLResponse

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' https: data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def page(html: str, status: int = 200) -> HTMLResponse:
    """Return a public page."""
    headers = {**_HEADERS, "Cache-Control": "public, max-age=30, stale-while-revalidate=300"}
    return HTMLResponse(html, status, headers)


def private_page(html: str, status: int = 200) -> HTMLResponse:
    """Return a page that is one reader's own: kept by nobody, its address told to nobody."""
    headers = {**_HEADERS, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return HTMLResponse(html, status, headers)
