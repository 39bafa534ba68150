"""Random histories against the database: whatever the office does, what must hold holds. W-09.

People, languages, packages and verbs are drawn; most acts are ones that the stored rows suggest,
the rest are anything at all, upon old tokens too. Each is asked of `blockers` first, and the
answer and the deed must agree; after each everything in `tests.editorial.invariants` holds.

The same histories are played in every run. HISTORIES=500 plays so many others, drawn by chance.
"""

import os
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from accounts.roles import Role
from editorial import actions
from editorial.actions import Member
from editorial.blockers import blockers
from editorial.clock import database_moment
from editorial.kinds import kind_model
from editorial.models import Edition, Publication, Release, Remark
from editorial.proof.verifying import Verification
from editorial.refusals import ClashOfWork, Refused
from editorial.workflow import VERBS
from tests.delegations.factories import delegation, meeting
from tests.editorial.invariants import Watch, assert_all
from tests.editorial.suggestions import (
    CODES,
    FACTS,
    HANDLING,
    LIKELY,
    OFTEN,
    TITLES,
    ripe,
    suggested,
    unsaid,
)
from tests.editorial.test_every_case import everything_stored
from tests.events.test_meetings import GUEST, HOST, NAMES
from tests.factories import draft, on_duty, person, words

HOUR = timedelta(hours=1)
# As many histories, of as many acts, as end within about a minute.
HISTORIES, LENGTH = 14, 45
REACHED: Counter[str] = Counter()
# What happens in these histories three times at least, or they prove little.
CHAPTERS = (*VERBS, "package", "released again", "taken back over a live one")
# The verbs that are done on several editions at once, where they belong together.
PACKED = ("submit", "send_back", "approve", "release")


