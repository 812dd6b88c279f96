"""The typeface of papers: Debian's Tinos, which has the measures of Times New Roman (DF-09), else Noto Serif from its package."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fontpkg_noto_serif
import typst

TINOS = Path("/usr/share/fonts/truetype/croscore")
NOTO = Path(str(fontpkg_noto_serif.__file__)).parent / "files"


@dataclass(frozen=True)
class Face:
    """A typeface that a paper can be set in.

    Parameters:
        family: its name, which the paper states.
        folder: where its files lie.
    """

    family: str
    folder: Path


NOTO_SERIF = Face("Noto Serif", NOTO)
"""Its files are variable; typst cuts bold and italic from them."""


def face() -> Face:
    """The face for this machine."""
    return Face("Tinos", TINOS) if (TINOS / "Tinos-Bold.ttf").exists() else NOTO_SERIF


@cache
def fonts_of(chosen: Face) -> typst.Fonts:
    """The files of a face and no other: nothing of the system's, so that a paper looks the same wherever it is printed."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(chosen.folder)])
