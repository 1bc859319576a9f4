"""How long Word papers take: `python bench/word.py` prints the median processor time of each way, in one run.

The paper is the delivered plan van aanpak with about 130 values: three pages empty, five when filled. It is
filled by us, by python-docx (open, change the tree, save) and by docxtpl, with the same data; the limit is
deflating the parts that change. The ways take turns, so that a machine that slows down slows them all.
"""

import io
import random
import re
import statistics
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "documents")]

import docx  # noqa: E402
from tree_filler import fill_one, fill_rows  # noqa: E402

from portal.documents.content_controls import Field  # noqa: E402
from portal.documents.filling import Properties, fill  # noqa: E402
from portal.documents.guard import check_docx  # noqa: E402
from portal.documents.reading import read, read_back  # noqa: E402
from portal.documents.template import Template  # noqa: E402

TEMPLATE = ROOT / "docx_templates" / "plan_van_aanpak.docx"
PROPERTIES = Properties(
    title="Plan van aanpak",
    author="A. de Vries",
    created=datetime(2026, 1, 5, 9, 30, tzinfo=UTC),
    dossier="0042",
    kind="plan_van_aanpak",
    version=1,
)
ROWS = 4
ROUNDS = 100
CHANGED = ("word/document.xml", "word/footer1.xml", "docProps/core.xml", "docProps/custom.xml")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = {"w": W, "w15": "http://schemas.microsoft.com/office/word/2012/wordml"}
# What a fill costs in memory: a process that does nothing else.
ALONE = """
import re, sys
from pathlib import Path
sys.path[:0] = [{root!r}, {bench!r}]
import word
template = word.Template.open(word.TEMPLATE.read_bytes())
given = word.values(template.fields)
for _ in range(200):
    paper = word.fill(template, given, word.PROPERTIES)
    word.read(paper, template.fields)
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def values(fields: tuple[Field, ...]) -> dict[str, Any]:
    words = random.Random(1)
    return {field.name: value(field, words) for field in fields}


def value(field: Field, words: random.Random) -> Any:
    match field.kind:
        case "tick":
            return True
        case "choice":
            return words.choice(field.choices).value
        case "date":
            return f"2026-{words.randint(1, 12):02}-{words.randint(1, 28):02}"
        case "rows":
            return [{column.name: value(column, words) for column in field.columns} for _ in range(ROWS)]
        case "long_text":
            return f"{sentence(words, 25)}\n{sentence(words, 15)} & <meer>"
        case _:
            return sentence(words, 4)


def sentence(source: random.Random, length: int) -> str:
    """Return words that do not compress better than real ones."""
    return " ".join(
        "".join(source.choices("enatirodslgvhkmubpwjzcfxyq", k=source.randint(2, 9))) for _ in range(length)
    )


def count(given: dict[str, Any]) -> int:
    return sum(sum(map(len, one)) if isinstance(one, list) else 1 for one in given.values())


def with_python_docx(data: bytes, given: dict[str, Any]) -> bytes:
    """Open, change the tree, save: the way without a compiled template."""
    document = docx.Document(io.BytesIO(data))
    roots = [document.element, *(section.footer._element for section in document.sections)]
    fresh = iter(range(1, 10_000))
    for root in roots:
        for section in root.findall(".//w:sdt[w:sdtPr]", NS):
            if section.find("w:sdtPr/w15:repeatingSection", NS) is not None:
                fill_rows(section, given, False, fresh)
        for sdt in root.findall(".//w:sdt[w:sdtPr]", NS):
            tag = sdt.find("w:sdtPr/w:tag", NS)
            name = "" if tag is None else tag.get(f"{{{W}}}val")
            if name in given and not isinstance(given[name], list):
                fill_one(sdt, given[name], False)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_jinja(data: bytes, fields: tuple[Field, ...]) -> bytes:
    """The same template with «{{ … }}» in the places of its controls, as docxtpl wants it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name in CHANGED[:2]:
                content = _jinja(content.decode(), fields).encode()
            target.writestr(name, content)
    return buffer.getvalue()


def _jinja(xml: str, fields: tuple[Field, ...]) -> str:
    control = r'<w:sdt><w:sdtPr>(?:(?!</w:sdtPr>).)*<w:tag w:val="([^"]*)"/>(?:(?!<w:sdt>).)*?</w:sdt>'
    lists = {field.name for field in fields if field.kind == "rows"}

    def shown(found: re.Match[str]) -> str:
        owner, _, column = found[1].rpartition(".")
        place = f"row.{column}" if owner in lists else f"values['{found[1]}']"
        return f"<w:r><w:t>{{{{ {place} }}}}</w:t></w:r>"

    section = (
        r'<w:sdt><w:sdtPr>(?:(?!</w:sdtPr>).)*<w:tag w:val="([^"]*)"/>(?:(?!</w:sdtPr>).)*<w15:repeatingSection/>'
        r"</w:sdtPr><w:sdtContent><w:sdt>.*?<w:sdtContent>(<w:tr>.*?</w:tr>)(?:</w:sdtContent></w:sdt>){2}"
    )

    def rows(found: re.Match[str]) -> str:
        def mark(text: str) -> str:
            return f"<w:tr><w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"

        row = re.sub(control, shown, found[2], flags=re.DOTALL)
        return f"{mark(f'{{%tr for row in values.{found[1]} %}}')}{row}{mark('{%tr endfor %}')}"

    return re.sub(control, shown, re.sub(section, rows, xml, flags=re.DOTALL), flags=re.DOTALL)


