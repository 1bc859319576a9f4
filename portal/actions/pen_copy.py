"""A paper as one prints it to sign it with a pen: with the code by which its scan finds its way back."""

from dataclasses import replace

from portal.actions.dossier import OpenDossier
from portal.actions.paper_copies import as_seen
from portal.actions.paper_values import rendered
from portal.actions.signed_words import content_words, version_words
from portal.documents.pen_page import with_code_picture
from portal.rules.errors import Invisible
from portal.rules.facts import PaperState
from portal.rules.paper_code import PaperCode
from portal.storage.catalogue import catalogue
from portal.storage.reading.papers import PaperRow, hash_as_settled, papers_of

ROOM = """☐ Akkoord    ☐ Gezien, niet akkoord
Mijn kijk: .................................
............................................

Datum: .....................................

Handtekening:



............................................"""


def code_of(dossier_number: str, row: PaperRow) -> PaperCode:
    """The code of a paper. Only of a kind with a slot."""
    return PaperCode(dossier_number, catalogue()[row.kind].slot, row.number, row.version)


def open_roles(state: PaperState | None) -> tuple[str, ...]:
    """Whose signature a paper still waits for, or has not because another said so: none of one without a slot."""
    if state is None or state.recalled_on or state.drawn_up_by or not catalogue()[state.kind].slot:
        return ()
    return state.to_sign


def pen_copy(dossier: OpenDossier, row: PaperRow) -> bytes:
    """The Word file, with room for a pen and a code where nobody signed yet; it is not stored. Raises Invisible."""
    state = next((one for one in dossier.situation.papers if one.paper == row.id), None)
    roles = open_roles(state)
    if not roles:
        raise Invisible(row.id)
    signed = content_words(version_words(row, papers_of(row.dossier_id)), hash_as_settled(row.id))
    code = str(code_of(dossier.row.number, row))
    room = f"{ROOM}\n{signed}\nCode voor de scan: {code}"
    values = {**as_seen(dossier, row).values, **{f"ondertekening.{role}.uitkomst": room for role in roles}}
    content = rendered(dossier, catalogue()[row.kind], replace(row, values=values), dossier.facts)
    return with_code_picture(content, code)
