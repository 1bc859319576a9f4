"""Stories of a case, told in few words, as the facts that a dossier would hold."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from portal.rules.facts import ANSWERS_TO, TAKEN_OVER, TOLD, Fact
from portal.storage.protocols import records

Line = Mapping[str, Any]
PLAIN = (
    "contact",
    "vraagstelling",
    "uwv_gemeld",
    "wia_verstuurd",
    "intrekking",
    "leidinggevende_gewisseld",
    "overdracht_bevestigd",
)


def facts_from(lines: Iterable[Line]) -> tuple[Fact, ...]:
    """The facts of a story, registered in the order in which it is told.

    Each line has `op` (the day), `wat` (what happened) and what belongs to it; `in_plaats_van` = n corrects the
    n-th line. A `stuk` gets the next number of its kind, or the next version with `nieuwe_versie`;
    `opgesteld_door` makes it one of before the take-over of a running case, `op_papier` one without a file; `mist` is
    what does not stand in it.
    """
    told = _Telling()
    return tuple(told.fact(seq, line) for seq, line in enumerate(lines, start=1))


class _Telling:
    """What was told so far, to number papers as the portal does."""

    def __init__(self) -> None:
        self.papers: list[dict[str, Any]] = []

    def fact(self, seq: int, line: Line) -> Fact:
        what = line["wat"]
        kind = {"stuk": "papier_vastgesteld", "antwoord": "ondertekend", "consult": "consult_gepland"}
        return Fact(
            seq=seq,
            kind=kind.get(what, what),
            on=line["op"],
            at=datetime.combine(date(2026, 1, 1), time(), UTC),
            author=1,
            data=self.data(what, line),
            corrects=line.get("in_plaats_van"),
        )

    def data(self, what: str, line: Line) -> Mapping[str, Any]:
        match what:
            case "ziekmelding":
                taken_over = {TAKEN_OVER: line[TAKEN_OVER].isoformat()} if TAKEN_OVER in line else {}
                return {"gemeld_op": line.get("gemeld_op", line["op"]).isoformat(), **taken_over}
            case "herstelmelding":
                return {"percentage": float(line.get("procent", 100))}
            case "verlof":
                told = {TOLD: str(line[TOLD])} if TOLD in line else {}
                return {"laatste_dag": line["tot_en_met"].isoformat(), **told}
            case "andere_oorzaak":
                return {"anders": line["anders"]}
            case "stuk":
                return self.paper(line)
            case "antwoord":
                return self.signature(line)
            case "consult":
                day = line.get("dag", line["op"])
                return {"dag": day.isoformat(), "met": line.get("met", "bedrijfsarts")}
            case "gedaan":
                return {"stap": line["stap"], "ronde": line.get("ronde", 1)}
            case "ontvangen" | "afschrift_ontvangen" | "papier_teruggeroepen":
                kind = line.get("soort") or line["stuk"]
                said = {name: line.get(name, "") for name in ("opnieuw_door", "rol", "wijze")}
                return {"soort": kind, "papier": self.newest(kind)["papier"], **said}
        assert what in PLAIN or what in records(), f"a story cannot tell {what}"
        # A number is that of an earlier line: what this one answers.
        return {
            name: value if isinstance(value, int) and name == ANSWERS_TO else str(value)
            for name, value in line.items()
            if name not in ("op", "wat", "in_plaats_van")
        }

    def paper(self, line: Line) -> Mapping[str, Any]:
        kind = line["soort"]
        before = [paper for paper in self.papers if paper["soort"] == kind]
        again = before[-1] if before and line.get("nieuwe_versie") else None
        paper = {
            "papier": 100 + len(self.papers),
            "soort": kind,
            "titel": kind.replace("_", " ").capitalize(),
            "nummer": again["nummer"] if again else 1 + max((p["nummer"] for p in before), default=0),
            "versie": again["versie"] + 1 if again else 1,
            "ondertekenaars": line.get("ondertekenaars", []),
            "vervangt": again["papier"] if again else None,
            "zegt": line.get("zegt", {}),
            "door": line.get("door", ""),
            "opgesteld_door": line.get("opgesteld_door", ""),
            "op_papier": line.get("op_papier", False),
            "mist": line.get("mist", []),
        }
        self.papers.append(paper)
        return paper

    def signature(self, line: Line) -> Mapping[str, Any]:
        return {
            "papier": self.newest(line["stuk"])["papier"],
            "rol": line["rol"],
            "uitkomst": line.get("uitkomst", "akkoord"),
            "naam": "Naam",
        }

    def newest(self, kind: str) -> dict[str, Any]:
        return [paper for paper in self.papers if paper["soort"] == kind][-1]
