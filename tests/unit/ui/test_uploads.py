"""Names and folders of files that a user hands over."""

import pytest

from domain.errors import UserError
from ui import uploads
from ui.uploads import Upload


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("project.csv", "project.csv"),
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Brukere\\Kari\\Prosjekt år 1.XLSX", "Prosjekt år 1.xlsx"),
        ("a;rm -rf $(x).csv", "a_rm -rf _x_.csv"),
        ("..", "fil"),
        ("", "fil"),
        ("x" * 300 + ".csv", "x" * 80 + ".csv"),
        ("navn\n\x00.csv", "navn_.csv"),
    ],
)
def test_name_is_made_safe_and_keeps_its_stem(name: str, expected: str) -> None:
    assert uploads.safe_name(name) == expected


def test_files_are_kept_apart_and_gone_afterwards() -> None:
    files = [Upload("a.csv", b"1"), Upload("a.csv", b"2")]

    with uploads.kept_on_disk(files) as paths:
        assert [path.name for path in paths] == ["a.csv", "a.csv"]
        assert [path.read_bytes() for path in paths] == [b"1", b"2"]

    assert not any(path.exists() for path in paths)


def test_no_file_and_other_kinds_are_refused_in_words() -> None:
    with pytest.raises(UserError) as none:
        uploads.check_uploads([])
    with pytest.raises(UserError) as other:
        uploads.check_uploads([Upload("a.csv", b""), Upload("b.exe", b"")])

    assert none.value.code == "no_file"
    assert "b.exe" in other.value.nb
    assert "a.csv" not in other.value.nb


def test_fingerprint_follows_names_content_and_settings() -> None:
    one = [Upload("a.csv", b"1")]

    assert uploads.fingerprint(one, False) == uploads.fingerprint([Upload("a.csv", b"1")], False)
    assert len({uploads.fingerprint(*given) for given in (
        (one, False), (one, True), ([Upload("b.csv", b"1")], False), ([Upload("a.csv", b"2")], False),
    )}) == 4  # fmt: skip
