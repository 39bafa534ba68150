class NoBackup(Exception):
    """The backup was not made, and nothing stands where it was to stand. The sentence says why."""


class NoRestore(Exception):
    """The backup was not restored. The sentence says why, and what can be done."""
