"""QR codes as drawings that stand in the page: no file, no inline style."""

import io

import segno


def qr(text: str) -> str:
    """The QR code of a text as SVG.

    Parameters:
        text: what a phone reads from it.
    """
    drawing: str = segno.make(text, error="m").svg_inline(scale=3, border=2, omitsize=False, svgclass="qr", lineclass=None)
    return drawing


def qr_file(text: str) -> str:
    """The QR code of a text as an SVG file of its own, for the typesetter.

    Parameters:
        text: what a phone reads from it.
    """
    target = io.BytesIO()
    segno.make(text, error="m").save(target, kind="svg", xmldecl=False, border=2, omitsize=False)
    return target.getvalue().decode()
