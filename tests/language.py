"""What the portal's own Dutch may not have: long sentences, two words for one thing, and words of an office."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

MOST_WORDS = 25

SAME: Mapping[str, str] = {
    r"consult(en)?": "spreekuur",
    r"oproep(en|t)?|opgeroepen": "uitnodigen",
    r"zaak": "geval",
    r"(ge)?registreer(t|d|de)?|registreren|registratie": "vastleggen",
    r"exempla(ar|ren)|kopie|kopieën": "afschrift, of bestand",
    r"document(en)?": "stuk, of bestand",
    r"(probleemanalyse-)?intake": "informatie voor de probleemanalyse",
    r"chef|manager": "leidinggevende",
    r"arboarts": "bedrijfsarts",
    r"salaris": "bezoldiging, of loon",
    r"takenlijst|inbox": "werkvoorraad",
    r"sjabloon|sjablonen": "formulier",
    r"deadline": "uiterste dag",
    r"rondes?": "keer",
    r"schermlezer": "voorleessoftware",
    r"(een|de|deze|uw|eigen) login": "inlog",
    r"inventaris": "lijst",
    r"partijen": "medewerker en werkgever, of leidinggevende",
    r"ziekteverzuim": "verzuim",
    r"gebruiker(s)?": "wie inlogt",
    r"aanmelden": "inloggen",
    r"e-mails?|mailtje": "mail",
    r"tekenen|tekent|tekenden?|getekende?": "ondertekenen",
}
"""Words that stay off the screen, because the field, and so the portal, has another for the same thing."""


HARD: Mapping[str, str] = {
    r"conform|volgens het bepaalde|ingevolge|krachtens": "volgens",
    r"betreffende|inzake|omtrent|aangaande|met betrekking tot|ten aanzien van": "over",
    r"desbetreffende": "deze, of die",
    r"indien": "als",
    r"mits": "als, of alleen als",
    r"middels|door middel van": "met",
    r"dien(t|en) te": "moet",
    r"teneinde": "om",
    r"tevens|alsmede|alsook": "ook",
    r"echter|doch": "maar",
    r"derhalve|aldus": "dus",
    r"hetgeen": "wat",
    r"reeds": "al",
    r"thans|heden": "nu",
    r"alvorens": "voordat",
    r"immers": "want",
    r"slechts": "alleen",
    r"ongeacht": "ook als, of wat er ook is",
    r"(desal)?niettemin|desondanks": "toch",
    r"gelieve": "vraag het gewoon",
    r"(ge)?geschied(t|en|de)?": "gebeuren",
    r"verrichten|verricht(te)?": "doen",
    r"verstrekken|verstrekt(e)?": "geven",
    r"aanvang(en|t)?|aangevangen": "begin",
    r"voornoemd(e)?|bovengenoemd(e)?|onderhavig(e)?|dergelijk(e)?": "deze, of zo’n",
    r"ten behoeve van": "voor",
    r"als gevolg van|naar aanleiding van|vanwege": "door, of na",
    r"in het kader van": "bij, of voor",
    r"ten laste van": "betaald door",
    r"ten hoogste|maximaal": "hooguit",
    r"minimaal": "ten minste",
    r"eventueel|eventuele": "misschien, of als dat er is",
    r"desgewenst": "als u wilt",
    r"daartoe|hiertoe|waartoe": "daarvoor",
    r"hierbij treft u": "dit is",
    r"(d\.m\.v|i\.v\.m|m\.b\.t|t\.b\.v|o\.b\.v|c\.q|o\.a|m\.u\.v|a\.u\.b|bijv|evt|resp)\.": "het woord voluit",
    r"respectievelijk": "en, of zeg het twee keer",
    r"constater(en|t|de)|geconstateerd": "zien",
    r"realiseren|gerealiseerd|effectueren|continueren|faciliteren|implementeren": "doen, maken of doorgaan",
    r"adequaat|adequate|relevant(e)?|substantieel|substantiële": "goed, of zeg wat u bedoelt",
    r"tekortkoming(en)?": "wat ontbreekt",
    r"betrokkene": "de medewerker",
    r"met uitzondering van": "behalve",
    r"in het belang van": "voor",
    r"aanspreekpunt": "bij wie iemand eerst komt",
}
"""Words that a reader at B1 stumbles over, and what is said in their place."""


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line, a heading or a cell is one, whether it ends with a full stop or not."""
    return re.split(r"(?<=[.!?])[»)”’]*\s+", " ".join(text.split()))


