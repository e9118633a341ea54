r"""글꼴의 윤곽을 CFF의 3차 곡선에서 트루타입의 2차 곡선으로 바꿉니다.

같은 글자가 1할 더 작게 눌립니다. 그리고 종이에 찍을 때 Chromium은 트루타입만 글꼴로 담습니다:
CFF는 글자마다 그림(Type 3)으로 담아 PDF가 커집니다.
"""

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.scaleUpem import scale_upem

# 글자 하나의 높이를 나누는 눈금의 수와, 곡선이 벗어나도 되는 눈금입니다: 화면의 100픽셀짜리 제목에서 0.1픽셀입니다.
UNITS = 1024
_ERROR = 1.0
# 힌트를 풀이하는 프로그램이 쓰는 자리들입니다. 힌트가 없으므로 비워 둡니다.
_UNHINTED = (
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
    "maxComponentElements",
)


def to_truetype(font: TTFont) -> None:
    r"""CFF 글꼴을 제자리에서 트루타입으로 바꿉니다. 이미 트루타입이면 그대로 둡니다.

    Parameters
    ----------
    font : TTFont
        열린 글꼴. 힌트는 없어집니다.
    """
    if "CFF " not in font:
        return
    scale_upem(font, UNITS)
    order = font.getGlyphOrder()
    drawn = font.getGlyphSet()
    outlines = {}
    for name in order:
        pen = TTGlyphPen(drawn)
        drawn[name].draw(Cu2QuPen(pen, _ERROR, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"] = newTable("loca")
    table = font["glyf"] = newTable("glyf")
    table.glyphOrder, table.glyphs = order, outlines
    for name, glyph in outlines.items():
        glyph.recalcBounds(table)
        left = glyph.xMin if glyph.numberOfContours else 0
        font["hmtx"].metrics[name] = (font["hmtx"].metrics[name][0], left)
    limits = font["maxp"]
    limits.tableVersion, limits.maxZones = 0x00010000, 1
    for field in _UNHINTED:
        setattr(limits, field, 0)
    font["post"].formatType = 3.0  # 글자의 이름은 적지 않습니다.
    for gone in ("CFF ", "VORG"):
        if gone in font:
            del font[gone]
    font.sfntVersion = "\x00\x01\x00\x00"
