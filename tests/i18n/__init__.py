"""Tests of words, numbers and dates of each language."""
