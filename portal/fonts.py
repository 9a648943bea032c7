"""The two type families of the portal, cut from their upstream packages for the screen and for paper.

The upstream licence (SIL OFL 1.1) reserves the name of the originals, so what is changed here is renamed
"Egide Sans" and "Egide Serif", and the licence travels with the files. Three things are changed: the letters kept,
the width of the narrow no-break space (upstream it is so thin that "5 000€" looks unspaced), and the no-break hyphen,
which one family lacks: without it a fallback font would slip into the documents unseen.

`build` is idempotent (nothing is touched while the recipe and the sources are the same) and deterministic (the same
packages give the same bytes). It needs fontTools and brotli.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import os
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

SANS_PACKAGE, SERIF_PACKAGE = "fontpkg-source-sans-3", "fontpkg-source-serif-4"
STAMP = "fonts.json"
LETTERS = "letters.txt"
MISSING_MARK = "▯"
NARROW_WIDTH = 0.19  # of the em: French typographers' fine space is about a fifth

_SANS, _SANS_ITALIC = "SourceSans3[wght].ttf", "SourceSans3-Italic[wght].ttf"
_SERIF, _SERIF_ITALIC = "SourceSerif4[opsz,wght].ttf", "SourceSerif4-Italic[opsz,wght].ttf"

_PUNCTUATION = [*range(0x2010, 0x2016), *range(0x2018, 0x201F), *range(0x2020, 0x2023), 0x2026, 0x202F, 0x2030, 0x2032]
_SIGNS = [
    0x2033,
    0x2039,
    0x203A,
    0x20AC,
    0x2116,
    0x2122,
    *range(0x2190, 0x2194),
    0x2212,
    0x2248,
    0x2260,
    0x2264,
    0x2265,
]
_MARKS = [0x2713, 0x2717, 0x25CF, 0x25CB]
_WEB_SANS = frozenset([*range(0x20, 0x7F), *range(0xA0, 0x100), 0x152, 0x153, 0x178, *range(0x2002, 0x200B),
                       *_PUNCTUATION, *_SIGNS, *_MARKS])  # fmt: skip
_WEB_MORE = frozenset([*range(0x100, 0x180), 0x2BC, 0x2C6, 0x2DA, 0x2DC]) - _WEB_SANS
_WEB_SERIF = frozenset([*range(0x20, 0x7F), *range(0xA0, 0x100), 0x152, 0x153, 0x178, 0x2009, *_PUNCTUATION, 0x20AC,
                        0x2192, 0x2212, 0x2264, 0x2265, 0x2713])  # fmt: skip
_PRINT = frozenset([*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x2B0, 0x300), *range(0x370, 0x530),
                    *range(0x1E00, 0x1F00), *_PUNCTUATION, *_SIGNS, *_MARKS])  # fmt: skip
_REQUIRED = frozenset(map(ord, "ABCabc019éÉçœŒ€«»‰✓→≥–—’×½−\u00a0\u202f\u2011"))

_FEATURES = ["kern", "liga", "locl", "mark", "mkmk", "ccmp", "tnum", "lnum"]


class FontError(RuntimeError):
    """A font cannot be made: the message names the package or the letter that is missing."""


@dataclass(frozen=True)
class Face:
    """One font file to make: where it goes, what it is cut from, and which part of the design space it keeps.

    One that `adds` holds the rarer letters of another: a page fetches it when a name needs one.
    """

    path: str
    package: str
    source: str
    family: str
    axes: Mapping[str, float | tuple[float, float]]
    weight: int
    italic: bool
    characters: frozenset[int]
    adds: bool = False


def _face(path: str, package: str, source: str, weight: int, characters: frozenset[int],
          axes: Mapping[str, float | tuple[float, float]]) -> Face:  # fmt: skip
    family = "Egide Sans" if package == SANS_PACKAGE else "Egide Serif"
    return Face(path, package, source, family, axes, weight, "Italic" in source, characters, characters is _WEB_MORE)


FACES: tuple[Face, ...] = (
    _face("web/sans.woff2", SANS_PACKAGE, _SANS, 400, _WEB_SANS, {"wght": (400, 600)}),
    _face("web/sans-more.woff2", SANS_PACKAGE, _SANS, 400, _WEB_MORE, {"wght": (400, 600)}),
    _face("web/serif.woff2", SERIF_PACKAGE, _SERIF, 400, _WEB_SERIF, {"wght": (420, 600), "opsz": 34}),
    _face("web/serif-italic.woff2", SERIF_PACKAGE, _SERIF_ITALIC, 400, _WEB_SERIF, {"wght": 400, "opsz": 16}),
    _face("print/sans-400.ttf", SANS_PACKAGE, _SANS, 400, _PRINT, {"wght": 400}),
    _face("print/sans-600.ttf", SANS_PACKAGE, _SANS, 600, _PRINT, {"wght": 600}),
    _face("print/sans-400-italic.ttf", SANS_PACKAGE, _SANS_ITALIC, 400, _PRINT, {"wght": 400}),
    _face("print/serif-400.ttf", SERIF_PACKAGE, _SERIF, 400, _PRINT, {"wght": 400, "opsz": 32}),
    _face("print/serif-600.ttf", SERIF_PACKAGE, _SERIF, 600, _PRINT, {"wght": 600, "opsz": 24}),
    _face("print/serif-400-italic.ttf", SERIF_PACKAGE, _SERIF_ITALIC, 400, _PRINT, {"wght": 400, "opsz": 18}),
)
_LICENCES = {SANS_PACKAGE: "LICENSE-sans.txt", SERIF_PACKAGE: "LICENSE-serif.txt"}


def build(target: Path) -> list[Path]:
    """Make every font file under `target` and return their paths, in a stable order.

    `target/web` holds the variable woff2 of the pages, `target/print` six static ttf for the documents and the list of
    the letters that all six can draw. Raises FontError when a package or a letter is missing.
    """
    target = Path(target)
    paths = [target / face.path for face in FACES]
    fingerprint = _fingerprint()
    if not fonts_ready(target) and _stamped(target) == fingerprint:
        return paths
    shared: set[int] | None = None
    with ProcessPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        for face, path, (body, covered) in zip(FACES, paths, pool.map(_make, FACES), strict=True):
            if face.path.startswith("print/"):
                shared = set(covered) if shared is None else shared & covered
            _write(path, body)
    _write(target / "print" / LETTERS, "".join(map(chr, sorted(shared or ()))).encode())
    for package, name in _LICENCES.items():
        _write(target / name, (_package_folder(package) / "LICENSE").read_bytes())
    _write(target / STAMP, json.dumps({"fingerprint": fingerprint}).encode())
    return paths


def fonts_ready(target: Path) -> list[str]:
    """The files that are missing or empty under `target`, as paths relative to it; an empty list when all is there."""
    wanted = [*(face.path for face in FACES), f"print/{LETTERS}", *_LICENCES.values(), STAMP]
    return [name for name in wanted if not _filled(Path(target) / name)]


def _filled(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _stamped(target: Path) -> str:
    try:
        return str(json.loads((target / STAMP).read_text())["fingerprint"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _fingerprint() -> str:
    """Changes when this recipe, fontTools or an upstream file does."""
    try:
        import fontTools
    except ImportError as error:
        raise FontError("fontTools is not installed: pip install -r requirements.txt") from error
    digest = hashlib.sha256(Path(__file__).read_bytes() + fontTools.version.encode())
    for package, source in sorted({(face.package, face.source) for face in FACES}):
        digest.update(hashlib.sha256(_source(package, source).read_bytes()).digest())
    return digest.hexdigest()


def _package_folder(package: str) -> Path:
    spec = importlib.util.find_spec(package.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        raise FontError(f"the package {package} is not installed: pip install -r requirements.txt")
    return Path(next(iter(spec.submodule_search_locations)))


def _source(package: str, name: str) -> Path:
    path = _package_folder(package) / "files" / name
    if not path.is_file():
        raise FontError(f"the package {package} no longer holds {name}: take the version of constraints.txt")
    return path


def _make(face: Face) -> tuple[bytes, frozenset[int]]:
    """The file of a face, and the code points that it draws."""
    font = _cut(face)
    return _bytes_of(font, "woff2" if face.path.endswith(".woff2") else None), frozenset(font.getBestCmap())


def _cut(face: Face) -> TTFont:
    """The face as a font in memory: subset, instanced, renamed, with its spaces and hyphen set."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(_source(face.package, face.source), recalcTimestamp=False)
    options = subset.Options(
        layout_features=_FEATURES, name_IDs=["*"], notdef_outline=True, hinting=False, drop_tables=["DSIG"]
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=face.characters)
    subsetter.subset(font)
    # Saved in between: the instancer would drop variations that the subsetter still counts on.
    font = TTFont(io.BytesIO(_bytes_of(font, None)), recalcTimestamp=False)
    font = instancer.instantiateVariableFont(font, dict(face.axes), inplace=True)
    _rename(font, face)
    _set_spaces(font)
    _draw_mark(font)
    missing = sorted((face.characters if face.adds else _REQUIRED) - set(font.getBestCmap()))
    if missing:
        named = ", ".join(f"U+{code:04X} {chr(code)}" for code in missing)
        raise FontError(f"{face.package}: {face.source} cannot draw {named}: take the version of constraints.txt")
    return font


