"""Where a step is done: its page and the words on its button."""

from flask import url_for

from portal.rules.step import Step

BUTTONS = {
    "record_contact": ("case.contact", "Contact vastleggen"),
    "ask_arbodienst": ("case.question", "Vraag stellen"),
    "record_recovery": ("recovery.new", "Herstel vastleggen"),
    "plan_consult": ("case.consult", "Spreekuur plannen"),
    "report_to_uwv": ("case.uwv", "Melding vastleggen"),
    "hand_over": ("wia.hand_over", "Overdragen"),
    "take_over": ("takeover.take_over", "Bekijken en bevestigen"),
    "mark_sent": ("wia.sent", "Versturen melden"),
}


def place_of(step: Step, dossier_number: str, *, back: str = "") -> tuple[str, str]:
    """The address of the page where a step is done, and the label of the button that leads there.

    `back`: the list in which the step stands. Who plans consults plans several in a row, and comes back there.
    """
    match step.action:
        case "settle_paper":
            return url_for("papers.fill", number=dossier_number, kind=step.paper), "Invullen"
        case "sign_paper":
            return url_for("papers.sign", number=dossier_number, paper_id=int(step.paper)), "Lezen en ondertekenen"
        case "sign_on_paper":
            paper, role = int(step.paper), step.key.rpartition(":")[2]
            address = url_for("running_case.sign_on_paper", number=dossier_number, paper_id=paper, role=role)
            return address, "Vastleggen"
        case "file_earlier_paper" if step.paper.isdigit():
            return url_for("running_case.add_scan", number=dossier_number, paper_id=int(step.paper)), "Toevoegen"
        case "file_earlier_paper":
            return url_for("running_case.file_earlier_paper", number=dossier_number, kind=step.paper), "Toevoegen"
        case "tick_step":
            return url_for("case.tick", number=dossier_number, key=step.key, round=step.round), "Afvinken"
        case "record":
            return url_for("record.record_kind", number=dossier_number, kind=step.paper), "Vastleggen"
        case "confirm_receipt":
            # The button stands on the page of the report, which has a link to it as well.
            return url_for("wia.report", number=dossier_number, _anchor="ontvangst"), "Bekijken en bevestigen"
        case action:
            endpoint, label = BUTTONS[action]
            led_back = back if back and action == "plan_consult" else None
            return url_for(endpoint, number=dossier_number, terug=led_back), label


def opens_at(step: Step, dossier_number: str) -> str:
    """The place beside a task where its form opens; empty when it is a page. To tick asks a day and a sentence."""
    return f"doe-{dossier_number}-{step.key}-{step.round}" if step.action == "tick_step" else ""


def explanation_of(step: Step, dossier_address: str) -> str:
    """The address of the page that explains a step's day. Put together by hand: long lists need it on every line."""
    return f"{dossier_address}/stappen/{step.key}/{step.round}/uitleg"
