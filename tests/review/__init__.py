"""Tests of diffs, history and link checks."""
