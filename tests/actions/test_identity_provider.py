"""What a provider answers is believed only when every claim is right: tokens made by a small one that says anything."""

import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from portal.actions.identity_provider import (
    LOGOUT,
    Ended,
    Identity,
    Provider,
    address_to_ask,
    ended_elsewhere,
    identified,
    question,
)
from portal.actions.log_in import Visit
from portal.actions.sign_on import end_from_elsewhere, keep_question, question_answered, sign_on
from portal.rules.errors import Rejected
from portal.storage.database import connection
from tests.staging import set_stage

NOW = datetime(2026, 5, 4, 7, 30, tzinfo=UTC)
KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"}) for kid in ("een", "twee"))
BACK = "https://portaal.example/terug"
SECRET = "een geheim van de test, lang genoeg"


class Says:
    """A provider over HTTP that says of itself and of people whatever the test wants."""

    def __init__(self) -> None:
        self.metadata: dict[str, Any] = {}
        self.token: str = ""
        answers = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(answers.metadata if "well-known" in self.path else answers.keys())

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.answer({"access_token": "a", "token_type": "Bearer", "id_token": answers.token})

            def answer(self, what: dict[str, Any]) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(what).encode())

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://localhost:{self.server.server_port}"
        paths = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "jwks"}
        self.metadata = {"issuer": self.issuer} | {name: f"{self.issuer}/{path}" for name, path in paths.items()}
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @staticmethod
    def keys() -> dict[str, Any]:
        return {"keys": [KEY.as_dict(private=False)]}


@pytest.fixture
def says() -> Iterator[Says]:
    found = Says()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def provider(says: Says) -> Provider:
    return Provider(says.issuer, "portaal", SECRET, acr=("sterk",))


ASKED = question("inloggen", "", NOW - timedelta(minutes=1))


def seconds(minutes: float = 0) -> int:
    return int((NOW + timedelta(minutes=minutes)).timestamp())


def good(provider: Provider) -> dict[str, Any]:
    return {
        "iss": provider.issuer,
        "aud": "portaal",
        "sub": "s-1",
        "sid": "d-1",
        "nonce": ASKED.nonce,
        "acr": "sterk",
        "iat": seconds(),
        "exp": seconds(5),
        "auth_time": seconds(),
    }


def signed(claims: dict[str, Any], key: Any = KEY, header: dict[str, Any] | None = None) -> str:
    without = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode({"alg": "RS256", "kid": "een"} | (header or {}), without, key, ["RS256", "HS256", "none"])


def ask(says: Says, provider: Provider, token: str, **answer: str) -> Identity:
    says.token = token
    return identified(provider, ASKED, {"code": "c"} | answer, BACK, NOW)


@pytest.mark.asvs("10.5.1", "10.5.4")
def test_a_right_answer_is_believed(says: Says, provider: Provider) -> None:
    token = signed(good(provider))
    assert ask(says, provider, token) == Identity(says.issuer, "s-1", "d-1", "", token)


@pytest.mark.asvs("6.8.4", "9.2.1", "9.2.3", "10.5.1", "10.5.4")
@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://kwaad.example"},
        {"iss": None},
        {"aud": "een ander"},
        {"aud": ["portaal", "een ander"]},
        {"aud": None},
        {"sub": None},
        {"nonce": "van een ander"},
        {"nonce": None},
        {"acr": "zwak"},
        {"acr": None},
        {"exp": seconds(-5)},
        {"exp": None},
        {"iat": seconds(30)},
        {"iat": None},
        {"auth_time": seconds(-20)},
        {"auth_time": None},
        {"azp": "een ander"},
    ],
    ids=str,
)
def test_one_claim_that_is_wrong_refuses_the_whole(says: Says, provider: Provider, change: dict[str, Any]) -> None:
    with pytest.raises(Rejected, match="sign_on_refused"):
        ask(says, provider, signed(good(provider) | change))


@pytest.mark.asvs("6.8.2", "9.1.1", "9.1.2", "9.1.3")
@pytest.mark.parametrize(
    ("key", "header"),
    [
        (OTHER_KEY, {}),
        (OTHER_KEY, {"kid": "twee"}),
        (OctKey.import_key(SECRET), {"alg": "HS256"}),
        (None, {"alg": "none"}),
    ],
    ids=["other key", "unknown key", "shared secret", "unsigned"],
)
def test_only_a_signature_of_the_provider_counts(
    says: Says, provider: Provider, key: Any, header: dict[str, Any]
) -> None:
    with pytest.raises(Rejected, match="sign_on_refused"):
        ask(says, provider, _forged(good(provider), key, header))


def _forged(claims: dict[str, Any], key: Any, header: dict[str, Any]) -> str:
    if key is not None:
        return signed(claims, key, header)
    unsigned = signed(claims).split(".")
    return ".".join(["eyJhbGciOiJub25lIn0", unsigned[1], ""])


@pytest.mark.asvs("10.2.2", "10.5.3")
def test_a_provider_that_says_it_is_another_is_refused(says: Says, provider: Provider) -> None:
    says.metadata["issuer"] = f"{says.issuer}/"
    with pytest.raises(Rejected, match="sign_on_refused"):
        address_to_ask(provider, ASKED, "s", BACK, max_age=0, again=False)


