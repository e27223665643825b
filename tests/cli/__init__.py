"""Tests of commands and the editor's guide."""
