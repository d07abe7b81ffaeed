"""Which words do the pages of those who follow something use, in each language?"""

WORDS: dict[str, dict[str, str]] = {
    "de": {
        "Follow by mail": "Per Mail folgen",
        "We mail you when new facts are added, until it has been quiet for a while. "
        "A message comes first that asks you to confirm.": (
            "Wir mailen Ihnen, sobald Neues hinzukommt, bis es darum eine Weile still "
            "war. Zuerst kommt eine Nachricht, die um Bestätigung bittet."
        ),
        "We mail you each new article. A message comes first that asks you to confirm.": (
            "Wir mailen Ihnen jeden neuen Artikel. Zuerst kommt eine Nachricht, die um "
            "Bestätigung bittet."
        ),
        "Leave this empty": "Dieses Feld leer lassen",
        "Confirm that you follow": "Bestätigen, dass Sie folgen",
        "Press the button, and we mail you when new facts are added. It ends by "
        "itself after {days} days without a change.": (
            "Drücken Sie den Knopf, dann mailen wir Ihnen, sobald Neues hinzukommt. Das "
            "endet von selbst nach {days} Tagen ohne Änderung."
        ),
        "Press the button, and we mail you each new article.": (
            "Drücken Sie den Knopf, dann mailen wir Ihnen jeden neuen Artikel."
        ),
        "Follow": "Folgen",
        "Stop following": "Nicht mehr folgen",
        "Press the button, and we mail you no more about it.": (
            "Drücken Sie den Knopf, dann mailen wir Ihnen dazu nichts mehr."
        ),
        "You follow this now": "Sie folgen dem jetzt",
        "We mail you as soon as there is something new.": (
            "Wir mailen Ihnen, sobald es etwas Neues gibt."
        ),
        "You no longer follow this": "Sie folgen dem nicht mehr",
        "Nothing more comes to you about it.": "Es kommt nichts mehr dazu.",
        "What you follow": "Dem Sie folgen",
    },
    "fr": {
        "Follow by mail": "Suivre par e-mail",
        "We mail you when new facts are added, until it has been quiet for a while. "
        "A message comes first that asks you to confirm.": (
            "Nous vous écrivons quand des faits nouveaux s’ajoutent, jusqu’à ce que "
            "plus rien ne bouge pendant un temps. Un premier message vous demande de "
            "confirmer."
        ),
        "We mail you each new article. A message comes first that asks you to confirm.": (
            "Nous vous écrivons à chaque nouvel article. Un premier message vous "
            "demande de confirmer."
        ),
        "Leave this empty": "Laissez ce champ vide",
        "Confirm that you follow": "Confirmez votre suivi",
        "Press the button, and we mail you when new facts are added. It ends by "
        "itself after {days} days without a change.": (
            "Appuyez sur le bouton et nous vous écrirons quand des faits nouveaux "
            "s’ajoutent. Le suivi prend fin de lui-même après {days} jours sans "
            "changement."
        ),
        "Press the button, and we mail you each new article.": (
            "Appuyez sur le bouton et nous vous écrirons à chaque nouvel article."
        ),
        "Follow": "Suivre",
        "Stop following": "Ne plus suivre",
        "Press the button, and we mail you no more about it.": (
            "Appuyez sur le bouton et nous ne vous écrirons plus à ce sujet."
        ),
        "You follow this now": "Votre suivi commence",
        "We mail you as soon as there is something new.": (
            "Nous vous écrirons dès qu’il y a du nouveau."
        ),
        "You no longer follow this": "Votre suivi a pris fin",
        "Nothing more comes to you about it.": "Vous ne recevrez plus rien à ce sujet.",
        "What you follow": "Ce que vous suivez",
    },
    "es": {
        "Follow by mail": "Seguir por correo",
        "We mail you when new facts are added, until it has been quiet for a while. "
        "A message comes first that asks you to confirm.": (
            "Le escribimos cuando se añaden hechos nuevos, hasta que lleve un tiempo "
            "sin cambios. Antes llega un mensaje que le pide confirmarlo."
        ),
        "We mail you each new article. A message comes first that asks you to confirm.": (
            "Le escribimos con cada artículo nuevo. Antes llega un mensaje que le pide confirmarlo."
        ),
        "Leave this empty": "Deje este campo vacío",
        "Confirm that you follow": "Confirme lo que quiere seguir",
        "Press the button, and we mail you when new facts are added. It ends by "
        "itself after {days} days without a change.": (
            "Pulse el botón y le escribiremos cuando se añadan hechos nuevos. Termina "
            "por sí solo tras {days} días sin cambios."
        ),
        "Press the button, and we mail you each new article.": (
            "Pulse el botón y le escribiremos con cada artículo nuevo."
        ),
        "Follow": "Seguir",
        "Stop following": "Dejar de seguir",
        "Press the button, and we mail you no more about it.": (
            "Pulse el botón y no le escribiremos más sobre ello."
        ),
        "You follow this now": "Ya lo sigue",
        "We mail you as soon as there is something new.": (
            "Le escribiremos en cuanto haya novedades."
        ),
        "You no longer follow this": "Ya no lo sigue",
        "Nothing more comes to you about it.": "No le llegará nada más sobre ello.",
        "What you follow": "Lo que sigue",
    },
    "pt": {
        "Follow by mail": "Seguir por e-mail",
        "We mail you when new facts are added, until it has been quiet for a while. "
        "A message comes first that asks you to confirm.": (
            "Escrevemos quando houver fatos novos, até que tudo fique calmo por algum "
            "tempo. Antes chega uma mensagem que pede a confirmação."
        ),
        "We mail you each new article. A message comes first that asks you to confirm.": (
            "Escrevemos a cada novo artigo. Antes chega uma mensagem que pede a confirmação."
        ),
        "Leave this empty": "Deixe este campo vazio",
        "Confirm that you follow": "Confirme o que quer seguir",
        "Press the button, and we mail you when new facts are added. It ends by "
        "itself after {days} days without a change.": (
            "Aperte o botão e escreveremos quando houver fatos novos. Termina por si só "
            "após {days} dias sem alterações."
        ),
        "Press the button, and we mail you each new article.": (
            "Aperte o botão e escreveremos a cada novo artigo."
        ),
        "Follow": "Seguir",
        "Stop following": "Deixar de seguir",
        "Press the button, and we mail you no more about it.": (
            "Aperte o botão e não escreveremos mais sobre isso."
        ),
        "You follow this now": "Você agora segue isto",
        "We mail you as soon as there is something new.": (
            "Escreveremos assim que houver novidades."
        ),
        "You no longer follow this": "Você já não segue isto",
        "Nothing more comes to you about it.": "Nada mais chegará a você sobre isso.",
        "What you follow": "O que você segue",
    },
}
