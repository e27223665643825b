"""Tests of the facts: reading, editing, schemas, changes."""