def _rename(font: TTFont, face: Face) -> None:
    """Give the font its own names: nothing but the copyright, trademark and licence lines may keep the reserved one."""
    style = {(400, False): "Regular", (400, True): "Italic", (600, False): "SemiBold"}[face.weight, face.italic]
    script = f"{face.family}-{style}".replace(" ", "")
    names = {
        1: face.family,
        2: style,
        3: f"1.0;{script}",
        4: f"{face.family} {style}",
        6: script,
        16: face.family,
        17: style,
    }
    table = font["name"]
    kept = []
    for record in table.names:
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID in (21, 22, 25) or (record.nameID > 25 and "Source" in record.toUnicode()):
            continue
        kept.append(record)
    table.names = kept
    if "fvar" in font:
        for instance in font["fvar"].instances:
            instance.postscriptNameID = 0xFFFF
    if "STAT" in font and "fvar" not in font:
        del font["STAT"]
    font["OS/2"].usWeightClass = face.weight


def _set_spaces(font: TTFont) -> None:
    """Widen the narrow no-break space, and draw the no-break hyphen as the hyphen."""
    best = font.getBestCmap()
    if 0x202F in best:
        glyph = best[0x202F]
        font["hmtx"][glyph] = (round(font["head"].unitsPerEm * NARROW_WIDTH), font["hmtx"][glyph][1])
    if 0x2D in best:
        _map(font, 0x2011, best[0x2D])


