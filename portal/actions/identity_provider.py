"""The identity provider of the organisation (OpenID Connect): what is asked of it, and what of its answer is believed.

Authorization code with PKCE, state and nonce. The issuer is the one of the settings, letter by letter; signatures are
checked with its own keys; a claim that is missing or different refuses the whole. Tokens are read and thrown away.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from threading import BoundedSemaphore
from time import time
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from portal.rules.errors import Rejected
from portal.settings import Settings

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures of a key of the provider's own: none, and no secret that both sides know (ASVS 6.8.2)."""
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
LEEWAY = 60
"""Seconds that two clocks may differ."""
LOGOUT_LASTS = timedelta(minutes=5)
TIMEOUT = 4
"""Seconds that the provider may be silent."""
TURNS = BoundedSemaphore(2)
"""Of what is asked while it may be down: the other threads of the portal go on with their work."""
WAIT_FOR_TURN = 0.5
WELL_KNOWN = "/.well-known/openid-configuration"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True)
class Provider:
    """Who signs people in elsewhere. `acr` are the strengths of login that are good enough; empty: any.

    `link_by` names the claim by which someone is known the first time: email, personnel_number or nothing.
    """

    issuer: str
    client_id: str
    client_secret: str
    acr: tuple[str, ...] = ()
    link_by: str = ""


def provider_of(settings: Settings) -> Provider:
    """The provider of the settings, which must have one."""
    acr = tuple(settings.oidc_acr.split())
    return Provider(
        settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret, acr, settings.oidc_link_by
    )


@dataclass(frozen=True)
class Question:
    """What a browser was sent to the provider with. `since`: someone must have logged in there no earlier than that."""

    nonce: str
    verifier: str
    purpose: str
    verder: str
    since: float


@dataclass(frozen=True)
class Identity:
    """Who came back: the provider's name for them, and for the login there. `known_by` is the claim to link by.

    `id_token` is what the provider said it with.
    """

    issuer: str
    subject: str
    sid: str
    known_by: str
    id_token: str


@dataclass(frozen=True)
class Ended:
    """A login that ended at the provider: of this subject, or only the one called `sid`."""

    subject: str
    sid: str
    token_id: str


def question(purpose: str, verder: str, since: datetime) -> Question:
    """A new question, with secrets that nobody guesses."""
    return Question(secrets.token_urlsafe(32), secrets.token_urlsafe(48), purpose, verder, since.timestamp())


def address_to_ask(provider: Provider, asked: Question, state: str, back: str, *, max_age: int, again: bool) -> str:
    """Where the browser goes; `again`: the person types their password there once more. Raises Rejected."""
    return _with(
        _metadata(provider)["authorization_endpoint"],
        response_type="code",
        client_id=provider.client_id,
        redirect_uri=back,
        scope=f"openid {provider.link_by}".strip() if provider.link_by == "email" else "openid",
        state=state,
        nonce=asked.nonce,
        code_challenge=create_s256_code_challenge(asked.verifier),
        code_challenge_method="S256",
        max_age=str(max_age),
        acr_values=" ".join(provider.acr),
        prompt="login" if again else "",
    )


def address_to_log_out(provider: Provider, back: str, id_token: str = "") -> str:
    """Where the browser goes to end the login there too; `id_token` says which one, where known. Raises Rejected."""
    end = _metadata(provider).get("end_session_endpoint")
    if not end:
        raise Rejected("sign_on_stays")
    return _with(end, client_id=provider.client_id, post_logout_redirect_uri=back, id_token_hint=id_token)


def identified(provider: Provider, asked: Question, answer: Mapping[str, str], back: str, now: datetime) -> Identity:
    """Who came back with this answer. `now` is the real time. Raises Rejected: sign_on_refused, sign_on_unreachable."""
    metadata = _metadata(provider)
    said = answer.get("iss")
    if said != provider.issuer and (said or metadata.get("authorization_response_iss_parameter_supported")):
        raise Rejected("sign_on_refused")
    if "code" not in answer:
        raise Rejected("sign_on_refused")
    with OAuth2Session(provider.client_id, provider.client_secret, redirect_uri=back) as client:
        try:
            token = client.fetch_token(
                metadata["token_endpoint"],
                grant_type="authorization_code",
                code=answer["code"],
                code_verifier=asked.verifier,
                timeout=TIMEOUT,
                allow_redirects=False,
            )
            claims = _id_token(provider, token, asked, now)
            known_by = _claim(provider, claims, client, metadata)
        except (OAuthError, JoseError, ValueError, KeyError, TypeError) as error:
            raise Rejected("sign_on_refused") from error
        except requests.RequestException as error:
            raise Rejected("sign_on_unreachable") from error
    return Identity(provider.issuer, str(claims["sub"]), str(claims.get("sid", "")), known_by, token["id_token"])


