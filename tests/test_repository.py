"""What holds for the repository as a whole, whatever the rooms do."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
ROOMS = ("crypto", "meeting", "ballot_server", "desk", "kiosk", "tally", "demo")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIREMENTS = [
    Requirement(line)
    for line in (
        *PROJECT["dependencies"],
        *(line for extra in PROJECT["optional-dependencies"].values() for line in extra),
    )
]
PLACE_OF_A_MACHINE = re.compile(r"(?<![\w.<:/-])/(?:home|root|work|tmp)/")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository, as paths from its root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - whichever git made this clone
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    names = (Path(name) for name in listed.stdout.split("\0") if name)
    return tuple(name for name in names if (ROOT / name).exists())


def written(*suffixes: str) -> list[Path]:
    return [path for path in tracked() if path.suffix in suffixes]


@cache
def locked() -> dict[str, Version]:
    """The locked versions by distribution."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", lock, flags=re.MULTILINE)
    return {canonicalize_name(name): Version(version) for name, version in pins}


def test_the_lock_gives_versions_and_hashes_and_nothing_else() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pin, digest = r"[a-z0-9-]+==[\w.]+ \\", r"    --hash=sha256:[0-9a-f]{64}( \\)?"
    assert [line for line in lines if not re.fullmatch(f"{pin}|{digest}", line)] == []
    assert len(locked()) > 40


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=str)
def test_a_dependency_has_a_lower_bound_that_the_lock_keeps(requirement: Requirement) -> None:
    if requirement.name == PROJECT["name"]:
        assert requirement.extras <= PROJECT["optional-dependencies"].keys()
        return
    assert [specifier.operator for specifier in requirement.specifier] == [">="]
    assert locked()[canonicalize_name(requirement.name)] in requirement.specifier


def test_every_sentence_is_translated_and_every_catalogue_compiled() -> None:
    done = subprocess.run(
        [sys.executable, "maintenance/messages.py", "--check"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    assert done.returncode == 0


def test_no_text_names_a_place_on_somebodys_machine() -> None:
    texts = written(".md", ".txt", ".py", ".sh", ".toml", ".html", ".css", ".js", ".po", ".ini")
    found = [
        f"{path}:{number}"
        for path in texts
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1)
        if PLACE_OF_A_MACHINE.search(line)
    ]
    assert len(texts) > 20
    assert found == []


def test_every_file_of_the_product_can_be_read_in_one_sitting() -> None:
    lengths = {
        path: len((ROOT / path).read_text(encoding="utf-8").splitlines())
        for path in written(".py", ".html", ".css", ".js", ".sh")
        if path.parts[0] != "tests"
    }
    assert {path: lines for path, lines in lengths.items() if lines > 300} == {}


def test_docstrings_have_one_style() -> None:
    other = re.compile(r'""" ?Returns? (?!only)|(?<!`)``(?!`)|:(?:func|class|mod|meth|data|attr):`')
    found = {
        f"{path}:{number}"
        for path in written(".py")
        if path.parts[:2] != ("tests", "interop") and path.name != Path(__file__).name
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1)
        if other.search(line)
    }
    assert found == set()


@pytest.mark.parametrize("link", sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("docs/**/*.md")))
def test_every_link_of_a_document_leads_somewhere(link: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", link.read_text(encoding="utf-8"))
    assert [target for target in targets if not (link.parent / target).exists()] == []


def wheel_of(project: Path, tmp_path: Path) -> tuple[set[Path], int]:
    """What is in the wheel that is built from the tracked files alone, and its bytes."""
    source = tmp_path / "source"
    for path in tracked():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, source / path)
    script = "import sys, setuptools.build_meta as b; print(b.build_wheel(sys.argv[1]))"
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, str(tmp_path)],
        cwd=source / project,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    return {Path(name) for name in zipfile.ZipFile(wheel).namelist()}, wheel.stat().st_size


def test_what_is_installed_has_everything_the_rooms_need(tmp_path: Path) -> None:
    packed, size = wheel_of(Path(), tmp_path)
    assert [path for path in tracked() if path.parts[0] in ROOMS and path not in packed] == []
    assert Path("piaoxiang.py") in packed
    assert not any(path.parts[0] in {"tests", "typefaces"} for path in packed)
    assert size < 2_200_000  # an observer's: without typefaces, which are twenty times as much


def test_the_typefaces_are_a_wheel_of_their_own_with_their_licences(tmp_path: Path) -> None:
    project = Path("typefaces")
    packed, _ = wheel_of(project, tmp_path)
    package = project / "piaoxiang_typefaces"
    ours = {path.relative_to(project) for path in tracked() if path.is_relative_to(package)}
    assert {path.name for path in ours} >= {"serif.woff2", "OFL.txt", "DejaVu.txt"}
    assert ours <= packed
    (data,) = {path.parts[0] for path in packed - ours}
    assert data.endswith(".dist-info")
    assert {path.name for path in packed if path.is_relative_to(f"{data}/licenses")} == {
        "OFL.txt",
        "DejaVu.txt",
    }


TYPEFACES = {"piaoxiang_typefaces"}
PRINTING = {"brotli", "fontTools", "fpdf", "openpyxl"}
SERVING = {"flask", "flask_babel", "flask_wtf", "gunicorn", "wtforms"}
STORING = {"alembic", "sqlalchemy"}
TALLY = (
    *("tellers.ceremony", "tellers.opening", "tellers.count"),
    *("observers.verify", "observers.cosign", "observers.check_ballot"),
)


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("piaoxiang", PRINTING | SERVING | STORING | TYPEFACES | {"segno"}),
        *(
            (f"tally.commands.{each}", PRINTING | SERVING | STORING | TYPEFACES | {"segno"})
            for each in TALLY
        ),
        ("kiosk.server", PRINTING | STORING),
        ("ballot_server.serving.server", PRINTING),
        ("meeting.commands.check", SERVING | STORING),
        ("meeting.commands.slips", SERVING | STORING),
    ],
)
def test_a_room_runs_with_its_own_requirements(module: str, absent: set[str]) -> None:
    script = f"import sys; sys.modules.update(dict.fromkeys({absent})); import {module}"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)


@pytest.mark.parametrize("words", [("--help",), ("verify", "--help"), ("kiosk", "run"), ("demo",)])
def test_what_is_not_installed_is_named(words: tuple[str, ...]) -> None:
    """An observer's installation lists every command; one that it lacks packages for says so."""
    absent = PRINTING | SERVING | STORING | {"segno", "pypdfium2", "zxingcpp"}
    script = f"import sys; sys.modules.update(dict.fromkeys({absent})); import piaoxiang as p"
    done = subprocess.run(
        [sys.executable, "-c", f"{script}; p.main({words!r})"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr
    if "--help" in words:
        assert done.returncode == 0
        assert done.stderr == ""
    else:
        assert done.returncode == 2
        assert done.stderr.startswith("✗ ")
        assert any(package in done.stderr for package in absent)
