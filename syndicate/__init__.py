"""Syndicate: the publisher for articles that change."""
