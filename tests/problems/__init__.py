"""Tests of problems and their messages."""
