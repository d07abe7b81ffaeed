"""Bytes from values: feeds, pages, digests and messages."""
