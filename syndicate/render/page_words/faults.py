"""Which words tell what is wrong with a form, in each language?"""

WORDS: dict[str, dict[str, str]] = {
    "de": {
        "No mail can be sent to this address: write it as name@example.org.": (
            "An diese Adresse kann keine Mail gehen: Schreiben Sie sie wie name@example.org."
        ),
        "Choose at least one newsletter.": ("Wählen Sie mindestens einen Newsletter."),
        "This newsletter is not offered any more: choose another one.": (
            "Diesen Newsletter gibt es nicht mehr: Wählen Sie einen anderen."
        ),
        "There is no such time zone: choose one of the list.": (
            "Diese Zeitzone gibt es nicht: Wählen Sie eine aus der Liste."
        ),
    },
    "fr": {
        "No mail can be sent to this address: write it as name@example.org.": (
            "Aucun courriel ne peut parvenir à cette adresse : écrivez-la comme nom@example.org."
        ),
        "Choose at least one newsletter.": ("Choisissez au moins une lettre d’information."),
        "This newsletter is not offered any more: choose another one.": (
            "Cette lettre d’information n’est plus proposée : choisissez-en une autre."
        ),
        "There is no such time zone: choose one of the list.": (
            "Ce fuseau horaire n’existe pas : choisissez-en un dans la liste."
        ),
    },
    "es": {
        "No mail can be sent to this address: write it as name@example.org.": (
            "No se puede enviar correo a esta dirección: escríbala como nombre@example.org."
        ),
        "Choose at least one newsletter.": ("Elija al menos un boletín."),
        "This newsletter is not offered any more: choose another one.": (
            "Este boletín ya no se ofrece: elija otro."
        ),
        "There is no such time zone: choose one of the list.": (
            "No existe esa zona horaria: elija una de la lista."
        ),
    },
    "pt": {
        "No mail can be sent to this address: write it as name@example.org.": (
            "Nenhuma mensagem pode chegar a este endereço: escreva-o como nome@example.org."
        ),
        "Choose at least one newsletter.": ("Escolha pelo menos uma newsletter."),
        "This newsletter is not offered any more: choose another one.": (
            "Esta newsletter já não é oferecida: escolha outra."
        ),
        "There is no such time zone: choose one of the list.": (
            "Esse fuso horário não existe: escolha um da lista."
        ),
    },
}