def too_long(text: str) -> list[str]:
    """The sentences that have more words than a reader at B1 takes in at once."""
    return [one for one in sentences(text) if len(re.findall(r"\S*\w\S*", one)) > MOST_WORDS]


def doubles(text: str) -> list[str]:
    """What the text calls by another name than the rest of the portal does."""
    return _instead(SAME, text)


def hard(text: str) -> list[str]:
    """What the text says in the words of an office where plain ones will do."""
    return _instead(HARD, text)


def _instead(words: Mapping[str, str], text: str) -> list[str]:
    return [
        f"«{found[0]}» is {word} in: {text}"
        for pattern, word in words.items()
        if (found := re.search(rf"(?<![\w{{./-])({pattern})(?![\w}}/-])", text, re.IGNORECASE))
    ]


def in_data(path: Path, keys: frozenset[str]) -> Iterator[str]:
    """The texts that stand under these keys in a TOML file, however deep."""
    yield from _under(tomllib.loads(path.read_text(encoding="utf-8")), keys, shown=False)


def _under(value: Any, keys: frozenset[str], *, shown: bool) -> Iterator[str]:
    match value:
        case dict():
            for key, one in value.items():
                yield from _under(one, keys, shown=key in keys)
        case list():
            for one in value:
                yield from _under(one, keys, shown=shown)
        case str() if shown:
            yield value


def in_code(path: Path) -> Iterator[str]:
    """The texts in a module: every string that has a space in it, but for docstrings; what is filled in becomes «x»."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in passed:
            continue
        if isinstance(node, ast.JoinedStr):
            passed |= {id(part) for part in node.values}
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.value


FILLED = re.compile(r"\{\{.*?\}\}", re.DOTALL)
LOGIC = re.compile(r"\{%.*?%\}", re.DOTALL)
BLOCK = re.compile(
    r"</?(?:p|li|d[dtl]|t[dhr]|table|caption|h\d|div|section|main|aside|nav|ul|ol|form|fieldset|label|legend|summary|option"
    r"|button|text|title|br)\b[^>]*>"
)


def in_template(source: str) -> Iterator[str]:
    """The texts in a template: between tags that end a line, and the words that it gives to macros."""
    bare = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    for said in (*FILLED.findall(bare), *LOGIC.findall(bare)):
        yield from (one for one in re.findall(r'"([^"]*)"', said) if " " in one)
    lines = BLOCK.sub("\n\n", LOGIC.sub(" ", FILLED.sub("x", bare)))
    yield from (re.sub(r"<[^>]+>", "", line) for line in re.split(r"\n\s*\n", lines))


PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
RUN = re.compile(r"<w:t\b[^>]*>([^<]*)</w:t>")


def in_form(path: Path) -> Iterator[str]:
    """The texts in a form in Word, by paragraph: what it says, asks and hints."""
    with ZipFile(path) as archive:
        body = archive.read("word/document.xml").decode()
    yield from (unescape("".join(RUN.findall(one))) for one in PARAGRAPH.findall(body))


SAID = re.compile(r'\s(?:aria-label|placeholder|title|alt)="([^"]*)"')
UNSAID = re.compile(r"<(script|style|textarea)\b.*?</\1>", re.DOTALL)


def on_page(html: str) -> Iterator[str]:
    """The texts on a page as it goes out: between tags that end a line, and what is only read aloud."""
    bare = UNSAID.sub("", html)
    yield from map(unescape, SAID.findall(bare))
    yield from (unescape(re.sub(r"<[^>]+>", "", line)).strip() for line in BLOCK.split(bare))


def wrong(texts: Iterable[str]) -> list[str]:
    """Every sentence that is too long, every word that has another name elsewhere, and every hard word."""
    return [problem for text in texts for problem in (*too_long(text), *doubles(text), *hard(text))]
