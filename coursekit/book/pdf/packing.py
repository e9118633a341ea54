r"""이은 PDF를 무손실로 줄입니다: 그림을 PNG처럼 걸러 누르고, 작은 개체들을 묶어 누릅니다.

Chromium은 그림을 거르지 않고 눌러 원래의 PNG보다 몇 배로 부풀립니다.
"""

import io
import struct
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image

_COLORS = 256


def pack(source: Path, target: Path) -> None:
    r"""PDF를 줄여 다시 씁니다. 보이는 것은 픽셀 하나도 바뀌지 않습니다.

    Parameters
    ----------
    source : Path
        줄일 PDF.
    target : Path
        쓸 PDF. `source`와 달라야 합니다.
    """
    with pikepdf.open(source) as document:
        for one in document.objects:
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image":
                _pack_image(one)
        document.save(
            target,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            recompress_flate=False,
            linearize=False,
        )


def _pack_image(stream: pikepdf.Stream) -> None:
    if stream.get("/Filter") != "/FlateDecode" or stream.get("/BitsPerComponent") != 8:
        return
    if "/DecodeParms" in stream:
        return  # 이미 걸렀습니다.
    size = (int(stream.Width), int(stream.Height))
    data = stream.read_bytes()
    channels = len(data) // (size[0] * size[1])
    if channels not in (1, 3) or len(data) != size[0] * size[1] * channels:
        return
    picture, table = Image.frombytes("L" if channels == 1 else "RGB", size, data), b""
    if channels == 3 and picture.getcolors(_COLORS):
        # 색이 적은 그림은 색 목록과 번호로 적습니다.
        pixels = np.frombuffer(data, np.uint8).reshape(-1, 3)
        codes = pixels.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
        colors, numbers = np.unique(codes, return_inverse=True)
        table = b"".join(int(color).to_bytes(3, "big") for color in colors)
        picture = Image.frombytes("P", size, numbers.astype(np.uint8).tobytes())
        picture.putpalette(table)
    packed, columns, bits = _png_data(picture)
    if len(packed) >= len(stream.read_raw_bytes()):
        return
    if table:
        base = stream.ColorSpace
        stream.ColorSpace = pikepdf.Array(
            [pikepdf.Name.Indexed, base, len(table) // 3 - 1, pikepdf.String(table)]
        )
        stream.BitsPerComponent = bits
    parameters = pikepdf.Dictionary(
        Predictor=15, Colors=1 if table else channels, BitsPerComponent=bits, Columns=columns
    )
    stream.write(packed, filter=pikepdf.Name.FlateDecode, decode_parms=parameters)


def _png_data(picture: Image.Image) -> tuple[bytes, int, int]:
    r"""그림을 PNG로 적고, 눌린 자료와 너비와 색 하나의 비트 수를 꺼냅니다."""
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG", optimize=True)
    content, at, pieces = buffer.getvalue(), 8, []
    columns = bits = 0
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind = content[at + 4 : at + 8]
        if kind == b"IHDR":
            columns, _, bits = struct.unpack(">IIB", content[at + 8 : at + 17])
        elif kind == b"IDAT":
            pieces.append(content[at + 8 : at + 8 + length])
        at += 12 + length
    return b"".join(pieces), columns, bits
