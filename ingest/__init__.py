"""From a file to who-says-what: read → nlp → mentions → entities → references, attributions → claims. Knows language, not databases."""

EXTRACTOR = "watchdocket-0.1.1"     # changes whenever the same text would give another extraction
