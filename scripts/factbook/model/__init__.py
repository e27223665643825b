"""Frozen records of facts, their periods, and the names that tie them together; imports nothing of the package."""
