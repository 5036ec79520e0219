"""How names relate."""

from __future__ import annotations

import pytest

from graph.names import alike, form, relation_of, skeleton


@pytest.mark.parametrize(("kind", "left", "right", "relation"), [
    ("Company", "Acme Cameras Co., Ltd.", "ACME Cameras", "same name"),                 # legal forms, case
    ("Company", "Акме Камеры", "Akme Kamery", "same name"),                             # alphabets
    ("Organization", "Citizen Lab", "CitizenLab", "same name"),                         # spaces
    ("Authority", "United States Department of Cameras", "U.S. Dept. of Cameras", "same name"),
    ("Court", "Ninth Circuit", "9th Cir.", "same name"),
    ("Authority", "Optics Department", "Department of Optics", "same words"),         # order
    ("Authority", "Freeport Safe Cities Authority", "Freeport Safe City Authority", "nearly the same name"),
    ("Country", "Morocco", "Morrocco", "nearly the same name"),
    ("Product", "Iris Eye", "Iris Eyes", "nearly the same name"),
    ("Company", "Acme", "Acme Group", "short form"),
    ("Company", "Acme Technologies", "Acme Group", "other endings"),                     # two firms of one group, perhaps
    ("City", "Freeport", "City of Freeport", "short form"),
    ("Company", "Acme", "Acme Cameras", "part of the name"),                            # or another firm
    ("Company", "Acme", "Acme Freedonia USA", "name with a place added"),               # rather another firm
    ("Company", "Acme", "Acme Cloud", "name with a unit added"),
    ("Company", "Optics", "Acme Optics", "word of the name"),
    ("Authority", "Freeport Safe City Authority", "FSCA", "initials"),
    ("Company", "Acme Cameras", "Borduria Cameras", ""),
    ("Court", "Ninth Circuit", "Fourth Circuit", ""),                                   # numbers
    ("Company", "Acme 1", "Acme 2", ""),
    ("Company", "Company A", "Company B", ""),
    ("Company", "Company A", "Company", ""),
    ("Dispute", "Quill II", "Quill III", ""),
    ("Authority", "Freeport Police", "Borduria Police", ""),                            # two cities
    ("Authority", "Police Department", "Police Department", "same common name"),        # of any city
    ("Person", "Vera Quill", "Dr. Vera Quill", "same name"),
    ("Person", "Vera Quill", "Quill", "last name"),
    ("Person", "Vera Quill", "Vera M. Quill", "name with a middle name"),
    ("Person", "Vera M. Quill", "Vera K. Quill", ""),
    ("Person", "Vera Quill", "Otto Quill", ""),
    ("Person", "Ed Quill", "Edward Quill", "first name cut short"),
    ("Person", "Muhammad Quill", "Mohamed Quill", "nearly the same name"),
])
def test_relations_of_names_are_the_same_both_ways(kind: str, left: str, right: str, relation: str) -> None:
    assert relation_of(kind, form(kind, left), form(kind, right)) == relation
    assert relation_of(kind, form(kind, right), form(kind, left)) == relation


@pytest.mark.parametrize(("one", "other", "are"), [
    ("mohamed", "muhammad", True), ("zelenyuk", "zelenuk", True), ("cities", "city", True), ("hikvision", "hikvison", True),
    ("acme", "acne", False), ("iran", "iraq", False), ("austria", "australia", False), ("gas", "ga", False),
])
def test_words_that_are_written_otherwise(one: str, other: str, are: bool) -> None:
    assert alike(one, other) == alike(other, one) == are


def test_transliterations_sound_alike() -> None:
    assert skeleton("mohamed") == skeleton("muhammad") == skeleton("mohammed")
    assert skeleton("khan") == skeleton("kan")
