"""`portal make-key` and `portal rotate-key`: the key that papers and free text are sealed with."""

import argparse
from datetime import UTC, datetime
from typing import Any

from portal.settings import Settings, load_settings, read_settings
from portal.storage.database import connect_to, connection, migrate
from portal.storage.keyfile import KeyProblem, make_keys
from portal.storage.keyring import is_sealed
from portal.storage.writing.keys import drop_old_keys, reseal, rotate

ORDER = """\
Volgorde:
  1. maak een back-up van de database, en bewaar de huidige sleutel apart;
  2. portal rotate-key            de nieuwe sleutel komt boven de oude in het sleutelbestand, en sluit voortaan
                                  de gegevenssleutels af; wat hierna wordt opgeslagen krijgt een nieuwe gegevenssleutel;
  3. herstart het portaal en `portal worker`, en bewaar een kopie van het sleutelbestand apart van de back-ups;
  4. portal rotate-key --reseal   alleen als ook de database in verkeerde handen was: verzegelt stukken en concepten
                                  opnieuw. Feiten blijven zoals ze zijn, omdat niemand ze mag herschrijven;
  5. portal rotate-key --drop-old als geen back-up van voor stap 2 meer nodig is: de oude sleutel verdwijnt.
Een onderbroken stap kan gewoon nog eens: er is op elk moment een sleutel die alles opent.
"""


def add_parser(subparsers: Any) -> None:
    """Add the commands for keys."""
    make = subparsers.add_parser("make-key", help="maak het sleutelbestand voor een nieuw portaal")
    make.set_defaults(answer=_make)
    renew = subparsers.add_parser(
        "rotate-key",
        help="vervang de sleutel waarmee stukken zijn verzegeld",
        description="Vervangt de sleutel buiten de database door een nieuwe.",
        epilog=ORDER,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    instead = renew.add_mutually_exclusive_group()
    instead.add_argument("--reseal", action="store_true", help="verzegel stukken en concepten opnieuw")
    instead.add_argument("--drop-old", action="store_true", help="haal sleutels weg die niet meer nodig zijn")
    renew.set_defaults(answer=_rotate)


def _make(_: argparse.Namespace) -> int:
    # The settings as they are written: to start with them, this key is what is still missing.
    settings = read_settings()
    if settings.database.exists():
        connect_to(settings.database, settings.keys)
        with connection():
            _check_unsealed(settings)
    try:
        key = make_keys(settings.keys)
    except FileExistsError:
        raise KeyProblem(f"Er is al een sleutelbestand: {settings.keys}.") from None
    except OSError as error:
        raise KeyProblem(f"Het sleutelbestand {settings.keys} kan niet worden gemaakt: {error.strerror}.") from None
    print(f"Sleutel {key.name} staat in {settings.keys}. Bewaar er een kopie van, apart van de back-ups:")
    print("zonder deze sleutel kan niemand de stukken nog lezen, ook wij niet.")
    return 0


def _check_unsealed(settings: Settings) -> None:
    if is_sealed():
        raise KeyProblem(
            f"De database {settings.database} is al verzegeld; een nieuwe sleutel opent haar niet. Zet het "
            f"sleutelbestand {settings.keys} terug, of vervang de sleutel met `portal rotate-key`."
        )


def _rotate(chosen: argparse.Namespace) -> int:
    settings = load_settings()
    if not settings.database.exists():
        raise KeyProblem(f"Er is geen database: {settings.database}.")
    connect_to(settings.database, settings.keys)
    migrate()
    with connection():
        try:
            print(_done(chosen))
        except OSError as error:
            raise KeyProblem(f"{settings.keys} kan niet worden geschreven: {error.strerror}.") from None
    return 0


def _done(chosen: argparse.Namespace) -> str:
    if chosen.reseal:
        return f"Opnieuw verzegeld: {reseal()}. Feiten blijven zoals ze zijn."
    if chosen.drop_old:
        gone = drop_old_keys()
        return f"Uit het sleutelbestand gehaald: {', '.join(gone)}." if gone else "Er was geen sleutel te veel."
    new = rotate(datetime.now(UTC))
    return (
        f"Sleutel {new.key} sluit nu alle {new.data_keys} gegevenssleutels af, in plaats van {', '.join(new.before)}.\n"
        "Herstart nu het portaal, en bewaar een kopie van het sleutelbestand apart van de back-ups."
    )
