"""With which keys is mail signed?"""

from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from syndicate.domain.dkim import labels
from syndicate.errors import AskedWrongly
from syndicate.settings.section import Section


def _selector(text: str) -> str:
    return _checked("a selector", text, "s2026")


def _domain(text: str) -> str:
    return _checked("a domain in its ASCII form", text, "example.org")


def _checked(what: str, text: str, example: str) -> str:
    try:
        return text and labels(what, text)
    except AskedWrongly as error:
        raise ValueError(f'is not {what}; write it as in "{example}"') from error


Selector = Annotated[str, AfterValidator(_selector)]
Domain = Annotated[str, AfterValidator(_domain)]


class SecondKeySection(Section):
    """[mail.dkim.second]: a second signature beside the first."""

    selector: Selector = ""
    key_file: Path | None = Field(default=None, validate_default=True)

    @field_validator("key_file")
    @classmethod
    def _with_its_selector(cls, key_file: Path | None, info: ValidationInfo) -> Path | None:
        if (key_file is None) == bool(info.data.get("selector")):
            raise ValueError("goes with its selector: set both, or neither")
        return key_file

    def rooted(self, folder: Path) -> Self:
        """Return the section with its path put below a folder."""
        if self.key_file is None:
            return self
        return self.model_copy(update={"key_file": folder / self.key_file})


class DkimSection(SecondKeySection):
    """[mail.dkim]: whose signature mail carries; none without a key."""

    domain: Domain = Field(default="", validate_default=True)
    second: SecondKeySection = SecondKeySection()

    @field_validator("domain")
    @classmethod
    def _needed(cls, domain: str, info: ValidationInfo) -> str:
        if not domain and info.data.get("key_file"):
            raise ValueError('is needed to sign; write domain = "example.org", that of the sender')
        return domain

    @field_validator("second")
    @classmethod
    def _beside_a_first(cls, second: SecondKeySection, info: ValidationInfo) -> SecondKeySection:
        if second.key_file and not info.data.get("key_file"):
            raise ValueError("is beside a first key; set selector and key_file in [mail.dkim]")
        return second

    @property
    def key_files(self) -> tuple[tuple[str, Path], ...]:
        """Return selector and file of each key, the first one first."""
        both = (self, self.second)
        return tuple((each.selector, each.key_file) for each in both if each.key_file)

    def rooted(self, folder: Path) -> Self:
        """Return the section with its paths put below a folder."""
        own = super().rooted(folder)
        return own.model_copy(update={"second": self.second.rooted(folder)})
