"""Who looked at a dossier, in words that the employee understands."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from portal.rules.calendar import long_date
from portal.rules.terms import ROLE
from portal.storage.reading.illness_words import WentOnRow
from portal.storage.reading.read_log import COMMAND_LINE, LookRow
from portal.web.clock import HERE

SEEN: Mapping[str, str] = {
    "record_ziekmelding": "Ziekmelding",
    "read_progress": "Dossier",
    "read_dossier": "Dossier",
    "remind": "Herinnering aan een stap",
    "read_read_log": "Deze lijst met inzage",
    "read_six_items": "Gegevens van de ziekmelding",
    "export_dossier": "Alle gegevens",
    "object_to_destruction": "Bezwaar tegen vernietigen",
    "recall_paper": "Terugroepen van een stuk",
    "record_contact": "Formulier voor een contact",
    "ask_arbodienst": "Vraag aan de arbodienst",
    "plan_consult": "Formulier voor een spreekuur",
    "settle_paper": "Formulier van een stuk",
    "attach_advice": "Formulier om een advies bij te voegen",
    "give_view": "Formulier voor een zienswijze",
    "sign_paper": "Ondertekenen van een stuk",
    "withdraw_paper": "Formulier om een verzoek tot ondertekenen in te trekken",
    "file_signed_paper": "Formulier voor een scan met handtekening",
    "record_not_signed": "Formulier: niet ondertekend",
    "record_recovery": "Formulier voor herstel",
    "record_relapse": "Formulier voor een ziekmelding",
    "enter_running_case": "Formulier om een lopend geval over te nemen",
    "file_earlier_paper": "Formulier voor een stuk van vóór de overname",
    "sign_on_paper": "Formulier voor een handtekening op papier",
    "tick_earlier_step": "Formulier voor wat vóór de overname is gedaan",
    "read_repairs": "Wat er ontbreekt",
    "take_over": "Overname van het dossier",
    "report_to_uwv": "Melding bij UWV",
    "tick_step": "Afvinken van een stap",
    "hand_over": "WIA-overdracht",
    "download_packet": "Re-integratieverslag",
    "confirm_receipt": "Ontvangst bevestigen",
    "download_paper": "Stuk gedownload",
    "confirm_copy": "Afschrift",
    "give_bsn": "Burgerservicenummer",
    "enter_bsn": "Formulier voor het burgerservicenummer",
    "give_on_paper": "Formulier voor een afschrift op papier",
    "prepare_wia": "Mijn WIA-aanvraag",
    "mark_sent": "WIA-aanvraag versturen",
    "record": "Formulier om iets vast te leggen",
    "correct_fact": "Formulier om een vermelding te verbeteren",
    "search": "Titel van een stuk, bij het zoeken",
}
"""What someone looked at, by the action of the access table that the page belongs to."""

REFUSED = {
    "refused": "Geweigerd: hoort niet bij de rol",
    "invisible": "Geweigerd: geen toegang",
    "missing": "Bestaat niet",
    "rejected": "Niet doorgegaan: er klopte iets niet",
    "changed": "Niet doorgegaan: het dossier was veranderd",
    "failed": "Niet doorgegaan",
}
"""What became of it when it was not carried out."""

DENIED = ("refused", "invisible")
"""Someone wanted to see or do what was not theirs."""


def looks(rows: Iterable[LookRow], own_name: str) -> list[dict[str, Any]]:
    """The looks by day, the newest first; the same look again and again is one line with a count."""
    days = []
    for day, of_day in groupby(rows, key=lambda row: row.at.astimezone(HERE).date()):
        lines = [
            _line(list(same), who, seen, own_name)
            for (who, seen, _), same in groupby(of_day, key=lambda row: (_who(row), _seen(row), row.result))
        ]
        days.append({"day": long_date(day), "lines": lines})
    return days


def went_on(rows: Iterable[WentOnRow]) -> list[dict[str, str]]:
    """Where someone kept a word about illness in a text of the employer's side, and the reason they gave."""
    return [
        {
            "name": row.by,
            "place": row.place,
            "day": long_date(row.at.astimezone(HERE).date()),
            "words": "1 woord" if row.words == 1 else f"{row.words} woorden",
            "reason": row.reason,
        }
        for row in rows
    ]


def name_of(name: str, origin: str) -> str:
    """Who looked: on the server itself nobody has a name."""
    if origin == COMMAND_LINE:
        return "De beheerder van de server, op de opdrachtregel"
    return name or "Iemand zonder account"


def _who(row: LookRow) -> tuple[str, str]:
    as_what = ROLE[row.basis].label if row.basis else ""
    # Many a job is called as the role is.
    job = ", ".join({part.casefold(): part for part in (as_what, row.job) if part}.values())
    return name_of(row.name, row.origin), f"{job}, namens {row.on_behalf_of}" if row.on_behalf_of else job


def _line(same: list[LookRow], who: tuple[str, str], seen: str, own_name: str) -> dict[str, str]:
    newest, oldest = same[0].at.astimezone(HERE), same[-1].at.astimezone(HERE)
    name, job = who
    times = f"{oldest:%H.%M} tot {newest:%H.%M} uur" if f"{oldest:%H%M}" != f"{newest:%H%M}" else f"{newest:%H.%M} uur"
    return {
        "name": f"{name} (u)" if name == own_name else name,
        "job": job,
        "seen": f"{seen} ({len(same)} keer)" if len(same) > 1 else seen,
        "time": times,
        "refused": REFUSED.get(same[0].result, ""),
        # A form that came back to be mended is nothing to be alarmed about.
        "state": "late" if same[0].result in DENIED else "neutral",
    }


def _seen(row: LookRow) -> str:
    action, _, sent = row.action.partition(":")
    if sent:
        return f"{SEEN.get(action, 'Dossier')}: verstuurd"
    if action == "download_paper":
        return f"Stuk gedownload: {row.paper_title}"
    return f"Stuk: {row.paper_title}" if row.paper_title else SEEN.get(action, "Dossier")
