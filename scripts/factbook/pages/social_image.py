"""The social picture of a page, shown by networks where its address is shared (Open Graph).

Drawn by Pillow in less than two milliseconds; the same as SVG, with its text as outlines, took ten to rasterise. The
font comes with a locked package, not from the machine, so that every machine draws the same. A text in a script that
the font cannot write correctly (it joins no letters, and goes from left to right only) is left out.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import PIL
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 600, 315
_MARGIN = 48
_ROOM = WIDTH - 2 * _MARGIN
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "MODIFIER", "MICRO", "MASCULINE", "FEMININE")
# One byte a pixel: from the ground (0) to white (254) by lightness, and one that is the accent.
_GROUND, _LIGHT, _ACCENT = (13, 31, 56), (255, 255, 255), (255, 155, 110)
_WHITE, _GREY, _MARK = 254, 190, 255


@dataclass(frozen=True)
class Picture:
    """The content of a picture: the site's name, the page's title, and for a figure its value and period."""

    site: str
    title: str
    value: str = ""
    below: str = ""

    @property
    def token(self) -> str:
        """Return a key that differs for pictures that differ."""
        return f"{self} {PIL.__version__}"

    def png(self) -> bytes:
        """Return the picture as PNG, WIDTH by HEIGHT."""
        image = _ground().copy()
        draw = ImageDraw.Draw(image)
        top, size = (142, 26) if self.value else (128, 34)
        if _can_be_written(self.value):
            large = min(56, int(56 * _ROOM / max(1.0, _font(56).getlength(self.value))))
            draw.text((_MARGIN, 122 - large), self.value, _WHITE, _font(large), stroke_width=1)
        for line in _lines(self.title, size, 3):
            draw.text((_MARGIN, top), line, _WHITE, _font(size))
            top += int(size * 1.3)
        for line in _lines(self.below, 16, 1):
            draw.text((_MARGIN, min(top + 6, 240)), line, _GREY, _font(16))
        for line in _lines(self.site, 16, 1):
            draw.text((_MARGIN, HEIGHT - 46), line, _WHITE, _font(16))
        image.putpalette(_palette())
        file = BytesIO()
        image.save(file, "PNG", compress_level=3)
        return file.getvalue()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = files("ziafont.fonts").joinpath("DejaVuSans.ttf")
    return ImageFont.truetype(BytesIO(font.read_bytes()), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _ground() -> Image.Image:
    """Return the background: a planet, two orbits and their satellites, a strip; drawn large, for smooth edges."""
    scale = 4
    large = Image.new("L", (WIDTH * scale, HEIGHT * scale), 0)
    for across, high, shade in ((190, 132, 34), (120, 84, 46)):
        orbit = Image.new("L", (WIDTH * scale, WIDTH * scale), 0)
        middle = WIDTH * scale // 2
        box = (middle - across * scale, middle - high * scale, middle + across * scale, middle + high * scale)
        ImageDraw.Draw(orbit).ellipse(box, outline=shade, width=2 * scale)
        turned = orbit.rotate(24)
        large.paste(turned, (528 * scale - middle, 62 * scale - middle), turned.point(lambda value: 255 * (value > 0)))
    draw = ImageDraw.Draw(large)
    for x, y, radius, shade in ((528, 62, 58, 30), (427, 93, 5, _WHITE), (376, 32, 6, _GREY)):
        box = ((x - radius) * scale, (y - radius) * scale, (x + radius) * scale, (y + radius) * scale)
        draw.ellipse(box, fill=shade)
    image = large.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    ImageDraw.Draw(image).rectangle((0, 0, 11, HEIGHT), fill=_MARK)
    return image


@cache
def _palette() -> list[int]:
    """Return the colours of a picture's bytes: red, green and blue, one after the other."""
    shades = [
        round(dark + (light - dark) * step / _WHITE)
        for step in range(_WHITE + 1)
        for dark, light in zip(_GROUND, _LIGHT, strict=True)
    ]
    return [*shades, *_ACCENT]


def _can_be_written(text: str) -> bool:
    """Return whether the font writes a text correctly: unjoined letters, from left to right."""
    return bool(text) and all(
        unicodedata.name(character, "").startswith(_SCRIPTS) for character in text if character.isalpha()
    )


def _lines(text: str, size: int, most: int) -> list[str]:
    """Return a text in lines that fit, with an ellipsis where there are more; none where it cannot be written."""
    if not _can_be_written(text):
        return []
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or _font(size).getlength(longer) <= _ROOM:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]}…"]
