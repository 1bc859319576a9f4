"""The log of the process: one line of JSON for each event, without what people typed."""

import json
import logging
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from portal.web.log import Line
from tests.web.scene import Scene, at, token

SECRET = "Vera heeft griep"


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What the process writes on standard error."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Line())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def lines(written: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.asvs("16.2.4", "16.4.1")
@pytest.mark.parametrize("sent", ["een\nERROR nep", "een\r\nnep", "een\u2028nep", "een\x1b[2Jnep", "een\x00nep"])
def test_what_someone_sent_begins_no_line(written: StringIO, sent: str) -> None:
    logging.getLogger("portal.x").warning("found %s", sent)
    logging.getLogger("portal.x").warning("refused", extra={"told": {"form": sent}})
    said = written.getvalue()
    assert said.count("\n") == len(said.splitlines()) == 2
    assert said.replace("\n", "").isprintable()
    first, second = lines(written)
    assert (first["event"], second["form"]) == (f"found {sent}", sent)
    assert first["level"] == "warning"
    offset = datetime.fromisoformat(first["at"]).utcoffset()
    assert offset is not None
    assert not offset


@pytest.mark.asvs("16.2.5")
def test_an_error_is_told_by_kind_and_place_and_a_library_without_values(written: StringIO) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("portal.x").exception("it failed")
        logging.getLogger("waitress").exception("Exception while serving %s", f"/wachtwoord-kiezen/{SECRET}")
    assert SECRET not in written.getvalue()
    ours, theirs = lines(written)
    assert ours["event"] == "it failed"
    assert ours["error"].startswith("ValueError at test_log.py:")
    assert theirs["event"] == "Exception while serving %s"


@pytest.mark.asvs("16.3.3")
def test_a_form_of_another_site_or_with_a_wrong_token_is_logged(written: StringIO, tmp_path: Path) -> None:
    scene = Scene(tmp_path, "sick")
    who = scene.open("teamleider", 10)
    sent = {"verslag": SECRET, "csrf_token": token(who)}
    assert not lines(written)
    who.client.post(at("/contact"), data=sent, headers={"Sec-Fetch-Site": "cross-site"})
    who.client.post(at("/contact"), data=sent | {"csrf_token": "x" * 40})
    scene.stranger(10).client.post("/inloggen", data={})
    person = scene.stage.ids["teamleider"]
    told = [(one["event"], one["why"], one["person"], one["address"]) for one in lines(written)]
    assert told == [
        ("form refused", "sent from another site", person, "127.0.0.1"),
        ("form refused", "The CSRF token is invalid.", person, "127.0.0.1"),
        ("form refused", "The CSRF token is missing.", None, "127.0.0.1"),
    ]
    assert SECRET not in written.getvalue()
    assert sent["csrf_token"] not in written.getvalue()
