"""The master of the slides: 16:9, one typeface, three layouts, and only colours that can be told apart in grey."""

from __future__ import annotations

import io
from copy import deepcopy
from functools import cache
from typing import Any

import pptx
from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt

#: Sizes in inches and points. No text is below 18 points, which is 24 pixels on a screen.
WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.6
ROOM = WIDTH - 2 * MARGIN
KICKER, TITLE, BODY, FOOTER = (0.32, 0.45), (0.74, 1.3), (2.1, 4.65), (6.88, 0.42)
TEXT_PT, TITLE_PT = 18, 28
FONT = "Calibri"
INK, MUTED, DARK, MID, LIGHT, SHADE, LINE = "202733", "49515E", "002459", "428AE3", "BAD5FB", "E6F0FF", "8A919C"
#: The layouts, in their order.
OPENING, EXHIBIT, LIST = 0, 1, 2
#: Which placeholder of `EXHIBIT` and `LIST` holds the name of the screen.
KICKER_IDX = 13
_SCHEME = {
    "dk1": INK, "lt1": "FFFFFF", "dk2": DARK, "lt2": SHADE, "accent1": DARK, "accent2": MID, "accent3": LIGHT,
    "accent4": MUTED, "accent5": LINE, "accent6": "8C3500", "hlink": "005BB6", "folHlink": DARK,
}  # fmt: skip
_NAMES = ("Åpning", "Figur", "Liste")


def new_presentation() -> Any:
    """A presentation without slides on the master."""
    return pptx.Presentation(io.BytesIO(_master()))


@cache
def _master() -> bytes:
    made = pptx.Presentation()
    made.slide_width, made.slide_height = Inches(WIDTH), Inches(HEIGHT)
    kept = [made.slide_layouts[place] for place in (0, 5, 1)]
    listing = made.slide_master.slide_layouts._sldLayoutIdLst
    listed = [listing[place] for place in (0, 5, 1)]
    for layout in list(made.slide_layouts):
        if layout not in kept:
            made.slide_layouts.remove(layout)
    for layout, name, entry in zip(kept, _NAMES, listed, strict=True):
        listing.append(entry)
        layout._element.cSld.set("name", name)
    _theme(made.slide_master)
    _master_slide(made.slide_master)
    _layouts(kept)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _theme(master: Any) -> None:
    part = master.part.part_related_by(RT.THEME)
    theme = etree.fromstring(part.blob)
    theme.set("name", "FoU-monitor")
    scheme = theme.find(f".//{qn('a:clrScheme')}")
    scheme.set("name", "FoU-monitor")
    for colour in scheme:
        for old in list(colour):
            colour.remove(old)
        etree.SubElement(colour, qn("a:srgbClr")).set("val", _SCHEME[etree.QName(colour).localname])
    for kind in ("majorFont", "minorFont"):
        theme.find(f".//{qn(f'a:{kind}')}").find(qn("a:latin")).set("typeface", FONT)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _master_slide(master: Any) -> None:
    styles = master._element.find(qn("p:txStyles"))
    for level in styles.find(qn("p:titleStyle")):
        level.set("algn", "l")
        _font(level, TITLE_PT, DARK, bold=True)
    for level in styles.find(qn("p:bodyStyle")):
        _font(level, TEXT_PT + 2, INK)
        for spacing in level.findall(qn("a:spcBef")):
            spacing[0].set("val", "25000")
    for shape in list(master.placeholders):
        kind = shape.element.ph.get("type")
        if kind == "dt":
            shape.element.getparent().remove(shape.element)
        else:
            _place(shape, kind)


def _layouts(layouts: list[Any]) -> None:
    for number, layout in enumerate(layouts):
        for shape in list(layout.placeholders):
            kind = shape.element.ph.get("type")
            if kind == "dt":
                shape.element.getparent().remove(shape.element)
            else:
                _place(shape, kind)
        if number == OPENING:
            for shape in layout.placeholders:
                kind = shape.element.ph.get("type")
                if kind == "ctrTitle":
                    _box(shape, 1.7, 2.0)
                    _anchor(shape, "b")
                    _own_style(shape, 40, DARK, bold=True)
                elif kind == "subTitle":
                    _box(shape, 3.9, 1.9)
                    _anchor(shape, "t")
                    _own_style(shape, 24, INK)
        else:
            title = next(s for s in layout.placeholders if s.element.ph.get("type") == "title")
            title.element.addprevious(_kicker(100 + number))
            tree = layout.shapes._spTree
            tree.remove(title.element)
            tree.insert(2, title.element)
        layout.shapes._spTree.insert(2, _bar(90 + number))


