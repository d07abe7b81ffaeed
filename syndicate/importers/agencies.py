"""Which names are organisations' and so have no given name?"""

from syndicate.domain.articles import Person

AGENCIES = {
    *("ap", "afp", "dpa", "reuters", "efe", "ansa", "lusa", "apa", "epa", "tass", "upi", "pti"),
    *("xinhua", "ians", "pa", "ani", "aap", "bloomberg", "kna", "epd", "sid", "ntb", "tt", "afx"),
    *("associated press", "the associated press", "agence france-presse", "press association"),
    *("deutsche presse-agentur", "agência lusa", "agência brasil", "europa press", "cnn", "bbc"),
    *("agencias", "agências", "agences", "agenturen", "redaktion", "redacción", "redação"),
}
_KINDS = {
    *("agency", "agencies", "press", "news", "service", "services", "wire", "wires", "media"),
    *("bureau", "desk", "newsroom", "network", "staff", "team", "agence", "agences", "agentur"),
    *("agenturen", "presse", "agencia", "agencias", "prensa", "agência", "agências", "imprensa"),
}


def is_organisation(name: str) -> bool:
    """Tell whether an agency, a desk or the like is named, by a known name or by its kind."""
    folded = name.casefold()
    words = folded.split()
    return folded in AGENCIES or (bool(words) and bool({words[0], words[-1]} & _KINDS))


def without_given_name(person: Person) -> bool:
    """Tell whether only a family name is told."""
    return " " not in person.name and not is_organisation(person.name)
