"""From records to one graph: model (records, vocabulary) → resolve → store → queries, rdf. Knows Cypher, not spaCy."""
