"""Tests of what is handed over."""
