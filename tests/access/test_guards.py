"""The guards themselves: each can fail, and does when something is missing."""

import pytest
from flask import Blueprint, Flask

from portal.rules.access import ACCESS, ROLES, acting_roles, may
from portal.settings import Settings
from portal.storage.protocols import records
from portal.web.app import create_app
from portal.web.guard import PUBLIC, MissingPolicy, check_every_route, guarded


def test_a_route_without_a_policy_stops_the_start(settings: Settings) -> None:
    app = create_app(settings)
    app._got_first_request = False
    app.add_url_rule("/vergeten", "vergeten", lambda: "iets")
    with pytest.raises(MissingPolicy, match="vergeten"):
        check_every_route(app)


def test_a_policy_on_a_dossier_needs_a_dossier_in_the_address() -> None:
    app = Flask("kaal", static_folder=None)
    bp = Blueprint("los", __name__)
    bp.add_url_rule("/los", view_func=guarded("read_dossier")(lambda: "iets"), endpoint="los")
    app.register_blueprint(bp)
    with pytest.raises(MissingPolicy, match="read_dossier"):
        check_every_route(app)


def test_a_policy_must_exist() -> None:
    with pytest.raises(MissingPolicy):
        guarded("read_everything")


def test_the_access_table_names_only_roles_that_exist() -> None:
    named = set().union(*ACCESS.values())
    assert named <= set(ROLES)


def test_nothing_is_allowed_without_a_role() -> None:
    assert not any(may(frozenset(), action) for action in ACCESS)


def test_the_beheerder_has_no_right_on_any_dossier() -> None:
    assert not any(may({"beheerder"}, action) for action in ACCESS)


def test_the_naasthogere_sees_progress_reminds_and_nothing_else() -> None:
    """Besides, who may take over as casemanager can propose one: that says nothing of what is in the dossier."""
    allowed = [action for action in ACCESS if may({"naasthogere_leidinggevende"}, action)]
    assert allowed == ["read_progress", "remind", "record", "correct_fact"]
    assert [k.key for k in records().values() if k.writable_by({"naasthogere_leidinggevende"})] == [
        "casemanager_voorgesteld"
    ]


def test_a_casemanager_stands_in_for_the_leidinggevende() -> None:
    assert acting_roles({"casemanager"}) == {"casemanager", "leidinggevende"}
    assert acting_roles({"medewerker"}) == {"medewerker"}


def test_an_unknown_action_is_an_error_and_not_a_no() -> None:
    with pytest.raises(KeyError):
        may({"leidinggevende"}, "read_everything")


def test_public_is_the_only_policy_without_a_person() -> None:
    assert guarded(PUBLIC)(lambda: None).policy.name == PUBLIC
