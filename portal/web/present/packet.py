"""The packet of the report, in words."""

from datetime import datetime
from typing import Any

from flask import url_for

from portal.actions.dossier import OpenDossier
from portal.actions.make_packet import MADE, Making, can_make, making
from portal.actions.packet_cover import MOST_BYTES
from portal.rules.calendar import long_date
from portal.rules.errors import Rejected
from portal.storage.reading.bsn import bsn_of
from portal.web.clock import HERE
from portal.web.messages import sentence

LABELS = {"zip": "ZIP met PDF’s downloaden", "pdf": "Eén PDF downloaden"}
FETCHED = {"zip": "de ZIP met PDF’s", "pdf": "de ene PDF"}


def bsn_kept(dossier: OpenDossier) -> str:
    """Whether a BSN is kept and from whom, without the number but for its last two digits."""
    known = bsn_of(dossier.row.id)
    if known is None:
        return "Het portaal heeft uw BSN nog niet."
    end = f"Het eindigt op {known.number[-2:]}."
    if known.entered_by:
        day = long_date(datetime.fromisoformat(known.given_at).astimezone(HERE).date())
        return f"{known.entered_by} heeft op {day} een BSN voor u ingevuld. Reden: «{known.reason}». {end}"
    source = "uit het personeelsbestand" if known.imported else "dat u zelf gaf"
    return f"Het portaal bewaart een BSN {source}. {end}"


def bsn_known(dossier: OpenDossier) -> str:
    """Whether there is a BSN, for who may fill it in for the employee; nothing of the number itself."""
    known = bsn_of(dossier.row.id)
    if known is None:
        return "Het portaal heeft het BSN van de medewerker nog niet."
    return "De medewerker heeft het BSN zelf gegeven." if known.own else "Het portaal heeft al een BSN."


def packet_part(dossier: OpenDossier, looked: int = 0) -> dict[str, Any]:
    """What `parts/_packet.html` shows: how far the PDFs are, or where they are fetched.

    `looked` counts how often someone without a script looked: each time another address, as only then a browser both
    asks the portal again and goes on where the part begins, instead of at the top of the page.
    """
    now = making(dossier)
    number = dossier.row.number
    missing = not can_make() and now.state in ("none", "failed")
    return {
        "state": "missing" if missing else now.state,
        "seen": f"{now.state}-{now.ahead}-{now.done}",
        "line": _line(now),
        "done": now.done,
        "parts": now.parts,
        "moving": now.moving,
        "problem": sentence(Rejected(now.problem)) if now.problem else "",
        "address": url_for("packet.pdfs", number=number),
        "look": url_for("packet.pdfs", number=number, keer=looked + 1, _anchor="verslag"),
        "word": url_for("wia.packet", number=number),
        "files": [
            {
                "label": f"{LABELS[kind]} ({_size(size)})",
                "href": url_for("packet.fetch", number=number, kind=kind),
                "large": kind == "pdf" and size > MOST_BYTES,
            }
            for kind, size in now.sizes
        ],
        "made": _made(now),
        "fetched": _fetched(now),
    }


def _line(now: Making) -> str:
    match now.state:
        case "waiting" if now.ahead:
            return f"Er {'gaat' if now.ahead == 1 else 'gaan'} nog {now.ahead} voor."
        case "waiting":
            return "Uw verslag is nu aan de beurt."
        case "busy" if now.done < now.parts or not now.parts:
            return f"{now.done} van {now.parts} bestanden zijn klaar."
        case "busy":
            return "De stukken zijn klaar. Nu komt het overzicht ervoor."
        case _:
            return ""


def _made(now: Making) -> str:
    if now.made_at is None:
        return ""
    moment = now.made_at.astimezone(HERE)
    return f"Gemaakt op {long_date(moment.date())} om {moment:%H.%M} uur."


def _fetched(now: Making) -> str:
    """What was fetched of what was made, in words; empty when all of it is still there."""
    left = [kind for kind, _ in now.sizes]
    return " en ".join(FETCHED[kind] for kind in MADE if kind not in left) if now.state == "done" else ""


def _size(size: int) -> str:
    megabytes = max(size / 1024 / 1024, 0.1)
    return f"{megabytes:.1f} MB".replace(".", ",")