def with_docxtpl(data: bytes, given: dict[str, Any]) -> Callable[[], object] | None:
    """Return a fill by docxtpl, or None where it is not installed (group `bench` of pyproject.toml)."""
    try:
        from docxtpl import DocxTemplate
    except ImportError:
        return None

    def work() -> bytes:
        paper = DocxTemplate(io.BytesIO(data))
        paper.render({"values": given}, autoescape=True)
        buffer = io.BytesIO()
        paper.save(buffer)
        return buffer.getvalue()

    text = "".join(node.text or "" for node in docx.Document(io.BytesIO(work())).element.iter(f"{{{W}}}t"))
    assert given["afspraken_overig"][-1]["wat"] in text, "docxtpl did not fill the rows"
    return work


def deflated(paper: bytes) -> Callable[[], object]:
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        parts = [archive.read(name) for name in CHANGED]
    return lambda: [zlib.compress(part, 6) for part in parts]


def measured(ways: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Return milliseconds of processor time per way and round; each way runs once just before it is measured."""
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, work in ways.items():
            work()
            start = time.process_time()
            work()
            spent[name].append((time.process_time() - start) * 1000)
    return spent


def ratio(first: list[float], second: list[float]) -> float:
    """Return the median of what one way took in a round as part of what the other took in the same round."""
    return statistics.median(a / b for a, b in zip(first, second, strict=True))


def memory() -> float:
    """Return the highest memory, in MB, of a process that fills and reads back."""
    code = ALONE.format(root=str(ROOT), bench=str(ROOT / "bench"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def main() -> None:
    data = TEMPLATE.read_bytes()
    template = Template.open(data)
    given = values(template.fields)
    paper = fill(template, given, PROPERTIES)
    assert read(paper, template.fields) == given
    assert {name: one.value for name, one in read_back(paper, paper, template.fields).values.items()} == given
    ways: dict[str, Callable[[], object]] = {
        "limit": deflated(paper),
        "ours": lambda: fill(template, given, PROPERTIES),
        "python-docx": lambda: with_python_docx(data, given),
        "read": lambda: read(paper, template.fields),
        "read back": lambda: read_back(paper, paper, template.fields),
        "check": lambda: check_docx(paper),
        "compile": lambda: Template.open(data),
    }
    other = with_docxtpl(as_jinja(data, template.fields), given)
    if other:
        ways["docxtpl"] = other
    else:
        print("docxtpl is not installed, so its line is left out. It is in the group «bench» of pyproject.toml:")
        print(".venv/bin/python portal/pip-*.whl/pip install --group bench")
    report(measured(ways), count(given), len(paper))


def report(found: dict[str, list[float]], number: int, size: int) -> None:
    ours = found["ours"]
    print(f"{number} values, paper of {size:,} bytes, medians of {ROUNDS} rounds")
    lines = [
        ("the limit: deflating what changes", _time(found["limit"]), ""),
        ("filling, ours", _time(ours), "≤ 2.5 ms"),
        ("  times the limit", f"{ratio(ours, found['limit']):.2f}", "≤ 1.6"),
        ("filling, python-docx", _time(found["python-docx"]), ""),
        ("  times ours", f"{ratio(found['python-docx'], ours):.1f}", ""),
    ]
    if "docxtpl" in found:
        lines.append(("filling, docxtpl", _time(found["docxtpl"]), ""))
        lines.append(("  times ours", f"{ratio(found['docxtpl'], ours):.1f}", "≥ 25"))
    lines += [
        ("reading by name", _time(found["read"]), "≤ 15 ms"),
        ("reading beside the issued copy", _time(found["read back"]), ""),
        ("checking an upload", _time(found["check"]), ""),
        ("checking and compiling a template", _time(found["compile"]), ""),
        ("memory of a process that fills and reads", f"{memory():.0f} MB", "≤ 60 MB"),
    ]
    for name, value_found, goal in lines:
        print(f"{name:44}{value_found:>12}   {goal}".rstrip())


def _time(times: list[float]) -> str:
    return f"{statistics.median(times):.2f} ms"


if __name__ == "__main__":
    main()
