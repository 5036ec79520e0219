"""From a file to who-says-what: read → nlp → mentions → entities → references, attributions → claims. Knows language, not databases."""
