"""Tests of `factbook.model`."""
