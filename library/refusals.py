"""How the library refuses: in one sentence."""

from editorial.refusals import Finding, Refused


def refused(code: str, sentence: str) -> Refused:
    """Return a refusal to raise, for one reason."""
    return Refused([Finding(code, sentence)])
