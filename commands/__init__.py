"""The commands of `watchdocket`, one file a group: reading, asking, identity, review, retract, exchange, backup, upkeep.

Each has `add`, which says what can be said to it.
"""