def _map(font: TTFont, code: int, glyph: str) -> None:
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = glyph


def _draw_mark(font: TTFont) -> None:
    """Add the upright rectangle that stands for a letter the font cannot draw; no upstream family has it."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    if ord(MISSING_MARK) in font.getBestCmap() or "glyf" not in font or "fvar" in font:
        return
    em = font["head"].unitsPerEm
    left, right, bottom, top, stroke = (round(em * share) for share in (0.07, 0.43, -0.02, 0.68, 0.05))
    pen = TTGlyphPen(None)
    for inset, clockwise in ((0, True), (stroke, False)):
        x0, x1, y0, y1 = left + inset, right - inset, bottom + inset, top - inset
        corners = [(x0, y0), (x0, y1), (x1, y1), (x1, y0)]
        corners = corners if clockwise else corners[::-1]
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    name = "uni25AF"
    font["glyf"][name] = pen.glyph()
    font["hmtx"][name] = (round(em * 0.5), left)
    font.setGlyphOrder([*(glyph for glyph in font.getGlyphOrder() if glyph != name), name])
    _map(font, ord(MISSING_MARK), name)


def _bytes_of(font: TTFont, flavor: str | None) -> bytes:
    stream = io.BytesIO()
    font.flavor = flavor
    font.save(stream, reorderTables=True)
    return stream.getvalue()


def _write(path: Path, body: bytes) -> None:
    """Whole file or none: a build cut short must not leave half a font."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(body)
    partial.replace(path)


def main(arguments: Iterable[str]) -> int:
    """`python -m portal.fonts FOLDER`: build, print what was made, 1 when a font cannot be made."""
    try:
        for path in build(Path(next(iter(arguments), "static/built/fonts"))):
            print(path)
    except FontError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
