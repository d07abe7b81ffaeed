"""Which words do the pages about feeds use, in each language?"""

WORDS: dict[str, dict[str, str]] = {
    "de": {
        "A feed brings new articles, updates and corrections to a reader of "
        "your choice, without an account. Copy an address into your feed "
        "reader; any of the three formats will do.": (
            "Ein Feed bringt neue Artikel, Aktualisierungen und Korrekturen in "
            "ein Leseprogramm Ihrer Wahl, ohne Konto. Kopieren Sie eine Adresse"
            " dorthin; jedes der drei Formate ist recht."
        ),
        "The whole publication": ("Die ganze Publikation"),
        "All articles": ("Alle Artikel"),
        "Each article has a feed of its own changes: it is linked at its end.": (
            "Jeder Artikel hat einen Feed seiner Änderungen: Er ist an seinem Ende verlinkt."
        ),
        "All feeds in one file (OPML), to import into a feed reader": (
            "Alle Feeds in einer Datei (OPML), zum Einlesen in ein Leseprogramm"
        ),
        "Feed readers that speak WebSub are told of every change at once.": (
            "Leseprogramme, die WebSub sprechen, erfahren jede Änderung sofort."
        ),
        "About this feed": ("Über diesen Feed"),
        "Feed: {name}": ("Feed: {name}"),
        "This page is for people: the feed itself is for a feed reader, which "
        "asks it for what is new, updated and corrected. It needs no account.": (
            "Diese Seite ist für Menschen: Der Feed selbst ist für ein "
            "Leseprogramm, das bei ihm erfragt, was neu, aktualisiert und "
            "korrigiert ist. Ein Konto braucht es nicht."
        ),
        "How to subscribe": ("So abonnieren Sie"),
        "Copy one of these addresses; any of the three formats will do.": (
            "Kopieren Sie eine dieser Adressen; jedes der drei Formate ist recht."
        ),
        "Add it in your feed reader, where it offers a new subscription.": (
            "Fügen Sie sie in Ihrem Leseprogramm dort ein, wo es ein neues Abonnement anbietet."
        ),
        "From then on articles, updates and corrections come by themselves.": (
            "Von da an kommen Artikel, Aktualisierungen und Korrekturen von selbst."
        ),
        "What it brings": ("Was er bringt"),
        "The newest first, with what was corrected. The feed leads on to everything older.": (
            "Das Neueste zuerst, mit dem, was korrigiert wurde. Der Feed führt "
            "weiter zu allem Älteren."
        ),
    },
    "fr": {
        "A feed brings new articles, updates and corrections to a reader of "
        "your choice, without an account. Copy an address into your feed "
        "reader; any of the three formats will do.": (
            "Un flux apporte nouveaux articles, mises à jour et corrections "
            "dans le lecteur de votre choix, sans compte. Copiez-y une "
            "adresse ; l’un des trois formats suffit."
        ),
        "The whole publication": ("Toute la publication"),
        "All articles": ("Tous les articles"),
        "Each article has a feed of its own changes: it is linked at its end.": (
            "Chaque article a un flux de ses propres changements, indiqué à sa fin."
        ),
        "All feeds in one file (OPML), to import into a feed reader": (
            "Tous les flux en un fichier (OPML), à importer dans un lecteur"
        ),
        "Feed readers that speak WebSub are told of every change at once.": (
            "Les lecteurs qui parlent WebSub apprennent chaque changement aussitôt."
        ),
        "About this feed": ("À propos de ce flux"),
        "Feed: {name}": ("Flux : {name}"),
        "This page is for people: the feed itself is for a feed reader, which "
        "asks it for what is new, updated and corrected. It needs no account.": (
            "Cette page s’adresse aux personnes : le flux lui-même est pour un "
            "lecteur de flux, qui lui demande ce qui est nouveau, mis à jour et"
            " corrigé. Aucun compte n’est nécessaire."
        ),
        "How to subscribe": ("Comment s’abonner"),
        "Copy one of these addresses; any of the three formats will do.": (
            "Copiez l’une de ces adresses ; l’un des trois formats suffit."
        ),
        "Add it in your feed reader, where it offers a new subscription.": (
            "Ajoutez-la dans votre lecteur, là où il propose un nouvel abonnement."
        ),
        "From then on articles, updates and corrections come by themselves.": (
            "Dès lors, articles, mises à jour et corrections arrivent d’eux-mêmes."
        ),
        "What it brings": ("Ce qu’il apporte"),
        "The newest first, with what was corrected. The feed leads on to everything older.": (
            "Le plus récent d’abord, avec ce qui a été corrigé. Le flux mène à "
            "tout ce qui est plus ancien."
        ),
    },
    "es": {
        "A feed brings new articles, updates and corrections to a reader of "
        "your choice, without an account. Copy an address into your feed "
        "reader; any of the three formats will do.": (
            "Un canal lleva artículos nuevos, actualizaciones y correcciones al"
            " lector que prefiera, sin cuenta. Copie en él una dirección; sirve"
            " cualquiera de los tres formatos."
        ),
        "The whole publication": ("Toda la publicación"),
        "All articles": ("Todos los artículos"),
        "Each article has a feed of its own changes: it is linked at its end.": (
            "Cada artículo tiene un canal con sus cambios, enlazado al final."
        ),
        "All feeds in one file (OPML), to import into a feed reader": (
            "Todos los canales en un archivo (OPML), para importarlos en un lector"
        ),
        "Feed readers that speak WebSub are told of every change at once.": (
            "Los lectores que hablan WebSub se enteran de cada cambio al momento."
        ),
        "About this feed": ("Sobre este canal"),
        "Feed: {name}": ("Canal: {name}"),
        "This page is for people: the feed itself is for a feed reader, which "
        "asks it for what is new, updated and corrected. It needs no account.": (
            "Esta página es para personas: el canal es para un lector de "
            "canales, que le pregunta qué hay de nuevo, actualizado y "
            "corregido. No hace falta cuenta."
        ),
        "How to subscribe": ("Cómo suscribirse"),
        "Copy one of these addresses; any of the three formats will do.": (
            "Copie una de estas direcciones; sirve cualquiera de los tres formatos."
        ),
        "Add it in your feed reader, where it offers a new subscription.": (
            "Añádala en su lector, donde ofrezca una nueva suscripción."
        ),
        "From then on articles, updates and corrections come by themselves.": (
            "Desde entonces los artículos, actualizaciones y correcciones llegan solos."
        ),
        "What it brings": ("Lo que trae"),
        "The newest first, with what was corrected. The feed leads on to everything older.": (
            "Lo más nuevo primero, con lo que se corrigió. El canal lleva a todo lo anterior."
        ),
    },
    "pt": {
        "A feed brings new articles, updates and corrections to a reader of "
        "your choice, without an account. Copy an address into your feed "
        "reader; any of the three formats will do.": (
            "Um feed leva artigos novos, atualizações e correções ao leitor de "
            "sua escolha, sem conta. Copie um endereço para ele; qualquer dos "
            "três formatos serve."
        ),
        "The whole publication": ("Toda a publicação"),
        "All articles": ("Todos os artigos"),
        "Each article has a feed of its own changes: it is linked at its end.": (
            "Cada artigo tem um feed das suas mudanças, indicado no fim."
        ),
        "All feeds in one file (OPML), to import into a feed reader": (
            "Todos os feeds em um arquivo (OPML), para importar em um leitor"
        ),
        "Feed readers that speak WebSub are told of every change at once.": (
            "Leitores que falam WebSub ficam sabendo de cada mudança na hora."
        ),
        "About this feed": ("Sobre este feed"),
        "Feed: {name}": ("Feed: {name}"),
        "This page is for people: the feed itself is for a feed reader, which "
        "asks it for what is new, updated and corrected. It needs no account.": (
            "Esta página é para pessoas: o feed é para um leitor de feeds, que "
            "pergunta a ele o que há de novo, atualizado e corrigido. Não é "
            "preciso ter conta."
        ),
        "How to subscribe": ("Como assinar"),
        "Copy one of these addresses; any of the three formats will do.": (
            "Copie um destes endereços; qualquer dos três formatos serve."
        ),
        "Add it in your feed reader, where it offers a new subscription.": (
            "Adicione-o no seu leitor, onde ele oferece uma nova assinatura."
        ),
        "From then on articles, updates and corrections come by themselves.": (
            "A partir daí, artigos, atualizações e correções chegam sozinhos."
        ),
        "What it brings": ("O que ele traz"),
        "The newest first, with what was corrected. The feed leads on to everything older.": (
            "O mais novo primeiro, com o que foi corrigido. O feed leva a tudo o que é mais antigo."
        ),
    },
}
