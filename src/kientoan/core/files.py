"""Files that people send: what is taken, told by what is in them and never by their name; photographs are drawn anew.

They are kept in the database, within narrow limits, so that a backup carries them and a transaction holds them (decision 32).
"""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from kientoan.core.models import StoredFile
from kientoan.core.operation import in_operation
from kientoan.core.refusal import Refusal
from kientoan.rules.vntext import tidy

MOST_FILES = 5
"""With one step."""
LARGEST_SENT = 12 * 1024 * 1024
"""Bytes of a photograph as a phone sends it."""
LARGEST_KEPT = 5 * 1024 * 1024
"""Bytes of a file that is kept as it is."""
LONGEST_SIDE = 1600
"""Pixels of the longer side of a photograph that is kept: enough to read a sign, a tenth of what a phone takes."""
MOST_PIXELS = {"JPEG": 64_000_000, "PNG": 24_000_000, "WEBP": 24_000_000}
"""Pixels beyond which a picture is not opened; of a JPEG only a part is held in memory."""
MOST_PARTS, LARGEST_UNPACKED = 4_000, 100 * 1024 * 1024
"""Of a document that is a zip file within."""
JPEG, PDF = "image/jpeg", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {JPEG: "jpg", PDF: "pdf", DOCX: "docx", XLSX: "xlsx"}
"""The kinds that are kept, with how a name of each ends."""
_INSIDE = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}

