"""What must not stand in the source of the portal, whatever its pages do: looked for in every file."""

import ast
import re
from collections.abc import Iterator

import pytest

from portal.settings import ROOT

FORBIDDEN_MODULES = {
    **dict.fromkeys(("pickle", "marshal", "shelve", "dill", "yaml", "jsonpickle"), "makes objects of what comes in"),
    **dict.fromkeys(("ldap", "ldap3", "jnius", "pymemcache", "memcache", "pylibmc"), "speaks to what is not used here"),
    **dict.fromkeys(("pylatex", "latex"), "writes LaTeX"),
    **dict.fromkeys(("Crypto", "nacl", "OpenSSL", "rsa"), "is other cryptography than that of the locks"),
}
FORBIDDEN_CALLS = {
    **dict.fromkeys(("eval", "exec", "compile"), "runs text"),
    **dict.fromkeys(("os.system", "os.popen", "subprocess.getoutput"), "gives a line to a shell"),
    **dict.fromkeys(("render_template_string", "from_string"), "makes a template of text"),
    **dict.fromkeys(("xpath", "XPath"), "asks with XPath"),
}
WEAK = ("md5", "sha1", "new")
CIPHERS = {"AESGCM", "InvalidTag"}
BY_CHANCE = ("portal/demonstration",)
"""Where numbers may be drawn that anyone can draw again."""
UNSAFE_SCRIPT = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|localStorage"
    r"|sessionStorage(?!\.removeItem)|indexedDB|document\.cookie|window\.addEventListener\(\"message\"|__proto__|Object\.assign"
)


def wrong_in(source: str, place: str) -> Iterator[str]:
    """What must not be in Python, each as a sentence."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (_module(one.name, place) for one in names)
            case ast.ImportFrom(module=module, names=names):
                yield _module(module or "", place)
                if (module or "").startswith("cryptography"):
                    yield from (f"{one.name} is another cipher" for one in names if one.name not in CIPHERS)
            case ast.Call():
                yield from _call(node)


def _module(name: str, place: str) -> str:
    top = name.partition(".")[0]
    if top == "random" and not place.startswith(BY_CHANCE):
        return "random can be guessed"
    return f"{name} {FORBIDDEN_MODULES[top]}" if top in FORBIDDEN_MODULES else ""


def _call(node: ast.Call) -> Iterator[str]:
    whole = ast.unparse(node.func)
    given = {word.arg: ast.unparse(word.value) for word in node.keywords}
    said = FORBIDDEN_CALLS.get(whole) or FORBIDDEN_CALLS.get(whole.rpartition(".")[2] if "." in whole else "")
    if said and not whole.startswith("re."):
        yield f"{whole} {said}"
    if given.get("shell", "False") != "False":
        yield f"{whole} gives a line to a shell"
    if given.get("verify", "True") != "True":
        yield f"{whole} believes any certificate"
    if whole.startswith("requests.") and given.get("allow_redirects") != "False":
        yield f"{whole} follows where it is sent"
    if whole.startswith("hashlib.") and whole.rpartition(".")[2] in WEAK and given.get("usedforsecurity") != "False":
        yield f"{whole} is a weak hash"


def wrong_in_portal() -> list[str]:
    files = sorted((ROOT / "portal").rglob("*.py"))
    assert len(files) > 100
    places = ((file, file.relative_to(ROOT).as_posix()) for file in files)
    return [f"{p}: {said}" for file, p in places for said in wrong_in(file.read_text(encoding="utf-8"), p) if said]


@pytest.mark.asvs("1.2.5", "1.2.6", "1.2.7", "1.2.8", "1.3.2", "1.3.7", "1.3.8", "1.3.9", "1.5.2")
@pytest.mark.asvs("11.2.1", "11.3.2", "11.5.1", "12.3.2", "15.3.2")
def test_nothing_in_python_runs_fetches_or_guesses() -> None:
    assert wrong_in_portal() == []


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from yaml import load",
        "import random",
        "import ldap3",
        "eval('1')",
        "os.system('ls')",
        "subprocess.run('ls', shell=True)",
        "render_template_string(text)",
        "env.from_string(text)",
        "tree.xpath(f'//{name}')",
        "hashlib.md5(x)",
        "from cryptography.hazmat.primitives.ciphers import modes",
        "requests.get(x)",
        "session.get(x, verify=False)",
    ],
)
def test_each_of_these_is_seen(line: str) -> None:
    assert any(wrong_in(line, "portal/web/x.py"))


@pytest.mark.asvs("1.2.3", "3.2.2", "3.5.5", "14.3.3", "15.3.6")
def test_no_script_of_ours_makes_html_or_keeps_anything_in_the_browser() -> None:
    scripts = sorted((ROOT / "static").glob("*.js"))
    assert scripts
    assert [(file.name, UNSAFE_SCRIPT.findall(file.read_text(encoding="utf-8"))) for file in scripts] == [
        (file.name, []) for file in scripts
    ]
    assert UNSAFE_SCRIPT.search('box.innerHTML = "x"')


@pytest.mark.asvs("1.2.1", "1.2.3")
def test_templates_escape_everything_and_hold_no_script() -> None:
    pages = {file: file.read_text(encoding="utf-8") for file in sorted((ROOT / "templates").rglob("*.html"))}
    assert len(pages) > 40
    bad = re.compile(r"\|\s*safe\b|autoescape|<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)
    assert {file.name: bad.findall(text) for file, text in pages.items() if bad.search(text)} == {}
    assert bad.search("{{ name | safe }}")
    assert bad.search("<script>var x = {{ name }}</script>")
