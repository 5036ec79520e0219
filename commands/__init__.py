"""The commands of `watchdocket`, one file a group: reading, asking, review, exchange, upkeep. Each has `add`, which says what can be said to it."""
