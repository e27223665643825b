"""Tests of build, cache, preview and publication."""
