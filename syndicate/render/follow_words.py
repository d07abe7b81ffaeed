"""With which words do mails speak to those who follow something, in each language?"""

from collections.abc import Mapping

from syndicate.domain.articles import Kind
from syndicate.render import digest_words

_ENGLISH = {
    "follow_title": "Confirm that you follow",
    "follow_subject": "Please confirm that you follow {label}",
    "follow_articles": "Somebody, we hope you, asked us to mail this address when there are new "
    "facts in “{label}”. It ends by itself after {days} days without a change.",
    "follow_authors": "Somebody, we hope you, asked us to mail this address when {label} has a "
    "new story.",
    "follow_tags": "Somebody, we hope you, asked us to mail this address when there is a new "
    "story on {label}.",
    "follow_button": "Follow",
    "lapsed_title": "You no longer follow this",
    "lapsed_subject": "Ended: you no longer follow {label}",
    "lapsed_why": "Nothing has changed in “{label}” for {days} days, so we stop mailing you about "
    "it. Should something that we mailed you prove wrong, we still tell you.",
    "lapsed_button": "Read it, or follow it again",
    "lapsed_else": "If that suits you, do nothing.",
    "told_updated": "There is news in a story that you follow.",
    "told_corrected": "A story that you follow was wrong. This is what is right.",
    "told_retracted": "A story that you follow has been retracted. Please do not rely on it.",
    "told_else": "There is something to add to a story that you follow.",
    "told_new_authors": "You follow {label}. Here is a new story.",
    "told_new_tags": "You follow {label}. Here is a new story.",
    "dated_articles": "A story that you follow",
    "because_articles": "You get this because you follow this story. That ends by itself after "
    "{days} days without a change.",
    "because_authors": "You get this because you follow {label}.",
    "because_tags": "You get this because you follow {label}.",
    "stop": "Stop following",
}
_WORDS = {
    "en": _ENGLISH,
    "de": {
        "follow_title": "Bestätigen, dass Sie folgen",
        "follow_subject": "Bitte bestätigen Sie, dass Sie {label} folgen",
        "follow_articles": "Jemand, hoffentlich Sie selbst, möchte eine Mail an diese Adresse, "
        "sobald es in „{label}“ Neues gibt. Das endet von selbst, wenn sich {days} Tage lang "
        "nichts ändert.",
        "follow_authors": "Jemand, hoffentlich Sie selbst, möchte eine Mail an diese Adresse, "
        "sobald von {label} ein neuer Artikel erscheint.",
        "follow_tags": "Jemand, hoffentlich Sie selbst, möchte eine Mail an diese Adresse, "
        "sobald zum Thema {label} ein neuer Artikel erscheint.",
        "follow_button": "Folgen",
        "lapsed_title": "Sie folgen dem nicht mehr",
        "lapsed_subject": "Beendet: Sie folgen {label} nicht mehr",
        "lapsed_why": "In „{label}“ hat sich {days} Tage lang nichts geändert; wir schicken Ihnen "
        "dazu nichts mehr. Sollte etwas falsch sein, das wir Ihnen geschickt haben, erfahren Sie "
        "es trotzdem.",
        "lapsed_button": "Lesen oder wieder folgen",
        "lapsed_else": "Wenn Ihnen das recht ist, müssen Sie nichts tun.",
        "told_updated": "Es gibt Neues in einem Artikel, dem Sie folgen.",
        "told_corrected": "Ein Artikel, dem Sie folgen, war falsch. So ist es richtig.",
        "told_retracted": "Ein Artikel, dem Sie folgen, wurde zurückgezogen. "
        "Bitte verlassen Sie sich nicht auf ihn.",
        "told_else": "Zu einem Artikel, dem Sie folgen, ist etwas zu ergänzen.",
        "told_new_authors": "Sie folgen {label}. Hier ist ein neuer Artikel.",
        "told_new_tags": "Sie folgen dem Thema {label}. Hier ist ein neuer Artikel.",
        "dated_articles": "Ein Artikel, dem Sie folgen",
        "because_articles": "Sie erhalten diese Mail, weil Sie diesem Artikel folgen. Das endet "
        "von selbst, wenn sich {days} Tage lang nichts ändert.",
        "because_authors": "Sie erhalten diese Mail, weil Sie {label} folgen.",
        "because_tags": "Sie erhalten diese Mail, weil Sie dem Thema {label} folgen.",
        "stop": "Nicht mehr folgen",
    },
    "fr": {
        "follow_title": "Confirmez votre suivi",
        "follow_subject": "Veuillez confirmer que vous suivez {label}",
        "follow_articles": "Quelqu’un, sans doute vous, a demandé un message à cette adresse dès "
        "qu’il y a du nouveau dans « {label} ». Le suivi prend fin de lui-même après {days} jours "
        "sans changement.",
        "follow_authors": "Quelqu’un, sans doute vous, a demandé un message à cette adresse pour "
        "chaque nouvel article de {label}.",
        "follow_tags": "Quelqu’un, sans doute vous, a demandé un message à cette adresse pour "
        "chaque nouvel article sur {label}.",
        "follow_button": "Suivre",
        "lapsed_title": "Votre suivi a pris fin",
        "lapsed_subject": "Terminé : vous ne suivez plus {label}",
        "lapsed_why": "Rien n’a changé dans « {label} » depuis {days} jours : nous ne vous "
        "écrirons plus à ce sujet. Si un message que vous avez reçu se révèle erroné, nous vous "
        "le dirons.",
        "lapsed_button": "Le lire, ou le suivre à nouveau",
        "lapsed_else": "Si cela vous convient, ne faites rien.",
        "told_updated": "Il y a du nouveau dans un article que vous suivez.",
        "told_corrected": "Un article que vous suivez était erroné. Voici ce qui est juste.",
        "told_retracted": "Un article que vous suivez a été rétracté. Ne vous y fiez pas.",
        "told_else": "Il y a une précision à apporter à un article que vous suivez.",
        "told_new_authors": "Vous suivez {label}. Voici un nouvel article.",
        "told_new_tags": "Vous suivez le sujet {label}. Voici un nouvel article.",
        "dated_articles": "Un article que vous suivez",
        "because_articles": "Vous recevez ce message parce que vous suivez cet article. Le suivi "
        "prend fin de lui-même après {days} jours sans changement.",
        "because_authors": "Vous recevez ce message parce que vous suivez {label}.",
        "because_tags": "Vous recevez ce message parce que vous suivez le sujet {label}.",
        "stop": "Ne plus suivre",
    },
    "es": {
        "follow_title": "Confirme lo que quiere seguir",
        "follow_subject": "Confirme que sigue {label}",
        "follow_articles": "Alguien, esperamos que usted, ha pedido un mensaje a esta dirección "
        "cuando haya novedades en «{label}». Termina por sí solo tras {days} días sin cambios.",
        "follow_authors": "Alguien, esperamos que usted, ha pedido un mensaje a esta dirección "
        "cuando {label} publique un artículo nuevo.",
        "follow_tags": "Alguien, esperamos que usted, ha pedido un mensaje a esta dirección "
        "cuando haya un artículo nuevo sobre {label}.",
        "follow_button": "Seguir",
        "lapsed_title": "Ya no sigue este artículo",
        "lapsed_subject": "Terminado: ya no sigue {label}",
        "lapsed_why": "En «{label}» no ha cambiado nada en {days} días, así que no le enviaremos "
        "más sobre él. Si algo que le enviamos resulta erróneo, se lo diremos igualmente.",
        "lapsed_button": "Leerlo, o volver a seguirlo",
        "lapsed_else": "Si le parece bien, no haga nada.",
        "told_updated": "Hay novedades en un artículo que sigue.",
        "told_corrected": "Un artículo que sigue era erróneo. Esto es lo correcto.",
        "told_retracted": "Un artículo que sigue ha sido retractado. No se fíe de él, por favor.",
        "told_else": "Hay algo que añadir a un artículo que sigue.",
        "told_new_authors": "Usted sigue a {label}. Este es un artículo nuevo.",
        "told_new_tags": "Usted sigue el tema {label}. Este es un artículo nuevo.",
        "dated_articles": "Un artículo que sigue",
        "because_articles": "Recibe este mensaje porque sigue este artículo. Termina por sí solo "
        "tras {days} días sin cambios.",
        "because_authors": "Recibe este mensaje porque sigue a {label}.",
        "because_tags": "Recibe este mensaje porque sigue el tema {label}.",
        "stop": "Dejar de seguir",
    },
    "pt": {
        "follow_title": "Confirme o que quer seguir",
        "follow_subject": "Confirme que segue {label}",
        "follow_articles": "Alguém, esperamos que você, pediu uma mensagem para este endereço "
        "quando houver novidades em “{label}”. Termina por si só após {days} dias sem alterações.",
        "follow_authors": "Alguém, esperamos que você, pediu uma mensagem para este endereço "
        "quando {label} publicar um novo artigo.",
        "follow_tags": "Alguém, esperamos que você, pediu uma mensagem para este endereço "
        "quando houver um novo artigo sobre {label}.",
        "follow_button": "Seguir",
        "lapsed_title": "Você já não segue este artigo",
        "lapsed_subject": "Terminado: você já não segue {label}",
        "lapsed_why": "Nada mudou em “{label}” há {days} dias, por isso não lhe escreveremos mais "
        "sobre ele. Se algo que lhe enviamos se revelar errado, avisaremos mesmo assim.",
        "lapsed_button": "Ler, ou voltar a seguir",
        "lapsed_else": "Se estiver bem assim, não faça nada.",
        "told_updated": "Há novidades em um artigo que você segue.",
        "told_corrected": "Um artigo que você segue estava errado. Isto é o correto.",
        "told_retracted": "Um artigo que você segue foi retratado. Por favor, não se fie nele.",
        "told_else": "Há algo a acrescentar a um artigo que você segue.",
        "told_new_authors": "Você segue {label}. Aqui está um novo artigo.",
        "told_new_tags": "Você segue o tema {label}. Aqui está um novo artigo.",
        "dated_articles": "Um artigo que você segue",
        "because_articles": "Você recebe esta mensagem porque segue este artigo. Termina por si "
        "só após {days} dias sem alterações.",
        "because_authors": "Você recebe esta mensagem porque segue {label}.",
        "because_tags": "Você recebe esta mensagem porque segue o tema {label}.",
        "stop": "Deixar de seguir",
    },
}
_TOLD = {
    Kind.UPDATE: "told_updated",
    Kind.CORRECTION: "told_corrected",
    Kind.RETRACTION: "told_retracted",
}


def table(language: str) -> Mapping[str, str]:
    """Return every word by name, those of all mails too; English where it is not known."""
    own = _WORDS.get(language.split("-", maxsplit=1)[0].lower(), _ENGLISH)
    return {**digest_words.table(language), **own}


def opening(kind: Kind, language: str) -> str:
    """Return the sentence that a notice to followers of an article begins with."""
    return table(language)[_TOLD.get(kind, "told_else")]


def opening_new(folder: str, label: str, language: str) -> str:
    """Return the sentence that tells followers of a tag or author of a new article."""
    return table(language)[f"told_new_{folder}"].format(label=label)


def because(folder: str, label: str, days: int, language: str) -> str:
    """Return why a follower gets a mail, and when that ends."""
    return table(language)[f"because_{folder}"].format(label=label, days=days)
