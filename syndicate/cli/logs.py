"""Where do log lines go? To stderr, so that what a command prints stands alone."""

import logging
import sys

import structlog


def say_errors_only() -> None:
    """Log errors: for commands that tell a person how it went."""
    _configure(logging.ERROR)


def say_everything() -> None:
    """Log what happens: for what runs until it is stopped."""
    _configure(logging.INFO)


def _configure(level: int) -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=("timestamp", "level", "event")),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
