"""Models, messages and modules of the light client, as anywidget's own front end would have them."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

COUNTER = """
function render({ model, el }) {
  window.renders = (window.renders ?? 0) + 1;
  const button = document.createElement("button");
  const show = () => { button.textContent = model.get("n"); };
  button.onclick = () => { model.set("n", model.get("n") + 1); model.save_changes(); };
  model.on("change:n", show);
  show();
  el.append(button);
}
export default { render };
"""
SPY = """
window.models = {};
window.heard = [];
export default {
  initialize({ model }) {
    const name = model.get("name");
    window.models[name] = model;
    window.heard.push([name, "initialized"]);
    model.on("change", () => window.heard.push([name, "change"]));
    model.on("change:a change:b", (_, value) => window.heard.push([name, value]));
    model.on("msg:custom", (content, buffers) => window.heard.push([name, content, buffers.map((b) => b.getUint8(0))]));
    return () => window.heard.push([name, "uninitialized"]);
  },
  render({ model, el }) {
    el.textContent = model.get("name");
    return () => window.heard.push([model.get("name"), "cleaned"]);
  },
};
"""


def heard(page: Any) -> list[Any]:
    """What the spies heard since last asked."""
    return list(page.evaluate("window.heard.splice(0)"))


def test_a_view_shows_the_embedded_state_and_both_sides_can_change_it(light: Any) -> None:
    page = light.open("m", m={"_esm": COUNTER, "n": 1})
    button = page.locator(".p-lesson__view button")
    expect(button).to_have_text("1")
    assert page.locator("[aria-busy], .p-lesson__wait").count() == 0
    button.click()
    expect(button).to_have_text("2")
    light.kernel.update("m", n=41)
    expect(button).to_have_text("41")
    button.click()
    light.until(lambda: len(light.kernel.of("m", "update")) == 2)
    assert [m["content"]["data"]["state"] for m in light.kernel.of("m", "update")] == [{"n": 2}, {"n": 42}]
    message = light.kernel.of("m", "update")[0]
    assert message["channel"] == "shell"
    assert message["header"]["session"]


def test_one_text_is_loaded_once_and_its_style_added_once(light: Any) -> None:
    alone = COUNTER + "window.loads = (window.loads ?? 0) + 1;"
    state = {"_esm": alone, "_css": ".seul { color: red }", "n": 1}
    page = light.open("a", "b", "c", "a", a=state, b=state, c={**state, "_esm": COUNTER})
    assert page.evaluate("[window.loads, window.renders]") == [1, 4]
    assert page.locator("style").evaluate_all("all => all.filter((s) => s.textContent.includes('.seul')).length") == 1
    page.locator(".p-lesson__view button").nth(0).click()
    shown = page.locator(".p-lesson__view button").all_inner_texts()
    assert shown == ["2", "1", "1", "2"], "two views of one model move together"


def test_a_module_that_fails_is_said_and_the_others_live(light: Any) -> None:
    broken = ["throw new Error('raté')", "export default { render() { throw new Error('raté'); } }", "export default {"]
    states = {f"m{n}": {"_esm": text} for n, text in enumerate(broken)}
    missing = {"_esm": "export default (await import(new URL('vues/nulle-part.js', document.baseURI))).default;"}
    page = light.open(*states, "absent", "nul", "bon", **states, absent=missing, bon={"_esm": COUNTER, "n": 7})
    expect(page.get_by_role("alert").filter(has_text="Cette activité n’a pas pu s’ouvrir")).to_have_count(5)
    expect(page.locator(".p-lesson__view button")).to_have_text("7")
    assert page.locator("[aria-busy]").count() == 0


def test_set_says_what_changed_and_only_that_travels(light: Any) -> None:
    page = light.open("m", m={"_esm": SPY, "name": "m", "a": 1, "b": {"deep": [1, 2]}, "c": 3})
    assert heard(page) == [["m", "initialized"]]
    page.evaluate("models.m.set('a', 1); models.m.set('b', {deep: [1, 2]}); models.m.save_changes()")
    assert heard(page) == []
    page.evaluate("models.m.set({a: 2, b: {deep: [1, 3]}}); models.m.save_changes(); models.m.save_changes()")
    assert heard(page) == [["m", 2], ["m", {"deep": [1, 3]}], ["m", "change"]]
    page.evaluate("models.m.send('fin')")
    light.until(lambda: light.kernel.of("m", "custom"))
    assert [m["content"]["data"]["state"] for m in light.kernel.of("m", "update")] == [{"a": 2, "b": {"deep": [1, 3]}}]


def test_off_forgets_one_name_or_everything_of_the_widget(light: Any) -> None:
    page = light.open("m", m={"_esm": SPY, "name": "m", "a": 1, "b": 1})
    heard(page)
    page.evaluate("models.m.off('change:a'); models.m.set('a', 2); models.m.set('b', 2)")
    assert heard(page) == [["m", "change"], ["m", 2], ["m", "change"]]
    page.evaluate("models.m.off(); models.m.set('b', 3)")
    assert heard(page) == []


def test_a_listener_that_fails_does_not_stop_the_others(light: Any) -> None:
    page = light.open("m", m={"_esm": SPY, "name": "m", "a": 1})
    page.evaluate(
        "models.m.on('change:a', () => { throw new Error('voulu'); });"
        "models.m.on('change:a', () => heard.push('après'))"
    )
    light.kernel.update("m", a=2)
    page.wait_for_function("() => window.heard.includes('après')")
    assert [error for error in light.errors if "voulu" in error]
    light.errors.clear()


def test_custom_messages_carry_buffers_both_ways(light: Any) -> None:
    page = light.open("m", m={"_esm": SPY, "name": "m"})
    heard(page)
    page.evaluate(
        "const [whole, part] = [new Uint8Array([7, 8]).buffer, new DataView(new ArrayBuffer(3), 1)];"
        "models.m.send({kind: 'aller'}, undefined, [whole, part])"
    )
    sent = light.until(lambda: light.kernel.of("m", "custom"))[0]
    assert sent["content"]["data"]["content"] == {"kind": "aller"}
    assert sent["buffers"] == [b"\x07\x08", b"\0\0"]
    light.kernel.custom("m", {"kind": "retour"}, b"\x01", b"\xff\x00")
    page.wait_for_function("() => window.heard.length")
    assert heard(page) == [["m", {"kind": "retour"}, [1, 255]]]


def test_binary_traits_travel_both_ways_wherever_they_stand(light: Any) -> None:
    held = {"path": ["b", "inner", 0], "encoding": "base64", "data": base64.b64encode(b"\x09\x08").decode()}
    state = {"_esm": SPY, "name": "m", "a": None, "b": {"inner": [None, 5]}}
    page = light.open("m", m=state, embedded={"m": {"state": state, "buffers": [held]}})
    assert page.evaluate("[models.m.get('b').inner[0].getUint8(1), models.m.get('b').inner[1]]") == [8, 5]
    light.kernel.update("m", (b"\x2a",), (["a"],))
    page.wait_for_function("() => models.m.get('a')?.getUint8(0) === 42")
    page.evaluate(
        "models.m.set('a', {list: [1, new Uint8Array([1, 2])], flat: new Uint8Array([3])}); models.m.save_changes()"
    )
    sent = light.until(lambda: light.kernel.of("m", "update"))[0]
    assert sent["content"]["data"]["state"] == {"a": {"list": [1, None]}}
    assert sent["content"]["data"]["buffer_paths"] == [["a", "list", 1], ["a", "flat"]]
    assert sent["buffers"] == [b"\x01\x02", b"\x03"]


def test_a_closed_widget_cleans_up_and_leaves_the_page(light: Any) -> None:
    page = light.open("m", "reste", m={"_esm": SPY, "name": "m"}, reste={"_esm": SPY, "name": "reste"})
    heard(page)
    light.kernel.tell("comm_close", {"comm_id": "m", "data": {}})
    page.wait_for_function("() => window.heard.length >= 2")
    assert sorted(map(str, heard(page))) == sorted(map(str, [["m", "uninitialized"], ["m", "cleaned"]]))
    assert page.locator(".p-lesson__view").all_inner_texts() == ["reste"]
    page.evaluate("models.m.set('a', 1); models.m.save_changes(); models.m.send({}); models.reste.send({dernier: 1})")
    light.until(lambda: light.kernel.of("reste", "custom"))
    assert [m["content"]["comm_id"] for m in light.kernel.said] == ["reste"]


def test_a_widget_made_later_and_shown_by_another_lives_like_the_rest(light: Any) -> None:
    parent = """export default {
      render({ model, el, host }) {
        model.on("change:child", async () => {
          const child = await host.getWidget(model.get("child"));
          const place = document.createElement("section");
          el.append(place);
          await child.render({ el: place });
          window.same = await model.widget_manager.get_model(model.get("child"));
        });
      },
    };"""
    page = light.open("p", p={"_esm": parent, "child": None})
    state = {"_esm": COUNTER, "n": 5, "_model_module": "anywidget"}
    light.kernel.states["enfant"] = state
    light.kernel.tell("comm_open", {"comm_id": "enfant", "target_name": "jupyter.widget", "data": {"state": state}})
    light.kernel.update("p", child="anywidget:enfant")
    page.locator("section button").click()
    expect(page.locator("section button")).to_have_text("6")
    assert page.evaluate("window.same.get('n')") == 6


def test_a_command_answered_in_python_comes_back(light: Any) -> None:
    asker = """export default {
      async render({ el, experimental }) {
        const [reply, buffers] = await experimental.invoke("double", 21);
        el.textContent = `${reply} ${buffers[0].getUint8(0)}`;
      },
    };"""

    def answer(message: dict[str, Any]) -> None:
        content = message["content"]["data"]["content"]
        light.kernel.custom("m", {"id": content["id"], "response": 2 * content["msg"]}, b"\x03")

    light.kernel.before_idle = answer
    page = light.open("m", m={"_esm": asker})
    expect(page.locator(".p-lesson__view")).to_have_text("42 3")
