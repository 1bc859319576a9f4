"""A function that the beheerder of the demonstration proposed, and that waits for a second person."""

from datetime import date

from portal.actions.admit import Admission
from portal.actions.give_function import propose_function
from portal.actions.passwords import CHEAP
from portal.storage.database import rows
from tests.web.browsing import moment

NEW = {"login": "nieuw", "name": "N. Nieuw", "email": "n@arbo.example", "role": "verzuimadviseur", "unit": ""}


def proposed_function(today: date) -> int:
    """Propose NEW; returns the proposal's id."""
    [(organisation, beheerder)] = rows("SELECT organisation_id, person_id FROM appointment WHERE role = 'beheerder'")
    return propose_function(
        Admission(organisation, beheerder, "https://portaal.example", moment(today), "", CHEAP), **NEW
    )
