"""QR codes as drawings that stand in the page: no file, no inline style."""

import segno


def qr(text: str) -> str:
    """The QR code of a text as SVG.

    Parameters:
        text: what a phone reads from it.
    """
    drawing: str = segno.make(text, error="m").svg_inline(scale=3, border=2, omitsize=False, svgclass="qr", lineclass=None)
    return drawing
