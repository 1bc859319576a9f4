"""The rule files as delivered, and every mistake that stops one from being read."""

import re
from datetime import date

import pytest

from portal.rules.access import ROLES
from portal.rules.protocol import Rule, Term
from portal.rules.protocol_file import ProtocolError, parse_protocol
from portal.storage.protocols import FOLDER, protocol, protocol_keys

EVERY = [(key, rule) for key in protocol_keys() for rule in protocol(key).rules]
END_PHASE = {
    "uwv_formulieren_ontvangen",
    "actueel_oordeel",
    "eindevaluatie",
    "wia_overdracht",
    "medische_stukken_ontvangen",
    "oordeel_werknemer",
    "wia_aanvraag",
}

SMALL = """
key = "klein"
title = "Kleine regels"
valid_from = 2020-01-01
convention = "D + 7 × N"
[signing]
days = 14
rule = "Tekenen."
source = "bron"
[[step]]
key = "probleemanalyse"
title = "Probleemanalyse"
owner = "bedrijfsarts"
due = { weeks = 6 }
rule = "Een regel."
source = "bron"
[[step]]
key = "gesprek"
title = "Gesprek"
owner = "leidinggevende"
due = { from = "probleemanalyse", days = 14 }
rule = "Een regel."
source = "bron"
"""


def test_both_rule_sets_are_there() -> None:
    assert protocol_keys() == ("noord_holland_2008", "wvp_2023")
    assert protocol("wvp_2023") is protocol("wvp_2023")
    assert protocol("noord_holland_2008").valid_from == date(2008, 1, 1)


def test_an_unknown_rule_set_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match="noord_holland_2008, wvp_2023"):
        protocol("wvp_1999")


@pytest.mark.parametrize(("key", "rule"), EVERY, ids=[f"{key}/{rule.key}" for key, rule in EVERY])
def test_every_step_says_who_why_and_where_from(key: str, rule: Rule) -> None:
    assert rule.owner in {*ROLES, "uwv"}
    assert rule.rule.endswith(".")
    assert re.search(r"§|hoofdstuk|art\.|Werkwijzer|Regeling procesgang", rule.source)
    assert rule.milestone or rule.owner != "uwv"


def test_the_rule_sets_differ_in_the_end_phase_only() -> None:
    ours, law = ({rule.key: rule for rule in protocol(key).rules} for key in ("noord_holland_2008", "wvp_2023"))
    assert law.keys() - ours.keys() == {"tweede_spoor", "uwv_beslissing"}
    assert not ours.keys() - law.keys()
    for key in ours.keys() - END_PHASE:
        assert (ours[key].due, ours[key].owner, ours[key].per) == (law[key].due, law[key].owner, law[key].per)
    for key in END_PHASE:
        assert ours[key].due.days < law[key].due.days


def test_a_day_of_the_law_beside_the_protocol_is_the_one_of_the_law() -> None:
    statutes = {rule.key: rule.statute for rule in protocol("noord_holland_2008").rules if rule.statute}
    assert statutes == {
        key: protocol("wvp_2023").rule(key).due  # type: ignore[union-attr]
        for key in ("uwv_formulieren_ontvangen", "wia_overdracht", "oordeel_werknemer", "wia_aanvraag")
    }


def test_the_files_are_named_after_their_key() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.toml")) == list(protocol_keys())


def test_a_small_file_is_read() -> None:
    rules = parse_protocol(SMALL)
    talk = rules.rule("gesprek")
    assert talk
    assert (talk.due, talk.soon_days) == (Term("probleemanalyse", days=14), 14)
    assert (talk.settled_by, talk.action, talk.when) == ("gedaan:gesprek", "tick_step", ("ziek",))
    assert rules.rule("iets_anders") is None


