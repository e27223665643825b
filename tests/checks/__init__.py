"""Tests of checks, hostile input included."""
