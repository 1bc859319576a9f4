"""The templates of an organisation as its pages show them: what is in use when, and what the check says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import url_for

from portal.actions.review_template import Review
from portal.actions.template_keepers import DELIVERED, TemplatePlace
from portal.actions.upload_template import Uploaded
from portal.documents.content_controls import Field
from portal.documents.findings import Finding
from portal.rules.calendar import long_date
from portal.storage.reading.templates import TemplateVersionRow, published_in_order
from portal.web.clock import HERE

Shown = dict[str, Any]

KINDS: Mapping[str, str] = {
    "text": "één regel tekst",
    "long_text": "tekst",
    "date": "datum",
    "choice": "keuzelijst",
    "tick": "vakje om aan te kruisen",
    "rows": "lijst met rijen",
}
OFFERS: Mapping[str, str] = {
    "name": "Schrijf de naam «{}» in dit veld",
    "title": "Schrijf de titel «{}» in dit veld",
    "kind": "Maak er dit van: {}",
    "choices": "Neem de keuzes van het portaal over",
    "list": "Maak van de rij weer een herhalende rij",
    "numbers": "Geef elk veld een eigen nummer",
    "unwrap": "Haal het buitenste veld weg; wat erin staat, blijft staan",
    "empty": "Haal de tekst in dit veld weg",
    "drop": "Haal dit veld weg; wat erin staat, blijft staan",
    "inline": "Zet het veld in de regel zelf",
}
"""What a person agrees to with a tick, by the kind of offer."""

DELIVERED_TITLE = "Meegeleverd formulier"


@dataclass(frozen=True)
class Period:
    """How long a published version holds: from `first` (None: always so far) to `last` (None: no end known).

    `row` is None for the template that comes with the portal. With `last` before `first` it never held.
    """

    row: TemplateVersionRow | None
    first: date | None
    last: date | None

    def holds(self, on: date) -> bool:
        """Whether papers that are begun on this day are made with it."""
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)


def periods(versions: Iterable[TemplateVersionRow]) -> tuple[Period, ...]:
    """When each published version of one kind holds, the oldest first; the delivered one before all."""
    rows: list[TemplateVersionRow | None] = [None, *published_in_order(versions)]
    starts = [row.from_on if row else None for row in rows]
    ends = [start - timedelta(days=1) if start else None for start in starts[1:]]
    return tuple(Period(*found) for found in zip(rows, starts, [*ends, None], strict=True))


def kinds_list(places: Iterable[TemplatePlace], versions: Iterable[TemplateVersionRow], today: date) -> list[Shown]:
    """Each kind of paper of an organisation, with what is in use, what comes, and how many concepts there are."""
    by_kind: dict[str, list[TemplateVersionRow]] = {}
    for row in versions:
        by_kind.setdefault(row.kind, []).append(row)
    return [_kind_line(place, by_kind.get(place.kind.key, []), today) for place in places]


def _kind_line(place: TemplatePlace, rows: list[TemplateVersionRow], today: date) -> Shown:
    found = periods(rows)
    now = next(one for one in reversed(found) if one.holds(today))
    coming = [one for one in found if one.first and one.first > today and not _never(one)]
    concepts = sum(row.from_on is None for row in rows)
    return {
        "title": place.kind.title,
        "href": kind_address(place),
        "in_use": _name(now.row, rows),
        "since": _since(now),
        "coming": [f"Vanaf {long_date(one.first)}: {_lower(_name(one.row, rows))}" for one in coming if one.first],
        "concepts": "" if not concepts else "1 concept" if concepts == 1 else f"{concepts} concepten",
    }


def version_list(place: TemplatePlace, today: date) -> list[Shown]:
    """Every version of one kind, the newest first, the delivered one last."""
    rows = place.versions()
    holding = {one.row.id if one.row else DELIVERED: one for one in periods(rows)}
    lines = [_version_line(place, row, _name(row, rows), holding.get(row.id), today) for row in rows]
    return [*lines, _version_line(place, None, DELIVERED_TITLE, holding[DELIVERED], today)]


def _version_line(
    place: TemplatePlace, row: TemplateVersionRow | None, name: str, period: Period | None, today: date
) -> Shown:
    version_id = row.id if row else DELIVERED
    state, words = _state(period, today)
    return {
        "title": name,
        "href": version_address(place, version_id),
        "sub": row.file_name if row else "",
        "by": f"{row.uploaded_by}, {_moment(row.uploaded_at)}" if row else "Hoort bij het portaal",
        "state": state,
        "state_text": words,
        "note": _published(row, today),
        "download": url_for("templates.download", **version_values(place, version_id)),
    }


def version_head(place: TemplatePlace, version_id: int, today: date) -> Shown:
    """What every page about one version says of it: its name and whether it is in use."""
    rows = place.versions()
    row = next((one for one in rows if one.id == version_id), None)
    period = next((one for one in periods(rows) if one.row == row), None)
    state, words = _state(period if row is None or row.from_on else None, today)
    name = _name(row, rows)
    return {"name": name, "title": f"{place.kind.title}: {_lower(name)}", "state": state, "words": words}


def version_page(
    place: TemplatePlace, version_id: int, review: Review, *, beside_now: bool, actor: int, today: date
) -> Shown:
    """The page of one version: the check, what changes with it, and what this person can do with it.

    `beside_now`: the review compares with the version that is in use today.
    """
    rows = place.versions()
    row = next((one for one in rows if one.id == version_id), None)
    concept = row is not None and row.from_on is None
    scheduled = bool(row and row.from_on and row.from_on > today)
    values = version_values(place, version_id)
    return {
        **version_head(place, version_id, today),
        "concept": concept,
        "errors": review.errors,
        "verdict": _verdict(review),
        "problems": [_finding(one, number, concept) for number, one in enumerate(review.findings) if _is_error(one)],
        "remarks": [_finding(one, number, concept) for number, one in enumerate(review.findings) if not _is_error(one)],
        "mendable": concept and bool(review.offers),
        "new": [_new(field) for field in review.new] if beside_now else [],
        "gone": [_gone(field) for field in review.gone] if beside_now else [],
        "unfilled": [_unfilled(field) for field in review.unfilled] if beside_now else [],
        "hinted": [_hinted(field) for field in review.hinted] if beside_now else [],
        "lost": review.lost if concept else 0,
        "restore": url_for("templates.restore", **values),
        "about": _about(row),
        "mend": url_for("templates.mend", **values),
        "download": url_for("templates.download", **values),
        "specimen": "" if review.errors else url_for("specimens.example", **values),
        "publish": url_for("templates.publish", **values) if _publishable(rows, row, review, today) else "",
        "publish_label": _publish_label(row),
        "withdraw": url_for("templates.withdraw", **values) if scheduled else "",
        "discard": url_for("templates.discard", **values) if concept and row and row.uploaded_by_id == actor else "",
    }


def upload_notice(uploaded: Uploaded) -> str:
    """What the portal did with an uploaded file."""
    changes = [f"{one.sentence} {one.proposal}" for one in uploaded.notices]
    return " ".join(["Het formulier is bewaard als concept. Het is nog niet in gebruik.", *changes])


def what_follows(place: TemplatePlace, from_on: date, today: date) -> list[str]:
    """What happens when a version is published for a day, in sentences."""
    rows = place.versions()
    found = periods(rows)
    day = "vandaag" if from_on == today else long_date(from_on)
    lines = [
        f"Stukken die vanaf {day} worden begonnen, krijgen dit formulier.",
        "Stukken die al lopen, houden hun versie. Ook wie het formulier dan al open heeft staan, gaat gewoon verder.",
    ]
    until = next(one for one in reversed(found) if one.holds(from_on))
    before = _lower(_name(until.row, rows)) if until.row and until.row.sha256 else "meegeleverde formulier"
    lines.append(f"Het komt in de plaats van het {before}.")
    after = [one for one in found if one.first and one.first > from_on and not _never(one)]
    if after and after[0].first:
        lines.append(
            f"Let op: vanaf {long_date(after[0].first)} staat er al een ander formulier klaar. Dat gaat dan in."
        )
    if from_on > today:
        lines.append(f"Tot {day} kunt u dit nog intrekken.")
    return lines


def kind_address(place: TemplatePlace) -> str:
    """The page with the versions of one kind."""
    return url_for("templates.kind", organisation_id=place.organisation_id, kind=place.kind.key)


def version_address(place: TemplatePlace, version_id: int) -> str:
    """The page of one version."""
    return url_for("templates.version", **version_values(place, version_id))


def version_values(place: TemplatePlace, version_id: int) -> dict[str, Any]:
    """What the address of everything about one version holds."""
    return {"organisation_id": place.organisation_id, "kind": place.kind.key, "version_id": version_id}


def crumbs(place: TemplatePlace, *more: tuple[str, str]) -> list[dict[str, str]]:
    """The way back up from a page about this kind; `more` (label, address) lies between it and the page."""
    up = [("Formulieren", url_for("templates.kinds")), (place.kind.title, kind_address(place)), *more]
    return [{"label": label, "href": href} for label, href in up]


def _never(period: Period) -> bool:
    return bool(period.first and period.last and period.last < period.first)


def _state(period: Period | None, today: date) -> tuple[str, str]:
    """A badge for a version: a concept when it has no period."""
    if period is None:
        return "waiting", "Concept"
    if period.holds(today):
        return "done", "In gebruik"
    if period.first and period.first > today:
        return ("neutral", "Vervangen") if _never(period) else ("later", f"Vanaf {long_date(period.first)}")
    if period.last is None or _never(period):
        return "neutral", "Vervangen op de dag zelf"
    return "neutral", f"Gebruikt tot en met {long_date(period.last)}"


def _since(period: Period) -> str:
    row = period.row
    return f"Sinds {long_date(row.from_on)}, gepubliceerd door {row.published_by}" if row and row.from_on else ""


def _published(row: TemplateVersionRow | None, today: date) -> str:
    if row is None or row.from_on is None:
        return ""
    by = f"Gepubliceerd door {row.published_by}"
    return by if row.from_on > today else f"{by}, vanaf {long_date(row.from_on)}"


def _name(row: TemplateVersionRow | None, rows: Iterable[TemplateVersionRow]) -> str:
    """What a version is called; own forms are numbered among the `rows` of their kind, the first upload first."""
    if row is None or not row.sha256:
        return DELIVERED_TITLE
    number = sum(1 for one in rows if one.sha256 and one.id <= row.id)
    return f"Eigen formulier {number}, {_day(row.uploaded_at)}"


def _lower(words: str) -> str:
    return words[0].lower() + words[1:]


def _day(moment: datetime) -> str:
    return long_date(moment.astimezone(HERE).date())


def _moment(moment: datetime) -> str:
    return f"{_day(moment)}, {moment.astimezone(HERE):%H.%M} uur"


def _about(row: TemplateVersionRow | None) -> list[dict[str, str]]:
    if row is None:
        return [{"label": "Gemaakt door", "value": "Hoort bij het portaal"}]
    rows = [
        ("Bestand", row.file_name),
        ("Geüpload door" if row.sha256 else "Gekozen door", row.uploaded_by),
        ("Op", _moment(row.uploaded_at)),
    ]
    if row.from_on and row.published_at:
        rows += [
            ("Gebruikt vanaf", long_date(row.from_on)),
            ("Gepubliceerd door", row.published_by),
            ("Gepubliceerd op", _moment(row.published_at)),
        ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _publishable(
    rows: Iterable[TemplateVersionRow], row: TemplateVersionRow | None, review: Review, today: date
) -> bool:
    """Whether it makes sense to publish a version: it can be used, and does not hold or wait for its day already."""
    period = next((one for one in periods(rows) if one.row == row), None)
    settled = period and (period.last is None or bool(period.first and period.first > today))
    return not review.errors and not settled


def _publish_label(row: TemplateVersionRow | None) -> str:
    if row is None or not row.sha256:
        return "Terug naar het meegeleverde formulier"
    return "Weer in gebruik nemen" if row.from_on else "Publiceren"


def _is_error(finding: Finding) -> bool:
    return finding.severity == "error"


def _verdict(review: Review) -> str:
    if not review.errors:
        return "Er zijn geen fouten gevonden."
    found = "1 fout" if review.errors == 1 else f"{review.errors} fouten"
    return f"{found} gevonden. Zo kan het portaal dit formulier niet gebruiken."


def _finding(finding: Finding, number: int, concept: bool) -> Shown:
    offer = finding.offer if concept else ""
    return {
        "id": f"voorstel-{number}",
        "sentence": finding.sentence,
        "place": "" if finding.place in finding.sentence else finding.place,
        "proposal": finding.proposal,
        "offer": offer,
        "offer_label": _offer_label(offer) if offer else "",
        # What takes a field away, and what is no fault, waits for the person's own tick.
        "ticked": _is_error(finding) and not offer.startswith("drop:"),
    }


def _offer_label(offer: str) -> str:
    kind, _, rest = offer.partition(":")
    value = rest.partition(":")[2]
    return OFFERS[kind].format(KINDS.get(value, value) if kind == "kind" else value)


def _new(field: Field) -> str:
    return f"Nieuw veld: «{field.label}» ({KINDS[field.kind]}). Het portaal vraagt dit voortaan op het formulier."


def _gone(field: Field) -> str:
    return f"Dit veld vervalt: «{field.label}». Eerdere stukken houden het."


def _hinted(field: Field) -> str:
    if not field.hint:
        return f"De hulptekst bij «{field.label}» vervalt."
    return f"De hulptekst bij «{field.label}» wordt: «{field.hint}»."


def _unfilled(field: Field) -> str:
    return f"Het portaal vult dit niet meer in: «{field.label}» ({field.name})."
