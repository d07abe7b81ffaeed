"""Which words do pages in Portuguese use?"""

WORDS: dict[str, str] = {
    "Skip to the text": "Ir para o texto",
    "Main": "Navegação principal",
    "Front page": "Capa",
    "Corrections": "Correções",
    "Newsletters": "Boletins",
    "Feeds": "Feeds",
    "Times are those of {zone}.": "Os horários são os de {zone}.",
    "Imprint": "Expediente",
    "and": "e",
    "By {names}": "Por {names}",
    "More": "Mais",
    "Older": "Anteriores",
    "Nothing is published yet.": "Ainda não há nada publicado.",
    "Nothing is published here yet.": "Ainda não há nada publicado aqui.",
    "What changed": "O que mudou",
    "All corrections": "Todas as correções",
    "Sections": "Editorias",
    "Subjects": "Assuntos",
    "Authors": "Autores",
    "To the front page": "Ir para a capa",
    "Page not found": "Página não encontrada",
    "Nothing is at this address. It may be misspelled, or the page was never here.": (
        "Não há nada neste endereço. Talvez esteja escrito errado, ou a página nunca existiu."
    ),
    "The newest articles": "Os artigos mais recentes",
    "With reporting by": "Com reportagem de",
    "Related": "Relacionado",
    "This article over time": "Este artigo ao longo do tempo",
    "Revision {number}: see the history and what changed": (
        "Versão {number}: ver o histórico e as mudanças"
    ),
    "Follow its changes": "Acompanhar as mudanças",
    "Permanent address": "Endereço permanente",
    "Text not available": "Texto não disponível",
    "Changes to “{headline}”": "Mudanças em “{headline}”",
    "Removed": "Removido",
    "Its text is no longer published here.": "O texto não é mais publicado aqui.",
    "No longer here": "Não está mais aqui",
    "What stood at this address was withdrawn and will not come back to it.": (
        "O que estava neste endereço foi retirado e não voltará a ele."
    ),
    "History": "Histórico",
    "History of “{headline}”": "Histórico de “{headline}”",
    "This article was retracted: its history tells the notes only.": (
        "Este artigo foi retratado: o histórico mostra apenas as notas."
    ),
    "Every change since it was published, newest first. A published revision never changes.": (
        "Cada mudança desde a publicação, a mais recente primeiro. Uma versão publicada nunca muda."
    ),
    "Every change since it was published, newest first. Earlier texts are not shown here.": (
        "Cada alteração desde a publicação, a mais recente primeiro. Os textos "
        "anteriores não são mostrados aqui."
    ),
    "This history for programs, to be checked (JSON)": (
        "Este histórico para programas, para ser verificado (JSON)"
    ),
    "Revision {number}": "Versão {number}",
    "Revision {number}: {headline}": "Versão {number}: {headline}",
    "Read revision {number}": "Ler a versão {number}",
    "What changed from {older} to {newer}": "O que mudou da {older} para a {newer}",
    "Compare any two": "Comparar duas versões",
    "From revision": "Da versão",
    "to revision": "para a versão",
    "Compare": "Comparar",
    "The text of this revision was never supplied.": "O texto desta versão nunca foi fornecido.",
    "The text of this revision was removed": "O texto desta versão foi removido",
    "reason: {reason}": "motivo: {reason}",
    "The text of this revision is not shown.": "O texto desta versão não é exibido.",
    "About this revision": "Sobre esta versão",
    "You are reading revision {number}, the newest.": (
        "Você está lendo a versão {number}, a mais recente."
    ),
    "You are reading revision {number} of {latest}.": (
        "Você está lendo a versão {number} de {latest}."
    ),
    "Read the newest": "Ler a mais recente",
    "What changed since": "O que mudou desde então",
    "What changed: {headline}": "O que mudou: {headline}",
    "From revision {older} to revision {newer} of {latest}": (
        "Da versão {older} para a versão {newer} de {latest}"
    ),
    "Other comparisons": "Outras comparações",
    "Words added: {count}": "Palavras acrescentadas: {count}",
    "Words removed: {count}": "Palavras retiradas: {count}",
    "No word differs between these revisions.": "Nenhuma palavra difere entre estas versões.",
    "Paragraphs without a change: {count}": "Parágrafos sem mudança: {count}",
    "Headline": "Título",
    "Summary": "Linha fina",
    "Section": "Editoria",
    "Byline": "Assinatura",
    "Dateline": "Local",
    "Text": "Texto",
    "Pictures": "Imagens",
    "Contributors": "Colaboradores",
    "Corrections and clarifications": "Correções e esclarecimentos",
    "What we got wrong, and what we have said about it since. Each note stands with "
    "its article too.": (
        "O que erramos e o que dissemos desde então. Cada nota está também no seu artigo."
    ),
    "There are no corrections.": "Não há correções.",
    "A feed brings new articles, updates and corrections to a reader of your choice, "
    "without an account. Copy an address into your feed reader; any of the three "
    "formats will do.": (
        "Um feed leva artigos novos, atualizações e correções ao leitor de sua escolha, "
        "sem conta. Copie um endereço para ele; qualquer dos três formatos serve."
    ),
    "The whole publication": "Toda a publicação",
    "All articles": "Todos os artigos",
    "Each article has a feed of its own changes: it is linked at its end.": (
        "Cada artigo tem um feed das suas mudanças, indicado no fim."
    ),
    "All feeds in one file (OPML), to import into a feed reader": (
        "Todos os feeds em um arquivo (OPML), para importar em um leitor"
    ),
    "Feed readers that speak WebSub are told of every change at once.": (
        "Leitores que falam WebSub ficam sabendo de cada mudança na hora."
    ),
    "What is new, and what has changed in what we sent you before.": (
        "O que é novo, e o que mudou no que já enviamos a você."
    ),
    "There are no newsletters yet.": "Ainda não há boletins.",
    "Choose": "Escolher",
    "in your own time zone": "no seu próprio fuso horário",
    "Past editions": "Edições anteriores",
    "Past editions of {title}": "Edições anteriores de {title}",
    "No edition has been sent yet.": "Nenhuma edição foi enviada ainda.",
    "{title}, edition of {day}": "{title}, edição de {day}",
    "As it was mailed; the notes are those of today.": "Como foi enviada; as notas são as de hoje.",
    "Your e-mail address": "Seu endereço de e-mail",
    "Your time zone": "Seu fuso horário",
    "Subscribe": "Assinar",
    "We send a message first; nothing else comes until you confirm it. Every mail has"
    " a link to unsubscribe.": (
        "Primeiro enviamos uma mensagem; nada mais chega até você confirmar. Todo e-mail "
        "tem um link para cancelar."
    ),
    "Already a reader?": "Já é leitor?",
    "We mail you a link to your settings.": "Enviamos um link para as suas configurações.",
    "Send me a link": "Enviar um link",
    "Check your mail": "Confira seu e-mail",
    "If there is anything to confirm or to change for that address, a message with a "
    "link is on its way.": (
        "Se houver algo a confirmar ou mudar para esse endereço, uma mensagem com um link"
        " está a caminho."
    ),
    "It can take some minutes. If nothing comes, look in your spam folder, or try "
    "again and check the spelling of the address.": (
        "Pode levar alguns minutos. Se nada chegar, olhe na pasta de spam ou tente de "
        "novo conferindo o endereço."
    ),
    "Confirm your subscription": "Confirme sua assinatura",
    "Press the button, and these will come to {reader}:": (
        "Aperte o botão, e isto chegará a {reader}:"
    ),
    "your address": "seu endereço",
    "Confirm": "Confirmar",
    "You did not ask for this? Then do nothing: no mail will come.": (
        "Não pediu isto? Não faça nada: nenhum e-mail chegará."
    ),
    "Your newsletters": "Seus boletins",
    "What comes to {reader}": "O que chega a {reader}",
    "With none chosen, you get all.": "Sem escolha, você recebe todas.",
    "Save": "Salvar",
    "Unsubscribe from everything": "Cancelar tudo",
    "Unsubscribe": "Cancelar a assinatura",
    "Press the button, and {newsletter} will no longer come to {reader}.": (
        "Aperte o botão, e {newsletter} não chegará mais a {reader}."
    ),
    "Nothing happens until you press it.": "Nada acontece até você apertar.",
    "This link no longer works": "Este link não funciona mais",
    "It was used already, is too old, or was cut off on its way. Nothing has been changed.": (
        "Já foi usado, é antigo demais ou chegou cortado. Nada foi mudado."
    ),
    "You are subscribed": "Assinatura feita",
    "The next edition will come to your address.": "A próxima edição chegará ao seu endereço.",
    "Your settings are saved": "Suas configurações foram salvas",
    "They hold from the next edition on.": "Valem a partir da próxima edição.",
    "You are unsubscribed": "Assinatura cancelada",
    "This newsletter will not come to you any more.": "Esta newsletter não chegará mais a você.",
    "By mistake? Subscribe again": "Por engano? Assinar de novo",
    "Follow by mail": "Seguir por e-mail",
    "We mail you when new facts are added, until it has been quiet for a while. A "
    "message comes first that asks you to confirm.": (
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
    "We mail you as soon as there is something new.": ("Escreveremos assim que houver novidades."),
    "You no longer follow this": "Você já não segue isto",
    "Nothing more comes to you about it.": "Nada mais chegará a você sobre isso.",
    "What you follow": "O que você segue",
}
