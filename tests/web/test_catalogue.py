"""The English catalogue is complete, says the same as the Vietnamese, and nothing that people read is left unmarked."""

import ast
import gettext as gettext_module
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from unicodedata import normalize

import pytest
from django.utils import translation
from django.utils.translation import trans_real

from catalogue import PACKAGE, Id, english, english_by_part, ids_in_template, modules, part_of, templates, wanted_ids, write_english
from kientoan.build import compile_catalogues

pytestmark = pytest.mark.once

PROPER_NAMES = (
    "Kiện Toàn", "Xóm Trung Thành", "Trung Thành’s", "Chiễn hamlet", "Phú Bình district", "Đảng bộ xã Dương Thành", "Xã Dương Thành", "Tỉnh Thái Nguyên", "Tỉnh or Thành phố", "24-QĐ/TW", "58-QĐ/TW",
    "Dương Văn An", "Xóm An Ninh", "Núi 1 hamlet",
)
"""What stays Vietnamese in English: names, and words that a name must begin with."""
SAME_IN_BOTH = ("Kiện Toàn", "Tiếng Việt", "English", "PDF", "DOCX", "XLSX", "CSV", "JSON")
"""What templates may write out, for it is the same in every language."""
BILINGUAL = {"web/templates/500.html"}
"""Shown when nothing works any more, translation included."""
DATA = {
    "api/face.py": {"Kiện Toàn"},
    "exchange/territory_file.py": {"Tỉnh Thành Phố", "Mã TP", "Quận Huyện", "Mã QH", "Phường Xã", "Mã PX", "Cấp"},
    "exchange/organizations_file.py": {"Tên tổ chức", "Cấp", "Loại", "Trực thuộc", "Địa bàn"},
    "exchange/reform_file.py": {"Mã cũ", "Tên cũ", "Mức", "Mã mới", "Tên mới"},
    "org/reform.py": {"toàn bộ", "một phần", "giữ nguyên", "không rõ", "Đảng bộ "},
    "org/operations/installation.py": {"Đảng bộ "},
    "web/meetings/forms.py": {r"(\d{1,2})\s*(?::|h|giờ|\.)\s*(\d{1,2})?"},
    "web/proposals/forms.py": {"{mã}, {tên}, {đơn vị}, {cơ quan}"},
    "reports/season.py": {"toàn tỉnh", "cả nước", "đảng bộ cấp trên trực tiếp cơ sở"},
}
"""Vietnamese in code that no reader's language changes: the product's name, headings of an official file, the name that a unit
is given, and the Vietnamese half of a rule's sentence."""
APPS = ("core", "org", "people", "congress", "reports", "exchange", "web", "api")
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
READ_ALOUD = {"aria-label", "aria-description", "title", "alt", "placeholder", "data-l"}
"""Attributes whose value people see or hear."""
VIETNAMESE = re.compile("[đĐ\u0300-\u036f]")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|</?\w[^>]*>")
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}", re.DOTALL)
CLASS_BLOCK = re.compile(r"\{%\s*block\s+\w*class\s*%\}[^{]*\{%\s*endblock")
BLOCK = re.compile(r"\{%\s*blocktrans(?:late)?\b(.*?)%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL)
TRANSLATE = re.compile(r"\{%\s*trans(?:late)?\s.*?%\}", re.DOTALL)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
MARKED_ARGUMENT = re.compile(r"""_\((?:"[^"]*"|'[^']*')\)""")


def is_vietnamese(text: str) -> bool:
    return VIETNAMESE.search(normalize("NFD", text)) is not None


def without(text: str, names: tuple[str, ...]) -> str:
    for name in names:
        text = text.replace(name, "")
    return text


class Reader(HTMLParser):
    """Gathers what a page says: text and the attributes that are read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += [value or "" for name, value in attrs if name in READ_ALOUD]


def unmarked_in_template(source: str) -> Iterator[str]:
    """What a template says in its own words: Vietnamese letters anywhere, any word at all where people read."""
    rest = CLASS_BLOCK.sub("{% endblock", COMMENT.sub("", source))
    rest = BLOCK.sub(r"{% with\1%}", rest)
    rest = MARKED_ARGUMENT.sub("", TRANSLATE.sub("", rest))
    yield from (tag for tag in TAG.findall(rest) if is_vietnamese(tag))
    rest = TAG.sub("", rest)
    if is_vietnamese(without(rest, SAME_IN_BOTH)):
        yield from (line.strip() for line in rest.splitlines() if is_vietnamese(without(line, SAME_IN_BOTH)))
    reader = Reader()
    reader.feed(rest)
    yield from (text.strip() for text in reader.said if re.search(r"[^\W\d_]", without(text, SAME_IN_BOTH)))


def unmarked_in_python(source: str) -> Iterator[str]:
    """Vietnamese texts in code that are not handed to gettext as they stand, docstrings left out."""
    tree = ast.parse(source)
    seen: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            seen.add(id(node.value))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            seen |= {id(argument) for argument in node.args}
            if not isinstance(node.args[0], ast.Constant):
                yield ast.unparse(node)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in seen and is_vietnamese(node.value):
            yield node.value


@pytest.fixture(scope="module")
def wanted() -> dict[Id, set[str]]:
    return wanted_ids()


def test_every_id_has_its_english_text(wanted: dict[Id, set[str]]) -> None:
    texts = english()
    lacking = {each.text: sorted(files) for each, files in wanted.items() if not all(text.strip() for text in texts.get(each, ("",)))}
    assert lacking == {}, "run tests/catalogue.py --write and fill in the English texts"


def test_no_english_text_is_left_over(wanted: dict[Id, set[str]]) -> None:
    assert english().keys() - wanted.keys() == set(), "run tests/catalogue.py --write --drop"


def test_both_languages_have_the_same_placeholders_and_tags() -> None:
    def parts(text: str) -> set[str]:
        return set(PLACEHOLDER.findall(text))

    assert {each.text: text for each, texts in english().items() for text in texts if parts(text) != parts(each.text)} == {}


def test_no_vietnamese_is_left_in_english() -> None:
    assert [text for texts in english().values() for text in texts if is_vietnamese(without(text, PROPER_NAMES))] == []


def test_english_begins_and_ends_as_the_vietnamese_does() -> None:
    def edges(text: str) -> tuple[str, str, str]:
        stop = text.rstrip()[-1:]
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()):], stop if stop in ".:;?…" and " " in text.strip() else ""

    assert {each.text: text for each, texts in english().items() for text in texts if edges(text) != edges(each.text)} == {}


def test_pages_use_the_compiled_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_catalogues()
    monkeypatch.setattr(gettext_module, "_translations", {})
    monkeypatch.setattr(trans_real, "_translations", {})
    texts = english()
    with translation.override("en"):
        assert translation.gettext("Hôm nay") == "Today"
        for each, (one, *many) in texts.items():
            if each.plural:
                assert (translation.ngettext(each.text, each.plural, 1), translation.ngettext(each.text, each.plural, 2)) == (one, many[0])
            else:
                assert (translation.pgettext(each.context, each.text) if each.context else translation.gettext(each.text)) == one
    with translation.override("vi"):
        assert translation.gettext("Hôm nay") == "Hôm nay"


def test_templates_say_nothing_in_their_own_words() -> None:
    paths = {path.relative_to(PACKAGE).as_posix(): path for path in templates()}
    assert paths.keys() >= BILINGUAL
    found = {name: list(unmarked_in_template(path.read_text(encoding="utf-8"))) for name, path in paths.items() if name not in BILINGUAL}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_code_hands_every_text_to_gettext() -> None:
    found: dict[str, set[str]] = {}
    for path in modules():
        name = path.relative_to(PACKAGE).as_posix()
        if name.split("/")[0] in APPS and (texts := set(unmarked_in_python(path.read_text(encoding="utf-8")))):
            found[name] = texts
    assert found == DATA


@pytest.mark.parametrize(("source", "ids"), [
    ("""<b title="{% translate 'Nơi' %}">{% translate "Ngày" context "lịch" %}</b>""", [Id("Nơi"), Id("Ngày", context="lịch")]),
    ("""it's {{ row|default:_("Chưa có") }} {% include "x" with word=_('Mã') %}""", [Id("Chưa có"), Id("Mã")]),
    ("""{% blocktranslate with day=when|default:_("nay") %}Đến "{{ day }}", 5%{% endblocktranslate %}""",
     [Id("nay"), Id('Đến "%(day)s", 5%%')]),
    ("""  {% blocktranslate count n=rows %}{{ n }} dòng{% plural %}{{ n }} dòng{% endblocktranslate %}\n x""",
     [Id("%(n)s dòng", "%(n)s dòng")]),
])
def test_ids_of_a_template_are_all_found(source: str, ids: list[Id]) -> None:
    assert sorted(ids_in_template("{% load i18n %}\n   " + source)) == sorted(ids)


