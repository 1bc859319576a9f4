"""Text that can stand in XML, in a form and in the database."""

import re

_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile("[^\t\n -~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean_text(text: str) -> str:
    """Return `text` with every line break as a newline and without characters that XML forbids.

    Control characters, lone surrogates, U+FFFE and U+FFFF disappear; tabs, emoji and marks for the
    writing direction stay. Never raises; cleaning twice changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    return _CONTROLS.sub("", _LINE_BREAKS.sub("\n", text))
