"""Differences between two versions of the site: records, pages, sentences and lost addresses."""
