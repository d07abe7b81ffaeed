"""The face to the web: feeds over raw ASGI, pages with Starlette."""
