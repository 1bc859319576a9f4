"""`portal doctor` on the TLS in front of the portal: a real server on this machine."""

import socket
import ssl
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from portal.cli.doctor.tls import check_tls
from portal.settings import Settings


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost, with its key, that nobody vouches for but itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
    signed = made.add_extension(names, critical=False).sign(key, hashes.SHA256())
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = tmp_path_factory.mktemp("tls") / "portaal.pem"
    pem = serialization.Encoding.PEM
    file.write_bytes(signed.public_bytes(pem) + key.private_bytes(pem, *form))
    return file


@pytest.fixture
def served(certificate: Path) -> Iterator[Callable[..., Settings]]:
    """Starts a server that speaks these versions; gives the settings of a portal behind it."""
    listening = socket.create_server(("127.0.0.1", 0))

    def start(least: ssl.TLSVersion, most: ssl.TLSVersion) -> Settings:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version, context.maximum_version = least, most
        Thread(target=answer, args=(context,), daemon=True).start()
        return Settings(mode="production", address=f"https://127.0.0.1:{listening.getsockname()[1]}")

    def answer(context: ssl.SSLContext) -> None:
        for _ in range(2):
            caller, _ = listening.accept()
            try:
                context.wrap_socket(caller, server_side=True).close()
            except OSError:
                caller.close()

    yield start
    listening.close()


def found(settings: Settings) -> list[tuple[str, str]]:
    return [(one.level, one.sentence.removeprefix(settings.origin)) for one in check_tls(settings)]


OLD, TWO, THREE = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3


@pytest.mark.parametrize(
    ("least", "most", "levels", "words"),
    [
        (TWO, THREE, ["goed"], "biedt TLS 1.3 aan"),
        (TWO, TWO, ["goed"], "biedt TLS 1.2 aan"),
        (OLD, THREE, ["goed", "FOUT"], "ook TLS 1.0 of 1.1"),
        (OLD, ssl.TLSVersion.TLSv1_1, ["FOUT", "FOUT"], "geen TLS 1.2 of 1.3"),
    ],
)
def test_versions(
    served: Callable[..., Settings],
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    least: ssl.TLSVersion,
    most: ssl.TLSVersion,
    levels: list[str],
    words: str,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    said = found(served(least, most))
    assert [level for level, _ in said] == levels
    assert words in " ".join(sentence for _, sentence in said)


def test_a_certificate_that_nobody_vouches_for_is_a_fault(served: Callable[..., Settings]) -> None:
    [(level, sentence)] = found(served(TWO, THREE))
    assert level == "FOUT"
    assert "wordt niet vertrouwd" in sentence


def test_an_address_out_of_reach_is_no_fault_and_one_without_https_is_not_asked() -> None:
    assert [level for level, _ in found(Settings(address="https://127.0.0.1:1"))] == ["let op"]
    assert found(Settings()) == []