@pytest.mark.asvs("10.2.2")
def test_an_answer_that_names_another_issuer_is_refused(says: Says, provider: Provider) -> None:
    says.metadata["authorization_response_iss_parameter_supported"] = True
    with pytest.raises(Rejected, match="sign_on_refused"):
        ask(says, provider, signed(good(provider)), iss="https://kwaad.example")
    with pytest.raises(Rejected, match="sign_on_refused"):
        ask(says, provider, signed(good(provider)))
    assert ask(says, provider, signed(good(provider)), iss=says.issuer).subject == "s-1"


def test_a_provider_that_is_not_there_is_said_to_be_away() -> None:
    with pytest.raises(Rejected, match="sign_on_unreachable"):
        address_to_ask(Provider("http://localhost:9", "p", "s"), ASKED, "s", BACK, max_age=0, again=False)


def test_two_at_most_wait_for_a_provider_that_does_not_answer() -> None:
    """The others hear at once that they must try again, and hold no thread of the portal."""
    with socket.create_server(("127.0.0.1", 0)) as silent, ThreadPoolExecutor(8) as threads:
        away = Provider(f"http://127.0.0.1:{silent.getsockname()[1]}", "p", "s")

        def begin() -> tuple[str, float]:
            started = time.monotonic()
            with pytest.raises(Rejected) as refusal:
                address_to_ask(away, ASKED, "s", BACK, max_age=0, again=False)
            return refusal.value.code, time.monotonic() - started

        said = [one.result() for one in [threads.submit(begin) for _ in range(8)]]
    assert Counter(code for code, _ in said) == {"sign_on_unreachable": 2, "sign_on_busy": 6}
    assert max(seconds for code, seconds in said if code == "sign_on_busy") < 2
    assert max(seconds for _, seconds in said) < 6


@pytest.mark.asvs("10.1.2")
def test_a_question_is_answered_once_and_soon(database: Path) -> None:
    state = keep_question(ASKED, visit=Visit("192.0.2.1"), now=NOW)
    for token, given, later in ((state, "anders", 0), ("", "", 0), (state, state, 20)):
        with pytest.raises(Rejected, match="sign_on_too_late"):
            question_answered(token, given, NOW + timedelta(minutes=later))
    assert question_answered(state, state, NOW) == ASKED
    with pytest.raises(Rejected, match="sign_on_too_late"):
        question_answered(state, state, NOW)


# Logging out from elsewhere


def logout(provider: Provider) -> dict[str, Any]:
    return {
        "iss": provider.issuer,
        "aud": "portaal",
        "sub": "s-1",
        "sid": "d-1",
        "iat": seconds(),
        "exp": seconds(2),
        "jti": "eenmalig",
        "events": {LOGOUT: {}},
    }


def logout_token(claims: dict[str, Any], kind: str | None = "logout+jwt", key: Any = KEY) -> str:
    return signed(claims, key, {"typ": kind} if kind else {"typ": "JWT"})


@pytest.mark.asvs("10.5.5")
def test_a_logout_token_counts_once(provider: Provider, database: Path) -> None:
    ended = ended_elsewhere(provider, logout_token(logout(provider)), NOW)
    assert ended == Ended("s-1", "d-1", "eenmalig")
    end_from_elsewhere(ended=ended, provider=provider, now=NOW, origin="")
    with pytest.raises(Rejected, match="sign_on_refused"):
        end_from_elsewhere(ended=ended, provider=provider, now=NOW, origin="")


@pytest.mark.asvs("10.5.5")
@pytest.mark.parametrize(
    "change",
    [
        {"nonce": "x"},
        {"events": None},
        {"events": {"iets anders": {}}},
        {"iss": "https://kwaad.example"},
        {"aud": "een ander"},
        {"jti": None},
        {"iat": seconds(-10)},
        {"exp": seconds(-3)},
        {"exp": None},
        {"sub": None, "sid": None},
    ],
    ids=str,
)
def test_a_logout_token_that_is_wrong_ends_nothing(provider: Provider, change: dict[str, Any]) -> None:
    with pytest.raises(Rejected, match="sign_on_refused"):
        ended_elsewhere(provider, logout_token(logout(provider) | change), NOW)


@pytest.mark.asvs("9.2.2", "10.5.5")
def test_another_kind_of_token_ends_nothing(provider: Provider) -> None:
    for token in (logout_token(logout(provider), None), logout_token(logout(provider), key=OTHER_KEY), "onzin", ""):
        with pytest.raises(Rejected, match="sign_on_refused"):
            ended_elsewhere(provider, token, NOW)


@pytest.mark.asvs("6.8.1")
def test_an_address_with_a_letter_of_another_script_is_nobody_elses(tmp_path: Path) -> None:
    """In lower case the sign for kelvin is a k."""
    stage = set_stage(tmp_path, "sick")
    provider = Provider("https://idp.example", "portaal", SECRET, link_by="email")

    def enter(address: str) -> str:
        identity = Identity(provider.issuer, "s-9", "d-9", address, "")
        return sign_on(identity=identity, provider=provider, visit=Visit("192.0.2.1"), now=stage.moment(10))

    with connection():
        with pytest.raises(Rejected, match="sign_on_unknown"):
            enter("\N{KELVIN SIGN}.deboer@waterland.example")
        assert enter("K.deboer@waterland.example")
