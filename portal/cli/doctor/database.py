"""The database: whole, up to date, and as it was written."""

from collections.abc import Iterator

from portal.cli.doctor.finding import Finding, good, mind, wrong
from portal.settings import Settings
from portal.storage.database import connect_to, connection, waiting_migrations
from portal.storage.keyfile import KeyProblem
from portal.storage.keyring import is_sealed
from portal.storage.reading.health import damaged_pages, dangling_references, sealed_values_that_do_not_open
from portal.storage.reading.read_log import audit, dossiers_with_broken_chains


def check_database(settings: Settings) -> Iterator[Finding]:
    """Whether the file is whole and has had every migration."""
    if not settings.database.exists():
        yield mind(f"Er is nog geen database: {settings.database}. `portal migrate` maakt haar.")
        return
    connect_to(settings.database, settings.keys)
    with connection(read_only=True):
        damage = damaged_pages()
        if damage:
            yield wrong(f"De database is beschadigd: {'; '.join(damage)}. Zet de laatste back-up terug.")
            return
        dangling, waiting = dangling_references(), waiting_migrations()
    for table in dangling:
        yield wrong(f"In {table} verwijst een regel naar iets wat er niet is. Zet de laatste back-up terug.")
    if waiting:
        yield wrong(f"De database is niet bijgewerkt: {', '.join(waiting)}. Doe: portal migrate")
    if not (dangling or waiting):
        yield good("De database is heel en bijgewerkt.")


def check_seals(settings: Settings) -> Iterator[Finding]:
    """Whether what was stored last opens, of every kind."""
    if not _ready(settings):
        return
    with connection(read_only=True):
        try:
            found = list(sealed_values_that_do_not_open())
        except KeyProblem:
            # Said with the key.
            return
    for column, _, closed in found:
        if closed:
            yield wrong(f"In {column} gaat het zegel van {closed} waarden niet open: veranderd of verplaatst.")
    if not any(closed for *_, closed in found):
        tried = sum(count for _, count, _ in found)
        yield good(f"Van de laatst opgeslagen stukken en teksten gingen alle {tried} zegels open.")


def check_chains(settings: Settings) -> Iterator[Finding]:
    """Whether the facts of every dossier and the read log are as they were written."""
    if not _ready(settings):
        return
    with connection(read_only=True):
        broken, log = tuple(dossiers_with_broken_chains()), audit()
    if broken:
        yield wrong(f"De feiten volgen niet op elkaar in dossier {', '.join(broken)}: zie portal verify-audit")
    if log.faults:
        yield wrong(f"Het inzagelogboek klopt niet ({len(log.faults)} regels): zie portal verify-audit")
    if not broken and not log.faults:
        yield good(f"De feiten van elk dossier en de {log.looks} regels inzage zijn zoals ze zijn geschreven.")


def _ready(settings: Settings) -> bool:
    """Whether there is a database that has had its migrations; the rest was said with the database."""
    if not settings.database.exists():
        return False
    connect_to(settings.database, settings.keys)
    with connection(read_only=True):
        return is_sealed() and not waiting_migrations()