# Pillow's own limit warns or raises by one number for all formats; a picture's size is looked at here before it is read.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept.

    Parameters:
        name: with the ending of what it is.
        media_type: told by its content.
        content: as it is kept; a photograph has nothing in it but its pixels.
    """

    name: str
    media_type: str
    content: bytes

    @property
    def is_photo(self) -> bool:
        """Whether it is a photograph."""
        return self.media_type == JPEG


@dataclass(frozen=True)
class Sent:
    """A file as it was sent.

    Parameters:
        name: as its sender called it.
        content: its bytes.
        caption: what it shows; may be empty.
    """

    name: str
    content: bytes
    caption: str = ""


def accept_all(sent: Sequence[Sent]) -> list[tuple[Accepted, str]]:
    """Look into the files that come with one step, before anything is written.

    Returns:
        what may be kept of each, with its caption.

    Raises:
        Refusal: at ``file``, for more than ``MOST_FILES``, or one that is refused.
    """
    if len(sent) > MOST_FILES:
        raise Refusal(_("Mỗi lần gửi nhiều nhất %(most)s tệp. Gửi làm nhiều lần.") % {"most": MOST_FILES}, place="file")
    return [(accept(each.name, each.content), tidy(each.caption)[:200]) for each in sent]


def accept(name: str, raw: bytes) -> Accepted:
    """Look into a file and make of it what may be kept.

    Parameters:
        name: as it was sent; only its stem is used.
        raw: what was sent.

    Raises:
        Refusal: at ``file``, for one that is too large, broken, or none of the kinds.
    """
    if not raw:
        raise Refusal(_("Tệp này trống. Chọn tệp khác."), place="file")
    if len(raw) > LARGEST_SENT:
        raise Refusal(_("Tệp lớn hơn %(most)s MB. Chụp nhỏ lại hoặc chia tệp.") % {"most": LARGEST_SENT // 1024 // 1024}, place="file")
    if raw.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (raw[:4], raw[8:12]) == (b"RIFF", b"WEBP"):
        return Accepted(_named(name, JPEG), JPEG, _redrawn(raw))
    media_type = PDF if raw.startswith(b"%PDF-") and b"%%EOF" in raw[-2048:] else _document(raw)
    if not media_type:
        raise Refusal(_("Không nhận loại tệp này: nội dung không phải ảnh JPEG, PNG, WebP, cũng không phải PDF, DOCX, XLSX. Chọn tệp khác, hoặc chụp ảnh lại."), place="file")
    if len(raw) > LARGEST_KEPT:
        raise Refusal(_("Tệp lớn hơn %(most)s MB. Chụp nhỏ lại hoặc chia tệp.") % {"most": LARGEST_KEPT // 1024 // 1024}, place="file")
    return Accepted(_named(name, media_type), media_type, raw)


def _named(name: str, media_type: str) -> str:
    """A harmless name with the ending of what the file is."""
    stem = tidy(name.replace("\\", "/").rpartition("/")[2]).rpartition(".")[0] or "tep"
    kept = "".join(ch for ch in stem if ch.isalnum() or ch in " -_()")[:100].strip()
    return f"{kept or 'tep'}.{ENDINGS[media_type]}"


def _too_many_pixels() -> Refusal:
    return Refusal(_("Ảnh có quá nhiều điểm ảnh. Chụp lại ở cỡ thường, dưới %(most)s triệu điểm ảnh.") % {"most": MOST_PIXELS["JPEG"] // 1_000_000}, place="file")


def _redrawn(raw: bytes) -> bytes:
    """A photograph's pixels in a new file, turned upright: place, device, moment and whatever else lay beside them is gone.

    Raises:
        Refusal: for one with too many pixels, or that cannot be read.
    """
    try:
        with Image.open(io.BytesIO(raw), formats=tuple(MOST_PIXELS)) as sent:
            width, height = sent.size
            if width * height > MOST_PIXELS.get(sent.format or "", MOST_PIXELS["JPEG"]):
                raise _too_many_pixels()
            sent.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture: Any = ImageOps.exif_transpose(sent)
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = picture.convert("RGBA") if picture.mode in ("RGBA", "LA", "PA", "P") else picture.convert("RGB")
            clean = Image.new("RGB", upright.size, "white")
            clean.paste(upright, mask=upright.getchannel("A") if upright.mode == "RGBA" else None)
    except Refusal:
        raise
    except Exception as error:  # whatever a spoilt or hostile file makes of the reader
        raise Refusal(_("Ảnh này hỏng nên không đọc được. Chụp hoặc chọn ảnh khác."), place="file") from error
    target = io.BytesIO()
    clean.save(target, "JPEG", quality=82)
    return target.getvalue()


def size_of(photo: bytes) -> tuple[int, int]:
    """Width and height in pixels of a photograph that was accepted."""
    with Image.open(io.BytesIO(photo), formats=("JPEG",)) as picture:
        return picture.size


def smaller(photo: Accepted, side: int) -> Accepted:
    """An accepted photograph drawn once more, with its longer side at most ``side`` pixels: for lists and for phones."""
    with Image.open(io.BytesIO(photo.content), formats=("JPEG",)) as picture:
        picture.thumbnail((side, side))
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=80, progressive=True)
    return Accepted(photo.name, photo.media_type, target.getvalue())


def _document(raw: bytes) -> str:
    """Which kind of document a zip file is; empty for none that is kept.

    Raises:
        Refusal: for one with programs in it, locked, or that would swell.
    """
    if not raw.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    names = {part.filename for part in parts}
    media_type = next((kind for inside, kind in _INSIDE.items() if inside in names and "[Content_Types].xml" in names), "")
    if media_type and (any(name.rpartition("/")[2].lower() == "vbaproject.bin" for name in names) or any(part.flag_bits & 1 for part in parts)):
        raise Refusal(_("Tệp có chương trình hoặc mật khẩu bên trong. Lưu thành PDF rồi gửi lại."), place="file")
    if media_type and (len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED):
        raise Refusal(_("Tệp này bung ra quá lớn. Lưu thành PDF rồi gửi lại."), place="file")
    return media_type


def keep(accepted: Accepted) -> StoredFile:
    """Put a file into the database; a step of operations."""
    act = in_operation()
    return StoredFile.objects.create(recorded_at=act.at, name=accepted.name, media_type=accepted.media_type, size=len(accepted.content),
                                     sha256=hashlib.sha256(accepted.content).hexdigest(), content=accepted.content)


def take_away(file_id: int) -> None:
    """Empty a file that should not have been sent; a step of operations. That it was there, and its digest, stay."""
    in_operation()
    StoredFile.objects.filter(pk=file_id).update(content=None)