class Histories(RuleBasedStateMachine):
    """An office of two or four people, and what they do."""

    def __init__(self) -> None:
        super().__init__()
        self.held = transaction.atomic()
        self.held.__enter__()

    def teardown(self) -> None:
        """Take the whole history back: the database refuses to delete it."""
        try:
            # The guards against TRUNCATE alone are lifted: see tests/conftest.py.
            found = [str(one) for one in Verification().differences()]
            assert [one for one in found if not one.endswith("_no_truncate is disabled")] == []
        finally:
            transaction.set_rollback(True)
            self.held.__exit__(None, None, None)

    @initialize(
        chance=st.randoms(use_true_random=True),
        is_large=st.booleans(),
        night=st.sampled_from(["writer", "writer", "secretary", ""]),
        so_far=st.sampled_from(["planned", "unreviewed", "withdrawn", "live", ""]),
    )
    def open_the_office(self, chance: Random, is_large: bool, night: str, so_far: str) -> None:
        self.chance = chance
        roles = {"writer": Role.WRITER, "secretary": Role.PRESS_SECRETARY}
        if is_large:
            roles |= {"editor": Role.EDITOR, "translator": Role.TRANSLATOR}
        written = {"translator": ["en"]}
        people = {
            name: person(role, username=name, writes=written.get(name, CODES))
            for name, role in roles.items()
        }
        if night:
            on_duty(people[night])
        # Fetched anew at each act, as a request would.
        self.people = {name: one.pk for name, one in people.items()}
        self.numbers: list[int] = []
        self.watch = Watch()
        self.begin_package()
        if so_far:
            self.begin_later(so_far)

    def begin_later(self, so_far: str) -> None:
        """Let readers have the Russian news: live or unreviewed, another planned, or withdrawn."""
        if so_far == "unreviewed":
            self.let_out_alone()
        else:
            self.let_out()
        if so_far == "planned":
            writer, shown = self.who("writer"), self.shown(self.numbers[0])
            actions.save_edition(
                edition=shown,
                by=writer,
                token=shown.token,
                texts={"ru": words("Слово 4")},
                handling={"ru": HANDLING[0]},
            )
            self.let_out(at=database_moment() + HOUR)
        if so_far == "withdrawn":
            shown, secretary = self.shown(self.numbers[0]), self.who("secretary")
            actions.discard(edition=shown, by=secretary, token=shown.token)
            actions.withdraw(
                edition=shown, by=secretary, token=shown.token + 1, languages=["ru"], reason="legal"
            )
        self.watch = Watch()
        assert_all(self.numbers)

    def let_out_alone(self) -> None:
        """Let the writer bring the Russian news out in a night."""
        shown, writer = self.shown(self.numbers[0]), self.who("writer")
        if Role.DUTY not in writer.roles:
            on_duty(writer)
        actions.release_unreviewed(
            edition=shown,
            by=self.who("writer"),
            token=shown.token,
            languages=["ru"],
            **self.of_the_night(),
        )

    @staticmethod
    def of_the_night() -> dict[str, Any]:
        return {
            "reason": "event",
            "on_whose_word": "Директор",
            "sign_in_confirmed_at": database_moment(),
        }

    def let_out(self, at: Any = None) -> None:
        """Let the writer and the press secretary bring the Russian news out."""
        shown, secretary = self.shown(self.numbers[0]), self.who("secretary")
        given = {"edition": shown, "languages": ["ru"]}
        actions.submit(**given, by=self.who("writer"), token=shown.token)
        parts = ["ru"] if at else ["facts", "ru"]
        actions.approve(edition=shown, by=secretary, token=shown.token + 1, parts=parts)
        actions.release(**given, by=secretary, token=shown.token + 2, at=at)

    def begin_package(self) -> None:
        """Write a delegation, its meeting and the news of it, in Russian and partly in English."""
        writer = self.who("writer")
        visit = delegation(writer)
        talks = meeting(
            writer,
            {"ru": {"participants": NAMES}},
            participants=[HOST, GUEST],
            delegations=[visit.publication_id],
        )
        item = draft(writer, ru=words("Слово 0"), en=words("Word 0"))
        item = actions.save_edition(
            edition=item, by=writer, token=1, facts={"meetings": [talks.publication_id]}
        )
        self.numbers += [item.publication_id, talks.publication_id, visit.publication_id]
        self.watch.assert_after(acts=4)

    def who(self, name: str) -> User:
        return User.objects.get(pk=self.people[name])

    @rule()
    def act(self) -> None:
        if self.chance.random() < 0.15:
            self.settle_a_remark()
            return
        # Long histories of one piece show more than short ones of three.
        shown = self.shown(self.chance.choices(self.numbers, [4, 1, 1])[0])
        suggestions = suggested(shown)
        verb = self.chance.choices(list(suggestions), [OFTEN.get(one, 4) for one in suggestions])[0]
        languages = self.chance.choice(suggestions[verb])
        if self.chance.random() < 0.1:
            verb, languages = self.chance.choice(list(VERBS)), self.chance.sample(CODES, 2)
        names = [name for name in self.people if name in LIKELY.get(verb, self.people)]
        if self.chance.random() < 0.15:
            names = list(self.people)
        by = self.who(self.chance.choice(names or list(self.people)))
        is_old = self.chance.random() < 0.08
        along = self.along(shown, verb, languages) if self.chance.random() < 0.5 else []
        event(f"{verb} tried")
        self.attempt(verb, shown, by, languages, is_old=is_old, along=along)

    def attempt(
        self,
        verb: str,
        shown: Edition,
        by: User,
        languages: list[str],
        *,
        is_old: bool,
        along: list[Member],
    ) -> None:
        """Ask, do, and compare: either it was done, one entry each, or nothing changed."""
        token = max(1, shown.token - 1) if is_old else shown.token
        is_old = token != shown.token
        parts = ["facts", *languages] if verb == "approve" else languages
        at = None
        if verb == "reschedule" or (verb == "release" and self.chance.random() < 0.5):
            at = database_moment() + self.chance.randint(1, 3) * HOUR
        members = [Member(shown, token, parts), *along]
        asked = any(blockers(one.edition, verb, one.parts, by=by, at=at) for one in members)
        deed = self.deed(verb, members, by, at)
        before = everything_stored()
        chapters = _chapters(verb, members)
        refusal = tried(deed)
        event(f"{verb} {'done' if refusal is None else 'refused'}")
        # A save is asked about by the parts that it changes, which nobody knows before.
        is_save, is_nothing = verb == "save_edition", everything_stored() == before
        if refusal is not None:
            assert is_nothing
            assert is_save or asked or is_old, (verb, refusal)
            # Upon a form of what was released meanwhile, the next edition may say otherwise.
            assert is_old or not shown.is_open or not isinstance(refusal, ClashOfWork)
            self.watch.assert_after(acts=0)
            return
        assert is_save or not (asked or is_nothing), verb
        assert is_save or not is_old or verb == "start_edition", verb
        REACHED.update({"nothing new" if is_nothing else verb, *chapters})
        withdrawn = [(shown.publication_id, code) for code in languages if verb == "withdraw"]
        self.watch.assert_after(acts=0 if is_nothing else len(members), withdrawn=withdrawn)
        assert_all(self.numbers)

    def deed(self, verb: str, members: list[Member], by: User, at: Any) -> Callable[[], object]:
        """Return the verb with all that it needs."""
        edition, token, parts = members[0].edition, members[0].token, members[0].parts
        given: dict[str, Any] = {"edition": edition, "by": by, "token": token}
        if verb == "start_edition":
            return partial(actions.start_edition, by=by, publication=edition.publication)
        if verb == "discard":
            return partial(actions.discard, **given)
        if verb == "save_edition":
            return partial(actions.save_edition, **given, **self.changes(edition))
        if verb == "amend_withdrawal":
            said = f"Уточнение {self.watch.entries}"
            explanation = dict.fromkeys(parts, said)
            return partial(actions.amend_withdrawal, **given, explanation=explanation)
        given["parts" if verb == "approve" else "languages"] = parts
        if verb in PACKED:
            given["companions"] = members[1:]
        if verb == "send_back":
            given["reason"] = "Уточните дату."
        if verb in ("release", "reschedule"):
            given["at"] = at
        if verb == "withdraw":
            given["reason"] = self.chance.choice(["in_error", "legal"])
        if verb == "release_unreviewed":
            given |= self.of_the_night()
        return partial(getattr(actions, verb), **given)

    def changes(self, edition: Edition) -> dict[str, Any]:
        """Draw what a form gives: words, facts, how a language will go out, internal notes."""
        kind, open_questions = edition.publication.kind, unsaid(edition)
        code = self.chance.choice(open_questions or CODES)
        given: dict[str, Any] = {}
        what = self.chance.choice(["text", "text", "handling", "facts", "internal"])
        what = "both" if open_questions else what
        if what in ("text", "both"):
            said = {TITLES[kind]: f"Слово {self.chance.randint(1, 3)}"}
            body = {"body": "<p>Стороны обменялись мнениями.</p>"} if kind == "news" else {}
            given["texts"] = {code: said | body}
        if what in ("handling", "both"):
            given["handling"] = {code: self.chance.choice(HANDLING)}
        if what == "facts":
            given["facts"] = self.chance.choice(FACTS[kind])
        if what == "internal" and kind != "news":
            given["internal"] = {"notes": f"Заметка {self.chance.randint(0, 1)}"}
        return given

    def along(self, shown: Edition, verb: str, languages: list[str]) -> list[Member]:
        """Return the open editions that the news item leads to, in what they have to do there."""
        if verb not in PACKED or shown.publication_id != self.numbers[0]:
            return []
        members = []
        for one in (self.shown(number) for number in self.numbers[1:3]):
            codes = [code for code in ripe(one, verb) if code in languages]
            if one.is_open and codes:
                parts = ["facts", *codes] if verb == "approve" else codes
                members.append(Member(one, one.token, parts))
        return members

    @staticmethod
    def shown(number: int) -> Edition:
        """Return what the desk shows of a publication: the newest edition."""
        kind = Publication.objects.get(pk=number).kind
        found = kind_model(kind)._default_manager.filter(publication=number)
        edition: Edition = found.select_related("publication").latest("number")
        return edition

    def settle_a_remark(self) -> None:
        """What was sent back waits for this: a blocking remark is settled, or made."""
        by = self.who(self.chance.choice(list(self.people)))
        opened = Remark.objects.filter(resolved_at=None, parent=None).order_by("id").first()
        try:
            if opened is not None:
                actions.resolve(remark=opened, by=by)
            elif self.chance.random() < 0.25:
                edition = self.shown(self.numbers[0])
                actions.remark(
                    edition=edition, by=by, part="ru", body="Уточнить.", is_blocking=True
                )
            else:
                return
        except Refused:
            self.watch.assert_after(acts=0)
        else:
            self.watch.assert_after(acts=1)


