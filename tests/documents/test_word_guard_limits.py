"""The guard on hostile files, each in a process of its own, and on honest files from many programs."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import hostile_files
import pytest
import word_forms as forms
from word_forms import HEAD, OFFICE, PACKAGE, WORD_TYPE, W, package, paragraph, relationships, text, word_parts

from portal.documents.errors import RefusedFile
from portal.documents.guard import MAX_FILE_BYTES, admitted, check_docx
from portal.documents.reading import read
from portal.documents.sections import sections

MAX_BYTES = 100 * 1024 * 1024
# The goal is 0.2 s of processor time; a busy machine counts more for the same work.
MAX_SECONDS = 0.2 * 2
MEMORY_OF_PROCESS = 1024**3
ROOT = Path(__file__).parents[2]


# Checks one file and prints the refusal, the processor time and the highest memory of the process.
PROBE = f"""
import json, re, resource, sys, time
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY_OF_PROCESS}, {MEMORY_OF_PROCESS}))
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
from portal.documents.errors import RefusedFile
from portal.documents.guard import check_docx
data, code, started = Path(sys.argv[1]).read_bytes(), "", time.process_time()
try:
    check_docx(data)
except RefusedFile as error:
    code = error.code
seconds = time.process_time() - started
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024
print(json.dumps([code, seconds, peak]))
"""


@pytest.mark.asvs("5.2.1", "15.2.2")
@pytest.mark.parametrize("name", hostile_files.FILES)
def test_a_hostile_file_costs_little_time_and_memory(name: str, tmp_path: Path) -> None:
    make, expected = hostile_files.FILES[name]
    path = tmp_path / "papier.docx"
    path.write_bytes(make())
    assert path.stat().st_size <= MAX_FILE_BYTES
    command = [sys.executable, "-c", PROBE, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    code, seconds, peak = json.loads(done.stdout)
    assert code == expected
    assert seconds <= MAX_SECONDS
    assert peak <= MAX_BYTES


def test_what_passes_close_under_a_limit_can_be_read_without_harm(tmp_path: Path) -> None:
    data = hostile_files.FILES["tags_under_the_limit"][0]()
    assert read(data) == {}
    with pytest.raises(RefusedFile):
        read(hostile_files.FILES["text_under_the_limit"][0]())


def by_python_docx() -> bytes:
    made = docx.Document()
    made.add_heading("Verslag", 1)
    made.add_paragraph("Beste collega")
    made.add_table(2, 2)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def like_google_docs() -> bytes:
    """Few parts, absolute targets, links, a main part typed by name, no properties, deflated with folders."""
    links = [
        ("rId1", f"{OFFICE}/theme", "theme/theme1.xml"),
        ("rId2", f"{OFFICE}/settings", "settings.xml"),
        ("rId3", f"{OFFICE}/styles", "styles.xml"),
    ]
    hyper = f'<Relationship Id="rId4" Type="{OFFICE}/hyperlink" Target="https://www.uwv.nl/" TargetMode="External"/>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("word")
        for name, content in {
            "word/numbering.xml": f'{HEAD}<w:numbering xmlns:w="{W}"/>',
            "word/settings.xml": f'{HEAD}<w:settings xmlns:w="{W}"/>',
            "word/fontTable.xml": f'{HEAD}<w:fonts xmlns:w="{W}"/>',
            "word/styles.xml": forms.STYLES,
            "word/document.xml": forms.document(paragraph(text("Van Google"))),
            "word/_rels/document.xml.rels": relationships(links, hyper),
            "_rels/.rels": relationships([("rId1", f"{OFFICE}/officeDocument", "/word/document.xml")]),
            "word/theme/theme1.xml": f'{HEAD}<a:theme xmlns:a="urn:a"/>',
            "[Content_Types].xml": forms.content_types({"word/document.xml": f"{WORD_TYPE}.document.main+xml"}),
        }.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def like_word() -> bytes:
    """With what Word adds: data parts in other encodings, embedded fonts, web settings, a thumbnail."""
    parts = word_parts(paragraph(text("Van Word"), '<w:fldSimple w:instr=" PAGE "/>'))
    fields = ('<w:fldChar w:fldCharType="begin"/>', "<w:instrText> TOC \\o </w:instrText>", "<w:br/>")
    return package(
        parts
        | {
            "word/document.xml": forms.document(paragraph(text("Van Word"), *(f"<w:r>{one}</w:r>" for one in fields))),
            "customXml/item1.xml": '<?xml version="1.0" encoding="utf-16"?><a>é</a>'.encode("utf-16"),
            "customXml/item2.xml": b'\xef\xbb\xbf<?mso-contentType?><FormTemplates xmlns="urn:x"><b/></FormTemplates>',
            "customXml/itemProps1.xml": '<?xml version="1.0" standalone="no"?><ds:x xmlns:ds="urn:d"/>',
            "customXml/_rels/item1.xml.rels": relationships([("rId1", f"{OFFICE}/customXmlProps", "itemProps1.xml")]),
            "word/webSettings.xml": f'{HEAD}<w:webSettings xmlns:w="{W}"/>',
            "word/fonts/font1.odttf": bytes(range(256)) * 40,
            "word/media/image1.png": b"\x89PNG\r\n\x1a\n" + bytes(100),
            "docProps/thumbnail.emf": b"\x01\0\0\0" + bytes(500),
            "docProps/app.xml": f'{HEAD}<Properties xmlns="urn:p"><Company>Provincie</Company></Properties>',
            "word/people.xml": f'{HEAD}<w15:people xmlns:w15="urn:w15"/>',
        }
    )


def typed_by_extension() -> bytes:
    types = (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/x"/>'
        f'<Default Extension="XML" ContentType="{WORD_TYPE}.document.main+xml"/></Types>'
    )
    root = relationships([("rId1", f"{OFFICE}/officeDocument", "word/document.xml")])
    body = forms.document(paragraph(text("Klein")))
    return package({"[Content_Types].xml": types, "_rels/.rels": root, "word/document.xml": body})


def stored_by_word_online() -> bytes:
    """The main part under another name, and nothing compressed."""
    parts = word_parts(paragraph(text("Online")))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            content = content if isinstance(content, str) else content.decode()
            archive.writestr(
                name.replace("document.xml", "document2.xml"), content.replace("document.xml", "document2.xml")
            )
    return buffer.getvalue()


class Pipe(io.BytesIO):
    """What a program writes to that sends a file while it makes it."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError


