"""Settings, the secret, and the key that papers and free text are sealed with."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path

from portal.cli.doctor.finding import Finding, good, mind, wrong
from portal.settings import Settings, problems_with
from portal.storage.database import connect_to, connection
from portal.storage.keyfile import Key, KeyProblem, read_keys
from portal.storage.keyring import is_sealed
from portal.storage.reading.health import keys_in_use
from portal.storage.sealing import ring

RENEW_AFTER = timedelta(days=365)
PIECE = 1024 * 1024


def check_settings(settings: Settings) -> Iterator[Finding]:
    """Whether the portal would start with these settings."""
    problems = list(problems_with(settings))
    yield from map(wrong, problems)
    if settings.mode != "production":
        yield mind(f"Het portaal staat in de stand {settings.mode}: niet voor gegevens van echte mensen.")
    elif not problems:
        yield good("De instellingen kloppen; het geheim is lang genoeg en niet te raden.")


def check_key_file(settings: Settings) -> Iterator[Finding]:
    """Whether there is a key, and only the portal can read it."""
    try:
        keys = read_keys(settings.keys)
    except KeyProblem as problem:
        # In production this was said with the settings; a new demonstration makes its own key.
        if settings.mode != "production" and settings.database.exists():
            yield wrong(str(problem))
        return
    mode = settings.keys.stat().st_mode & 0o777
    if mode & 0o077:
        yield wrong(f"Anderen kunnen {settings.keys} lezen of veranderen ({mode:o}). Doe: chmod 600 {settings.keys}")
    else:
        yield good(f"De sleutel {keys[0].name} staat in {settings.keys}, en alleen het portaal kan erbij.")
    if settings.mode == "production" and settings.keys.parent == settings.database.parent:
        yield mind(
            "De sleutel ligt naast de database: wie die map kopieert, heeft beide. Zet hem met key_file op een andere "
            "plaats, en laat hem uit de back-up."
        )


def check_key_outside(settings: Settings) -> Iterator[Finding]:
    """Whether the key opens this database, lies nowhere in it, and is not too old."""
    if not settings.database.exists() or not settings.keys.exists():
        return
    keys = read_keys(settings.keys)
    inside = _found_in(settings.database, keys)
    if inside:
        yield wrong(f"Sleutel {inside} staat in de database zelf. Vervang hem meteen: portal rotate-key --help")
    connect_to(settings.database, settings.keys)
    with connection():
        if not is_sealed():
            yield wrong("De stukken zijn nog niet verzegeld. Doe: portal migrate")
            return
        try:
            ring()
        except KeyProblem as problem:
            yield wrong(str(problem))
            return
        used, made_at = keys_in_use()
    yield good("De sleutel opent de database, en staat er zelf niet in.") if not inside else mind("De sleutel past.")
    spare = [key.name for key in keys if key.name not in used]
    if spare:
        yield mind(
            f"In het sleutelbestand staat nog {', '.join(spare)}, alleen nodig voor oude back-ups. Zijn die er niet "
            "meer, doe dan: portal rotate-key --drop-old"
        )
    if datetime.now(UTC) - made_at > RENEW_AFTER:
        yield mind(f"De sleutel is het laatst vervangen op {made_at:%d-%m-%Y}. Vervang hem elk jaar: portal rotate-key")


def _found_in(database: Path, keys: tuple[Key, ...]) -> str:
    """The name of a key whose bytes stand in the file of the database or its log; empty when none does."""
    wanted = [(key.name, form) for key in keys for form in (key.secret, base64.b64encode(key.secret))]
    longest = max(len(form) for _, form in wanted)
    for file in database.parent.glob(f"{database.name}*"):
        with file.open("rb") as content:
            before = b""
            for piece in chain(iter(lambda: content.read(PIECE), b"")):
                both = before + piece
                for name, form in wanted:
                    if form in both:
                        return name
                before = both[-longest:]
    return ""
