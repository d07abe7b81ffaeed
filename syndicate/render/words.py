"""Which words and date forms do readers of each language see around the editors' own?"""

from datetime import datetime, tzinfo

from syndicate.domain.articles import Kind

_ENGLISH = {
    "original": "Published",
    "minor": "Edited",
    "update": "Updated",
    "correction": "Correction",
    "clarification": "Clarification",
    "editors-note": "Editor’s note",
    "retraction": "Retracted",
    "takedown": "Removed",
    "originally": "Originally published",
    "removed": "This article has been removed.",
    "unheld": "The text of this revision is not held here.",
    "months": "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.",
}
_WORDS = {
    "en": _ENGLISH,
    "de": {
        "original": "Veröffentlicht",
        "minor": "Bearbeitet",
        "update": "Aktualisiert",
        "correction": "Korrektur",
        "clarification": "Klarstellung",
        "editors-note": "Anmerkung der Redaktion",
        "retraction": "Zurückgezogen",
        "takedown": "Entfernt",
        "originally": "Zuerst veröffentlicht",
        "removed": "Dieser Artikel wurde entfernt.",
        "unheld": "Der Text dieser Fassung liegt hier nicht vor.",
        "months": "Januar Februar März April Mai Juni Juli August September Oktober November "
        "Dezember",
    },
    "fr": {
        "original": "Publié",
        "minor": "Modifié",
        "update": "Mis à jour",
        "correction": "Correction",
        "clarification": "Précision",
        "editors-note": "Note de la rédaction",
        "retraction": "Rétracté",
        "takedown": "Retiré",
        "originally": "Première publication",
        "removed": "Cet article a été retiré.",
        "unheld": "Le texte de cette version n’est pas conservé ici.",
        "months": "janvier février mars avril mai juin juillet août septembre octobre novembre "
        "décembre",
    },
    "es": {
        "original": "Publicado",
        "minor": "Editado",
        "update": "Actualizado",
        "correction": "Corrección",
        "clarification": "Aclaración",
        "editors-note": "Nota de la redacción",
        "retraction": "Retractado",
        "takedown": "Retirado",
        "originally": "Publicado originalmente",
        "removed": "Este artículo ha sido retirado.",
        "unheld": "El texto de esta versión no se conserva aquí.",
        "months": "enero febrero marzo abril mayo junio julio agosto septiembre octubre "
        "noviembre diciembre",
    },
    "pt": {
        "original": "Publicado",
        "minor": "Editado",
        "update": "Atualizado",
        "correction": "Correção",
        "clarification": "Esclarecimento",
        "editors-note": "Nota da redação",
        "retraction": "Retratado",
        "takedown": "Removido",
        "originally": "Publicado originalmente",
        "removed": "Este artigo foi removido.",
        "unheld": "O texto desta versão não está guardado aqui.",
        "months": "janeiro fevereiro março abril maio junho julho agosto setembro outubro "
        "novembro dezembro",
    },
}


_OF = {"es", "pt"}
_MARKS = {"de": (".", ","), "es": (".", ","), "pt": (".", ","), "fr": ("\u202f", ",")}


def _short(language: str) -> str:
    return language.split("-", maxsplit=1)[0].lower()


def _table(language: str) -> dict[str, str]:
    return _WORDS.get(_short(language), _ENGLISH)


def label(kind: Kind, language: str) -> str:
    """Return the word that introduces a note of this kind: "Correction"."""
    return _table(language)[kind.value]


def originally(language: str) -> str:
    """Return "Originally published" in the language, English where it is not known."""
    return _table(language)["originally"]


def removed(language: str) -> str:
    """Return the neutral sentence that stands for a withdrawn article."""
    return _table(language)["removed"]


def unheld(language: str) -> str:
    """Return the sentence that stands for a revision whose text was never supplied."""
    return _table(language)["unheld"]


def number(value: float, language: str, decimals: int = 0) -> str:
    """Write a number for people: "1,234.5", "1.234,5", "1 234,5"."""
    thousands, point = _MARKS.get(_short(language), (",", "."))
    plain = f"{value:,.{decimals}f}"
    return plain.replace(",", "\0").replace(".", point).replace("\0", thousands)


def month(name: str, language: str) -> str:
    """Write a month such as "2016-10" for people: "Oct. 2016", "octubre de 2016"."""
    year, number_ = map(int, name.split("-"))
    named = _table(language)["months"].split()[number_ - 1]
    return f"{named} de {year}" if _short(language) in _OF else f"{named} {year}"


def moment(instant: datetime, zone: tzinfo, language: str) -> str:
    """Write an instant for people, in a zone: "Oct. 18, 2016, 7:50 p.m. PDT"."""
    local = instant.astimezone(zone)
    return f"{wall(local, language)} {_zone_name(local)}"


def wall(local: datetime, language: str) -> str:
    """Write a wall time for people: "Oct. 18, 2016, 7:50 p.m."."""
    return f"{day(local, language)}, {_clock(local, language)}"


def day(local: datetime, language: str) -> str:
    """Write a local date for people: "Oct. 18, 2016", "18. Oktober 2016"."""
    named = _table(language)["months"].split()[local.month - 1]
    forms = {"en": f"{named} {local.day}, {local.year}", "de": f"{local.day}. {named} {local.year}"}
    short = _short(language)
    if short in _OF:
        return f"{local.day} de {named} de {local.year}"
    return forms.get(short if short in _WORDS else "en", f"{local.day} {named} {local.year}")


def _clock(local: datetime, language: str) -> str:
    if _table(language) is not _ENGLISH:
        return f"{local:%H:%M}"
    half = "a.m." if local.hour < 12 else "p.m."  # noqa: PLR2004 - noon
    return f"{local.hour % 12 or 12}:{local:%M} {half}"


def _zone_name(local: datetime) -> str:
    name = local.tzname() or "UTC"
    return f"UTC{name}" if name[0] in "+-" else name