def ended_elsewhere(provider: Provider, logout_token: str, now: datetime) -> Ended:
    """What a logout token says, when it is one (OIDC Back-Channel Logout 2.6). Raises Rejected("sign_on_refused")."""
    try:
        token = _decoded(provider, logout_token)
        registry = jwt.JWTClaimsRegistry(
            int(now.timestamp()),
            LEEWAY,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client_id},
            iat={"essential": True},
            exp={"essential": True},
            jti={"essential": True},
        )
        registry.validate(token.claims)
        claims = token.claims
        is_logout = token.header.get("typ") == "logout+jwt" and isinstance(claims["events"][LOGOUT], dict)
        fresh = now.timestamp() - claims["iat"] <= LOGOUT_LASTS.total_seconds()
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise Rejected("sign_on_refused") from error
    subject, sid = str(claims.get("sub", "")), str(claims.get("sid", ""))
    if not is_logout or not fresh or "nonce" in claims or not (subject or sid):
        raise Rejected("sign_on_refused")
    return Ended(subject, sid, str(claims["jti"]))


def _id_token(provider: Provider, token: Mapping[str, Any], asked: Question, now: datetime) -> dict[str, Any]:
    decoded = _decoded(provider, token["id_token"])
    options = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "nonce": {"essential": True, "value": asked.nonce},
        "auth_time": {"essential": True},
    }
    params = {"nonce": asked.nonce, "client_id": provider.client_id, "access_token": token.get("access_token")}
    claims = CodeIDToken(decoded.claims, decoded.header, options, params)
    claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    if claims["auth_time"] < asked.since - LEEWAY:
        raise ValueError("the login there is too long ago")
    if provider.acr and claims.get("acr") not in provider.acr:
        raise ValueError("the login there is not strong enough")
    return dict(claims)


def _claim(provider: Provider, claims: Mapping[str, Any], client: OAuth2Session, metadata: Mapping[str, Any]) -> str:
    """What the person is known by the first time; asked for apart when it does not stand in the ID token."""
    if not provider.link_by:
        return ""
    said: Mapping[str, Any] = claims
    if provider.link_by not in said and "userinfo_endpoint" in metadata:
        answer = client.get(metadata["userinfo_endpoint"], timeout=TIMEOUT, allow_redirects=False)
        answer.raise_for_status()
        said = answer.json()
        if said.get("sub") != claims["sub"]:
            raise ValueError("this is about someone else")
    if provider.link_by == "email" and said.get("email_verified") is not True:
        return ""
    return str(said.get(provider.link_by) or "")


def _decoded(provider: Provider, token: str) -> jwt.Token:
    uri = _metadata(provider)["jwks_uri"]
    try:
        return jwt.decode(token, KeySet.import_key_set(_fetched(uri, _bucket(3600))), ALGORITHMS)
    except InvalidKeyIdError:
        # A key that is new there. Who makes keys up does not make us ask more than once a minute.
        return jwt.decode(token, KeySet.import_key_set(_fetched(uri, _bucket(60))), ALGORITHMS)


def _metadata(provider: Provider) -> dict[str, Any]:
    """What the provider says of itself. Raises Rejected when it says it is another, or sends us to a place unsealed."""
    found: dict[str, Any] = _fetched(provider.issuer.rstrip("/") + WELL_KNOWN, _bucket(3600))
    sealed = urlsplit(provider.issuer).scheme == "http" or all(
        str(found.get(name, "")).startswith("https://") for name in ENDPOINTS
    )
    if found.get("issuer") != provider.issuer or not sealed or not all(name in found for name in ENDPOINTS):
        raise Rejected("sign_on_refused")
    return found


def _bucket(seconds: int) -> tuple[int, int]:
    """The present stretch of so many seconds: what was fetched in it need not be fetched again."""
    return seconds, int(time()) // seconds


@lru_cache(maxsize=16)
def _fetched(address: str, _: tuple[int, int]) -> Any:
    if not TURNS.acquire(timeout=WAIT_FOR_TURN):
        raise Rejected("sign_on_busy")
    try:
        answer = requests.get(address, timeout=TIMEOUT, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise Rejected("sign_on_unreachable") from error
    finally:
        TURNS.release()
    if not isinstance(found, dict):
        raise Rejected("sign_on_unreachable")
    return found


def _with(address: str, **values: str) -> str:
    sent = urlencode({name: value for name, value in values.items() if value})
    return f"{address}{'&' if urlsplit(address).query else '?'}{sent}"
