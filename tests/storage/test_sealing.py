"""What people write and sign cannot be read in the files of the database, and what was tampered with does not open."""

import base64
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.storage.database import connect_to, connection, key_file, rows
from portal.storage.keyfile import Key, KeyProblem, make_keys, read_keys
from portal.storage.keyring import CannotOpen
from portal.storage.reading.facts import broken_links, facts_of
from portal.storage.reading.papers import draft, file_of, papers_of
from portal.storage.reading.word_copies import received_file
from portal.storage.sealing import seal_text
from tests.staging import Stage
from tests.storage.written import CANARY, NOTE, VERBATIM, Written, on_disk, pieces, sealed_columns

# What can be read on the disk


@pytest.mark.asvs("14.2.4")
def test_nothing_that_people_wrote_is_in_the_bytes_of_the_database(written: Written, tmp_path: Path) -> None:
    assert all(CANARY in str(words) for words in written.words())
    found = on_disk(tmp_path)
    assert CANARY.encode() not in found
    assert written.secret().encode() not in found
    # A paper takes over from its template what nobody filled in, and names it; templates are no secret.
    templates = b"".join(
        digest.encode() + content for digest, content in rows("SELECT sha256, content FROM template_file")
    )
    for content in written.files():
        own = [piece for piece in pieces(content) if piece not in templates]
        assert len(own) > 5
        assert not [piece for piece in own if piece in found]
    for key in read_keys(key_file()):
        assert key.secret not in found
        assert base64.b64encode(key.secret) not in found


@pytest.mark.asvs("14.2.4")
def test_every_sealed_column_was_tried(written: Written) -> None:
    columns = sealed_columns()
    assert len(columns) >= 14
    for table, column in columns:
        assert rows(f"SELECT COUNT(*) FROM {table} WHERE {column} <> ''") != [(0,)], (table, column)


def test_what_is_not_sealed_would_be_found(written: Written, tmp_path: Path) -> None:
    # Templates are no secret: they lie there as they are, and the search finds them.
    [(template,)] = rows("SELECT content FROM template_file WHERE kind = 'plan_van_aanpak'")
    rows("UPDATE paper SET title = ? WHERE id = ?", VERBATIM, written.paper)
    found = on_disk(tmp_path)
    assert CANARY.encode() in found
    assert [piece for piece in pieces(template) if piece in found]


# What was tampered with


@pytest.mark.asvs("11.3.3")
def test_what_stands_in_the_place_of_something_else_does_not_open(written: Written) -> None:
    dossier = written.stage.dossier_id
    rows("DROP TRIGGER fact_no_UPDATE")
    rows("UPDATE fact SET data = (SELECT data FROM fact WHERE dossier_id = ? AND seq = 1) WHERE seq = 2", dossier)
    with pytest.raises(CannotOpen, match=f"fact.data/{dossier}/2") as caught:
        facts_of(dossier)
    assert "Purmerend" not in str(caught.value)
    rows("UPDATE paper SET values_json = (SELECT values_json FROM paper WHERE id <> ? LIMIT 1)", written.paper)
    with pytest.raises(CannotOpen, match=r"paper\.values_json"):
        papers_of(dossier)
    rows("UPDATE received_file SET content = (SELECT content FROM word_copy)")
    with pytest.raises(CannotOpen, match=r"received_file\.content"):
        received_file(written.received)


@pytest.mark.asvs("11.3.3")
@pytest.mark.parametrize("place", [0, 3, 4, 15, 16, 400, -1])
def test_one_altered_byte_and_a_file_does_not_open(written: Written, place: int) -> None:
    [(stored,)] = rows("SELECT content FROM paper_file WHERE paper_id = ?", written.paper)
    altered = bytearray(stored)
    altered[place] ^= 1
    rows("UPDATE paper_file SET content = ? WHERE paper_id = ?", bytes(altered), written.paper)
    with pytest.raises(CannotOpen, match=f"paper_file.content/{written.paper}/1"):
        file_of(written.paper)


@pytest.mark.parametrize("text", ['{"wijze": "plain"}', "", "AAAA", "é"])
def test_plain_text_is_not_taken_for_sealed(written: Written, text: str) -> None:
    rows("UPDATE draft SET values_json = ?", text)
    with pytest.raises(CannotOpen):
        draft(written.stage.dossier_id, NOTE, written.stage.ids["teamleider"])


def test_with_another_key_nothing_opens_and_the_sentence_says_which_is_missing(written: Written) -> None:
    [right] = read_keys(key_file())
    key_file().unlink()
    wrong = make_keys(key_file())
    connect_to(key_file().with_name("portaal.sqlite3"))
    with connection(), pytest.raises(KeyProblem, match=f"sleutel {right.name}, en die staat niet in") as caught:
        written.words()
    assert base64.b64encode(wrong.secret).decode() not in str(caught.value)
    assert str(wrong.secret) not in repr(wrong)


def test_a_data_key_under_the_name_of_another_key_does_not_open(written: Written) -> None:
    key_file().unlink()
    wrong = make_keys(key_file())
    rows("UPDATE data_key SET wrapped_by = ?", wrong.name)
    connect_to(key_file().with_name("portaal.sqlite3"))
    with connection(), pytest.raises(CannotOpen, match="data_key/1"):
        written.words()


def test_the_chain_of_facts_is_checked_without_the_key(written: Written) -> None:
    key_file().unlink()
    dossier = written.stage.dossier_id
    connect_to(key_file().with_name("portaal.sqlite3"))
    with connection():
        assert broken_links(dossier) == ()
        rows("DROP TRIGGER fact_no_UPDATE")
        rows("UPDATE fact SET data = upper(data) WHERE seq = 2")
        assert broken_links(dossier) == (2,)


@pytest.mark.asvs("11.3.1")
def test_the_same_words_never_look_the_same(stage: Stage) -> None:
    assert seal_text("ja", "fact.data", 1, 1) != seal_text("ja", "fact.data", 1, 1)


# The file with the keys


def test_a_key_is_made_once_and_is_only_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "diep" / "keys"
    key = make_keys(path)
    assert read_keys(path) == (key,)
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        make_keys(path)
    assert [file.name for file in path.parent.iterdir()] == ["keys"]


@pytest.mark.parametrize(
    "line",
    ["geheim", "", base64.b64encode(b"a" * 32).decode(), base64.b64encode(bytes(range(31))).decode(), "é" * 44],
)
def test_what_cannot_be_a_key_is_refused_with_a_sentence(tmp_path: Path, line: str) -> None:
    path = tmp_path / "keys"
    path.write_text(f"# een sleutel\n{line}\n", encoding="utf-8")
    with pytest.raises(KeyProblem, match="sleutel") as caught:
        read_keys(path)
    assert not line or line not in str(caught.value)


def test_a_key_has_a_name_that_does_not_give_it_away() -> None:
    key = Key(bytes(range(32)))
    assert len(key.name) == 8
    assert key.name not in key.secret.hex()


def test_a_copy_of_the_database_opens_with_a_copy_of_the_key(written: Written, tmp_path: Path) -> None:
    before = written.words()
    elsewhere = tmp_path / "elders"
    elsewhere.mkdir()
    backup = elsewhere / "kopie.sqlite3"
    rows("VACUUM INTO ?", str(backup))
    shutil.copyfile(key_file(), elsewhere / "sleutelbos")
    connect_to(backup, elsewhere / "sleutelbos")
    with connection():
        assert written.words() == before
        assert rows("SELECT made_at FROM data_key")[0][0] <= datetime.now(UTC).isoformat()