def tried(act: Callable[[], object]) -> Refused | None:
    """Do it; return the refusal, None where there is none. Any other exception is a fault."""
    try:
        act()
    except Refused as refusal:
        return refusal
    return None


def _chapters(verb: str, members: list[Member]) -> set[str]:
    """Say which of the rarer things this act would be, if it were done."""
    known = Release.objects.filter(publication=members[0].edition.publication_id)
    is_planned_over = known.live().exclude(live__upper_inf=True).exists()
    said = {
        "package": len(members) > 1,
        "released again": verb == "release" and known.exists(),
        "taken back over a live one": verb == "cancel_schedule" and is_planned_over,
    }
    return {chapter for chapter, is_it in said.items() if is_it}


@pytest.mark.django_db
def test_w09_whatever_the_office_does_what_must_hold_holds() -> None:
    more = int(os.environ.get("HISTORIES", "0"))
    REACHED.clear()
    run_state_machine_as_test(
        Histories,
        settings=settings(
            derandomize=not more,
            database=None,
            max_examples=more or HISTORIES,
            stateful_step_count=LENGTH,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            # Making a history shorter takes longer than the history: only where asked for more.
            phases=(Phase.generate, Phase.shrink) if more else (Phase.generate,),
        ),
    )
    seldom = {verb: REACHED[verb] for verb in CHAPTERS if REACHED[verb] < 3}
    assert seldom == {}
