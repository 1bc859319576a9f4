"""How visitors reach the portal: the TLS of whatever stands in front of it."""

import socket
import ssl
import warnings
from collections.abc import Iterator
from urllib.parse import urlsplit

from portal.cli.doctor.finding import Finding, good, mind, wrong
from portal.settings import Settings

TIMEOUT = 5
"""Seconds."""


def check_tls(settings: Settings) -> Iterator[Finding]:
    """Whether the address speaks TLS 1.2 or 1.3 and nothing older, with a certificate that is believed here."""
    address = urlsplit(settings.origin)
    if address.scheme != "https" or not address.hostname:
        return
    place = (address.hostname, address.port or 443)
    try:
        spoken = _spoken(place, ssl.create_default_context())
    except ssl.SSLCertVerificationError as error:
        yield wrong(f"Het certificaat van {settings.origin} wordt niet vertrouwd: {error.verify_message}.")
    except ssl.SSLError:
        yield wrong(f"{settings.origin} biedt geen TLS 1.2 of 1.3 aan.")
    except OSError:
        yield mind(f"{settings.origin} is vanaf deze machine niet te bereiken: TLS is niet nagekeken.")
        return
    else:
        yield good(f"{settings.origin} biedt {spoken} aan, met een certificaat dat wordt vertrouwd.")
    if _speaks_old(place):
        yield wrong(f"{settings.origin} biedt ook TLS 1.0 of 1.1 aan. Zet dat uit in de proxy.")


def _spoken(place: tuple[str, int], context: ssl.SSLContext) -> str:
    with (
        socket.create_connection(place, TIMEOUT) as plain,
        context.wrap_socket(plain, server_hostname=place[0]) as sealed,
    ):
        return (sealed.version() or "").replace("v", " ")


def _speaks_old(place: tuple[str, int]) -> bool:
    """Whether it agrees to a version that nobody should speak any more; nothing is sent over it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    try:
        return bool(_spoken(place, context))
    except OSError:
        return False
