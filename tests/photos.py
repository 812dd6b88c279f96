"""Photographs that tests send: with the place in them, or of a size that weighs nothing."""

import io
import struct
import zlib

from PIL import Image

LATITUDE = "21;28;12"


def photo(width: int = 80, height: int = 40, form: str = "JPEG") -> bytes:
    """A photograph as a phone takes it: on its side, with where it was taken."""
    picture = Image.new("RGB", (width, height), "green")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Máy của Tuyến"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[29] = LATITUDE
    target = io.BytesIO()
    picture.save(target, form, exif=exif, **({"comment": b"ghi chu"} if form == "JPEG" else {}))
    return target.getvalue()


def png_of(width: int, height: int) -> bytes:
    """The head of a PNG of any size, which weighs nothing."""
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
