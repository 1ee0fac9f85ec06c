"""Charts of slides: native, with their numbers in an embedded workbook, and told apart without colour."""

from __future__ import annotations

import io
import math
from copy import deepcopy
from typing import Any

import xlsxwriter
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from analytics.meetings.screen import Chart, Series
from reports.exports.document import LANGUAGES, SAFE_BOOK
from reports.exports.pack_words import Words, cut, scale_of, told_apart
from reports.exports.slides_master import DARK, INK, LIGHT, LINE, MID, TEXT_PT

_KINDS = {
    "bars": XL_CHART_TYPE.COLUMN_CLUSTERED, "stacked": XL_CHART_TYPE.COLUMN_STACKED, "line": XL_CHART_TYPE.LINE_MARKERS,
}  # fmt: skip
_LYING = {"bars": XL_CHART_TYPE.BAR_CLUSTERED, "stacked": XL_CHART_TYPE.BAR_STACKED}
_FORMATS = {"mill": "#,##0.0", "pct": "0.0", "pp": "0.0", "year": "0"}
#: More bars than this have no labels of their own; the numbers are then in the axis, the notes and the workbook.
_LABELLED = 24
#: A part of a stacked bar below this share of the highest bar has no room for its number.
_ROOM_FOR_NUMBER = 0.07
#: Of a library without types.
_COLOURS: Any = RGBColor
_CHART_DATA: Any = CategoryChartData
_LONG_NAME, _LONGEST_NAME = 16, 44
_DASHES = (MSO_LINE.DASH, MSO_LINE.ROUND_DOT, MSO_LINE.LONG_DASH, MSO_LINE.DASH_DOT)
_MARKERS = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.SQUARE, XL_MARKER_STYLE.TRIANGLE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.X)
_LINES = (None, MSO_LINE.LONG_DASH, MSO_LINE.SQUARE_DOT, MSO_LINE.DASH_DOT, MSO_LINE.LONG_DASH_DOT)


def add_chart(slide: Any, words: Words, chart: Chart, box: tuple[Any, Any, Any, Any]) -> None:
    """Draw a chart of a screen on a slide.

    Args:
        box: left, top, width and height.
    """
    series = told_apart(chart)
    frame = slide.shapes.add_chart(_kind(chart, words.lang), *box, _data(words, chart))
    frame.name = cut(words.get(chart.unit_name), 60)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", words.alt(chart))
    made = frame.chart
    made.part.chart_workbook.update_from_xlsx_blob(_workbook(words, chart))
    _language(made, words.lang)
    _frame(made, words, chart)
    drawn = list(made.plots[0].series)
    labelled = _all_labelled(chart)
    for place, (one, line) in enumerate(zip(series, drawn, strict=False)):
        if chart.kind == "line":
            _line(line, place)
        else:
            _fill(line.format, one)
        _labels(line, one, chart, labelled)
    for place, (mark, line) in enumerate(zip(chart.marks, drawn[len(series) :], strict=True)):
        if chart.kind == "line":
            _dashed(line, place)
        if len({value.value for value in mark.values if value.is_number}) > 1:
            _mark_labels(line, mark, XL_LABEL_POSITION.BELOW if chart.kind == "line" else XL_LABEL_POSITION.ABOVE)
    if chart.kind != "line" and chart.marks:
        _lines_over_bars(made, len(series))


def _language(made: Any, lang: str) -> None:
    """The language of the chart's numbers and words."""
    space = made._chartSpace
    for old in space.findall(qn("c:lang")):
        space.remove(old)
    tag = etree.Element(qn("c:lang"))
    tag.set("val", LANGUAGES.get(lang, lang))
    first = space.find(qn("c:date1904"))
    if first is None:
        space.insert(0, tag)
    else:
        first.addnext(tag)


def rgb(colour: str) -> Any:
    """A colour given as six digits."""
    return _COLOURS.from_string(colour)


def _is_lying(chart: Chart, lang: str) -> bool:
    """Whether bars lie: their names are long, and there is no level to draw across them."""
    longest = max((len(value.shown(lang)) for value in chart.categories), default=0)
    return chart.kind != "line" and not chart.marks and longest > _LONG_NAME


def _kind(chart: Chart, lang: str) -> Any:
    return _LYING[chart.kind] if _is_lying(chart, lang) else _KINDS[chart.kind]


def _series(words: Words, chart: Chart) -> list[tuple[str, Series]]:
    """Every series with its name, the levels last."""
    named = [(words.name(one), one) for one in chart.series] + [(words.mark_name(one), one) for one in chart.marks]
    return [(cut(name, _LONGEST_NAME), one) for name, one in named]


def _names(words: Words, chart: Chart) -> list[str]:
    return [cut(words.shown(category), _LONGEST_NAME) for category in chart.categories]