def sent_while_made() -> bytes:
    """As Java and Node libraries write it: sizes come after each member, the list of types comes last."""
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in reversed(word_parts(paragraph(text("Gezonden"))).items()):
            archive.writestr(name, content)
    return pipe.getvalue()


def with_large_sizes() -> bytes:
    """As .NET writes it, with room for sizes over four gigabytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in word_parts(paragraph(text("Groot"))).items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(content.encode() if isinstance(content, str) else content)
    return buffer.getvalue()


def like_old_word() -> bytes:
    """Word 2007 and 2010: drawings in two forms, an old form field, notes, marks of a spelling check, links inside."""
    box = (
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing/></mc:Choice><mc:Fallback><w:pict>'
        '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:1pt"><v:imagedata r:id="p1"/></v:shape></w:pict>'
        "</mc:Fallback></mc:AlternateContent>"
    )
    field = '<w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="x"/></w:ffData></w:fldChar>'
    old = '<w:instrText xml:space="preserve"> HYPERLINK \\l "a" </w:instrText>'
    body = paragraph('<w:proofErr w:type="spellStart"/>', *(f"<w:r>{one}</w:r>" for one in (box, field, old)))
    links = [("p1", f"{OFFICE}/image", "media/image1.emf"), ("n1", f"{OFFICE}/footnotes", "footnotes.xml")]
    return package(
        word_parts(body)
        | {
            "word/_rels/document.xml.rels": relationships(links),
            "word/media/image1.emf": b"\x01\0\0\0" + bytes(900),
            "word/footnotes.xml": f'{HEAD}<w:footnotes xmlns:w="{W}"/>',
            "word/stylesWithEffects.xml": forms.STYLES,
        }
    )


HONEST = [
    by_python_docx,
    like_google_docs,
    like_word,
    like_old_word,
    typed_by_extension,
    stored_by_word_online,
    sent_while_made,
    with_large_sizes,
]


@pytest.mark.parametrize("make", HONEST, ids=lambda make: make.__name__)
def test_honest_files_pass(make: object) -> None:
    data = make()  # type: ignore[operator]
    check_docx(data)
    assert admitted(data).data == data
    assert read(data) == {}
    sections(data)


SAVED = sorted((ROOT / "docx_templates").glob("*.docx"))


@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
def test_our_own_templates_pass(path: Path) -> None:
    check_docx(path.read_bytes())


def with_links() -> bytes:
    picture = '<w:r><w:drawing><a:blip xmlns:a="urn:a" r:link="x1" r:embed="x2"/></w:drawing></w:r>'
    parts = word_parts(paragraph(text("Beste collega"), picture))
    extra = (
        f'<Relationship Id="x1" Type="{OFFICE}/image" Target="https://example.org/p.png" TargetMode="External"/>'
        f'<Relationship Id="x2" Type="{OFFICE}/image" Target="media/p.png"/>'
    )
    parts["word/_rels/document.xml.rels"] = relationships([("s", f"{OFFICE}/styles", "styles.xml")], extra)
    parts["word/media/p.png"] = b"\x89PNG\r\n\x1a\n"
    png = '<Default Extension="png" ContentType="image/png"/>'
    parts["[Content_Types].xml"] = str(parts["[Content_Types].xml"]).replace("<Default ", f"{png}<Default ", 1)
    return package(parts)


def test_a_picture_elsewhere_is_taken_out_and_the_rest_stays() -> None:
    with pytest.raises(RefusedFile):
        check_docx(with_links())
    found = admitted(with_links())
    assert found.notices == ("picture_link_dropped",)
    check_docx(found.data)
    parts = forms.members(found.data)
    assert b'r:embed="x2"' in parts["word/document.xml"]
    assert b"r:link" not in parts["word/document.xml"]
    assert not any(b"example.org" in content for content in parts.values())
    assert parts["word/media/p.png"] == b"\x89PNG\r\n\x1a\n"
    assert docx.Document(io.BytesIO(found.data)).paragraphs[0].text == "Beste collega"


def test_what_fetches_otherwise_is_refused_all_the_same() -> None:
    extra = f'<Relationship Id="x" Type="{OFFICE}/frame" Target="https://example.org/" TargetMode="External"/>'
    data = package(word_parts(paragraph(text("x"))) | {"word/_rels/document.xml.rels": relationships([], extra)})
    with pytest.raises(RefusedFile) as caught:
        admitted(data)
    assert caught.value.code == "file_fetches_content"


@pytest.mark.parametrize("prefix", ["w", "x", "ns0"])
def test_a_field_that_fetches_is_found_under_any_prefix(prefix: str) -> None:
    run = (
        f'<{prefix}:p xmlns:{prefix}="{W}"><{prefix}:r><{prefix}:fldChar {prefix}:fldCharType="begin"/>'
        f"<{prefix}:instrText> INCLUDE</{prefix}:instrText><{prefix}:instrText>TEXT x</{prefix}:instrText>"
        f"</{prefix}:r></{prefix}:p>"
    )
    with pytest.raises(RefusedFile) as caught:
        check_docx(package(word_parts(run)))
    assert caught.value.code == "file_fetches_content"
