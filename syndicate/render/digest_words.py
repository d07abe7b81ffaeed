"""Which words stand around the stories in the mails that readers get, in each language?"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from syndicate.domain.changes import DigestAs
from syndicate.render import words

_ENGLISH = {
    "new": "New",
    "updated": "Updated",
    "corrected": "Corrected",
    "clarified": "Clarified",
    "retracted": "Retracted",
    "dropped": "Removed",
    "changed": "What changed since your last digest",
    "new_stories": "New stories",
    "nothing": "Nothing new this time.",
    "correction": "Correction",
    "more": " – and 1 more story| – and {count} more stories",
    "more_changes": "and 1 more change|and {count} more changes",
    "rest": "1 more story is on the web|{count} more stories are on the web",
    "view": "Read on the web",
    "unsubscribe": "Unsubscribe",
    "imprint": "Imprint",
    "compare": "See what changed",
    "history": "All changes to this story",
    "because": "You get this because you subscribed to {title}.",
    "picture": "Picture",
    "colon": ":",
    "by": "By {names}",
    "and": "and",
    "dated": "{weekday}, {day}",
    "weekdays": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "confirm_subject": "Please confirm your subscription to {title}",
    "confirm_title": "Confirm your subscription",
    "confirm_why": "Somebody, we hope you, asked for {title} to be sent to this address.",
    "confirm_do": "If it was you, please confirm. Until then we send nothing.",
    "confirm_button": "Confirm subscription",
    "confirm_else": "If it was not you, do nothing: without your confirmation the request "
    "lapses and you will not hear from us again.",
    "preferences_subject": "Your link to change your subscription to {title}",
    "preferences_title": "Change your subscription",
    "preferences_why": "Here is the link you asked for. It opens your subscription to {title}.",
    "preferences_button": "Open my subscription",
    "preferences_else": "If you did not ask for it, do nothing: nothing has changed. "
    "Do not pass the link on.",
    "link": "If the button does not work, open this address:",
}
_WORDS = {
    "en": _ENGLISH,
    "de": {
        "new": "Neu",
        "updated": "Aktualisiert",
        "corrected": "Korrigiert",
        "clarified": "Klargestellt",
        "retracted": "Zurückgezogen",
        "dropped": "Entfernt",
        "changed": "Was sich seit Ihrer letzten Ausgabe geändert hat",
        "new_stories": "Neue Artikel",
        "nothing": "Diesmal gibt es nichts Neues.",
        "correction": "Korrektur",
        "more": " – und 1 weiterer Artikel| – und {count} weitere Artikel",
        "more_changes": "und 1 weitere Änderung|und {count} weitere Änderungen",
        "rest": "1 weiterer Artikel steht im Web|{count} weitere Artikel stehen im Web",
        "view": "Im Browser lesen",
        "unsubscribe": "Abbestellen",
        "imprint": "Impressum",
        "compare": "Änderungen ansehen",
        "history": "Alle Änderungen an diesem Artikel",
        "because": "Sie erhalten diese Mail, weil Sie {title} abonniert haben.",
        "picture": "Bild",
        "colon": ":",
        "by": "Von {names}",
        "and": "und",
        "dated": "{weekday}, {day}",
        "weekdays": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        "confirm_subject": "Bitte bestätigen Sie Ihr Abonnement von {title}",
        "confirm_title": "Abonnement bestätigen",
        "confirm_why": "Jemand, hoffentlich Sie selbst, hat {title} für diese Adresse bestellt.",
        "confirm_do": "Wenn Sie es waren, bestätigen Sie bitte. Vorher senden wir nichts.",
        "confirm_button": "Abonnement bestätigen",
        "confirm_else": "Wenn Sie es nicht waren, müssen Sie nichts tun: Ohne Bestätigung "
        "verfällt die Bestellung, und Sie hören nichts mehr von uns.",
        "preferences_subject": "Ihr Link zum Ändern Ihres Abonnements von {title}",
        "preferences_title": "Abonnement ändern",
        "preferences_why": "Hier ist der gewünschte Link. Er öffnet Ihr Abonnement von {title}.",
        "preferences_button": "Mein Abonnement öffnen",
        "preferences_else": "Wenn Sie ihn nicht angefordert haben, müssen Sie nichts tun: Es hat "
        "sich nichts geändert. Geben Sie den Link nicht weiter.",
        "link": "Wenn die Schaltfläche nicht geht, öffnen Sie diese Adresse:",
    },
    "fr": {
        "new": "Nouveau",
        "updated": "Mis à jour",
        "corrected": "Corrigé",
        "clarified": "Précisé",
        "retracted": "Rétracté",
        "dropped": "Retiré",
        "changed": "Ce qui a changé depuis votre dernier envoi",
        "new_stories": "Nouveaux articles",
        "nothing": "Rien de nouveau cette fois.",
        "correction": "Correction",
        "more": " – et 1 autre article| – et {count} autres articles",
        "more_changes": "et 1 autre modification|et {count} autres modifications",
        "rest": "1 autre article est sur le web|{count} autres articles sont sur le web",
        "view": "Lire sur le web",
        "unsubscribe": "Se désabonner",
        "imprint": "Mentions légales",
        "compare": "Voir ce qui a changé",
        "history": "Toutes les modifications de cet article",
        "because": "Vous recevez ce message parce que vous êtes abonné à {title}.",
        "picture": "Image",
        "colon": "\u00a0:",
        "by": "Par {names}",
        "and": "et",
        "dated": "{weekday} {day}",
        "weekdays": "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "confirm_subject": "Veuillez confirmer votre abonnement à {title}",
        "confirm_title": "Confirmez votre abonnement",
        "confirm_why": "Quelqu’un, sans doute vous, a demandé l’envoi de {title} à cette adresse.",
        "confirm_do": "Si c’est vous, veuillez confirmer. D’ici là, nous n’envoyons rien.",
        "confirm_button": "Confirmer l’abonnement",
        "confirm_else": "Si ce n’est pas vous, ne faites rien : sans confirmation, la demande "
        "s’éteint et vous n’aurez plus de nos nouvelles.",
        "preferences_subject": "Votre lien pour modifier votre abonnement à {title}",
        "preferences_title": "Modifier votre abonnement",
        "preferences_why": "Voici le lien demandé. Il ouvre votre abonnement à {title}.",
        "preferences_button": "Ouvrir mon abonnement",
        "preferences_else": "Si vous ne l’avez pas demandé, ne faites rien : rien n’a changé. "
        "Ne transmettez pas ce lien.",
        "link": "Si le bouton ne fonctionne pas, ouvrez cette adresse :",
    },
    "es": {
        "new": "Nuevo",
        "updated": "Actualizado",
        "corrected": "Corregido",
        "clarified": "Aclarado",
        "retracted": "Retractado",
        "dropped": "Retirado",
        "changed": "Lo que ha cambiado desde su último boletín",
        "new_stories": "Artículos nuevos",
        "nothing": "Esta vez no hay novedades.",
        "correction": "Corrección",
        "more": " – y 1 artículo más| – y {count} artículos más",
        "more_changes": "y 1 cambio más|y {count} cambios más",
        "rest": "1 artículo más está en la web|{count} artículos más están en la web",
        "view": "Leer en la web",
        "unsubscribe": "Darse de baja",
        "imprint": "Aviso legal",
        "compare": "Ver qué ha cambiado",
        "history": "Todos los cambios de este artículo",
        "because": "Recibe este mensaje porque se suscribió a {title}.",
        "picture": "Imagen",
        "colon": ":",
        "by": "Por {names}",
        "and": "y",
        "dated": "{weekday}, {day}",
        "weekdays": "lunes martes miércoles jueves viernes sábado domingo",
        "confirm_subject": "Confirme su suscripción a {title}",
        "confirm_title": "Confirme su suscripción",
        "confirm_why": "Alguien, esperamos que usted, ha pedido recibir {title} en esta dirección.",
        "confirm_do": "Si ha sido usted, confírmelo. Hasta entonces no enviamos nada.",
        "confirm_button": "Confirmar la suscripción",
        "confirm_else": "Si no ha sido usted, no haga nada: sin su confirmación la solicitud "
        "caduca y no volverá a saber de nosotros.",
        "preferences_subject": "Su enlace para cambiar la suscripción a {title}",
        "preferences_title": "Cambie su suscripción",
        "preferences_why": "Este es el enlace que ha pedido. Abre su suscripción a {title}.",
        "preferences_button": "Abrir mi suscripción",
        "preferences_else": "Si no lo ha pedido, no haga nada: nada ha cambiado. "
        "No comparta el enlace.",
        "link": "Si el botón no funciona, abra esta dirección:",
    },
    "pt": {
        "new": "Novo",
        "updated": "Atualizado",
        "corrected": "Corrigido",
        "clarified": "Esclarecido",
        "retracted": "Retratado",
        "dropped": "Removido",
        "changed": "O que mudou desde a sua última edição",
        "new_stories": "Novos artigos",
        "nothing": "Desta vez não há novidades.",
        "correction": "Correção",
        "more": " – e mais 1 artigo| – e mais {count} artigos",
        "more_changes": "e mais 1 alteração|e mais {count} alterações",
        "rest": "mais 1 artigo está na web|mais {count} artigos estão na web",
        "view": "Ler na web",
        "unsubscribe": "Cancelar a assinatura",
        "imprint": "Informações legais",
        "compare": "Ver o que mudou",
        "history": "Todas as alterações deste artigo",
        "because": "Você recebe esta mensagem porque assinou {title}.",
        "picture": "Imagem",
        "colon": ":",
        "by": "Por {names}",
        "and": "e",
        "dated": "{weekday}, {day}",
        "weekdays": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado "
        "domingo",
        "confirm_subject": "Confirme a sua assinatura de {title}",
        "confirm_title": "Confirme a sua assinatura",
        "confirm_why": "Alguém, esperamos que você, pediu {title} para este endereço.",
        "confirm_do": "Se foi você, confirme. Até lá não enviamos nada.",
        "confirm_button": "Confirmar a assinatura",
        "confirm_else": "Se não foi você, não faça nada: sem a sua confirmação o pedido "
        "caduca e você não terá mais notícias nossas.",
        "preferences_subject": "O seu link para alterar a assinatura de {title}",
        "preferences_title": "Altere a sua assinatura",
        "preferences_why": "Aqui está o link que você pediu. Ele abre a sua assinatura de {title}.",
        "preferences_button": "Abrir a minha assinatura",
        "preferences_else": "Se não o pediu, não faça nada: nada mudou. Não passe o link adiante.",
        "link": "Se o botão não funcionar, abra este endereço:",
    },
}
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


def _short(language: str) -> str:
    return language.split("-", maxsplit=1)[0].lower()


def table(language: str) -> Mapping[str, str]:
    """Return every word by name, in English where the language is not known."""
    return _WORDS.get(_short(language), _ENGLISH)


def direction(language: str) -> str:
    """Return which way the language runs, as HTML says it."""
    return "rtl" if _short(language) in _RIGHT_TO_LEFT else "ltr"


def status_label(status: DigestAs, language: str) -> str:
    """Return the mark an item bears: "Corrected"."""
    return table(language).get(status.value, "")


def date(local: datetime, language: str) -> str:
    """Write a local date with its weekday: "Tuesday, Oct. 18, 2016"."""
    weekday = table(language)["weekdays"].split()[local.weekday()]
    return table(language)["dated"].format(weekday=weekday, day=words.day(local, language))


def byline(names: Sequence[str], language: str) -> str:
    """Write who wrote it: "By A, B and C"; nothing when nobody is named."""
    if not names:
        return ""
    *others, last = names
    together = f"{', '.join(others)} {table(language)['and']} {last}" if others else last
    return table(language)["by"].format(names=together)


def more(others: int, language: str) -> str:
    """Write a subject's end: " – and 4 more stories"; nothing when there are none."""
    return _counted("more", others, language)


def more_changes(others: int, language: str) -> str:
    """Write "and 2 more changes"; nothing when there are none."""
    return _counted("more_changes", others, language)


def rest(others: int, language: str) -> str:
    """Write "23 more stories are on the web"; nothing when there are none."""
    return _counted("rest", others, language)


def _counted(name: str, others: int, language: str) -> str:
    one, many = table(language)[name].split("|")
    if others == 0:
        return ""
    return one if others == 1 else many.format(count=others)
