"""Keeping the house running: the worker's chores, readiness, backup and restore."""
