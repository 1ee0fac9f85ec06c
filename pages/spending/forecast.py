"""Prognose og bindinger: what the year will use, what later years are promised, and what a proposal would add."""

from __future__ import annotations

from typing import cast

from analytics.spending.commitments import Commitments
from analytics.spending.forecast import Forecast
from ui import layout, loaders, money_forecast, money_frames

view = layout.open_page("money_forecast")
found = cast(Forecast, loaders.report("forecast"))
load = cast(Commitments, loaders.report("commitments"))
layout.show_sentence(found)
money_forecast.show_key_figures(found, load)
money_forecast.show_forecast(found)
money_forecast.show_programme(view.lang)
money_forecast.show_load(load)
money_forecast.show_what_if(view)
money_forecast.show_proposals()
money_forecast.show_promises(load)
money_forecast.show_contracts(found, view.lang)
money_forecast.show_tried(found, view.lang)
money_frames.show_words(view)
layout.show_caveats(found)
