"""Deputies: whom one named for a period, for whom one acts, and naming or ending one."""

from collections.abc import Iterator

from flask import Blueprint, Response, url_for
from flask_login import current_user

from portal.actions.deputies import ABSENT, deputy_meant, end_deputy, name_deputy, wrong_period
from portal.rules.access import ARBO
from portal.rules.errors import Rejected, refusals
from portal.storage.reading.deputies import OwnDossier, deputies_named_by, deputies_of, own_dossiers
from portal.web.clock import now, today
from portal.web.forms.answer import answer_form
from portal.web.forms.form import FormField, Sheet
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present.deputies import acting_for, named
from portal.web.render import go_to

bp = Blueprint("deputies", __name__)

ALL = "alle"
MOST_TO_CHOOSE = 100
"""In a longer list nobody finds a dossier."""


@bp.route("/vervanging", methods=["GET", "POST"])
@guarded(SIGNED_IN, function=ABSENT)
def name() -> Response:
    """The deputies so far, and the form to name one."""
    day, person_id = today(), current_user.person_id
    dossiers = own_dossiers(person_id, day)
    ids = {one.number: one.id for one in dossiers}
    address = url_for("deputies.name")
    return answer_form(
        (
            FormField("wie", "Wie wordt uw vervanger?", hint=_whom(current_user.functions)),
            _where(dossiers),
            FormField("van", "Vanaf welke dag?", "date"),
            FormField("tot", "Tot en met welke dag?", "date"),
        ),
        title="Vervanging",
        submit="Vervanger aanwijzen",
        start={"waar": ALL if len(dossiers) <= MOST_TO_CHOOSE else "", "van": day.isoformat()},
        act=lambda sheet: _name(sheet, ids),
        also=lambda sheet: _wrong(sheet, ids),
        then=lambda: address,
        notice="De vervanging staat vast. Uw vervanger ziet de dossiers vanaf de eerste dag tot en met de laatste.",
        template="deputies.html",
        named=named(deputies_named_by(person_id), day),
        acting_for=acting_for(deputies_of(person_id), day),
    )


@bp.post("/vervanging/<int:deputy_id>/einde")
@guarded(SIGNED_IN, function=ABSENT)
def end(deputy_id: int) -> Response:
    """End a deputy of one's own."""
    end_deputy(actor=current_user.person_id, now=now(), deputy_id=deputy_id)
    return go_to(url_for("deputies.name"), "De vervanging is gestopt. Uw vervanger ziet de dossiers niet meer.")


def _whom(functions: frozenset[str]) -> str:
    """Who may be named, before someone tries a colleague who may not."""
    leads = "Een andere leidinggevende van uw organisatie"
    same = "een collega van de arbodienst met dezelfde functie"
    if "leidinggevende" not in functions:
        leads, same = "", same.capitalize()
    elif not functions & ARBO:
        same = ""
    return f"{', of '.join(filter(None, (leads, same)))}. Vul de naam, het personeelsnummer of het e-mailadres in."


def _where(dossiers: tuple[OwnDossier, ...]) -> FormField:
    """The question for which dossiers: a choice, or for who has very many of them a number to type."""
    if len(dossiers) > MOST_TO_CHOOSE:
        hint = "Vul een dossiernummer in, bijvoorbeeld 0042. Laat leeg voor al uw dossiers."
        return FormField("waar", "In welk dossier?", hint=hint, required=False)
    options = ((ALL, "Al mijn dossiers"), *((one.number, f"{one.number}, {one.medewerker_name}") for one in dossiers))
    return FormField("waar", "In welke dossiers?", "choice", options=options)


def _chosen(sheet: Sheet, ids: dict[str, int]) -> int | None:
    """The dossier in which someone is to act; None for all of them. Raises Rejected."""
    where = sheet.text("waar") or ALL
    if where != ALL and where not in ids:
        raise Rejected("not_own_dossier", field="waar")
    return ids.get(where)


def _wrong(sheet: Sheet, ids: dict[str, int]) -> Iterator[Rejected]:
    """What is wrong with what can be read."""
    who, where = sheet.text("wie"), ids.get(sheet.text("waar"))
    yield from refusals(lambda: _chosen(sheet, ids))
    if who:
        yield from refusals(lambda: deputy_meant(current_user.person_id, where, who, today()))
    yield from wrong_period(sheet.day_read("van"), sheet.day_read("tot"), today())


def _name(sheet: Sheet, ids: dict[str, int]) -> None:
    name_deputy(
        actor=current_user.person_id,
        now=now(),
        who=sheet.text("wie"),
        dossier_id=_chosen(sheet, ids),
        from_on=sheet.day("van"),
        until_on=sheet.day("tot"),
    )