MISTAKES = [
    ('key = "klein"', 'key = "klein', "no TOML"),
    ('title = "Kleine regels"', "", "file: unknown words [], missing words ['title']"),
    ('title = "Kleine regels"', 'title = "x"\ncolour = "x"', "file: unknown words ['colour']"),
    ("days = 14\nrule", "rule", "signing: unknown words [], missing words ['days']"),
    ('title = "Gesprek"', 'title = "Gesprek"\ncolour = "x"', "gesprek: unknown words ['colour']"),
    ('title = "Gesprek"\n', "", "gesprek: unknown words [], missing words ['title']"),
    ("{ weeks = 6 }", "{ months = 2 }", "probleemanalyse: term: unknown words ['months']"),
    ("{ weeks = 6 }", "{ weeks = 1, working_days = 2 }", "not both"),
    ("{ weeks = 6 }", '{ weeks = "6" }', "probleemanalyse: '6' is no number"),
    ("{ weeks = 6 }", "{ days = -1 }", "probleemanalyse: -1 is no number"),
    ("{ weeks = 6 }", '{ from = "gesprek" }', "probleemanalyse: cannot count from 'gesprek'"),
    ("{ weeks = 6 }", '{ from = "hersteld" }', "cannot count from 'hersteld'"),
    ("{ weeks = 6 }", '{ from = "gemeld" }', "cannot count from 'gemeld'"),
    ("{ weeks = 6 }", '{ from = "terugkeeradvies" }', "cannot count from 'terugkeeradvies'"),
    ("{ weeks = 6 }", '{ weeks = 6 }\nuntil = { from = "niets" }', "cannot count from 'niets'"),
    ("{ weeks = 6 }", '{ weeks = 6 }\nopens = { from = "niets" }', "cannot count from 'niets'"),
    ("{ weeks = 6 }", '{ weeks = 6 }\nstatute = { from = "niets" }', "cannot count from 'niets'"),
    ("{ weeks = 6 }", '{ weeks = 6 }\nper = "spell"', "gesprek: cannot count from 'probleemanalyse'"),
    ("{ weeks = 6 }", '{ weeks = 6 }\nper = "month"', "probleemanalyse: unknown rounds 'month'"),
    ("{ weeks = 6 }", "{ weeks = 6 }\nlast = { weeks = 87 }", "only rounds have a last day"),
    ("{ weeks = 6 }", '{ weeks = 6 }\nno_later_than = "gesprek"', "only what an event asks for is held to the day"),
    ("{ weeks = 6 }", '{ weeks = 6 }\nor_by = ["wia_verstuurt"]', "unknown names ['wia_verstuurt']"),
    ("days = 14 }", 'days = 14 }\nper = "period"\nor_by = ["contact"]', "unknown names ['contact']"),
    ("{ weeks = 6 }", '{ weeks = 6 }\nneeds = ["gesprek"]', "unknown or later steps ['gesprek']"),
    ("{ weeks = 6 }", '{ weeks = 6 }\nwhen = ["zomer"]', "unknown names ['zomer']"),
    ("{ weeks = 6 }", '{ weeks = 6 }\naction = "dance"', "unknown names ['dance']"),
    ("{ weeks = 6 }", '{ weeks = 6 }\nsettled_by = "gedaan:gesprek"', "unknown names ['gedaan:gesprek']"),
    ("{ weeks = 6 }", '{ weeks = 6 }\nsettled_by = "papier:ander"', "unknown names ['papier:ander']"),
    ("{ weeks = 6 }", '{ weeks = 6 }\nsettled_by = "contct"', "unknown names ['contct']"),
    ("{ weeks = 6 }", '{ weeks = 6 }\nafter = { from = "niets" }', "cannot count from 'niets'"),
    ("{ weeks = 6 }", "{ weeks = true }", "True is no number"),
    ('owner = "bedrijfsarts"', 'owner = "dokter"', "unknown names ['dokter']"),
    ('key = "gesprek"', 'key = "probleemanalyse"', "probleemanalyse: stands twice"),
    ("days = 14 }", 'days = 14 }\nper = "period"', "gesprek: rounds count days from a step and have a last day"),
    ("days = 14 }", 'days = 0 }\nper = "period"\nlast = { weeks = 9 }', "gesprek: rounds count days"),
]


@pytest.mark.parametrize(("right", "wrong", "sentence"), MISTAKES, ids=[wrong for _, wrong, _ in MISTAKES])
def test_a_mistake_stops_the_file(right: str, wrong: str, sentence: str) -> None:
    assert right in SMALL
    with pytest.raises(ProtocolError, match=re.escape(sentence)):
        parse_protocol(SMALL.replace(right, wrong, 1))


def test_rounds_with_an_end_are_read() -> None:
    text = SMALL.replace("days = 14 }", 'days = 14 }\nper = "period"\nlast = { weeks = 9 }', 1)
    rule = parse_protocol(text).rule("gesprek")
    assert rule
    assert rule.last == Term("eerste_ziektedag", days=63)
