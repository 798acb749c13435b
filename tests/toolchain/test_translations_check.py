"""`make check` refuses a catalogue that would show a person an English or a wrong sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEADER = """msgid ""
msgstr ""
"Language: vi\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
CODE = """
A = N_("Round %(code)s is closed.")
B = ngettext("%(num)d form", "%(num)d forms", 3)
C = lazy_gettext("Unit")
"""
TEMPLATE = "<h1>{{ _('Results') }}</h1>"
COMPLETE = """
msgid "Round %(code)s is closed."
msgstr "Đợt %(code)s đã đóng."

msgid "%(num)d form"
msgid_plural "%(num)d forms"
msgstr[0] "%(num)d phiếu"

msgid "Unit"
msgstr "Đơn vị"

msgid "Results"
msgstr "Kết quả"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one module, one template and a complete catalogue."""
    files = {
        "survey_app/problems.py": CODE,
        "survey_app/web/templates/results.html": TEMPLATE,
        "survey_app/translations/babel.cfg": (ROOT / "survey_app/translations/babel.cfg").read_text(
            encoding="utf-8"
        ),
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    write_catalogue(tmp_path, COMPLETE)
    return tmp_path


def catalogue_of(project: Path) -> Path:
    return project / "survey_app/translations/vi/LC_MESSAGES/messages.po"


def write_catalogue(project: Path, messages: str) -> None:
    catalogue_of(project).parent.mkdir(parents=True, exist_ok=True)
    catalogue_of(project).write_text(HEADER + messages, encoding="utf-8")


def translations(command: str, *, project: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / ".ci/translations.py", command],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )


def test_check__complete_catalogue__passes_in_silence(project: Path) -> None:
    result = translations("check", project=project)

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('msgid "Results"\nmsgstr "Kết quả"', "", "missing: “Results”"),
        ('"Kết quả"', '""', "untranslated: “Results”"),
        ('msgstr[0] "%(num)d phiếu"', 'msgstr[0] ""', "untranslated: “%(num)d form”"),
        ('msgid "Results"', '#, fuzzy\nmsgid "Results"', "fuzzy: “Results”"),
        ('msgid "Unit"', 'msgid "Ward"\nmsgstr "Phường"\n\nmsgid "Unit"', "obsolete: “Ward”"),
        ('msgid "Unit"', '#~ msgid "Ward"\n#~ msgstr "Phường"\n\nmsgid "Unit"', "obsolete: “Ward”"),
        ("Đợt %(code)s", "Đợt %(name)s", "placeholders differ from %(code)s: “Round"),
        ("Đợt %(code)s", "Đợt", "placeholders differ from %(code)s: “Round"),
        ("Đơn vị", "Đơn vi\u0323", "not in Unicode form NFC: “Unit”"),
    ],
)
def test_check__one_fault__names_it_and_fails(
    project: Path, old: str, new: str, fault: str
) -> None:
    write_catalogue(project, COMPLETE.replace(old, new))

    result = translations("check", project=project)

    assert result.returncode == 1
    assert fault in result.stderr


def test_update__new_and_old_messages__are_added_and_dropped(project: Path) -> None:
    (project / "survey_app/bands.py").write_text("D = N_('Band')", encoding="utf-8")
    (project / "survey_app/web/templates/results.html").write_text("", encoding="utf-8")

    result = translations("update", project=project)

    written = catalogue_of(project).read_text(encoding="utf-8")
    assert result.returncode == 0
    assert 'msgid "Band"\nmsgstr ""' in written
    assert "Results" not in written
    assert "Đơn vị" in written


def test_update__nothing_changed__leaves_the_same_bytes(project: Path) -> None:
    translations("update", project=project)
    first = catalogue_of(project).read_bytes()

    translations("update", project=project)

    assert catalogue_of(project).read_bytes() == first
