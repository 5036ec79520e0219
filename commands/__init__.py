"""The commands of `watchdocket`, one file a group: reading, asking, exchange, upkeep. Each has `add`, which says what can be said to it."""
