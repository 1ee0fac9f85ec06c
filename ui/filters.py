"""Filters of a page. They own their keys, and the address is their memory.

Every choice stands in the address under the filter's name, so that a link, a reload and the browser's back button give the same
view. What the address says when a page opens, or when it changes from outside, is what the filter shows; a value in it that does
not exist is told, and left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from domain.numbers import decimal_text
from domain.text import Text, say, tell
from ui import html, shown, trail
from ui.view import current

#: Up to this many options a single choice is drawn as buttons beside each other, otherwise as a list.
_BUTTONS = 4
#: What the number of the page of a long list is called in the address.
PAGE_NAME = "side"


def select_many(name: str, label: Text, options: Mapping[str, str], *, width: int = 250) -> tuple[str, ...]:
    """The chosen options, in the order of `options`; none means that the filter is not used.

    Args:
        name: in the address; unique on the page.
        label: what is filtered.
        options: value in the address to word on the screen.
        width: in pixels.
    """
    key, asked = _opened(name)
    known = _known(asked, options)
    st.session_state[key] = known if asked is not None else [v for v in st.session_state.get(key, []) if v in options]
    lang = current().lang
    chosen = st.multiselect(
        label.get(lang), list(options), key=key, format_func=lambda value: options.get(value, value), width=width,
        placeholder=tell("frame.filter_all", lang), filter_mode="contains", select_all=False,
    )  # fmt: skip
    values = tuple(value for value in options if value in chosen)
    _remember(name, key, values)
    shown.note_filter(name, label, values, options)
    return values


def select_one(name: str, label: Text, options: Mapping[str, str], *, width: int = 250, buttons: bool | None = None) -> str:
    """The chosen option; the first of `options` until another is chosen, and then not in the address.

    Args:
        name, label, options, width: as for `select_many`; `options` has at least one.
        buttons: whether the options stand beside each other; default for few.
    """
    key, asked = _opened(name)
    first = next(iter(options))
    if asked is not None:
        st.session_state[key] = next(iter(_known(asked, options)), first)
    elif st.session_state.get(key) not in options:
        st.session_state[key] = first
    words = {value: options.get(value, value) for value in options}
    title, lang_words = label.get(current().lang), words.__getitem__
    if len(options) <= _BUTTONS if buttons is None else buttons:
        chosen = st.segmented_control(title, list(options), key=key, format_func=lang_words, required=True)
    else:
        chosen = st.selectbox(title, list(options), key=key, format_func=lang_words, width=width)
    value = chosen if chosen in options else first
    _remember(name, key, () if value == first else (str(value),))
    shown.note_filter(name, label, (str(value),), options)
    return str(value)


def select_optional(name: str, label: Text, options: Mapping[str, str], *, width: int = 400) -> str | None:
    """The chosen option, or None while nothing is chosen."""
    key, asked = _opened(name)
    if asked is not None:
        st.session_state[key] = next(iter(_known(asked, options)), None)
    elif st.session_state.get(key) not in options:
        st.session_state[key] = None
    lang = current().lang
    chosen = st.selectbox(
        label.get(lang), list(options), index=None, key=key, format_func=lambda value: options.get(value, value), width=width,
        placeholder=tell("frame.filter_choose", lang),
    )  # fmt: skip
    value = chosen if chosen in options else None
    _remember(name, key, () if value is None else (value,))
    shown.note_filter(name, label, () if value is None else (value,), options)
    return value


def take_over(old: str, name: str) -> None:
    """Let what an old link calls a filter count as the filter `name`. Call it before the filter is drawn."""
    if old in st.query_params:
        values = st.query_params.get_all(old)
        del st.query_params[old]
        if name not in st.query_params:
            st.query_params[name] = values


def set_choice(name: str, value: str | None) -> None:
    """Choose an option of `select_optional` or `select_one` from a callback, such as a click in a figure."""
    st.session_state[_key(name)] = value


def select_toggle(name: str, label: Text) -> bool:
    """Whether something is switched on; off until it is."""
    key, asked = _opened(name)
    if asked is not None:
        st.session_state[key] = bool(_known(asked, {"1": ""}))
    chosen = st.toggle(label.get(current().lang), key=key)
    _remember(name, key, ("1",) if chosen else ())
    shown.note_filter(name, label, (tell("frame.yes", current().lang),) if chosen else ())
    return chosen


def search_text(name: str, label: Text, placeholder: Text | None = None, *, width: int = 320) -> str:
    """What was typed, without spaces around it; "" for nothing. It is data: show it as text only."""
    key, asked = _opened(name)
    if asked is not None:
        st.session_state[key] = next(iter(asked), "")
    lang = current().lang
    typed = st.text_input(
        label.get(lang), key=key, max_chars=200, width=width, placeholder=placeholder.get(lang) if placeholder else None,
        icon=":material/search:",
    )  # fmt: skip
    text = (typed or "").strip()
    _remember(name, key, (text,) if text else ())
    shown.note_filter(name, label, (text,) if text else ())
    return text


def select_number(
    name: str, label: Text, default: float | None, *, step: float = 1.0, help_text: Text | None = None, width: int = 220
) -> float | None:
    """A number of zero or more; None while the field is empty. It stands in the address also when it is the suggestion.

    A field for whole numbers has buttons. One for other numbers is written as the language writes them, with comma or point;
    what is no number is told, and gives None.

    Args:
        name, label, width: as for `select_many`.
        default: what is suggested; None suggests nothing.
        step: how much the buttons add; a whole number makes the field whole.
    """
    key, asked = _opened(name)
    if asked is not None:
        given = [value for value in asked if value]
        numbers = {value: number for value in given if (number := _number(value)) is not None}
        known = _known(given, dict.fromkeys(numbers, "")) if asked else []
        st.session_state[key] = numbers[known[0]] if known else (default if asked != [""] else None)
    value = (_whole_field if float(step).is_integer() else _decimal_field)(key, label, help_text, width)
    empty = () if default is None else ("",)  # a field that was emptied stays empty
    _remember(name, key, empty if value is None else (f"{value:.10g}",))
    shown.note_filter(name, label, () if value is None else (decimal_text(value, _digits(value), current().lang),))
    return value


def _whole_field(key: str, label: Text, help_text: Text | None, width: int) -> float | None:
    lang = current().lang
    if st.session_state.get(key) is not None:
        st.session_state[key] = round(st.session_state[key])
    value = st.number_input(
        label.get(lang), min_value=0, step=1, key=key, width=width, format="%d", help=help_text.get(lang) if help_text else None
    )
    return None if value is None else float(value)


def _decimal_field(key: str, label: Text, help_text: Text | None, width: int) -> float | None:
    lang = current().lang
    held = st.session_state.get(key)
    if held is None or isinstance(held, float | int):
        text = "" if held is None else f"{held:.10g}"
        st.session_state[key] = text.replace(".", ",") if lang == "nb" else text
    with st.container(width=width):
        typed = st.text_input(label.get(lang), key=key, max_chars=20, help=help_text.get(lang) if help_text else None)
        value = _number(typed or "")
        if value is None and (typed or "").strip():
            html.show_paragraph(say("frame.no_number", typed=typed).get(lang), "fou-notice fou-notice-info")
    return value


def _digits(value: float) -> int:
    return next((digits for digits in range(6) if round(value, digits) == value), 6)


def _number(text: str) -> float | None:
    try:
        value = float("".join(text.split()).replace(",", "."))
    except ValueError:
        return None
    return value if 0 <= value < _LARGEST else None


_LARGEST = 1e9


def typed_text(name: str) -> str:
    """What is typed in a `search_text` that stands above on the page."""
    return str(st.session_state.get(_key(name)) or "").strip()


def select_page(rows: int, size: int, name: str = PAGE_NAME) -> int:
    """Which page of a long list is shown, counted from 1; draws nothing when one page holds all rows."""
    pages = max(1, -(-rows // size))
    key, asked = _key(name), st.query_params.get_all(name)
    turn = f"{key}@turn"
    if st.session_state.get(f"{key}@") != asked:  # a new widget takes its page from the address
        st.session_state[turn] = st.session_state.get(turn, 0) + 1
    wanted = next(iter(asked), "1")
    page = min(max(int(wanted), 1), pages) if wanted.isascii() and wanted.isdigit() and len(wanted) <= _DIGITS else 1
    if pages > 1:
        page = int(st.pagination(pages, default=page, key=f"{key}_{pages}_{st.session_state.get(turn, 0)}"))
    _remember(name, key, () if page == 1 else (str(page),))
    return page


_DIGITS = 6


def clear_button(names: Sequence[str]) -> None:
    """A button that empties the named filters; drawn only while one of them is used."""
    if any(st.query_params.get_all(name) for name in names):
        st.button(
            tell("frame.filter_clear", current().lang), on_click=_clear, args=(tuple(names),), key=f"{_key('clear')}_button"
        )


def _clear(names: tuple[str, ...]) -> None:
    for name in names:
        st.session_state.pop(_key(name), None)
        st.query_params.pop(name, None)


def _key(name: str) -> str:
    return f"filter_{trail.current_page()}_{name}"


def _opened(name: str) -> tuple[str, list[str] | None]:
    """The filter's key, and what the address says when that is to be followed."""
    key, asked = _key(name), st.query_params.get_all(name)
    is_ours = key in st.session_state and st.session_state.get(f"{key}@") == asked
    return key, None if is_ours else asked


def _known(asked: list[str] | None, options: Mapping[str, str]) -> list[str]:
    unknown = [value for value in asked or [] if value not in options]
    if unknown:
        words = say("frame.filter_unknown", asked=", ".join(unknown)).get(current().lang)
        html.show_paragraph(words, "fou-notice fou-notice-info")
    return [value for value in dict.fromkeys(asked or []) if value in options]


def _remember(name: str, key: str, values: Sequence[str]) -> None:
    wanted, stands = list(values), st.query_params.get_all(name)
    if stands != wanted:
        if name != PAGE_NAME and st.session_state.get(f"{key}@") == stands:  # the reader chose: other rows begin at page one
            st.query_params.pop(PAGE_NAME, None)
        if wanted:
            st.query_params[name] = wanted
        else:
            del st.query_params[name]
        trail.note_address()
    st.session_state[f"{key}@"] = wanted
