"""Contrasts of the tokens, in both themes: text 4.5:1, borders and focus 3:1 (WCAG 1.4.3, 1.4.11)."""

from __future__ import annotations

import re

import pytest

from passerelles.server.pages.assets import STATIC

CSS = (STATIC / "theme.css").read_text(encoding="utf-8")
LIGHT, DARK = CSS.split("/* ---- ground ---- */")[0].split("@media (prefers-color-scheme: dark)")
SURFACES = ("paper", "surface", "sunken")
TEXTS = ("ink", "ink-soft", "river", "river-strong", "brick", "right", "partial", "wrong", "caution")


def tokens(block):
    return dict(re.findall(r"--p-([a-z-]+): (#[0-9a-f]{6});", block))


THEMES = {"light": tokens(LIGHT), "dark": tokens(LIGHT) | tokens(DARK)}


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("text", TEXTS)
def test_text_is_readable_on_every_surface(theme, text):
    known = THEMES[theme]
    grounds = [*SURFACES, "river-wash", *([f"{text}-wash"] if f"{text}-wash" in known else [])]
    for ground in grounds:
        assert contrast(known[text], known[ground]) >= 4.5, ground


@pytest.mark.parametrize("theme", THEMES)
def test_ink_is_readable_on_every_tint(theme):
    known = THEMES[theme]
    for name, colour in known.items():
        if name.endswith("-wash"):
            assert contrast(known["ink"], colour) >= 4.5, name


@pytest.mark.parametrize("theme", THEMES)
def test_buttons_borders_and_focus_stand_out(theme):
    known = THEMES[theme]
    for button in ("river", "river-strong"):
        assert contrast(known["on-river"], known[button]) >= 4.5
    for ground in SURFACES:
        assert contrast(known["line-strong"], known[ground]) >= 3
        assert contrast(known["focus"], known[ground]) >= 3


def test_every_theme_defines_every_colour():
    assert {k for k in tokens(LIGHT) if k not in tokens(DARK)} == set()


@pytest.mark.parametrize("sheet", ["theme.css", "pages.css", "cases.css"])
def test_no_colour_outside_the_tokens_and_no_unknown_token(sheet):
    css = (STATIC / sheet).read_text(encoding="utf-8")
    rules = css.split("/* ---- ground ---- */")[-1].split("@media print")[0]
    assert re.findall(r"#[0-9a-f]{3,6}\b", rules) == []
    known = set(re.findall(r"(--p-[a-z0-9-]+):", CSS))
    assert set(re.findall(r"var\((--p-[a-z0-9-]+)", css)) <= known
