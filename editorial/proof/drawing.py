"""The tables and the diagram of docs/workflow.md, drawn from the code that they describe.

The paper holds each between two marks, `<!-- name -->` and `<!-- /name -->`; all else in it is
written by hand. `manage.py draw_workflow` draws them anew, and a test compares.
"""

from collections.abc import Callable, Iterable, Mapping

from django.utils import translation

from accounts.roles import Role, including
from editorial.choices import NOTICE_STATUS, TextState, UnreviewedReason, WithdrawalReason
from editorial.workflow import VERBS, Verb

# What answers at an address, by status; a replacement sends readers on instead.
ANSWERS = {200: "the page says so, 200", 410: "a notice, 410 Gone"}


def drawn(paper: str) -> str:
    """Return the text of the paper with everything between its marks drawn anew.

    Raises ValueError where the marks of a drawing are missing.
    """
    with translation.override("en"):
        for name, draw in DRAWINGS.items():
            first, last = f"<!-- {name} -->\n", f"<!-- /{name} -->"
            before, _first, rest = paper.partition(first)
            _old, found, after = rest.partition(last)
            if not found:
                raise ValueError(f"docs/workflow.md has no place for {name}")
            paper = f"{before}{first}\n{draw()}\n\n{last}{after}"
    return paper


def _verbs() -> str:
    rows = [
        (
            f"`{verb.name}`",
            _of_roles(verb),
            ", ".join(_label(state) for state in TextState if state in verb.from_states) or "—",
            _label(verb.to_state) if verb.to_state else "—",
        )
        for verb in VERBS.values()
    ]
    return _table(("verb", "who", "from these states of a text", "to"), rows)


def _roles() -> str:
    rows = [
        (f"`{verb.name}`", *("yes" if role in including(verb.roles) else "" for role in Role))
        for verb in VERBS.values()
    ]
    return _table(("verb", *(str(role.label) for role in Role)), rows)


def _diagram() -> str:
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{state.label}" as {state.value}' for state in TextState]
    lines += [f"    [*] --> {TextState.IN_WORK.value}: start_edition"]
    for verb in VERBS.values():
        if verb.to_state:
            froms = (state for state in TextState if state in verb.from_states)
            lines += [
                f"    {state.value} --> {verb.to_state.value}: {verb.name}" for state in froms
            ]
    lines += [f"    {TextState.APPROVED.value} --> [*]: release"]
    lines += [f"    {state.value} --> [*]: release_unreviewed" for state in TextState]
    return "\n".join(("```mermaid", *lines, "```"))


def _withdrawals() -> str:
    rows = [
        (
            f"`{reason.value}`",
            str(reason.label),
            "sent on to the other publication"
            if reason is WithdrawalReason.REPLACED
            else ANSWERS[NOTICE_STATUS[reason]],
        )
        for reason in WithdrawalReason
    ]
    return _table(("reason", "in words", "what readers get"), rows)


def _night() -> str:
    rows = [(f"`{reason.value}`", str(reason.label)) for reason in UnreviewedReason]
    return _table(("reason", "in words"), rows)


def _of_roles(verb: Verb) -> str:
    return ", ".join(str(role.label) for role in Role if role in verb.roles)


def _label(state: TextState) -> str:
    return str(state.label).lower()


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


DRAWINGS: Mapping[str, Callable[[], str]] = {
    "verbs": _verbs,
    "roles": _roles,
    "diagram": _diagram,
    "withdrawals": _withdrawals,
    "night": _night,
}
