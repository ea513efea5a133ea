"""A learner without a mouse: Tab, arrows, Space, Enter, and typing."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from passerelles.content.items import Answer

MOST_TABS = 400


class Keyboard:
    """Moves through a page as the keyboard does; fails when something cannot be reached."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def reach(self, selector: str) -> None:
        """Tab forward until the focused element matches."""
        for _ in range(MOST_TABS):
            if self.page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
                return
            self.press("Tab")
        raise AssertionError(f"{selector} cannot be reached by Tab on {self.page.url}")

    def follow(self, selector: str) -> None:
        """Reach a link or button and press Enter."""
        self.reach(selector)
        self.press("Enter")

    def answer(self, kind: str, item_id: str, answer: Answer) -> None:
        """Give an answer to an item with the keys, then send it; wait for its feedback."""
        item = f"#item-{item_id}"
        self._start(item)
        getattr(self, f"_{kind}")(item, answer)
        self.follow(f"{item} button[type=submit]")
        self.page.wait_for_function("item => document.activeElement?.closest(`${item} .pw-feedback`)", arg=item)

    def _start(self, item: str) -> None:
        """Put the focus at the beginning of an item, as a deep link does."""
        self.page.locator(f"{item} .pw-kicker").focus()

    def _single(self, item: str, answer: str) -> None:
        self.reach(f"{item} input[type=radio]")
        self._radio(self.page.locator(f"{item} input[type=radio]"), answer)

    _position = _single

    def _radio(self, group: Locator, wanted: str) -> None:
        """Choose in a group of radios whose focus we have."""
        values = group.evaluate_all("radios => radios.map(radio => radio.value)")
        self.press("Space")
        here = self.page.evaluate("document.activeElement.value")
        steps = values.index(wanted) - values.index(here)
        self.press(*(["ArrowDown"] * steps if steps > 0 else ["ArrowUp"] * -steps))
        assert self.page.evaluate("document.activeElement.value") == wanted
        assert self.page.evaluate("document.activeElement.checked")

    def _multiple(self, item: str, answer: list[str]) -> None:
        for value in self.page.locator(f"{item} input[type=checkbox]").evaluate_all("all => all.map(x => x.value)"):
            box = f'{item} input[type=checkbox][value="{value}"]'
            self.reach(box)
            if self.page.locator(box).is_checked() != (value in answer):
                self.press("Space")

    def _sort(self, item: str, answer: dict[str, str]) -> None:
        rows = self.page.locator(f"{item} .pw-row")
        for n in range(rows.count()):
            row = f"{item} .pw-row:nth-child({n + 1})"
            element = self.page.locator(row).get_attribute("data-element")
            assert element
            if element not in answer:
                continue
            if self.page.locator(f"{row} select").count():
                self.reach(f"{row} select")
                self._select(row, answer[element])
            else:
                self.reach(f"{row} input[type=radio]")
                self._radio(self.page.locator(f"{row} input[type=radio]"), answer[element])

    _match = _sort

    def _select(self, row: str, wanted: str) -> None:
        """Choose in a list whose focus we have."""
        select = self.page.locator(f"{row} select")
        values = select.evaluate("select => [...select.options].map(option => option.value)")
        steps = values.index(wanted) - values.index(select.input_value())
        self.press(*(["ArrowDown"] * steps if steps > 0 else ["ArrowUp"] * -steps))
        assert select.input_value() == wanted

    def _order(self, item: str, answer: list[str]) -> None:
        for rank, element in enumerate(answer):
            row = f'{item} .pw-row[data-element="{element}"]'
            self._start(item)
            self.reach(f"{row} select")
            self._select(row, str(rank + 1))

    def _short(self, item: str, answer: str) -> None:
        self._type(f"{item} input[type=text]", answer)

    def _open(self, item: str, answer: str) -> None:
        self._type(f"{item} textarea", answer)

    def _type(self, selector: str, text: str) -> None:
        """Replace what a field holds."""
        self.reach(selector)
        self.press("Control+A")
        self.page.keyboard.insert_text(text)
