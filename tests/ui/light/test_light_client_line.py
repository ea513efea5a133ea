"""The line to the kernel: what waits, what is lost and said again, sleep, and the end of the kernel."""

from __future__ import annotations

import time
from typing import Any

import pytest
from playwright.sync_api import expect

from passerelles.widgets import served

pytestmark = pytest.mark.browser

GONE = {"server": True, "kernel": "gone", "learner": True}
BARE = """
window.models = {};
window.heard = [];
export default {
  initialize({ model }) {
    window.models[model.get("name")] = model;
    model.on("change:a change:b", (_, value) => window.heard.push(value));
    model.on("msg:custom", (content) => window.heard.push(content));
  },
  render({ model, el }) { el.append(document.createElement("textarea"), model.get("name")); },
};
"""
M = {"_esm": BARE, "name": "m", "a": 0, "b": 0}
OPEN_SYNC = "openSync(model, { slots: ['draft'], onStatus: (status) => { el.textContent = status.state; } });"
MINUTES_5 = 5 * 60_000


def updates(light: Any, model: str = "m") -> list[dict[str, Any]]:
    """The changes the kernel was told of, in order."""
    return [message["content"]["data"]["state"] for message in light.kernel.of(model, "update")]


def asked(light: Any) -> int:
    """How often the kernel was asked for all states."""
    return sum(m["content"].get("data", {}).get("method") == "request_states" for m in light.kernel.said)


def back(light: Any, times: int = 1) -> None:
    """Wait until the line is mended: the comm that asked for the states is closed."""
    light.until(lambda: sum(m["type"] == "comm_close" for m in light.kernel.said) == times)


def test_what_is_said_before_the_line_is_open_leaves_in_order(light: Any) -> None:
    both = "for (const a of [1, 2]) { model.set('a', a); model.save_changes(); model.send({ a }); }"
    eager = BARE.replace("render({ model, el }) {", "render({ model, el }) {" + both)
    light.open("m", m={**M, "_esm": eager})
    light.until(lambda: len(light.kernel.said) == 4)
    told = [m["content"]["data"].get("state") or m["content"]["data"]["content"] for m in light.kernel.said]
    assert told == [{"a": 1}, {"a": 1}, {"a": 2}, {"a": 2}]
    assert asked(light) == 0, "the page came with its states"


def test_after_a_break_the_page_knows_what_it_missed(light: Any) -> None:
    page = light.open("m", "seul", m=M, seul={**M, "name": "seul"})
    light.until(lambda: light.kernel.connections)
    light.kernel.states["m"]["b"] = "entre-temps"
    del light.kernel.states["seul"]  # as of a widget that ipywidgets does not know
    light.kernel.states["neuf"] = {**M, "name": "neuf", "_model_module": "anywidget"}
    light.kernel.cut()
    back(light)
    page.wait_for_function("() => window.models.neuf")
    assert page.evaluate("window.heard") == ["entre-temps"]
    opened, request, alone, closed = light.kernel.said
    assert opened["content"]["target_name"] == "jupyter.widget.control"
    assert opened["metadata"]["version"].startswith("2.")
    assert request["content"]["comm_id"] == closed["content"]["comm_id"] == opened["content"]["comm_id"]
    assert alone["content"] == {"comm_id": "seul", "data": {"method": "request_state"}}


def test_what_is_said_during_a_break_leaves_once_after_it(light: Any) -> None:
    page = light.open("m", m=M)
    light.kernel.dead = True
    light.until(lambda: light.kernel.connections)
    light.kernel.cut()
    light.until(lambda: light.pulses)
    page.evaluate(
        "models.m.set('a', 1); models.m.save_changes(); models.m.send('à moi');"
        "models.m.set('b', 2); models.m.save_changes()"
    )
    light.kernel.states["m"]["a"] = "ancien"
    light.kernel.dead = False
    light.until(lambda: len(updates(light)) == 2)
    assert updates(light) == [{"a": 1}, {"b": 2}]
    assert [m["content"]["data"]["content"] for m in light.kernel.of("m", "custom")] == ["à moi"]
    assert page.evaluate("[models.m.get('a'), models.m.get('b')]") == [1, 2]