def _format(series: Series) -> str:
    return next((_FORMATS.get(value.unit, "#,##0") for value in series.values), "General")


def _numbers(series: Series) -> list[float | None]:
    return [float(value.drawn) if value.is_number else None for value in series.values]


def _data(words: Words, chart: Chart) -> Any:
    data = _CHART_DATA()
    data.categories = _names(words, chart)
    for name, one in _series(words, chart):
        data.add_series(name, _numbers(one), _format(one))
    return data


def _workbook(words: Words, chart: Chart) -> bytes:
    """The numbers of a chart as its workbook: as the library lays it out, but text is never a formula."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, SAFE_BOOK) as book:
        sheet = book.add_worksheet()
        for row, category in enumerate(_names(words, chart), start=1):
            sheet.write_string(row, 0, category)
        for column, (name, one) in enumerate(_series(words, chart), start=1):
            form = book.add_format({"num_format": _format(one)})
            sheet.write_string(0, column, name)
            for row, number in enumerate(_numbers(one), start=1):
                if number is not None:
                    sheet.write_number(row, column, number, form)
    return target.getvalue()


def _frame(made: Any, words: Words, chart: Chart) -> None:
    """Title, legend and axes."""
    made.font.size, made.font.color.rgb = Pt(TEXT_PT), rgb(INK)
    made.has_title = True
    title = made.chart_title
    title.text_frame.text = cut(words.get(chart.unit_name), 90)
    title.include_in_layout = False
    for run in title.text_frame.paragraphs[0].runs:
        run.font.size, run.font.bold, run.font.color.rgb = Pt(TEXT_PT), False, rgb(INK)
    made.has_legend = len(chart.series) + len(chart.marks) > 1
    if made.has_legend:
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        made.legend.font.size = Pt(TEXT_PT)
    numbers, names = made.value_axis, made.category_axis
    labelled = _all_labelled(chart) and chart.kind != "line"
    numbers.has_major_gridlines = not labelled
    if not labelled:
        numbers.major_gridlines.format.line.color.rgb = rgb("CFD3D8")
    numbers.visible = not labelled
    numbers.format.line.fill.background()
    numbers.tick_labels.font.size = names.tick_labels.font.size = Pt(TEXT_PT)
    numbers.tick_labels.number_format, numbers.tick_labels.number_format_is_linked = _format(chart.series[0]), False
    scale = scale_of(chart)
    numbers.minimum_scale, numbers.maximum_scale, numbers.major_unit = scale.low, scale.high, scale.step
    names.format.line.color.rgb = rgb(LINE)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if _is_lying(chart, words.lang):
        names.reverse_order = True
    skip = math.ceil(len(chart.categories) / (7 if chart.kind == "line" else 14))
    if skip > 1 and not _is_lying(chart, words.lang):
        _before(names._element, "c:tickLblSkip", str(skip), ("c:tickMarkSkip", "c:noMultiLvlLbl", "c:extLst"))
    plot = made.plots[0]
    if chart.kind != "line":
        plot.gap_width = 60
        plot.overlap = 100 if chart.kind == "stacked" else 0


def _before(parent: Any, tag: str, value: str, followers: tuple[str, ...]) -> None:
    made = etree.Element(qn(tag))
    made.set("val", value)
    follower = next((one for one in parent if one.tag in {qn(name) for name in followers}), None)
    if follower is None:
        parent.append(made)
    else:
        follower.addprevious(made)


def _all_labelled(chart: Chart) -> bool:
    return len(chart.categories) * len(chart.series) <= _LABELLED


def _fill(form: Any, one: Series) -> None:
    """A fill that a grey print can tell from the others."""
    form.line.color.rgb, form.line.width = rgb(DARK), Pt(1)
    if one.fill == "hatched" or one.is_provisional:
        form.fill.patterned()
        form.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        form.fill.fore_color.rgb, form.fill.back_color.rgb = rgb(DARK), rgb("FFFFFF")
    elif one.fill == "mid":
        form.fill.patterned()
        form.fill.pattern = MSO_PATTERN.PERCENT_50
        form.fill.fore_color.rgb, form.fill.back_color.rgb = rgb(MID), rgb("FFFFFF")
    else:
        form.fill.solid()
        form.fill.fore_color.rgb = rgb({"light": LIGHT, "empty": "FFFFFF"}.get(one.fill, DARK))


def _line(line: Any, place: int) -> None:
    line.smooth = False
    line.format.line.color.rgb, line.format.line.width = rgb((DARK, MID)[place % 2]), Pt(2.75)
    dash = _LINES[place % len(_LINES)]
    if dash is not None:
        line.format.line.dash_style = dash
    _marker(line, _MARKERS[place % len(_MARKERS)])


def _marker(line: Any, style: Any) -> None:
    line.marker.style, line.marker.size = style, 9
    line.marker.format.fill.solid()
    line.marker.format.fill.fore_color.rgb = rgb(DARK)
    line.marker.format.line.color.rgb = rgb(DARK)


def _dashed(line: Any, place: int) -> None:
    line.smooth = False
    line.format.line.color.rgb, line.format.line.width = rgb(INK), Pt(2.5)
    line.format.line.dash_style = _DASHES[place % len(_DASHES)]
    line.marker.style = XL_MARKER_STYLE.NONE


def _labels(line: Any, one: Series, chart: Chart, labelled: bool) -> None:
    if chart.kind == "line":
        numbers = [place for place, value in enumerate(one.values) if value.is_number]
        if len(numbers) <= 8 and len(chart.series) == 1:
            for place in numbers:
                _point_label(line, place, one, XL_LABEL_POSITION.ABOVE)
        elif numbers:
            ends = [other.values[numbers[-1]] for other in chart.series]
            highest = max(float(value.drawn) for value in ends if value.is_number)
            is_highest = float(one.values[numbers[-1]].drawn) >= highest
            _point_label(line, numbers[-1], one, XL_LABEL_POSITION.ABOVE if is_highest else XL_LABEL_POSITION.BELOW)
        return
    if not labelled:
        return
    labels = line.data_labels
    labels.show_value, labels.number_format, labels.number_format_is_linked = True, _format(one), False
    labels.font.size = Pt(TEXT_PT)
    if chart.kind == "bars":
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        return
    labels.position = XL_LABEL_POSITION.CENTER
    labels.font.color.rgb = rgb("FFFFFF" if one.fill == "strong" and not one.is_provisional else INK)
    labels.font.bold = True
    highest = max((sum(abs(n or 0.0) for n in column) for column in zip(*map(_numbers, chart.series), strict=True)), default=0.0)
    for place, number in enumerate(_numbers(one)):
        if number is None or abs(number) < highest * _ROOM_FOR_NUMBER:
            _no_label(labels._element, place)
    if one.fill in ("hatched", "mid") or one.is_provisional:
        _white_behind(labels._element)


def _no_label(labels: Any, place: int) -> None:
    """Leave out the label of one point."""
    made = etree.Element(qn("c:dLbl"))
    for tag, value in (("c:idx", str(place)), ("c:delete", "1")):
        etree.SubElement(made, qn(tag)).set("val", value)
    before = labels.findall(qn("c:dLbl"))
    if before:
        before[-1].addnext(made)
    else:
        labels.insert(0, made)


def _white_behind(labels: Any) -> None:
    """A white ground behind numbers on a pattern, so that they can be read."""
    made = etree.Element(qn("c:spPr"))
    fill = etree.SubElement(etree.SubElement(made, qn("a:solidFill")), qn("a:srgbClr"))
    fill.set("val", "FFFFFF")
    labels.find(qn("c:txPr")).addprevious(made)


def _mark_labels(line: Any, mark: Series, position: Any) -> None:
    """The numbers of a level that changes, where it changes."""
    before = None
    for place, value in enumerate(mark.values):
        if value.is_number and value.value != before:
            _point_label(line, place, mark, position)
            before = value.value


def _point_label(line: Any, place: int, one: Series, position: Any) -> None:
    label = line.points[place].data_label
    label.position = position
    made = label._get_or_add_dLbl()
    form = made.find(qn("c:numFmt"))
    if form is None:
        form = etree.Element(qn("c:numFmt"))
        made.find(qn("c:idx")).addnext(form)
    form.set("formatCode", _format(one))
    form.set("sourceLinked", "0")
    label.font.size, label.font.bold = Pt(TEXT_PT), True


def _lines_over_bars(made: Any, count: int) -> None:
    """Move the levels from the bars to a line chart on the same axes."""
    bars = made._chartSpace.find(f".//{qn('c:barChart')}")
    lines = OxmlElement("c:lineChart")
    for tag, value in (("c:grouping", "standard"), ("c:varyColors", "0")):
        etree.SubElement(lines, qn(tag)).set("val", value)
    for ser in bars.findall(qn("c:ser"))[count:]:
        bars.remove(ser)
        for old in ser.findall(qn("c:invertIfNegative")):
            ser.remove(old)
        for position in ser.iter(qn("c:dLblPos")):
            position.set("val", "t")
        lines.append(ser)
        etree.SubElement(ser, qn("c:smooth")).set("val", "0")
    etree.SubElement(lines, qn("c:marker")).set("val", "1")
    for axis in bars.findall(qn("c:axId")):
        lines.append(deepcopy(axis))
    bars.addnext(lines)
    for place, line in enumerate(made.plots[1].series):
        _dashed(line, place)
