"""Words of the list in disguise are found, and no ordinary sentence looks like one."""

import re
from io import BytesIO
from time import process_time
from zipfile import ZipFile

import pytest

from portal.settings import ROOT
from tests.rules.test_illness_words import WORDS, found


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("een dеprеssiе", "depressie"),  # Cyrillic е
        ("een ΗΕRΝΙΑ", "hernia"),  # Greek capitals
        ("κanκεr", "kanker"),
        ("ｄｅｐｒｅｓｓｉｅ", "depressie"),
        ("𝐃𝐞𝐩𝐫𝐞𝐬𝐬𝐢𝐞", "depressie"),
        ("ⓗⓔⓡⓝⓘⓐ", "hernia"),
        ("mıgraıne", "migraine"),
        ("ᴅᴇᴘʀᴇssɪᴇ", "depressie"),
        ("d e p r e s s i e", "depressie"),
        ("zij heeft d.e.p.r.e.s.s.i.e.", "depressie"),
        ("d-e-p-r-e-s-s-i-e", "depressie"),
        ("d _ e _ p _ r _ i", "depri"),
        ("de p r es si e", "depressie"),
        ("d.e.p.r.", "depr"),
        ("s.o.a.", "soa"),
        ("k\na\nn\nk\ne\nr", "kanker"),
        ("ik e d e p r e s s i e", "ikedepressie"),
        ("d 3 p r € s s ! e", "depressie"),
        ("d d e e p p r r e e s s s s i i e e", "ddeepprreessssiiee"),
        ("de.pres.sie", "depressie"),
        ("hart*in*farct", "hartinfarct"),
        ("mi_graine", "migraine"),
        ("depr3ssie", "depressie"),
        ("burn0ut", "burn0ut"),
        ("m1gra1ne", "migraine"),
        ("kank3r", "kanker"),
        ("d3pr€$$ie", "depressie"),
        ("ch€mo", "chemo"),
        ("psych1at€r", "psychiater"),
        ("a1coho1ist", "alcoholist"),
        ("kkannkkerr", "kkannkkerr"),
        ("griiieppp", "griiieppp"),
        ("deppppresssie", "deppppresssie"),
        ("heerniaaa", "heerniaaa"),
    ],
)
def test_a_word_in_disguise_is_found(text: str, word: str) -> None:
    assert word in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kamer 50a aan de R51, huisnummer 4-6; bel 06 5550 0101 vóór 17:00 (week 42).",
        "I.v.m. de aanbesteding o.a. contact met H. de Wit en A.B. van Dijk, d.d. 1-2-2026, t.n.v. de b.v. e.d.",
        "a) overleg b) planning c) mail d) archief",
        "Ik ga om 3 uur op de A 4 en de N 2 in de file, en zo is er na de rit nog 1 uur voor ons.",
        "E-mail: jan.de-vries@waterland.example; https://www.waterland.example/team/plan-a?x=1#b2",
        "Hij kan kersen plukken; de bank/ankerplaats en/of de haven; 100% klaar!!! Goed zo!",
        "De commissie, het appelmoes, de zeeëend en de ideeën; weekkaarten en bijeenkomsten.",
        "Schaal 7, trede 3, 0,8 fte, 36u/wk, € 1.250,00 per maand.",
        "Ζ en Ω, 5 µm, Ångström, naïef, coördinatie, Łódź en Москва.",
        "Afspraken: ma 9-13, di 9-13, wo vrij, do 9-13, vr 9-11.",
    ],
)
def test_ordinary_sentences_are_left_alone(text: str) -> None:
    assert found(text) == []


def texts_of_the_portal() -> str:
    """What the demonstration writes, the screens say and the delivered templates hold, each line once."""
    files = [*ROOT.glob("portal/demonstration/*.py"), *ROOT.glob("templates/**/*.html")]
    written = [one.read_text(encoding="utf-8") for one in files]
    for form in ROOT.glob("docx_templates/**/*.docx"):
        with ZipFile(BytesIO(form.read_bytes())) as package:
            written.append(re.sub("<[^>]+>\\s*", "\n", package.read("word/document.xml").decode()))
    return "\n".join(dict.fromkeys(line.strip() for text in written for line in text.splitlines()))


def test_nothing_is_found_in_the_texts_of_the_portal() -> None:
    corpus = texts_of_the_portal()
    assert len(corpus) > 150_000
    assert found(corpus) == []


@pytest.mark.parametrize(
    "text", ["a " * 10_000, "a.b" * 7_000, "e3" * 10_000, "kkaa " * 4_000, "@" * 20_000, "aan " * 5_000]
)
def test_a_text_made_to_be_slow_is_not(text: str) -> None:
    begin = process_time()
    WORDS.found_in(text)
    assert process_time() - begin < 0.5