@pytest.mark.parametrize("source", [
    "<p>Ngày</p>", "<p>Xem</p>", """<p aria-label="Xem"></p>""", """{{ row|default:"chưa có" }}""", """{% include "x" with word="Mã" %}""",
    """{% blocktranslate with day=when|default:"nay là ngày" %}Đến {{ day }}{% endblocktranslate %}""",
])
def test_unmarked_text_in_a_template_is_seen(source: str) -> None:
    assert list(unmarked_in_template(source))


@pytest.mark.parametrize("source", ["word = 'chưa có'", "word = f'{day} chưa có'", "word = _(f'{day} chưa có')", "word = gettext(name)"])
def test_unmarked_text_in_code_is_seen(source: str) -> None:
    assert list(unmarked_in_python(source))


def test_writing_the_catalogue_again_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("catalogue.ENGLISH", tmp_path)
    (tmp_path / "gone.po").write_text("", encoding="utf-8")
    texts = {Id("Ngày %(day)s"): ("Day %(day)s",), Id("%(n)s dòng", "%(n)s dòng"): ("%(n)s row", ""),
             Id("Cấp"): ("",), Id("Cấp", context="cho"): ("Give",)}
    wanted = {Id("Cấp"): ["org/enums.py"], Id("Ngày %(day)s"): ["web/templates/web/day.html"]}
    write_english(texts, wanted)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(written) == ["org.po", "pages.po", "shared.po"]
    assert english() == texts
    write_english(english(), wanted)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == written


def test_each_text_stands_once_in_the_part_that_asks_for_it(wanted: dict[Id, set[str]]) -> None:
    stands = [(each, part) for part, texts in english_by_part().items() for each in texts]
    assert {each: part for each, part in stands if part_of(wanted[each]) != part} == {}, "run tests/catalogue.py --write"
    assert len(stands) == len({each for each, _part in stands})