def _place(shape: Any, kind: str | None) -> None:
    """Where a placeholder stands, and how its text is set."""
    if kind == "title":
        _box(shape, *TITLE)
        _anchor(shape, "t")
    elif kind == "ftr":
        _box(shape, *FOOTER, width=ROOM - 1.2)
        _own_style(shape, TEXT_PT, MUTED)
        _anchor(shape, "ctr")
    elif kind == "sldNum":
        _box(shape, *FOOTER, left=WIDTH - MARGIN - 1.1, width=1.1)
        _own_style(shape, TEXT_PT, MUTED, align="r")
        _anchor(shape, "ctr")
    elif kind in (None, "body"):
        _box(shape, *BODY)


def _box(shape: Any, top: float, height: float, left: float = MARGIN, width: float = ROOM) -> None:
    shape.left, shape.top, shape.width, shape.height = Inches(left), Inches(top), Inches(width), Inches(height)


def _anchor(shape: Any, how: str) -> None:
    body = shape.text_frame._txBody.bodyPr
    body.set("anchor", how)
    for side in ("lIns", "rIns", "tIns", "bIns"):
        body.set(side, "0")
    for fit in list(body):
        body.remove(fit)


def _own_style(shape: Any, size: int, colour: str, *, bold: bool = False, align: str = "l") -> None:
    body = shape.text_frame._txBody
    style = body.find(qn("a:lstStyle"))
    for old in list(style):
        style.remove(old)
    level = etree.SubElement(style, qn("a:lvl1pPr"))
    level.set("algn", align)
    level.set("marL", "0")
    level.set("indent", "0")
    etree.SubElement(level, qn("a:buNone"))
    _font(level, size, colour, bold=bold)


def _font(level: Any, size: int, colour: str, *, bold: bool = False) -> None:
    form = level.find(qn("a:defRPr"))
    if form is None:
        form = etree.SubElement(level, qn("a:defRPr"))
    form.set("sz", str(size * 100))
    form.set("b", "1" if bold else "0")
    for old in form.findall(qn("a:solidFill")):
        form.remove(old)
    fill = etree.fromstring(f'<a:solidFill {nsdecls("a")}><a:srgbClr val="{colour}"/></a:solidFill>')
    form.insert(0, fill)


def _kicker(number: int) -> Any:
    """The placeholder for the name of the screen, above its message."""
    top, height = (Inches(size) for size in KICKER)
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="Skjermbildets navn"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f'</p:cNvSpPr><p:nvPr><p:ph type="body" sz="quarter" idx="{KICKER_IDX}"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{Inches(MARGIN)}" y="{top}"/><a:ext cx="{Inches(ROOM)}" cy="{height}"/></a:xfrm></p:spPr><p:txBody>'
        '<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/><a:lstStyle><a:lvl1pPr marL="0" indent="0"><a:buNone/>'
        f'<a:defRPr sz="{Pt(TEXT_PT).pt * 100:.0f}" b="1"><a:solidFill><a:srgbClr val="{MUTED}"/></a:solidFill></a:defRPr>'
        "</a:lvl1pPr></a:lstStyle><a:p><a:r><a:rPr/><a:t>Navn</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def _bar(number: int) -> Any:
    """The thin line above the footer."""
    top = Inches(FOOTER[0] - 0.06)
    return parse_xml(
        f'<p:cxnSp {nsdecls("p", "a")}><p:nvCxnSpPr><p:cNvPr id="{number}" name="Linje" descr=""/><p:cNvCxnSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvCxnSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{Inches(MARGIN)}" y="{top}"/><a:ext cx="{Inches(ROOM)}" cy="0"/></a:xfrm>'
        f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="9525">'
        f'<a:solidFill><a:srgbClr val="{LINE}"/></a:solidFill></a:ln>'
        "</p:spPr></p:cxnSp>"
    )


def add_footer(slide: Any, text: str) -> None:
    """The footer and the number of a slide, which the library leaves out of new slides."""
    for shape in slide.slide_layout.placeholders:
        kind = shape.element.ph.get("type")
        if kind not in ("ftr", "sldNum"):
            continue
        copy = deepcopy(shape.element)
        properties = copy.find(qn("p:spPr"))
        for old in list(properties):
            properties.remove(old)
        copy.nvSpPr.cNvPr.set("id", str(max((int(one.shape_id) for one in slide.shapes), default=1) + 1))
        slide.shapes._spTree.append(copy)
        style = copy.txBody.find(qn("a:lstStyle"))
        for old in list(style):
            style.remove(old)
        if kind == "ftr":
            slide.shapes[-1].text_frame.text = text
