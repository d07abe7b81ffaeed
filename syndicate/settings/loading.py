"""How are a site's settings found and read, so that every fault is told at once?"""

import os
import tomllib
import zoneinfo
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError
from pydantic_settings import SettingsError

from syndicate.errors import NotFound, SettingsFault
from syndicate.settings.faults import ENVIRONMENT, Source, line_of, told
from syndicate.settings.root import Settings


def load(path: Path | None = None) -> Settings:
    """Return the settings of a file, of SYNDICATE_SETTINGS, or of ./settings.toml.

    Raises NotFound when there is no such file, SettingsFault with a line for every fault.
    """
    place = path or Path(os.environ.get("SYNDICATE_SETTINGS") or "settings.toml")
    source = Source(name=str(place), text=_text(place), environment=os.environ)
    settings = _checked(_parsed(source), source)
    return _with_password(settings.rooted(place.resolve().parent), source)


def pin_time_zones() -> None:
    """Take time zones from the pinned tzdata package, not from the machine; for this process."""
    zoneinfo.reset_tzpath(to=())
    zoneinfo.ZoneInfo.clear_cache()


def _text(place: Path) -> str:
    try:
        return place.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise NotFound(
            f"there are no settings at {place.absolute()}; make a site with: syndicate init DIR, "
            "or name its settings with --settings PATH"
        ) from error
    except OSError as error:
        raise SettingsFault(f"{place}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsFault(f"{place}: is not UTF-8; save it as UTF-8") from error


def _parsed(source: Source) -> dict[str, Any]:
    try:
        return tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsFault(f"{source.name}: {error}; mend the TOML there") from error


def _checked(raw: dict[str, Any], source: Source) -> Settings:
    faults = list(_password_faults(raw, source))
    try:
        settings = Settings(**{"site": {}} | raw | _unknown_sections(raw))
    except ValidationError as error:
        faults.extend(told(fault, source, Settings) for fault in error.errors())
        raise SettingsFault("\n".join(faults)) from None
    except SettingsError as error:
        raise SettingsFault(f"{ENVIRONMENT}…: {error}; set its keys one by one") from error
    if faults:
        raise SettingsFault("\n".join(faults))
    return settings


def _unknown_sections(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the environment sets in tables that do not exist, to be refused."""
    known = {field.alias or name for name, field in Settings.model_fields.items()}
    return {table: {} for table in _tables_set() if table not in known and table not in raw}


def _tables_set() -> Iterator[str]:
    for name in os.environ:
        table, nested, _ = name.removeprefix(ENVIRONMENT).partition("__")
        if nested and name.startswith(ENVIRONMENT):
            yield table.lower()


def _password_faults(raw: Mapping[str, Any], source: Source) -> Iterator[str]:
    mail = raw.get("mail")
    if isinstance(mail, dict) and "password" in mail:
        fault = (
            f"does not belong in this file; set {ENVIRONMENT}MAIL__PASSWORD, "
            "or name a file that holds it as password_file"
        )
        yield line_of(("mail", "password"), fault, source)


def _with_password(settings: Settings, source: Source) -> Settings:
    """Read the password from its file, unless the environment gave it."""
    mail = settings.mail
    if mail.password_file is None or mail.password.get_secret_value():
        return settings
    try:
        password = mail.password_file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        fault = f'= "{mail.password_file}" cannot be read: {error}; name a file with the password'
        raise SettingsFault(line_of(("mail", "password_file"), fault, source)) from error
    read = mail.model_copy(update={"password": SecretStr(password)})
    return settings.model_copy(update={"mail": read})
