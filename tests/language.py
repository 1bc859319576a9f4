"""What the portal's own Dutch may not have: long sentences, and two words for one thing."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

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
    r"ziekteverzuim": "verzuim",
    r"gebruiker(s)?": "wie inlogt",
    r"aanmelden": "inloggen",
    r"e-mails?|mailtje": "mail",
    r"tekenen|tekent|tekenden?|getekende?": "ondertekenen",
}
"""Words that stay off the screen, because the field, and so the portal, has another for the same thing."""


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line, a heading or a cell is one, whether it ends with a full stop or not."""
    return re.split(r"(?<=[.!?])[»)”’]*\s+", " ".join(text.split()))


def too_long(text: str) -> list[str]:
    """The sentences that have more words than a reader at B1 takes in at once."""
    return [one for one in sentences(text) if len(re.findall(r"\S*\w\S*", one)) > MOST_WORDS]


def doubles(text: str) -> list[str]:
    """What the text calls by another name than the rest of the portal does."""
    return [
        f"«{found[0]}» is {word} in: {text}"
        for pattern, word in SAME.items()
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
BLOCK = re.compile(r"</?(?:p|li|d[dtl]|t[dhr]|h\d|div|section|ul|ol|label|legend|summary|option|text|title|br)\b[^>]*>")


def in_template(source: str) -> Iterator[str]:
    """The texts in a template: between tags that end a line, and the words that it gives to macros."""
    bare = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    for said in (*FILLED.findall(bare), *LOGIC.findall(bare)):
        yield from (one for one in re.findall(r'"([^"]*)"', said) if " " in one)
    lines = BLOCK.sub("\n\n", LOGIC.sub(" ", FILLED.sub("x", bare)))
    yield from (re.sub(r"<[^>]+>", "", line) for line in re.split(r"\n\s*\n", lines))


def wrong(texts: Iterable[str]) -> list[str]:
    """Every sentence that is too long and every word that has another name elsewhere."""
    return [problem for text in texts for problem in (*too_long(text), *doubles(text))]
