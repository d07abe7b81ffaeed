"""With which words does a notice tell readers what was wrong, in each language?"""

from collections.abc import Mapping

from syndicate.domain.articles import Kind
from syndicate.render import digest_words

_ENGLISH = {
    "notice_correction": "A story that we mailed you was wrong. This is what is right.",
    "notice_retraction": "We mailed you this story, and have retracted it. "
    "Please do not rely on it.",
    "notice_takedown": "A story that we mailed you has been removed. Please do not pass it on.",
    "notice_other": "There is something to add to a story that we mailed you.",
    "notice_wrote": "We wrote:",
    "notice_read": "Read the story as it stands now",
    "notice_retracted": "Read what we retracted, and why",
    "notice_removed": "See when it was removed",
}
_WORDS = {
    "en": _ENGLISH,
    "de": {
        "notice_correction": "Ein Artikel, den wir Ihnen geschickt haben, war falsch. "
        "So ist es richtig.",
        "notice_retraction": "Wir haben Ihnen diesen Artikel geschickt und ziehen ihn zurück. "
        "Bitte verlassen Sie sich nicht auf ihn.",
        "notice_takedown": "Ein Artikel, den wir Ihnen geschickt haben, wurde entfernt. "
        "Bitte geben Sie ihn nicht weiter.",
        "notice_other": "Zu einem Artikel, den wir Ihnen geschickt haben, ist etwas zu ergänzen.",
        "notice_wrote": "Wir schrieben:",
        "notice_read": "Den Artikel lesen, wie er jetzt lautet",
        "notice_retracted": "Lesen, was wir zurückgezogen haben und warum",
        "notice_removed": "Wann er entfernt wurde",
    },
    "fr": {
        "notice_correction": "Un article que nous vous avons envoyé était erroné. "
        "Voici ce qui est juste.",
        "notice_retraction": "Nous vous avons envoyé cet article et l’avons rétracté. "
        "Ne vous y fiez pas.",
        "notice_takedown": "Un article que nous vous avons envoyé a été retiré. "
        "Merci de ne pas le transmettre.",
        "notice_other": "Il y a une précision à apporter à un article que nous vous avons envoyé.",
        "notice_wrote": "Nous avions écrit :",
        "notice_read": "Lire l’article dans sa version actuelle",
        "notice_retracted": "Lire ce que nous avons rétracté, et pourquoi",
        "notice_removed": "Voir quand il a été retiré",
    },
    "es": {
        "notice_correction": "Un artículo que le enviamos era erróneo. Esto es lo correcto.",
        "notice_retraction": "Le enviamos este artículo y lo hemos retractado. "
        "No se fíe de él, por favor.",
        "notice_takedown": "Un artículo que le enviamos ha sido retirado. "
        "Le rogamos que no lo difunda.",
        "notice_other": "Hay algo que añadir a un artículo que le enviamos.",
        "notice_wrote": "Escribimos:",
        "notice_read": "Leer el artículo tal como está ahora",
        "notice_retracted": "Leer qué hemos retractado y por qué",
        "notice_removed": "Ver cuándo fue retirado",
    },
    "pt": {
        "notice_correction": "Um artigo que lhe enviamos estava errado. Isto é o correto.",
        "notice_retraction": "Enviamos-lhe este artigo e o retratamos. Por favor, não se fie nele.",
        "notice_takedown": "Um artigo que lhe enviamos foi removido. Por favor, não o divulgue.",
        "notice_other": "Há algo a acrescentar a um artigo que lhe enviamos.",
        "notice_wrote": "Escrevemos:",
        "notice_read": "Ler o artigo como está agora",
        "notice_retracted": "Ler o que retratamos e por quê",
        "notice_removed": "Ver quando foi removido",
    },
}
_SAID = {
    Kind.CORRECTION: "notice_correction",
    Kind.RETRACTION: "notice_retraction",
    Kind.TAKEDOWN: "notice_takedown",
}


_READ = {
    Kind.ORIGINAL: "view",
    Kind.RETRACTION: "notice_retracted",
    Kind.TAKEDOWN: "notice_removed",
}


def table(language: str) -> Mapping[str, str]:
    """Return every word by name, those of all mails too; English where it is not known."""
    own = _WORDS.get(language.split("-", maxsplit=1)[0].lower(), _ENGLISH)
    return {**digest_words.table(language), **own}


def opening(kind: Kind, language: str) -> str:
    """Return the sentence a notice of this kind begins with."""
    return table(language)[_SAID.get(kind, "notice_other")]


def read(kind: Kind, language: str) -> str:
    """Return what the link to the article is called: of what is gone there is nothing to read."""
    return table(language)[_READ.get(kind, "notice_read")]
