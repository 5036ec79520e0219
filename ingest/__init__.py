"""From a file to who-says-what: read → nlp → mentions → entities → references, attributions → claims. Knows language, not databases."""

EXTRACTOR = "watchdocket-0.1.2"     # changes whenever the same text would give another extraction


def extractor_name(*, precise: bool = False) -> str:
    """Name and version of what reads a document; that of the stricter reading differs, so that a store holds one of the two."""
    return f"{EXTRACTOR}-precise" if precise else EXTRACTOR