def test_a_change_that_got_lost_is_said_again_and_one_that_arrived_is_not(light: Any) -> None:
    page = light.open("m", m=M)
    light.until(lambda: light.kernel.connections)
    light.kernel.mute = True
    page.evaluate("models.m.set('a', 'arrivé'); models.m.save_changes(); models.m.send('une fois')")
    light.until(lambda: len(light.kernel.said) == 2)
    light.kernel.deaf = True
    page.evaluate(
        "models.m.set('b', 'perdu'); models.m.save_changes(); models.m.set('b', 'perdu aussi'); models.m.save_changes()"
    )
    light.kernel.cut()
    light.kernel.deaf = light.kernel.mute = False
    back(light)
    assert updates(light) == [{"a": "arrivé"}, {"b": "perdu aussi"}]
    assert len(light.kernel.of("m", "custom")) == 1
    assert page.evaluate("[models.m.get('a'), models.m.get('b')]") == ["arrivé", "perdu aussi"]
    light.kernel.update("m", b="du noyau")
    page.wait_for_function("() => models.m.get('b') === 'du noyau'")


def test_an_older_echo_does_not_undo_what_was_just_typed(light: Any) -> None:
    page = light.open("m", m=M)
    light.until(lambda: light.kernel.connections)
    light.kernel.deaf = True
    page.evaluate(
        "models.m.set('a', 'nou'); models.m.save_changes(); models.m.set('a', 'nouveau'); models.m.save_changes()"
    )
    echo = {"method": "echo_update", "state": {"a": "ancien", "b": "autre"}, "buffer_paths": []}
    light.kernel.tell("comm_msg", {"comm_id": "m", "data": echo}, {"msg_id": "inconnu"})
    page.wait_for_function("() => models.m.get('b') === 'autre'")
    assert page.evaluate("models.m.get('a')") == "nouveau"


def test_a_line_that_stays_silent_is_opened_again(light: Any) -> None:
    light.page.clock.install()
    page = light.open("m", m=M)
    light.until(lambda: light.kernel.connections)
    light.kernel.deaf = True
    page.evaluate("models.m.set('a', 1); models.m.save_changes()")
    page.clock.run_for(9_000)
    assert len(light.kernel.connections) == 1
    light.kernel.deaf = False
    page.clock.run_for(2_000)
    light.until(lambda: len(light.kernel.connections) == 2)
    light.until(lambda: updates(light) == [{"a": 1}])


def test_attempts_to_reconnect_become_rarer(light: Any) -> None:
    light.page.clock.install()
    page = light.open("m", m=M)
    light.until(lambda: light.kernel.connections)
    light.kernel.dead = True
    light.kernel.cut()
    for _ in range(60):
        page.clock.run_for(1_000)
    assert 5 <= light.kernel.attempts <= 12


def test_a_phone_that_slept_doubts_its_line_and_mends_it(light: Any) -> None:
    light.page.clock.install()
    page = light.open("m", m=M)
    light.until(lambda: light.kernel.connections)
    light.kernel.deaf = True
    page.clock.fast_forward(MINUTES_5)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    light.kernel.states["m"]["a"] = "pendant le sommeil"
    page.clock.run_for(3_500)
    light.kernel.deaf = False
    page.clock.run_for(1_000)
    page.wait_for_function("() => models.m.get('a') === 'pendant le sommeil'")
    assert light.loads == 1
    assert page.locator("#passerelles-connexion").inner_text() == ""


def test_a_kernel_that_is_gone_is_said_and_not_sought_any_more(light: Any) -> None:
    page = light.open("m", m=M)
    light.until(lambda: light.kernel.connections)
    light.pulse, light.kernel.dead = GONE, True
    light.kernel.cut()
    banner = page.locator("#passerelles-connexion")
    expect(banner).to_contain_text("La page est interrompue. Vos réponses enregistrées sont en sécurité.")
    light.kernel.dead = False
    light.page.evaluate("dispatchEvent(new Event('focus'))")
    with page.expect_navigation():
        banner.get_by_role("button", name="Recharger la page").click()
    assert light.loads == 2


def test_a_server_that_is_away_is_said_until_it_is_back(light: Any) -> None:
    page = light.open("m", m=M)
    light.until(lambda: light.kernel.connections)
    light.pulse, light.kernel.dead = None, True
    light.kernel.cut()
    expect(page.locator("#passerelles-connexion")).to_contain_text("le serveur ne répond pas")
    light.pulse, light.kernel.dead = {"server": True, "kernel": "alive", "learner": True}, False
    expect(page.locator("#passerelles-connexion")).to_be_empty()
    page.evaluate("models.m.set('a', 1); models.m.save_changes()")
    light.until(lambda: updates(light) == [{"a": 1}])


LOOKED_AT = """() => {
  const later = new MessageChannel(); // the page may be left before this call could return
  later.port1.onmessage = () => document.dispatchEvent(new Event("visibilitychange"));
  later.port2.postMessage(0);
}"""


