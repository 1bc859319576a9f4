"""«Mijn instellingen»: how often someone wants the mail of the morning, and their calendar elsewhere."""

from flask import Blueprint, Response, url_for
from flask_login import current_user

from portal.actions.morning_mail import choose_wish
from portal.storage.reading.calendars import feed_of
from portal.storage.reading.reminders import DAILY, ESCALATION, WEEKLY, mail_wish
from portal.web.forms.answer import answer_form
from portal.web.forms.form import FormField
from portal.web.guard import SIGNED_IN, guarded
from portal.web.present.calendars import feed_words

bp = Blueprint("own_settings", __name__, url_prefix="/instellingen")

OTHERS_LATE = "Geen mail, behalve als een taak van een ander zo laat is dat ik het moet weten"
WISHES = (
    (DAILY, "Elke werkdag waarop er iets wacht"),
    (WEEKLY, "Hoogstens één keer per week"),
    (ESCALATION, "Geen mail"),
)


@bp.route("", methods=["GET", "POST"])
@guarded(SIGNED_IN)
def mine() -> Response:
    """What someone chose so far, and the form to choose something else."""
    address = url_for("own_settings.mine")
    follows = "naasthogere_leidinggevende" in current_user.functions
    options = (*WISHES[:2], (ESCALATION, OTHERS_LATE)) if follows else WISHES
    return answer_form(
        (FormField("mail", "Wanneer wilt u mail over taken die op u wachten?", "radio", options=options),),
        title="Mijn instellingen",
        submit="Keuze bewaren",
        start={"mail": mail_wish(current_user.person_id)},
        act=lambda sheet: choose_wish(person_id=current_user.person_id, wish=sheet.text("mail")),
        then=lambda: address,
        notice="Uw keuze is bewaard.",
        template="own_settings.html",
        feed=feed_words(feed_of(current_user.person_id)),
    )
