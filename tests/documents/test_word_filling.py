import copy
import io
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import docx
import pytest
import word_forms as forms
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tree_filler import NS, canonical, filled_trees
from word_forms import EVERY_VALUE, PROPERTIES, TEXT, control, members, paragraph, word_file

from portal.documents.content_controls import MAX_ROWS, Field
from portal.documents.errors import FillError
from portal.documents.filling import fill
from portal.documents.properties import Identity
from portal.documents.reading import identity, read, read_paper
from portal.documents.template import Template, compiled
from portal.documents.text import clean_text

FORM = forms.every_kind()
TEMPLATE = Template.open(FORM)
HOSTILE = [
    "&<>\"' ]]> <!-- <?portaal id?> <?portaal text?> &amp; &#0;",
    "{{ dossier.nummer }} {% x %} ${y} =1+1",
    "صباح الخير \u202eהפוך\u202c 👩🏽‍⚕️ e\u0301",
    "\x00\x1b\ud800\ufffe",
    "\n\n\t\n",
    "  spaties  ",
    "a\r\nb\vc\u2028d",
    "x" * 20_000,
    "–",
    "\u00a0",
]


def text_values() -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec=None, exclude_categories=[])), st.just(""))


def values_for(fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({field.name: value_for(field) for field in fields})


def value_for(field: Field) -> st.SearchStrategy[Any]:
    match field.kind:
        case "tick":
            return st.booleans()
        case "choice":
            return st.sampled_from(["", *(choice.value for choice in field.choices)])
        case "date":
            return st.one_of(st.just(""), st.dates(min_value=date(1000, 1, 1)).map(date.isoformat))
        case "rows":
            return st.lists(values_for(field.columns), max_size=4)
        case _:
            return text_values()


def as_read(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as a reader should give them: texts cleaned, no rows in which all is empty."""
    result: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, list):
            rows = [as_read(row) for row in value]
            result[name] = [row for row in rows if any(row.values())]
        else:
            result[name] = clean_text(value) if isinstance(value, str) else value
    return result


def xml_of(data: bytes, part: str = "word/document.xml") -> Any:
    return etree.fromstring(members(data)[part])


@settings(max_examples=150, deadline=None)
@given(values_for(TEMPLATE.fields), st.booleans())
def test_filling_equals_changing_the_tree(values: dict[str, Any], show_hints: bool) -> None:
    paper = fill(TEMPLATE, values, PROPERTIES, show_hints=show_hints)
    expected = filled_trees(FORM, values, show_hints)
    for name, root in expected.items():
        assert canonical(xml_of(paper, name)) == canonical(root)
    assert set(expected) == {"word/document.xml", "word/header1.xml", "word/footer1.xml"}


@settings(max_examples=150, deadline=None)
@given(values_for(TEMPLATE.fields), st.booleans())
def test_what_is_filled_reads_back_the_same(values: dict[str, Any], show_hints: bool) -> None:
    paper = fill(TEMPLATE, values, PROPERTIES, show_hints=show_hints)
    assert read(paper, TEMPLATE.fields) == as_read(values)
    assert read_paper(paper).values == as_read(values)
    assert read_paper(paper).conflicts == {}


def test_the_same_values_give_the_same_bytes_and_stay_as_they_were() -> None:
    before = copy.deepcopy(EVERY_VALUE)
    assert fill(TEMPLATE, EVERY_VALUE, PROPERTIES) == fill(TEMPLATE, EVERY_VALUE, PROPERTIES)
    assert before == EVERY_VALUE


def test_the_paper_is_a_sound_zip_and_word_document() -> None:
    paper = fill(TEMPLATE, EVERY_VALUE, PROPERTIES)
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert len(set(archive.namelist())) == len(archive.namelist())
    assert docx.Document(io.BytesIO(paper)).core_properties.title == "Plan van aanpak"


def test_unchanged_members_keep_their_compressed_bytes() -> None:
    paper = fill(TEMPLATE, EVERY_VALUE, PROPERTIES)
    with zipfile.ZipFile(io.BytesIO(FORM)) as archive:
        info = archive.getinfo("word/styles.xml")
    start = info.header_offset + 30 + len(info.filename)
    assert FORM[start : start + info.compress_size] in paper


def test_an_empty_value_prints_a_dash_or_the_hint_and_stays_a_control() -> None:
    values = {**EVERY_VALUE, "zienswijze": ""}
    for show_hints, expected, style in ((False, "–", []), (True, "Uw mening & wensen", ["PlaceholderText"])):
        root = xml_of(fill(TEMPLATE, values, PROPERTIES, show_hints=show_hints))
        (sdt,) = root.xpath("//w:sdt[w:sdtPr/w:tag/@w:val='zienswijze']", namespaces=NS)
        assert sdt.find("w:sdtPr/w:showingPlcHdr", NS) is not None
        assert "".join(sdt.find("w:sdtContent", NS).itertext()) == expected
        assert sdt.xpath(".//w:rStyle/@w:val", namespaces=NS) == style
        assert sdt.find("w:sdtPr/w:text", NS) is not None


@pytest.mark.parametrize("rows", [0, 1, 2, MAX_ROWS])
def test_rows_from_none_to_the_limit_have_controls_of_their_own(rows: int) -> None:
    row = {"wat": "Gesprek", "wanneer": "2026-02-01", "spoor": "eigen", "klaar": True}
    paper = fill(TEMPLATE, {**EVERY_VALUE, "activiteiten": [row] * rows}, PROPERTIES)
    root = xml_of(paper)
    assert len(root.findall(".//w:tr", NS)) == 1 + max(rows, 1)
    ids = root.xpath("//w:sdtPr/w:id/@w:val", namespaces=NS)
    assert len(ids) == len(set(ids)) == len(root.findall(".//w:sdt", NS))
    assert read(paper)["activiteiten"] == [row] * rows


def test_no_run_is_ever_empty() -> None:
    empty = {
        field.name: [] if field.kind == "rows" else False if field.kind == "tick" else "" for field in TEMPLATE.fields
    }
    for values in (empty, EVERY_VALUE):
        root = xml_of(fill(TEMPLATE, values, PROPERTIES))
        assert all(run.xpath("w:t[text()]|w:br|w:tab", namespaces=NS) for run in root.iter(f"{{{forms.W}}}r"))


def test_a_bound_control_loses_its_binding() -> None:
    binding = '<w:dataBinding w:xpath="/a" w:storeItemID="{1}"/>'
    data = word_file(paragraph(control("x", binding + TEXT)))
    paper = fill(Template.open(data), {"x": "nieuw"}, PROPERTIES)
    assert b"dataBinding" not in members(paper)["word/document.xml"]


def test_the_look_of_a_filled_control_is_that_of_the_template_without_the_hint_style() -> None:
    root = xml_of(fill(TEMPLATE, EVERY_VALUE, PROPERTIES))
    (sdt,) = root.xpath("//w:sdt[w:sdtPr/w:tag/@w:val='medewerker.naam']", namespaces=NS)
    assert [child.tag for child in sdt.find(".//w:r/w:rPr", NS)] == [f"{{{forms.W}}}b"]


def test_missing_unknown_and_wrong_are_all_named() -> None:
    row = {"wat": 5, "wanneer": "31-1-2026", "spoor": "x", "extra": ""}
    values: dict[str, object] = {
        "medewerker.naam": None,
        "doel": "derde",
        "akkoord": 1,
        "papier.datum": "2026-02-30",
        "activiteiten": [row, "geen rij"],
        "werkgever.naam": "",
        "dossier.nummer": "0042",
        "onbekend": "",
    }
    with pytest.raises(FillError) as caught:
        fill(TEMPLATE, values, PROPERTIES)
    error = caught.value
    assert error.missing == ("zienswijze", "activiteiten[1].klaar")
    assert error.unknown == ("onbekend", "activiteiten[1].extra")
    assert error.wrong == (
        "medewerker.naam",
        "doel",
        "akkoord",
        "papier.datum",
        "activiteiten[1].wat",
        "activiteiten[1].wanneer",
        "activiteiten[1].spoor",
        "activiteiten[2]",
    )


@pytest.mark.parametrize("value", ["tekst", {"wat": ""}, [{}] * (MAX_ROWS + 1)])
def test_what_is_no_list_of_rows(value: object) -> None:
    with pytest.raises(FillError) as caught:
        fill(TEMPLATE, {**EVERY_VALUE, "activiteiten": value}, PROPERTIES)
    assert caught.value.wrong == ("activiteiten",)


def test_the_paper_says_who_made_it_and_forgets_who_made_the_template() -> None:
    amsterdam = timezone(timedelta(hours=1))
    properties = replace(PROPERTIES, author="Jan & <Piet>", created=datetime(2026, 1, 5, 0, 30, tzinfo=amsterdam))
    paper = fill(TEMPLATE, EVERY_VALUE, properties)
    core = docx.Document(io.BytesIO(paper)).core_properties
    assert (core.author, core.last_modified_by, core.language) == ("Jan & <Piet>", "Jan & <Piet>", "nl-NL")
    assert core.created == core.modified
    assert core.created.isoformat() == "2026-01-04T23:30:00+00:00"
    assert not any(b"Sjabloonmaker" in content for content in members(paper).values())


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        fill(TEMPLATE, EVERY_VALUE, replace(PROPERTIES, created=datetime(2026, 1, 5)))  # noqa: DTZ001


def test_a_paper_says_which_paper_it_is() -> None:
    paper = fill(TEMPLATE, EVERY_VALUE, replace(PROPERTIES, dossier="<0042> & 7"))
    assert identity(paper) == Identity("<0042> & 7", "plan_van_aanpak", 2, TEMPLATE.sha256)
    assert identity(FORM) is None


def test_many_threads_fill_one_template_without_mixing_values() -> None:
    def round_trip(number: int) -> bool:
        values = {**EVERY_VALUE, "medewerker.naam": f"Medewerker {number}", "activiteiten": []}
        return read(fill(compiled(FORM), values, PROPERTIES)) == values

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(round_trip, range(200)))


def filled_document(body: str, **values: object) -> str:
    """Return the XML of the document after filling a form of `body`, with hints where a value is empty."""
    paper = fill(Template.open(word_file(body)), values, PROPERTIES, show_hints=True)
    return members(paper)["word/document.xml"].decode()


def prefilled(kind: str, words: str, look: str = "", own_look: str = "") -> str:
    return (
        f'<w:sdt><w:sdtPr>{own_look}<w:alias w:val="Uw naam"/><w:tag w:val="x"/><w:id w:val="1"/>{kind}</w:sdtPr>'
        f"<w:sdtContent><w:r>{look}<w:t>{words}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def test_an_empty_control_without_hint_shows_its_title_in_the_hint_style() -> None:
    xml = filled_document(paragraph(prefilled("<w:text/>", "Oude tekst", "<w:rPr><w:b/></w:rPr>")), x="")
    assert '<w:rPr><w:rStyle w:val="PlaceholderText"/><w:b/></w:rPr><w:t xml:space="preserve">Uw naam</w:t>' in xml
    assert "Oude tekst" not in xml


def test_the_look_that_the_control_itself_asks_for_wins() -> None:
    own = '<w:rPr><w:rStyle w:val="Nadruk"/></w:rPr>'
    body = paragraph(prefilled("<w:showingPlcHdr/><w:text/>", "Hint", "<w:rPr><w:b/></w:rPr>", own))
    assert f'<w:r>{own}<w:t xml:space="preserve">J. Jansen</w:t>' in filled_document(body, x="J. Jansen")


def test_what_word_remembers_of_an_earlier_value_goes() -> None:
    assert "fullDate" not in filled_document(
        paragraph(prefilled('<w:date w:fullDate="2020-01-01T00:00:00Z"/>', "x")), x=""
    )
    kind = forms.choice_kind({"a": "A"}).replace("<w:dropDownList>", '<w:dropDownList w:lastValue="a">')
    assert "lastValue" not in filled_document(paragraph(prefilled(kind, "A")), x="")


def test_a_copied_row_has_no_bookmarks_or_paragraph_ids() -> None:
    bookmark = '<w:bookmarkStart w:id="0" w:name="plek"/><w:bookmarkEnd w:id="0"/>'
    example = forms.row(bookmark + control("lijst.wat", TEXT))
    example = example.replace("<w:p>", '<w:p w14:paraId="0A0B0C0D" w14:textId="77777777">').replace(
        "<w:tr>", '<w:tr w14:paraId="0A0B0C0E">'
    )
    body = forms.table(1, forms.repeating("lijst", example)) + paragraph(bookmark)
    xml = filled_document(body, lijst=[{"wat": "a"}, {"wat": "b"}])
    assert xml.count("bookmarkStart") == 1
    assert "paraId" not in xml
    assert "textId" not in xml


def test_a_mark_of_ours_in_a_template_is_only_a_comment() -> None:
    xml = filled_document(
        paragraph("<?portaal slot 0?><?portaal rows x?><!-- y -->", control("x", TEXT)), x="J. Jansen"
    )
    assert xml.count("J. Jansen") == 1
    assert "<?portaal" not in xml


def test_space_between_controls_in_an_indented_template_stays() -> None:
    assert "</w:sdt>\n  <w:r>" in filled_document(f"<w:p>\n  {control('x', TEXT)}\n  {forms.text('a')}\n</w:p>", x="b")


def test_names_outside_ascii_survive_and_metadata_of_the_template_does_not() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties"
    parts = forms.word_parts(paragraph(control("x", TEXT)))
    parts["_rels/.rels"] = str(parts["_rels/.rels"]).replace(
        "</Relationships>", f'<Relationship Id="r8" Type="{kind}" Target="docProps/app.xml"/></Relationships>'
    )
    parts |= {"docProps/app.xml": "<Properties><Company>Het Bedrijf</Company></Properties>", "word/media/één.png": b"x"}
    found = members(fill(Template.open(forms.package(parts)), {"x": ""}, PROPERTIES))
    assert found["word/media/één.png"] == b"x"
    assert "docProps/app.xml" not in found
    assert b"app.xml" not in found["_rels/.rels"]
