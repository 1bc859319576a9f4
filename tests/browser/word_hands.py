"""Papers that went to Word and came back, for those who look at pages in a browser."""

from datetime import date
from typing import Any

from portal.actions.continue_in_word import bring_back, take_along
from portal.actions.keep_draft import keep_draft
from portal.demonstration import texts
from portal.demonstration.people import number_to_person
from portal.storage.reading.dossiers import dossier_of
from portal.storage.reading.people import person
from tests.web.browsing import moment
from tests.word_editing import WordFile


def plan_came_back(personnel_number: str, day: date) -> int:
    """The manager of someone brings the plan van aanpak back, with every kind of difference in it; returns its id."""
    medewerker = person(number_to_person(personnel_number))
    assert medewerker
    who: dict[str, Any] = {
        "dossier_id": dossier_of(medewerker.id).id,
        "actor": medewerker.leidinggevende_id,
        "now": moment(day),
        "kind": "plan_van_aanpak",
    }
    values = texts.plan_values(day)
    keep_draft(**who, values=values)
    file = (
        WordFile(take_along(**who).content)
        .write("zienswijze_werkgever", values["zienswijze_werkgever"].replace("genoeg", "veel"))
        .write("doel", "Iets heel anders")
        .write("doel_termijn", "na de zomer")
        .write("doelstellingen.wat", "Tien uur per week in schrijfwerk")
        .write("medewerker.naam", "Iemand Anders")
        .tick("casemanager_akkoord", False)
        .add_row("doelstellingen", {"wat": "Volledig aan het werk", "termijn": "einde jaar"})
        .delete_row("afspraken_arbeidsvoorwaarden", 0)
        .add_paragraph("<w:r><w:t>Bel ook de arbodienst nog.</w:t></w:r>")
    )
    keep_draft(**who, values=values | {"doel_toelichting": "In het portaal veranderd."})
    return bring_back(**who, file_name="plan.docx", content=file.saved())
