"""Where do log lines go, and in which form? To stderr: what a command prints stands alone."""

import logging
import os
import sys
from collections.abc import Sequence
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from syndicate.domain.nameless import nameless

_KEYS = ("timestamp", "level", "event")


def say_errors_only() -> None:
    """Log errors: for commands that tell a person how it went."""
    _configure(logging.ERROR, "logfmt")


def say_everything(form: str = "logfmt") -> None:
    """Log what happens, of other libraries what is wrong: for what runs until it is stopped.

    `form` is "logfmt" or "json". Each line names its process, so that those of several can
    be told apart.
    """
    _configure(logging.INFO, form, [_named])
    logging.basicConfig(handlers=[_Told()], level=logging.WARNING, force=True)


class _Told(logging.Handler):
    """Puts what other libraries log among our own lines."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log one record."""
        told = structlog.get_logger()
        failed = {"exc_info": record.exc_info} if record.exc_info else {}
        told.log(record.levelno, "told", by=record.name, said=record.getMessage(), **failed)


def _named(_: object, __: str, line: EventDict) -> EventDict:
    line["process"] = os.getpid()
    return line


def _nobody(_: object, __: str, line: EventDict) -> EventDict:
    """Leave no address in a line, whoever put it into what went wrong."""
    return {key: nameless(told) if isinstance(told, str) else told for key, told in line.items()}


def _configure(level: int, form: str, more: Sequence[Processor] = ()) -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *more,
            structlog.processors.format_exc_info,
            _nobody,
            _renderer(form),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _renderer(form: str) -> Any:  # noqa: ANN401 - either of structlog's own
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    return structlog.processors.LogfmtRenderer(key_order=_KEYS)
