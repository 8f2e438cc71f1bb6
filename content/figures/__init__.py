"""What figures say, to a page, a spreadsheet and a printed report alike: names, numbers and sentences."""

from content.figures.changes import changes
from content.figures.headlines import Headline, headlines
from content.figures.names import group_name, month_name, period_name, short_month, view_name
from content.figures.numbers import Column, Kind, columns_of, hours_in_words, in_words, whole_percent

__all__ = [
    "Column",
    "Headline",
    "Kind",
    "changes",
    "columns_of",
    "group_name",
    "headlines",
    "hours_in_words",
    "in_words",
    "month_name",
    "period_name",
    "short_month",
    "view_name",
    "whole_percent",
]
