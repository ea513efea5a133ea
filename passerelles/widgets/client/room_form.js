// A form, sent as one deed. What is typed is kept in this browser until the server has it, and no new screen undoes it.
import { h, same, say, uid } from "../static/dom.js";
import { alike } from "./room_blocks.js";
import { roomField } from "./room_fields.js";
import { arrange } from "./room_screen.js";

export function formBlock(block, room, level) {
  const slot = `forme:${room.place}:${block.id}:${block.what}`;
  const label = h(`h${level}`, { class: "r-heading", id: uid("form") });
  const privacy = h("p", { class: "p-hint" });
  const list = h("div", {});
  const error = h("p", { class: "p-error", id: uid("error"), role: "alert" });
  const state = h("p", { class: "r-state" });
  const button = h("button", { class: "p-button" });
  const el = h("form", { class: "r-form", novalidate: true, "aria-labelledby": label.id }, label, privacy, list, error, h("div", { class: "r-buttons" }, button, state));
  let asked = { ...block, fields: [] };
  let fields = [];

  const read = () => fields.map((field) => field.read());
  const write = (values) => fields.forEach((field, rank) => field.write(values[rank] ?? ""));

  /** Show a form of the server's: only what changed is touched, and nothing that somebody has begun to fill in. */
  function update(next) {
    say(label, next.label);
    say(privacy, next.private ? room.t("form.private") : "");
    say(button, next.submit);
    const before = asked;
    asked = next;
    fields = next.fields.map((spec, rank) => taken(before.fields[rank], spec, rank));
    arrange(list, fields.map((field) => field.el));
  }

  function taken(before, spec, rank) {
    const old = before?.name === spec.name ? fields[rank] : null;
    const field = old && alike(old.spec, spec) ? old : roomField(spec, room.t);
    if (!old || (before.value !== spec.value && !room.store.get(slot))) field.write(spec.value);
    else if (field !== old) {
      field.write(old.read());
      if (old.el.contains(document.activeElement)) queueMicrotask(() => field.first?.focus());
    }
    return field;
  }

  function typing() {
    const values = read();
    if (same(values, asked.fields.map((spec) => spec.value))) room.store.drop(slot);
    else room.store.put(slot, values);
    complain("");
    say(state, "");
  }

  function complain(sentence, field) {
    say(error, sentence);
    for (const one of fields) {
      const wrong = sentence !== "" && one === field && one.first && !one.first.matches("[type=radio], [type=checkbox]");
      if (wrong) one.first.setAttribute("aria-invalid", "true");
      else one.first?.removeAttribute("aria-invalid");
    }
  }

  function submit(event) {
    event.preventDefault();
    const empty = fields.find((field) => field.missing());
    if (empty) {
      complain(room.t("form.missing", { what: empty.spec.label }), empty);
      empty.first?.focus();
      return;
    }
    const says = read();
    complain("");
    room.store.put(slot, says);
    follow(says, room.give(slot, asked.place, { kind: asked.deed, what: asked.what, says }));
    if (asked.clears) clear();
  }

  /** Ready for another: what was sent waits on its way, see `room_line.js`. */
  function clear() {
    write([]);
    room.store.drop(slot);
    fields[0]?.first?.focus({ preventScroll: true });
  }

  async function follow(says, settled) {
    const told = () => say(state, room.t(room.open() ? "state.sending" : "state.waiting"));
    told();
    const watch = setInterval(told, 1000); // the network may go, or come back, meanwhile
    const { refused, late } = await settled;
    clearInterval(watch);
    if (refused) {
      giveBack(refused, says);
      return;
    }
    if (same(read(), says)) room.store.drop(slot);
    say(state, room.t(late ? "state.late" : "state.kept"));
  }

  /** What was refused comes back into the form, or is repeated when something else is being typed there. */
  function giveBack(sentence, says) {
    say(state, "");
    const free = read().every((value) => value === "") || same(read(), says);
    if (free) {
      write(says);
      room.store.put(slot, says);
    }
    say(error, free ? sentence : `${sentence} ${room.t("form.yours", { what: says.join(" · ") })}`);
  }

  el.addEventListener("submit", submit);
  el.addEventListener("input", typing);
  const draft = room.store.get(slot);
  const sent = room.following(slot);
  update(block);
  if (draft) write(draft);
  if (sent) follow(sent.says, sent.settled);
  return { el, update };
}
