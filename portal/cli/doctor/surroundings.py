"""What lies around the portal: its files, its backups, LibreOffice and the clock of the machine."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from portal.cli.doctor.finding import Finding, good, mind, wrong
from portal.documents.clamd import answers
from portal.documents.office import drawing_found, office_found
from portal.documents.office_room import own_disk, without_network
from portal.settings import Settings
from portal.storage.database import connect_to, connection, table_exists
from portal.storage.reading.health import newest_moment
from portal.storage.reading.held_files import count_held
from portal.web.clock import HERE

OLDEST_BACKUP = timedelta(hours=26)
"""One every night, and two hours of grace."""
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""Before this program was made."""


def check_modes(settings: Settings) -> Iterator[Finding]:
    """Whether others on the machine can read what the portal keeps."""
    database = settings.database
    kept = [*database.parent.glob(f"{database.name}*"), settings.instance / "portal.toml", settings.instance / "secret"]
    if settings.backup_folder:
        kept += (settings.instance / settings.backup_folder).glob("*")
    readable = [file for file in kept if file.exists() and file.stat().st_mode & 0o007]
    for file in readable:
        yield wrong(f"Iedereen op deze machine kan {file} lezen. Doe: chmod 600 {file}")
    if not readable:
        yield good("De bestanden van het portaal zijn niet voor anderen te lezen.")


def check_backups(settings: Settings) -> Iterator[Finding]:
    """Whether there is a backup of the last night, and the key does not lie beside it."""
    if not settings.backup_folder:
        if settings.mode == "production":
            yield mind("Zet backup_folder op de map met back-ups: dan ziet u hier hoe oud de laatste is.")
        return
    folder = settings.instance / settings.backup_folder
    files = sorted((file for file in folder.glob("*") if file.is_file()), key=lambda file: file.stat().st_mtime)
    if not files:
        yield wrong(f"In {folder} staat geen back-up.")
        return
    age = datetime.now(UTC) - datetime.fromtimestamp(files[-1].stat().st_mtime, UTC)
    hours = age // timedelta(hours=1)
    if age > OLDEST_BACKUP:
        yield wrong(f"De laatste back-up, {files[-1].name}, is {hours} uur oud. Maak er elke nacht een.")
    else:
        yield good(f"De laatste back-up, {files[-1].name}, is {hours} uur oud.")
    if settings.keys.resolve().is_relative_to(folder.resolve()) or (folder / settings.keys.name).exists():
        yield wrong("De sleutel ligt bij de back-ups: wie daar bij kan, kan alles lezen. Bewaar hem ergens anders.")


def check_office(_: Settings) -> Iterator[Finding]:
    """Whether the programs that draw pages are there, and are locked up while they work."""
    missing = [name for name, found in (("LibreOffice", office_found()), ("poppler", drawing_found())) if not found]
    if missing:
        yield mind(f"Niet gevonden: {' en '.join(missing)}. Stukken zijn dan niet als pagina's te zien; zie de README.")
    if len(missing) == 2:
        return
    if own_disk():
        yield good("LibreOffice en poppler werken zonder netwerk, en zien van de schijf alleen zichzelf.")
    elif without_network():
        yield mind("LibreOffice en poppler werken zonder netwerk, maar zien de schijf. Sta unshare of bubblewrap toe.")
    else:
        yield wrong("LibreOffice en poppler hebben netwerk en zien de schijf. Installeer bubblewrap.")


def check_clock(settings: Settings) -> Iterator[Finding]:
    """Whether the clock can be right: terms count in days, and every fact says when it was registered."""
    now = datetime.now(HERE)
    last = _last_fact(settings.database, settings.keys)
    if now < EARLIEST:
        yield wrong(f"De klok van deze machine staat op {now:%d-%m-%Y}: dat kan niet. Zet hem gelijk.")
    elif last and last > now and settings.mode == "production":
        yield wrong(f"Het laatste feit is van {last:%d-%m-%Y %H:%M}, en dat moet nog komen. Zet de klok gelijk.")
    else:
        yield good(f"De klok staat op {now:%d-%m-%Y %H:%M} in Nederland.")


def _last_fact(database: Path, keys: Path) -> datetime | None:
    if not database.exists():
        return None
    connect_to(database, keys)
    with connection(read_only=True):
        return newest_moment() if table_exists("fact") else None


def check_scanner(settings: Settings) -> Iterator[Finding]:
    """Whether files that people send are looked at for viruses."""
    if not settings.clamd:
        yield mind("Bestanden worden niet op virussen nagekeken: zet clamd op de socket van ClamAV.")
    elif answers(settings.clamd):
        yield good(f"ClamAV antwoordt op {settings.clamd}.")
    else:
        yield wrong(f"ClamAV antwoordt niet op {settings.clamd}. Zolang komt geen bestand in een dossier.")
    if waiting := _waiting_for_scan(settings):
        told = f"Bestanden die wachten tot ze op virussen zijn nagekeken: {waiting}."
        yield mind(f"{told} De worker doet dat.") if settings.clamd else wrong(f"{told} Zet clamd.")


def _waiting_for_scan(settings: Settings) -> int:
    if not settings.database.exists():
        return 0
    connect_to(settings.database, settings.keys)
    with connection(read_only=True):
        return count_held() if table_exists("held_file") else 0
