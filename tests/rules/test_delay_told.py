"""The end of the waiting time is the one that people work out on the way, each time from what they know by then."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.rules.calendar import Pause, add_counted_days, counted_days, merged
from portal.rules.fold import fold
from portal.rules.waiting_time import WEEKS, end_of_waiting_time
from tests.rules.drawing import DAY, START
from tests.rules.stories import Line, facts_from


@dataclass
class Asked:
    """A request on line `line`: the delay that it goes on from, what it comes to, and what UWV answered."""

    line: int
    start: int
    days: int
    answer: str = ""


@dataclass
class Reckoning:
    """Someone who keeps the end on a sheet of paper, and moves it for what becomes known; `story` is what happened."""

    story: list[Line] = field(default_factory=lambda: [{"op": START, "wat": "ziekmelding"}])
    known: list[Pause] = field(default_factory=list)
    requests: list[Asked] = field(default_factory=list)

    def end(self, delay: int) -> date:
        return add_counted_days(START, WEEKS * 7 + delay, merged(self.known))

    @property
    def delay(self) -> int:
        """By what UWV gave, and what was asked as far as that goes on from a delay that stands."""
        days = 0
        for one in self.requests:
            if one.answer != "afgewezen" and (one.answer or one.start <= days):
                days = one.days
        return days

    def tell_leave(self, today: date, first: date, days: int) -> None:
        """A leave is told, today or ahead, unless it lies over other days that do not count."""
        until = first + days * DAY
        if not any(pause.first <= until and first <= pause.until for pause in self.known):
            self.known.append(Pause(first, until, "verlof"))
            self.story.append({"op": first, "wat": "verlof", "tot_en_met": until - DAY, "gemeld_op": today})

    def recovers(self, today: date, days: int) -> date:
        """Someone works again for so many days, unless other days that do not count are near; when it is over."""
        again = today + days * DAY
        if any(pause.first <= again and today <= pause.until for pause in self.known):
            return today
        self.known.append(Pause(today, again, "hersteld"))
        self.story += [{"op": today, "wat": "herstelmelding"}, {"op": again, "wat": "ziekmelding"}]
        return again

    def ask(self, today: date, days: int) -> None:
        """Both ask for a delay from where the waiting time ends now, if that still lies ahead."""
        start, begin = self.delay, self.end(self.delay)
        if today < begin:
            until = begin + days * DAY
            said = {"uitstel_vanaf": str(begin), "uitstel_tot": str(until)}
            self.story.append({"op": today, "wat": "stuk", "soort": "verzoek_uitstel_wia", "zegt": said})
            more = counted_days(begin, until, merged(self.known))
            self.requests.append(Asked(len(self.story), start, start + more))

    def answer(self, today: date, answer: str, days: int) -> None:
        """UWV answers the oldest request that waits, if there is one."""
        one = next((one for one in self.requests if not one.answer), None)
        if one:
            said: dict[str, Any] = {"besluit": answer, "antwoord_op": one.line}
            if answer == "andere_dag":
                begin = self.end(one.start)
                until = begin + days * DAY
                said["tot"] = str(until)
                one.days = one.start + counted_days(begin, until, merged(self.known))
            one.answer = answer
            self.story.append({"op": today, "wat": "uitstel_besloten", **said})


HAPPENS = st.tuples(
    st.integers(1, 40),
    st.sampled_from(("verlof", "hersteld", "verzoek", "toegekend", "afgewezen", "andere_dag")),
    st.integers(0, 200),
    st.integers(1, 140),
)


@settings(max_examples=300, deadline=None)
@given(st.integers(400, 600), st.lists(HAPPENS, min_size=2, max_size=9))
def test_the_end_is_the_one_that_was_worked_out_from_what_was_known(begin: int, happens: list[Any]) -> None:
    sheet, today = Reckoning(), START + begin * DAY
    for later, what, ahead, days in happens:
        today += later * DAY
        match what:
            case "verlof":
                sheet.tell_leave(today, today + ahead * DAY, days)
            case "hersteld":
                today = sheet.recovers(today, 1 + days % 27)
            case "verzoek":
                sheet.ask(today, ahead + days)
            case answer:
                sheet.answer(today, answer, ahead)
    assert end_of_waiting_time(fold(facts_from(sheet.story))) == sheet.end(sheet.delay)
