"""Measured speed, on a database of its own."""
