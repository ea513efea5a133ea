"""QR codes as drawings, made here: black on white in both themes, with the margin that cameras need."""

from __future__ import annotations

from io import BytesIO


def qr_svg(text: str) -> str:
    """Return the QR code of a text as SVG without a size of its own: the page gives it one, and a name."""
    import segno

    out = BytesIO()
    made = segno.make_qr(text, error="m")
    made.save(out, kind="svg", xmldecl=False, omitsize=True, light="#fff", svgclass=None, lineclass=None)
    return out.getvalue().decode().strip()
