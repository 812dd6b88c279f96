"""Files that people send: told by what is in them, photographs drawn anew, hostile ones refused."""

import io
import zipfile

import pytest
from PIL import Image

from kientoan.core.files import DOCX, JPEG, LARGEST_KEPT, LARGEST_SENT, LONGEST_SIDE, PDF, XLSX, accept
from kientoan.core.refusal import Refusal
from photos import LATITUDE, photo, png_of

PAPER = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def zipped(*names: str, size: int = 10) -> bytes:
    """A zip file with parts of these names."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"0" * size)
    return target.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_kept_upright_and_without_its_place(form: str) -> None:
    sent = photo(form=form)
    assert LATITUDE.encode() in sent
    found = accept(r"C:\ảnh\Mương bờ <Đông>.HEIC", sent)
    with Image.open(io.BytesIO(found.content)) as kept:
        assert (kept.format, kept.size, dict(kept.getexif()), set(kept.info) & {"exif", "comment", "icc_profile", "xmp"}) == ("JPEG", (40, 80), {}, set())
    assert not any(part in found.content for part in (LATITUDE.encode(), "Máy".encode(), b"ghi chu", b"Exif"))
    assert (found.name, found.media_type, found.is_photo) == ("Mương bờ Đông.jpg", JPEG, True)


def test_a_large_photograph_is_made_smaller_and_a_clear_one_white() -> None:
    with Image.open(io.BytesIO(accept("a.jpg", photo(4000, 3000)).content)) as kept:
        assert max(kept.size) == LONGEST_SIDE
    target = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(target, "PNG")
    with Image.open(io.BytesIO(accept("a.png", target.getvalue()).content)) as kept:
        assert kept.getpixel((1, 1)) == (255, 255, 255)


@pytest.mark.parametrize(("raw", "media_type"), [
    (PAPER, PDF), (zipped("[Content_Types].xml", "word/document.xml"), DOCX), (zipped("[Content_Types].xml", "xl/workbook.xml"), XLSX)])
def test_a_paper_is_told_by_what_is_in_it(raw: bytes, media_type: str) -> None:
    found = accept("giấy tờ.exe", raw)
    assert (found.media_type, found.content, found.is_photo) == (media_type, raw, False)
    assert found.name.startswith("giấy tờ.")
    assert not found.name.endswith(".exe")


@pytest.mark.parametrize(("raw", "words"), [
    (b"", "trống"), (b"MZ\x90\x00 a program", "Không nhận loại tệp"), (b"<html><script>alert(1)</script>", "Không nhận loại tệp"), (b"GIF89a....", "Không nhận loại tệp"),
    (b"%PDF-1.7 cut off", "Không nhận loại tệp"), (zipped("a.txt"), "Không nhận loại tệp"), (b"PK\x03\x04 no zip", "Không nhận loại tệp"),
    (zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "chương trình"),
    (zipped("[Content_Types].xml", "word/document.xml", size=60 * 1024 * 1024), "bung ra quá lớn"),
    (photo()[:200], "hỏng"), (b"\xff\xd8\xff\xe0 not a picture", "hỏng"), (png_of(20_000, 10_000), "quá nhiều điểm ảnh"), (png_of(300_000, 300_000), "quá nhiều điểm ảnh"),
    (b"0" * (LARGEST_SENT + 1), "lớn hơn 12 MB"), (PAPER[:9] + b"0" * LARGEST_KEPT + b"%%EOF", "lớn hơn 5 MB")])
def test_what_is_not_what_it_says_or_too_large_is_refused(raw: bytes, words: str) -> None:
    with pytest.raises(Refusal, match=words) as caught:
        accept("ảnh.jpg", raw)
    assert caught.value.place == "file"
