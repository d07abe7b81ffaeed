"""Which words do Portuguese-language newspapers use around their stories?"""

from syndicate.domain.articles import Kind
from syndicate.importers.language.words import Words, lines, listed, months, spaced

_STORY = r"est[ae] (?:artigo|notícia|matéria|reportagem|texto|conteúdo)"
_HELPED = ",? (?:também )?(?:colabor(?:ou|aram)|contribu(?:iu|íram))"
_PIECE = r"[\w ]{3,30}\.?$"
_WAS = r"(?:foi|tinha sido|havia sido) (?:\w+ ){0,2}"

PORTUGUESE = Words(
    code="pt",
    common=frozenset(
        spaced(
            "o a os as de do da dos das e em no na nos nas que um uma é por com para não "
            "se seu sua ao à como mais mas foi ser são este esta entre quando muito sem "
            "sobre também até desde pelo pela já ou ele ela isso tem você"
        )
    ),
    months=months(
        *("janeiro jan", "fevereiro fev", "março mar", "abril abr", "maio mai", "junho jun"),
        *("julho jul", "agosto ago", "setembro set", "outubro out", "novembro nov"),
        "dezembro dez",
    ),
    weekdays=spaced(
        "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo "
        "seg ter qua qui sex sáb dom"
    ),
    by=listed("escrito por | publicado por | postado por | por"),
    roles=spaced(
        "jornalista jornalistas repórter repórteres correspondente correspondentes redação "
        "editor editora enviado enviada colunista"
    ),
    published=listed(
        "publicado originalmente em | publicado originalmente | publicado em | publicada em | "
        "publicado às | publicado a | publicado | postado em | criado em"
    ),
    updated=listed(
        "última atualização em | última atualização | atualizado em | atualizada em | "
        "atualizado às | atualizado há | atualizado | atualizada | modificado em"
    ),
    originally=(
        rf"{_STORY} {_WAS}publicad[oa]\b",
        r"^(?:publicad[oa] originalmente|originalmente publicad[oa])\b",
    ),
    clock=("às", "horas", "h", "horário de brasília"),
    labels={
        **dict.fromkeys(listed("correção | errata | erramos | retificação"), Kind.CORRECTION),
        **dict.fromkeys(listed("esclarecimento"), Kind.CLARIFICATION),
        **dict.fromkeys(listed("atualização | atualizado"), Kind.UPDATE),
        **dict.fromkeys(
            listed("nota do editor | nota da redação | nota de redação"), Kind.EDITORS_NOTE
        ),
    },
    sentences=(
        (r"^(?:em |n)?uma versão anterior d", Kind.CORRECTION),
        (rf"^{_STORY} {_WAS}(?:corrigid[oa]|retificad[oa])\b", Kind.CORRECTION),
        (rf"^{_STORY} {_WAS}esclarecid[oa]\b", Kind.CLARIFICATION),
        (rf"^{_STORY} {_WAS}(?:atualizad[oa]|ampliad[oa])\b", Kind.UPDATE),
    ),
    contributed=(
        rf"{_HELPED} (?P<this>nest[ea]|(?:com|para) est[ea]) {_PIECE}",
        rf"{_HELPED} (?:n|com |para )[ao] {_PIECE}",
    ),
    contributing=(
        r"com (?:informações|reportagem|dados) (?=d[aeo]s?\b)(?:de )?",
        r"com (?=(?:a |o |as )?(?:agências|reuters|afp|lusa|efe|ap)\b)",
        r"(?:colaborou|colaboraram|colaboração(?: de)?)(?: nest[ea] \w+)?[:,]? ",
    ),
    reported=("reportou", "reportaram"),
    is_=("é", "são"),
    credits=listed(
        "crédito | créditos | fotografia | foto de arquivo | fotos | foto | imagem | imagens | "
        "reprodução | divulgação | © | fonte"
    ),
    captions=listed("legenda da foto | legenda"),
    depicting=spaced("esquerda direita centro durante arquivo imagem fotografia"),
    furniture=frozenset(
        listed("""
        compartilhar | compartilhe | partilhar | partilhe | imprimir | enviar | enviar por e-mail |
        salvar | publicidade | anúncio | leia mais | ler mais | ver mais | saiba mais |
        continua depois da publicidade | continuar lendo | comentários | comentar | comente |
        nenhum comentário | assine | assinar | assine já | entrar | cadastre-se | início | menu |
        buscar | pesquisar | fechar | próximo | anterior | voltar | ouvir | copiar link | vídeo |
        galeria | tópicos | receba notícias
        """)
    ),
    promotion=lines(r"""
        \bnewsletters?\b
        \bassine (?:já|agora|o|a|nossa)\b
        \binscreva-se\b
        \bcadastre-se\b
        \btodos os direitos reservados\b
        \bpolítica de privacidade\b
        \btermos de uso\b
        \breceba (?:em|no|as|nossas?|gratuitamente|notícias)\b
        ^(?:leia|veja|confira|ouça|saiba) (?:também|mais|ainda)\b
        ^siga (?:a|o|nos|-nos)\b
        ^(?:clique|clica) (?:aqui|para)\b
        ^\d+ comentários?$
        ^há \d+ (?:minutos?|horas?|dias?|semanas?|meses|mês)$
        ^tempo de leitura\b
        ^(?:ver|ler|veja) (?:os )?comentários\b
    """),
    boxes=lines(r"""
        ^(?:notícias|matérias|artigos|conteúdos?|posts?) relacionad[oa]s?$
        ^(?:veja também|leia também|você (?:também )?pode gostar)\b.{0,40}$
        ^mais (?:sobre|de|em)\b.{0,40}$
        ^(?:mais lidas|mais lidos|as mais lidas|últimas notícias|recomendad[oa]s?)\b.{0,30}$
    """),
    endings=lines(r"""
        ^(?:tópicos|etiquetas|palavras-chave|marcadores|assuntos)\b.{0,60}$
        ^(?:comentários|deixe (?:um|seu) comentário|deixe uma resposta)\b.{0,20}$
        ^(?:sobre (?:o|a) autora?)$
    """),
    and_=("e",),
    in_=("em", "no", "na", "de", "desde"),
    of_=(),
)
