"""What the pieces of the corpus say: contents, in the form in which editions are printed."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from random import Random
from typing import Any

from benchmarks import invention
from benchmarks.invention import Words
from benchmarks.pieces import Outline, Piece
from benchmarks.records import Body, Records, Someone
from delegations.choices import Level, Role
from delegations.filling import TITLES
from delegations.models import Delegation
from editorial.contents.content import Content
from events.choices import CALLED_OFF, Attendance, Form, Side, Status
from events.filling import DASHES, FORMS
from events.models import Meeting
from languages.countries import country_name
from news.models import NewsItem

# Stands in everything that must never leave the desk.
INTERNAL = "Только для служебного пользования"
# Two meetings of five have the same person at their head.
LED_BY_ONE = (0, 1)
Printed = dict[str, Any]


@dataclass(frozen=True)
class Author:
    """Who writes the contents: from the outline, the record and the numbers of publications."""

    outline: Outline
    records: Records
    numbers: Mapping[tuple[str, int], int]
    drawn: Random = field(default_factory=Random)

    def write(self, piece: Piece) -> Content:
        """Return the content of a piece: of the same kind and place, the same."""
        self.drawn.seed(f"{piece.kind} {piece.place}")
        content = deepcopy(_empty(piece.kind))
        writers = {
            Meeting.KIND: self._meeting,
            NewsItem.KIND: self._news,
            Delegation.KIND: self._delegation,
        }
        writers[piece.kind](piece, content)
        return content

    def _meeting(self, piece: Piece, content: Content) -> None:
        outline, drawn, place = self.outline, self.drawn, piece.place
        day, country = outline.day(place), outline.countries[place]
        hour = drawn.randint(9, 16)
        is_ahead = place < outline.planned
        delegation = outline.delegation_of(place)
        content.facts |= {
            "form": drawn.choices(Form.values, (12, 2, 2, 2, 2, 1))[0],
            "status": Status.PLANNED.value if is_ahead else _status(place),
            "starts_on": day.isoformat(),
            "starts_at": f"{hour:02}:00",
            "ends_at": f"{hour + 1:02}:30",
            "is_online": place % 9 == 0,
            "country": country,
            "topics": self._topics(),
            "delegations": []
            if delegation is None
            else [self.numbers[Delegation.KIND, delegation]],
        }
        attendance = Attendance.INVITED if is_ahead else Attendance.CAME
        leader = self.records.hosts[0] if place % 5 in LED_BY_ONE else None
        hosts = self._seat(self.records.hosts, range(2, 5), leader)
        guests = self._seat(self.records.guests[country], range(2, 5))
        for side, people in ((Side.HOST, hosts), (Side.GUEST, guests)):
            facts = {"side": side.value, "attendance": attendance.value}
            _name(content, "participants", people, day, languages=piece.languages, facts=facts)
        self._agree(piece, content)
        form = content.facts["form"]
        for code in piece.languages:
            guest = country_name(country, code)
            content.texts[code] |= {
                "title": f"{FORMS[form][code]}: "
                f"{invention.INSTITUTE_SHORT[code]}{DASHES[code]}{guest}",
                "city": invention.CITY[code],
                "place": invention.PLACE[code],
                "summary": invention.paragraphs(drawn, code, (4, 3, 4)),
                "reason": invention.REASON[code] if content.facts["status"] in CALLED_OFF else "",
            }
        content.internal["notes"] = INTERNAL

    def _agree(self, piece: Piece, content: Content) -> None:
        """Write two outcomes for readers and one for the office alone into every third meeting."""
        if piece.place % 3:
            return
        keys = ("first", "second")
        content.facts["outcomes"] = [{"key": key, "due_on": "2027-03-01"} for key in keys]
        for code in piece.languages:
            content.texts[code]["outcomes"] = {
                key: {
                    "statement": invention.sentences(self.drawn, code, 1),
                    "responsible": invention.INSTITUTE[code],
                }
                for key in keys
            }
        own = {"key": "own", "due_on": None, "texts": {"ru": {"statement": INTERNAL}}}
        content.internal["outcomes"] = [own]

    def _delegation(self, piece: Piece, content: Content) -> None:
        first = min(piece.place * 10, self.outline.size - 1)
        day, country = self.outline.day(first), self.outline.countries[first]
        body: Body = self.drawn.choice(self.records.bodies[country])
        content.facts |= {
            "country": country,
            "organisation": body.pk,
            "level": self.drawn.choice(Level.values),
            "arrives_on": day.isoformat(),
            "leaves_on": day.isoformat(),
            "topics": self._topics(),
        }
        people = self._seat(self.records.guests[country], range(3, 5))
        _name(content, "delegates", people, day, languages=piece.languages, facts={})
        for code in piece.languages:
            content.texts[code] |= {
                "title": TITLES[code].format(who=country_name(country, code)),
                "purpose": invention.sentences(self.drawn, code, 2),
            }
        content.internal["notes"] = INTERNAL

    def _news(self, piece: Piece, content: Content) -> None:
        place, drawn = piece.place, self.drawn
        country = self.outline.countries[place]
        cover = drawn.choice(self.records.pictures)["id"] if place % 5 == 0 else None
        is_report = place % 5 != 4  # noqa: PLR2004
        content.facts |= {
            "section": drawn.choices(self.records.sections, (6, 2, 1, 1))[0],
            "topics": self._topics(),
            "countries": [country],
            "meetings": [self.numbers[Meeting.KIND, place]] if is_report else [],
            "related": [self.numbers[NewsItem.KIND, place + 1]]
            if place % 7 == 0 and place + 1 < self.outline.size
            else [],
            "cover": cover,
        }
        for code in piece.languages:
            section = invention.SECTIONS[self.records.sections.index(content.facts["section"])]
            content.texts[code] |= {
                "headline": f"{section[1][code]}: {country_name(country, code)}, "
                f"{invention.sentences(drawn, code, 1)}",
                "lead": invention.sentences(drawn, code, 2),
                "body": invention.paragraphs(drawn, code, drawn.choices(range(2, 6), k=6)),
                "dateline": invention.CITY[code],
                "cover_alt": invention.PLACE[code] if cover else "",
            }

    def _topics(self) -> list[int]:
        weights = [1 / (place + 1) for place in range(len(self.records.topics))]
        count = self.drawn.randint(1, 3)
        return sorted(set(self.drawn.choices(self.records.topics, weights, k=count)))

    def _seat(
        self, people: Sequence[Someone], counts: range, leader: Someone | None = None
    ) -> list[Someone]:
        """Return so many of these people, the leader first where there is one."""
        first = [one for one in people if one is leader]
        others = [one for one in people if one is not leader]
        count = min(self.drawn.choice(counts) - len(first), len(others))
        return [*first, *self.drawn.sample(others, count)]


def _name(
    content: Content,
    rows: str,
    people: Iterable[Someone],
    day: date,
    *,
    languages: Iterable[str],
    facts: Printed,
) -> None:
    """Add people to a list of the content, the head first, each in the post held on that day."""
    for place, one in enumerate(people):
        held, key = one.held_on(day), f"{facts.get('side', 'd')}{place}"
        content.facts[rows].append(
            {
                "key": key,
                **facts,
                "person": one.pk,
                "organisation": held.organisation.pk,
                "role": (Role.MEMBER if place else Role.HEAD).value,
            }
        )
        words: dict[str, Words] = {
            "name": one.name,
            "rank": held.rank,
            "post": held.post,
            "organisation_name": held.organisation.name,
        }
        for code in languages:
            said = {name: said[code] for name, said in words.items() if said[code]}
            content.texts[code][rows][key] = said


@cache
def _empty(kind: str) -> Content:
    return Content.empty(kind)


def _status(place: int) -> str:
    """Of past meetings one in a hundred was postponed, another cancelled."""
    rare = {50: Status.POSTPONED, 97: Status.CANCELLED}
    return rare.get(place % 100, Status.HELD).value
