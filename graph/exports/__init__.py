"""What is handed over, in the order in which it is made: `selection` (what of the graph), `gathered` (its entities and edges), then one of the
formats of `formats`. A format knows nothing of scope, status or profile: it writes whatever records it is given."""
