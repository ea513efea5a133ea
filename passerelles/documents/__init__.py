"""Documents made for people to read, print and keep."""

from .workbook import Workbook, workbook, workbook_html

__all__ = ["Workbook", "workbook", "workbook_html"]
