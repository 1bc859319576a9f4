"""Edits a Word file in a running LibreOffice as a person would; started with the Python that knows `uno`.

Usage: python3 office_edits.py PIPE SOURCE TARGET EDITS, where EDITS is a JSON file with a list of edits:
["type", old, new], ["append", old, lines], ["split", old, lines], ["choose", old, new], ["tick", words],
["add_row", heading, occurrence, cells], ["fill_cell", heading, occurrence, row, column, words],
["delete_row", heading, occurrence, row].
"""

import json
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

WORD = "MS Word 2007 XML"
SECONDS_TO_START = 60


def named(**values):
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def connected(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(SECONDS_TO_START * 5):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.2)
    raise SystemExit("LibreOffice did not start")


class Person:
    """Someone at the keyboard, with the document in a window."""

    def __init__(self, context, document):
        make = context.ServiceManager.createInstanceWithContext
        self.document = document
        self.keys = make("com.sun.star.frame.DispatchHelper", context)
        self.cursor = document.CurrentController.ViewCursor

    def press(self, command, **values):
        self.keys.executeDispatch(self.document.CurrentController.Frame, command, "", 0, named(**values))

    def find(self, words):
        search = self.document.createSearchDescriptor()
        search.SearchString = words
        search.SearchCaseSensitive = True
        found = self.document.findFirst(search)
        if found is None:
            raise SystemExit(f"not found: {words}")
        return found

    def type(self, old, new):
        self.cursor.gotoRange(self.find(old), False)
        self.press(".uno:InsertText", Text=new)

    def append(self, old, lines):
        """Go to the end of some words and type lines there with Shift+Enter."""
        self._type_lines(old, lines, ".uno:InsertLinebreak")

    def split(self, old, lines):
        """Go to the end of some words and type lines there with Enter."""
        self._type_lines(old, lines, ".uno:InsertPara")

    def _type_lines(self, old, lines, key):
        self.cursor.gotoRange(self.find(old).End, False)
        for line in lines:
            self.press(key)
            self.press(".uno:InsertText", Text=line)

    def choose(self, old, new):
        """Pick another item: a dropdown takes no typing, so its text is set as the program does it."""
        self.find(old).setString(new)

    def tick(self, words):
        """Click the box before some words."""
        cursor = self.find(words).Text.createTextCursorByRange(self.find(words).Start)
        cursor.gotoStartOfParagraph(True)
        for sign, other in (("☐", "☒"), ("☒", "☐")):
            if sign in cursor.String:
                self._click(cursor, sign, other)
                return
        raise SystemExit(f"no box before: {words}")

    def _click(self, cursor, sign, other):
        portions = cursor.createEnumeration().nextElement().createEnumeration()
        while portions.hasMoreElements():
            portion = portions.nextElement()
            if portion.TextPortionType == "ContentControl" and portion.ContentControl.Checkbox:
                portion.ContentControl.Checked = other == "☒"
        place = cursor.Text.createTextCursorByRange(cursor.Start)
        place.gotoEndOfParagraph(False)
        place.gotoStartOfParagraph(False)
        while place.String != sign:
            place.collapseToEnd()
            place.goRight(1, True)
        place.setString(other)

    def table(self, heading, occurrence):
        tables = self.document.TextTables
        found = [tables.getByIndex(number) for number in range(tables.Count)]
        found = [table for table in found if table.getCellByPosition(0, 0).String == heading]
        return found[occurrence]

    def add_row(self, heading, occurrence, cells):
        table = self.table(heading, occurrence)
        table.Rows.insertByIndex(table.Rows.Count, 1)
        for column, words in enumerate(cells):
            table.getCellByPosition(column, table.Rows.Count - 1).setString(words)

    def fill_cell(self, heading, occurrence, row, column, words):
        """Click in an empty field in a table and type."""
        cell = self.table(heading, occurrence).getCellByPosition(column, row)
        cursor = cell.createTextCursor()
        cursor.gotoEnd(True)
        self.cursor.gotoRange(cursor, False)
        self.press(".uno:InsertText", Text=words)

    def delete_row(self, heading, occurrence, row):
        self.table(heading, occurrence).Rows.removeByIndex(row, 1)


def main(pipe, source, target, edits):
    context = connected(pipe)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    document = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, named(Hidden=True))
    person = Person(context, document)
    for name, *about in json.loads(Path(edits).read_text(encoding="utf-8")):
        getattr(person, name)(*about)
    document.storeToURL(Path(target).as_uri(), named(FilterName=WORD))
    document.close(True)


if __name__ == "__main__":
    main(*sys.argv[1:])
