"""What the embedded PostgreSQL says when it cannot serve."""


class NoServer(Exception):
    """The embedded server cannot run; the message is a sentence for the person at the terminal."""
