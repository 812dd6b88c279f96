"""What an installation makes once from packages and sources: fonts, message catalogues, static files."""

import os
import shutil
from pathlib import Path
from unicodedata import normalize

import fontpkg_be_vietnam_pro
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fontTools import subset
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

PACKAGE = Path(__file__).resolve().parent
FONTS = PACKAGE / "web" / "static" / "kientoan" / "fonts"
WEIGHTS = {"Regular": ("400", 650), "SemiBold": ("600", 662)}
"""Files of the typeface, the weight's number and the width given to every digit, in font units."""
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
PUNCTUATION = "\u00a0\u202f\u2009–—‘’“”…·•×−±½¼²³°§©«»‹›≤≥₫\u0300\u0301\u0303\u0309\u0323"


def letters() -> set[int]:
    """The code points that the cut fonts keep: Vietnamese, Latin and the punctuation of our pages."""
    composed = {normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES}
    return {ord(ch) for ch in composed | {each.upper() for each in composed} | set("đĐ") | set(PUNCTUATION) | set(map(chr, range(0x20, 0x7F)))}


def add_tabular_figures(font: TTFont, width: int) -> None:
    """Give a font a ``tnum`` feature: each digit again, centred on one width, which the original lacks."""
    names, glyphs = font.getBestCmap(), font.getGlyphSet()
    order, pairs = list(font.getGlyphOrder()), []
    for digit in "0123456789":
        name = names[ord(digit)]
        advance, bearing = font["hmtx"][name]
        shift = round((width - advance) / 2)
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(TransformPen(pen, (1, 0, 0, 1, shift, 0)))
        tabular = f"{name}.tnum"
        order.append(tabular)
        font["glyf"][tabular] = pen.glyph()
        font["glyf"][tabular].recalcBounds(font["glyf"])
        font["hmtx"][tabular] = (width, bearing + shift)
        pairs.append((name, tabular))
    font.setGlyphOrder(order)
    rules = "\n".join(f"  sub {plain} by {tabular};" for plain, tabular in pairs)
    kept = font["GSUB"].table if "GSUB" in font else None
    addOpenTypeFeaturesFromString(font, f"languagesystem DFLT dflt; languagesystem latn dflt;\nfeature tnum {{\n{rules}\n}} tnum;", tables=["GSUB"])
    if kept is None:
        return
    added, offset = font["GSUB"].table, len(kept.LookupList.Lookup)
    kept.LookupList.Lookup += added.LookupList.Lookup
    kept.LookupList.LookupCount = len(kept.LookupList.Lookup)
    feature = added.FeatureList.FeatureRecord[0]
    feature.Feature.LookupListIndex = [index + offset for index in feature.Feature.LookupListIndex]
    records = kept.FeatureList.FeatureRecord
    records.append(feature)
    order_by_tag = sorted(range(len(records)), key=lambda at: records[at].FeatureTag)  # the format wants tags in order
    place = {old: new for new, old in enumerate(order_by_tag)}
    kept.FeatureList.FeatureRecord = [records[at] for at in order_by_tag]
    kept.FeatureList.FeatureCount = len(records)
    for script in kept.ScriptList.ScriptRecord:
        for system in [script.Script.DefaultLangSys, *(each.LangSys for each in script.Script.LangSysRecord)]:
            if system is not None:
                system.FeatureIndex = sorted([place[index] for index in system.FeatureIndex] + [place[len(records) - 1]])
                system.FeatureCount = len(system.FeatureIndex)
    font["GSUB"].table = kept


def cut_fonts() -> None:
    """Cut Be Vietnam Pro from its package to what pages need, as woff2."""
    source = Path(str(fontpkg_be_vietnam_pro.__file__)).parent
    FONTS.mkdir(parents=True, exist_ok=True)
    for style, (weight, width) in WEIGHTS.items():
        font = TTFont(source / "files" / f"BeVietnamPro-{style}.ttf")
        options = subset.Options(hinting=False, notdef_outline=True, name_IDs=["*"])
        options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "case"]
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=letters())
        cutter.subset(font)
        add_tabular_figures(font, width)
        font.flavor = "woff2"
        font.save(FONTS / f"be-vietnam-pro-{weight}.woff2")
    shutil.copyfile(source / "LICENSE", FONTS / "OFL.txt")


def compile_catalogues() -> None:
    """Compile the parts of each language's catalogue into one, without GNU gettext; it is replaced whole."""
    for language in sorted({source.parent for source in PACKAGE.glob("locale/*/*.po")}):
        whole = Catalog(locale=language.name)
        for source in sorted(language.glob("*.po")):
            with source.open("rb") as file:
                for message in read_po(file, locale=language.name, abort_invalid=True):
                    if message.id:
                        whole.add(message.id, message.string, context=message.context)
        target = language / "LC_MESSAGES" / "django.mo"
        target.parent.mkdir(exist_ok=True)
        part = target.with_suffix(".mo.part")
        with part.open("wb") as file:
            write_mo(file, whole)
        part.replace(target)  # whoever reads meanwhile has the old one whole


def collect_static() -> None:
    """Collect, fingerprint and compress the static files."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kientoan.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)


if __name__ == "__main__":
    cut_fonts()
    compile_catalogues()
    collect_static()
