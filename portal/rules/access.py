"""One table says who may do what with a dossier. What is not in it is not allowed.

A role is always a role *in one dossier* (see storage.reading.involvements). The same table answers both
questions: may this person do this here, and in which dossiers may this person do this.
"""

from collections.abc import Iterable, Mapping

MEDEWERKER = frozenset({"medewerker"})
LEIDING = frozenset({"leidinggevende", "casemanager"})
NAASTHOGERE = frozenset({"naasthogere_leidinggevende"})
BEDRIJFSARTS = frozenset({"bedrijfsarts"})
ADVISEURS = frozenset({"bedrijfsarts", "verzuimadviseur", "re_integratiedeskundige"})
ARBO = ADVISEURS | {"arbo_secretariaat"}
HRM = frozenset({"hrm_adviseur"})
PD = frozenset({"personele_dienst"})
FRISSE_BLIK = frozenset({"frisse_blik"})
EMPLOYER = LEIDING | NAASTHOGERE | HRM | PD | FRISSE_BLIK
"""Who reads and writes on the side of the employer."""
WARNED = EMPLOYER | ARBO
"""Who is warned about words of illness: who writes for the employer, and the arbodienst, whom the employer reads."""

ROLES: tuple[str, ...] = (
    "medewerker",
    "leidinggevende",
    "casemanager",
    "naasthogere_leidinggevende",
    "bedrijfsarts",
    "verzuimadviseur",
    "re_integratiedeskundige",
    "arbo_secretariaat",
    "hrm_adviseur",
    "personele_dienst",
    "frisse_blik",
)
"""Every role one can hold in a dossier, in the order in which people are listed."""

ACCESS: Mapping[str, frozenset[str]] = {
    # Only step, state, days late and who must act: no content (Verzuimprotocol 2.3-5, 4.6.3).
    "read_progress": MEDEWERKER | LEIDING | NAASTHOGERE | ARBO | HRM | PD | FRISSE_BLIK,
    # The non-medical dossier: its facts and the papers that the reader is on the list of. Fresh eyes read what the
    # leidinggevende reads, but neither the six items, nor what was said in talks, nor one party's papers to UWV.
    "read_dossier": MEDEWERKER | LEIDING | ARBO | HRM | FRISSE_BLIK,
    # A reminder names the step; who sends it still cannot read what is in it.
    "remind": NAASTHOGERE,
    "read_read_log": MEDEWERKER,
    # Whoever reads a paper and sees that it holds health data, stops it: of kinds that they may read. The list of who
    # opened it is for who recalled it, its writer and the employee (see actions/recall_paper.py).
    "recall_paper": MEDEWERKER | LEIDING | ARBO | HRM,
    "read_six_items": MEDEWERKER | LEIDING,
    # The file of one person, and the word on whether it may be destroyed.
    "export_dossier": MEDEWERKER | LEIDING,
    "object_to_destruction": MEDEWERKER,
    "record_contact": LEIDING,
    "ask_arbodienst": LEIDING,
    "plan_consult": ARBO,
    "settle_paper": MEDEWERKER | LEIDING | ARBO,
    "attach_advice": ADVISEURS,
    "give_view": MEDEWERKER,
    # Before anyone answered, by who may write such a paper.
    "withdraw_paper": LEIDING,
    "sign_paper": MEDEWERKER | LEIDING | BEDRIJFSARTS,
    # The scan of a paper that was signed with a pen: by who may read that paper.
    "file_signed_paper": MEDEWERKER | LEIDING,
    "record_not_signed": MEDEWERKER | LEIDING,
    "record_recovery": LEIDING,
    "record_relapse": LEIDING,
    "take_over": LEIDING,
    # The same people may have the file itself; that they took it is written down apart (see actions/copies.py).
    "download_paper": MEDEWERKER | LEIDING | ARBO | HRM | FRISSE_BLIK,
    # The number itself is shown to nobody; it is written into the papers of a packet.
    "give_bsn": MEDEWERKER,
    # When the employee cannot be reached, by who may know it; they do not get to see it back either.
    "enter_bsn": LEIDING | HRM,
    # Of the own copy that one has it, and of another's that it was given on paper.
    "confirm_copy": MEDEWERKER | LEIDING | ARBO | HRM,
    "give_on_paper": LEIDING | ARBO,
    # Of a case that ran outside the portal: its ziekmelding, its papers and what was done without one.
    "enter_running_case": LEIDING,
    "file_earlier_paper": LEIDING,
    "sign_on_paper": LEIDING,
    "tick_earlier_step": LEIDING,
    "read_repairs": LEIDING,
    "report_to_uwv": PD,
    "tick_step": MEDEWERKER | LEIDING | ARBO | PD,
    "hand_over": LEIDING,
    "download_packet": MEDEWERKER | LEIDING,
    "confirm_receipt": MEDEWERKER,
    # The own side of the application. What the employer may know of it, the countdown, stands on the report's page.
    "prepare_wia": MEDEWERKER,
    "mark_sent": MEDEWERKER,
    # What exactly, says each kind of record (protocols/zijwegen/vastleggen.toml).
    "record": MEDEWERKER | LEIDING | NAASTHOGERE | ARBO | PD | FRISSE_BLIK,
    "correct_fact": MEDEWERKER | LEIDING | NAASTHOGERE | ARBO | HRM | PD | FRISSE_BLIK,
}

RECORDED_BY: Mapping[str, str] = {
    "ziekmelding": "record_relapse",
    "herstelmelding": "record_recovery",
    "contact": "record_contact",
    "vraagstelling": "ask_arbodienst",
    "consult_gepland": "plan_consult",
    "uwv_gemeld": "report_to_uwv",
    "gedaan": "tick_step",
    "ontvangen": "confirm_receipt",
    "afschrift_ontvangen": "confirm_copy",
    "wia_verstuurd": "mark_sent",
    "papier_teruggeroepen": "recall_paper",
}
"""The kinds of fact that can be corrected, each with the action that its author had to be allowed."""

STANDS_IN_FOR: Mapping[str, str] = {"casemanager": "leidinggevende"}
"""A casemanager follows up in the place of the leidinggevende (Verzuimprotocol 4.6.3)."""


def may(roles: Iterable[str], action: str) -> bool:
    """Whether someone with these roles in a dossier may do `action` with it. KeyError: no such action."""
    return not ACCESS[action].isdisjoint(roles)


def acting_roles(roles: Iterable[str]) -> frozenset[str]:
    """The roles whose steps someone may settle: the own ones and those one stands in for."""
    roles = frozenset(roles)
    return roles | {STANDS_IN_FOR[role] for role in roles & STANDS_IN_FOR.keys()}
