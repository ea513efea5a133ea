"""The figures of a session as tables of pandas, and as HTML that can be read with and without its pictures."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import count, groupby
from typing import TYPE_CHECKING, Any

from passerelles.french import number
from passerelles.text import t
from passerelles.typography import typeset

from .pictures import drawn

if TYPE_CHECKING:
    from pandas import DataFrame

VERSION = 1
FACTS = "facts"
SHORT, LONG = 8, 12  # rows that a table alone, and a picture, may have without being folded

_ids = count(1)


class Unreadable(ValueError):
    """A file that is not one of figures."""


class SessionFigures:
    """The figures of one session. `parts` are « attendance » and kinds of activities."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        """`told` is what the server says; Unreadable when it is something else."""
        if told.get("version") != VERSION:
            raise Unreadable
        self.told = told

    @classmethod
    def read(cls, text: str) -> SessionFigures:
        """Return the figures of a file; Unreadable when it holds something else."""
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            raise Unreadable from None
        if not isinstance(told, dict):
            raise Unreadable
        return cls(told)

    def tables(self, part: str) -> list[DataFrame]:
        """Return the tables of a part; too few people are a missing value."""
        return [_frame(table) for table in self._of(part)]

    def facts(self) -> DataFrame:
        """Return the figures that stand alone: activity, what is counted, value."""
        import pandas as pd

        head = [t("analysis.activity"), t("analysis.measure"), t("analysis.value")]
        return pd.DataFrame(self.told["facts"], columns=head).set_index(head[:2])

    def summary(self) -> str:
        """Return as HTML what the day was, and what still goes on and is not counted."""
        first = t("analysis.summary", title=self.told["title"], day=self.told["day"], people=self.told["people"])
        goes_on = t("analysis.open", names=", ".join(self.told["open"])) if self.told["open"] else ""
        note = f'<p class="p-note p-note--caution">{escape(typeset(goes_on))}</p>' if goes_on else ""
        return f"<p>{escape(typeset(first))}</p>{note}"

    def html(self, part: str) -> str:
        """Return a part as HTML: its pictures, its tables."""
        if part == FACTS:
            rows = self.told["facts"]
            return _shown(t("analysis.facts"), "", self.facts()) if rows else _nothing()
        return "".join(self._parts(part)) or _nothing()

    def _parts(self, part: str) -> Iterator[str]:
        """Yield what a part holds; activities of the same kind under their names."""
        named = [(told.get("activity", ""), told) for told in self._of(part)]
        several = len({name for name, _ in named}) > 1
        for name, told in named:
            caption = f"{name} : {told['caption']}" if several else told["caption"]
            yield _shown(caption, drawn(told | {"caption": caption}), _frame(told))

    def _of(self, part: str) -> list[dict[str, Any]]:
        """Return what is told of a part."""
        return [told for told in self.told["tables"] if told["part"] == part]


def _frame(told: Mapping[str, Any]) -> DataFrame:
    """Return a table as pandas has it: what names a row is its index."""
    import pandas as pd

    return pd.DataFrame(told["rows"], columns=told["head"]).set_index(told["head"][: told["keys"]])


def _shown(caption: str, picture: str, frame: DataFrame) -> str:
    """Return a picture, with its table folded under it; what is long is folded whole."""
    table = _table(caption, frame)
    if not picture and len(frame) <= SHORT:
        return table
    if not picture or len(frame) > LONG:
        figure = f'<figure class="p-figure p-chart">{picture}</figure>' if picture else ""
        return _folded(caption, figure + table)
    title = f"<figcaption>{escape(typeset(caption))}</figcaption>"
    return f'<figure class="p-figure p-chart">{title}{picture}</figure>{_folded(t("analysis.table"), table)}'


def _folded(label: str, inside: str) -> str:
    """Return something that is opened on demand."""
    return f"<details><summary>{escape(typeset(label))}</summary>{inside}</details>"


def _table(caption: str, frame: DataFrame) -> str:
    """Return a table as HTML: every cell has its headings, and on a phone the table scrolls, not the page."""
    name = f"chiffres-{next(_ids)}"
    heads = [*frame.index.names, *frame.columns]
    head = "".join(f'<th scope="col">{escape(str(one))}</th>' for one in heads)
    index = [key if isinstance(key, tuple) else (key,) for key in frame.index]
    rows = "".join(_rows(index, frame.to_numpy().tolist()))
    return (
        f'<div class="p-scroll" role="region" aria-labelledby="{name}" tabindex="0"><table class="p-table">'
        f'<caption id="{name}">{escape(typeset(caption))}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _rows(index: Sequence[tuple[str, ...]], values: Sequence[Sequence[Any]]) -> Iterator[str]:
    """Yield the rows; a first heading that goes for several rows stands once."""
    for label, group in groupby(zip(index, values, strict=True), key=lambda row: row[0][0]):
        found = list(group)
        for rank, (key, cells) in enumerate(found):
            span = f' rowspan="{len(found)}"' if len(found) > 1 else ""
            scope = "rowgroup" if len(found) > 1 else "row"
            first = f'<th scope="{scope}"{span}>{escape(str(label))}</th>' if not rank else ""
            others = "".join(f'<th scope="row">{escape(str(one))}</th>' for one in key[1:])
            yield f"<tr>{first}{others}{''.join(f'<td>{_cell(cell)}</td>' for cell in cells)}</tr>"


def _cell(value: Any) -> str:
    """Return a number, or a dash for too few people."""
    return "—" if value is None or value != value else escape(number(float(value)))


def _nothing() -> str:
    """Return that there is nothing to show."""
    return f"<p>{escape(typeset(t('analysis.nothing')))}</p>"
