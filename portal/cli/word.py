"""`portal fields`, `portal fill`, `portal read`: the Word engine at the command line."""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from portal.cli.given import given
from portal.documents.errors import FillError, RefusedFile, TemplateError
from portal.documents.filling import Properties, fill
from portal.documents.guard import check_docx
from portal.documents.reading import read
from portal.documents.template import compiled
from portal.web.messages import sentence


def add_parser(subparsers: Any) -> None:
    """Add the three commands."""
    fields = subparsers.add_parser("fields", help="toon de velden van een Word-sjabloon")
    fields.add_argument("template", type=Path)
    fields.add_argument("--json", action="store_true")
    fields.set_defaults(answer=_guarded(_fields))
    filled = subparsers.add_parser("fill", help="vul een Word-sjabloon met waarden uit een JSON-bestand")
    filled.add_argument("template", type=Path)
    filled.add_argument("values", type=Path)
    filled.add_argument("out", type=Path)
    filled.set_defaults(answer=_guarded(_fill))
    reading = subparsers.add_parser("read", help="lees de waarden terug uit een ingevuld Word-bestand")
    reading.add_argument("file", type=Path)
    reading.add_argument("--json", action="store_true")
    reading.set_defaults(answer=_guarded(_read))


def _guarded(command: Any) -> Any:
    """The command, with every refusal as a sentence and exit code 1."""

    def answer(chosen: argparse.Namespace) -> int:
        try:
            command(chosen)
        except TemplateError as error:
            print("\n".join(error.problems), file=sys.stderr)
        except FillError as error:
            print(_fill_sentences(error), file=sys.stderr)
        except RefusedFile as error:
            print(sentence(error), file=sys.stderr)
        except BrokenPipeError:
            # Not about the file: whoever read along has seen enough, and `portal` ends quietly.
            raise
        except OSError as error:
            print(f"Het bestand {error.filename} kan niet worden gelezen of geschreven.", file=sys.stderr)
        except json.JSONDecodeError as error:
            print(f"De waarden zijn geen JSON: regel {error.lineno}, teken {error.colno}.", file=sys.stderr)
        else:
            return 0
        return 1

    return answer


def _content(path: Path) -> bytes:
    content = given(path)
    check_docx(content)
    return content


def _fields(chosen: argparse.Namespace) -> None:
    template = compiled(_content(chosen.template))
    if chosen.json:
        print(json.dumps([asdict(field) for field in template.fields], ensure_ascii=False, indent=2))
        return
    for field in template.fields:
        print(f"{field.name:45} {field.kind:10} {field.label}")
        for column in field.columns:
            print(f"    {field.name}.{column.name:41} {column.kind:10} {column.label}")


def _fill(chosen: argparse.Namespace) -> None:
    values = json.loads(given(chosen.values).decode("utf-8"))
    template = compiled(_content(chosen.template))
    name = chosen.template.stem
    properties = Properties(
        title=str(values.get("papier.titel", name)),
        author=str(values.get("papier.opsteller_naam", "")),
        created=datetime.now(UTC),
        dossier=str(values.get("dossier.nummer", "")),
        kind=name,
        version=1,
    )
    chosen.out.write_bytes(fill(template, values, properties))


def _read(chosen: argparse.Namespace) -> None:
    values = read(_content(chosen.file))
    if chosen.json:
        print(json.dumps(values, ensure_ascii=False, indent=2))
        return
    for name, value in values.items():
        print(f"{name:45} {value}")


def _fill_sentences(error: FillError) -> str:
    sentences = {
        "Deze velden ontbreken in de waarden": error.missing,
        "Deze velden kent het sjabloon niet": error.unknown,
        "Deze waarden passen niet bij hun veld": error.wrong,
    }
    return "\n".join(f"{said}: {', '.join(names)}." for said, names in sentences.items() if names)