def slept(light: Any) -> None:
    """The phone wakes up after five minutes in which no timer ran, and the kernel is gone."""
    light.pulse, light.kernel.dead = GONE, True
    light.kernel.cut()
    light.page.clock.set_system_time(time.time() + MINUTES_5 / 1000)
    light.page.evaluate(LOOKED_AT)


@pytest.fixture
def asleep(light: Any) -> Any:
    """A page open on a phone, about to sleep."""
    light.page.clock.install()
    light.open("m", m=M)
    light.until(lambda: light.kernel.connections)
    light.page.evaluate("window.before = true")
    return light


def test_waking_up_to_a_page_that_is_gone_opens_it_again_by_itself(asleep: Any) -> None:
    with asleep.page.expect_navigation():
        slept(asleep)
    assert asleep.loads == 2
    assert asleep.page.evaluate("window.before") is None


def test_a_laptop_that_slept_with_its_page_in_sight_opens_it_again_too(asleep: Any) -> None:
    asleep.pulse, asleep.kernel.dead = GONE, True
    asleep.kernel.cut()
    expect(asleep.page.locator("#passerelles-connexion button")).to_be_visible()
    with asleep.page.expect_navigation():
        asleep.page.clock.fast_forward(MINUTES_5)
    assert asleep.loads == 2


@pytest.mark.parametrize(
    "busy",
    [
        "document.querySelector('textarea').focus()",
        "localStorage.setItem('passerelles:libre:banc:un:draft', '{}')",
        "models.m.set('a', 'pas encore dit')",
    ],
)
def test_waking_up_never_reopens_a_page_that_holds_something(asleep: Any, busy: str) -> None:
    asleep.page.evaluate(busy)
    slept(asleep)
    expect(asleep.page.locator("#passerelles-connexion button")).to_be_visible()
    assert asleep.page.evaluate("window.before") is True
    assert asleep.loads == 1


def test_a_kernel_that_dies_under_the_learners_eyes_does_not_reload_the_page(light: Any) -> None:
    page = light.open("m", m=M)
    light.until(lambda: light.kernel.connections)
    light.pulse, light.kernel.dead = GONE, True
    light.kernel.cut()
    expect(page.locator("#passerelles-connexion button")).to_be_visible()
    assert light.loads == 1


@pytest.mark.parametrize(
    ("unsaid", "ended"), [("0", "/voila/api/shutdown/le-noyau jeton"), ("models.m.send('dernier mot')", None)]
)
def test_leaving_ends_the_kernel_unless_it_has_work_left(light: Any, unsaid: str, ended: str | None) -> None:
    page = light.open("m", m=M)
    light.until(lambda: light.kernel.connections)
    light.kernel.mute = True
    page.evaluate("document.cookie = '_xsrf=jeton'")
    page.evaluate(
        "void (navigator.sendBeacon = (url, form) => { sessionStorage.said = `${url} ${form.get('_xsrf')}`; })"
    )
    page.evaluate(unsaid)
    page.goto(f"{page.url}vues/{served.version()}/{served.STYLE}")
    assert page.evaluate("sessionStorage.said ?? null") == ended


def test_a_view_that_keeps_what_is_typed_says_it_at_once_after_a_break(light: Any) -> None:
    """sync.js over this line: what was lost with a socket is said again on the next, before its own patience ends."""
    code = served.files()["item.js"].replace("export default { render };", "")
    esm = f"{code} export default {{ render({{ model, el }}) {{ window.sync = {OPEN_SYNC} }} }};"
    page = light.open("m", m={"_esm": esm, "scope": "passerelles:libre:banc:i", "request": None, "reply": {}})
    light.until(lambda: light.kernel.connections)

    def reply(message: dict[str, Any]) -> None:
        request = (message["content"].get("data") or {}).get("state", {}).get("request")
        if request:
            light.kernel.update("m", reply={"key": request["key"], "ok": True, "saved_at": "2026-11-21T13:32:00Z"})

    light.kernel.before_idle = reply
    light.kernel.deaf = True
    page.evaluate("void sync.send('draft', 'un brouillon')")
    light.kernel.cut()
    light.kernel.deaf = False
    expect(page.locator(".p-lesson__view")).to_have_text("saved", timeout=5_000)
    requests = [state["request"] for state in updates(light)]
    assert [(r["value"], r["try"]) for r in requests] == [("un brouillon", 1)]
    assert page.evaluate("Object.keys(localStorage)") == []
