// A named group of buttons, each of them a deed.
import { h, say, uid } from "../static/dom.js";
import { ask } from "./room_ask.js";
import { arrange, distinct } from "./room_screen.js";

const STYLES = { plain: "p-button--quiet", main: "", danger: "p-button--danger" };

export function buttonsBlock(block, room) {
  const label = h("p", { class: "r-label", id: uid("buttons") });
  const list = h("div", {});
  const error = h("p", { class: "p-error", role: "alert" });
  const el = h("div", { class: "r-group", role: "group", "aria-labelledby": label.id }, label, list, error);
  let made = []; // {name, button, choice}, in order

  function update(next) {
    say(label, next.label);
    label.classList.toggle("p-hidden", next.choices.length === 1 && next.choices[0].label.includes(next.label));
    list.className = next.stacked ? "r-buttons r-buttons--stacked" : "r-buttons";
    const names = distinct(next.choices.map(({ deed, what, says, place }) => JSON.stringify([deed, what, says, place])));
    const before = made;
    made = next.choices.map((choice, rank) => shownAs(formerOf(before, names, rank), names[rank], choice));
    arrange(list, made.map(({ button }) => button));
  }

  /** The button that was this deed, or that stood here for one which is gone: a press that locks then unlocks. */
  function formerOf(before, names, rank) {
    const same = before.find(({ name }) => name === names[rank]);
    return same ?? (before[rank] && !names.includes(before[rank].name) ? before[rank] : newButton());
  }

  function newButton() {
    const entry = { button: h("button", { type: "button", onclick: () => press(entry) }) };
    return entry;
  }

  function shownAs(entry, name, choice) {
    const { button } = entry;
    say(button, choice.label);
    button.className = `p-button ${STYLES[choice.style] ?? STYLES.plain}`;
    if (choice.pressed === null) button.removeAttribute("aria-pressed");
    else button.setAttribute("aria-pressed", String(choice.pressed));
    return Object.assign(entry, { name, choice });
  }

  async function press({ name, button, choice }) {
    if (choice.confirm && !(await ask(room.t, choice.confirm, choice.label))) return;
    say(error, "");
    button.setAttribute("aria-busy", "true");
    const { deed, what, says } = choice;
    const outcome = await room.give(`bouton:${name}`, choice.place, { kind: deed, what, says });
    button.removeAttribute("aria-busy");
    say(error, outcome.refused ?? "");
  }

  update(block);
  return { el, update };
}
