"""How long Word papers take: `python bench/word.py` prints the median processor time of each.

The form has three pages and about 130 values: single fields, long texts and a list of rows of four columns.
"""

import io
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "documents")]

import docx  # noqa: E402
import word_forms as forms  # noqa: E402
from word_forms import DATE, LONG_TEXT, TEXT, control, paragraph, repeating, row, table, text  # noqa: E402

from portal.documents.filling import fill  # noqa: E402
from portal.documents.guard import check_docx  # noqa: E402
from portal.documents.reading import read  # noqa: E402
from portal.documents.template import Template  # noqa: E402

WORDS = "De medewerker bouwt de uren in overleg op en bespreekt elke twee weken hoe het gaat. "
LINES, TEXTS, ROWS = 24, 6, 25


def form() -> bytes:
    lines = [paragraph(text(f"Vraag {n}: "), control(f"vraag_{n}", TEXT)) for n in range(LINES)]
    texts = [paragraph(text(WORDS)) + paragraph(control(f"tekst_{n}", LONG_TEXT)) for n in range(TEXTS)]
    columns = [
        control("afspraken.wat", TEXT),
        control("afspraken.wie", TEXT),
        control("afspraken.wanneer", DATE),
    ]
    columns.append(control("afspraken.spoor", forms.choice_kind(forms.CHOICES)))
    rows = table(4, row(*map(text, ("Wat", "Wie", "Wanneer", "Spoor"))), repeating("afspraken", row(*columns)))
    footer = paragraph(text("Dossier "), control("dossier.nummer", TEXT))
    return forms.word_file("".join([*lines, *texts, rows]), footer=footer)


def values() -> dict[str, object]:
    found: dict[str, object] = {f"vraag_{n}": f"Antwoord {n} & <meer>" for n in range(LINES)}
    words = random.Random(1)
    found |= {f"tekst_{n}": f"{sentence(words, 60)}\n{sentence(words, 40)}" for n in range(TEXTS)}
    rows = [
        {
            "wat": sentence(words, 6),
            "wie": sentence(words, 2),
            "wanneer": f"2026-02-{n + 1:02}",
            "spoor": "eigen",
        }
        for n in range(ROWS)
    ]
    return found | {"afspraken": rows, "dossier.nummer": "0042"}


def sentence(source: random.Random, length: int) -> str:
    """Return words that do not compress better than real ones."""
    return " ".join(
        "".join(source.choices("enatirodslgvhkmubpwjzcfxyq", k=source.randint(2, 9))) for _ in range(length)
    )


def median(work: Callable[[], object], times: int) -> float:
    work()
    spent = []
    for _ in range(times):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return statistics.median(spent) * 1000


def open_and_save(data: bytes) -> None:
    docx.Document(io.BytesIO(data)).save(io.BytesIO())


def main() -> None:
    data, given = form(), values()
    template = Template.open(data)
    paper = fill(template, given, forms.PROPERTIES)
    assert read(paper, template.fields) == given
    print(f"{LINES + TEXTS + 1 + ROWS * 4} values, template {len(data):,} bytes, paper {len(paper):,} bytes")
    rounds: list[tuple[str, Callable[[], object], int]] = [
        ("fill", lambda: fill(template, given, forms.PROPERTIES), 300),
        ("read back", lambda: read(paper, template.fields), 100),
        ("check an upload", lambda: check_docx(paper), 100),
        ("check and compile a template", lambda: Template.open(data), 30),
        ("python-docx, open and save only", lambda: open_and_save(paper), 30),
    ]
    for name, work, times in rounds:
        print(f"{name:34}{median(work, times):8.2f} ms")


if __name__ == "__main__":
    main()
