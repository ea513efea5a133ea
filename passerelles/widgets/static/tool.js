// What the tools share: the frame, and a value that is kept as it changes and read back exactly.
import { debounce, h, same, uid } from "./dom.js";
import { makeStatus } from "./status.js";
import { openSync } from "./sync.js";

const CALM = 800; // ms without a change before the value is sent

/**
 * Keep `value()` under the tool's name. `restore(value)` shows a value that was kept here or by the server;
 * `answered(reply)` is called with what the server says once it has kept one.
 * Returns {changed(), leave(), status, close()}.
 */
export function keepTool(model, t, { value, restore, answered = () => {} }) {
  const status = makeStatus(t, () => sync.retry());
  const sync = openSync(model, { slots: ["save"], onStatus: status.show });
  const send = () => sync.send("save", value()).then((reply) => reply?.ok && answered(reply));
  const save = debounce(send, CALM);
  const leave = () => save.now();
  window.addEventListener("pagehide", leave);

  const stored = model.get("tool").value;
  const held = sync.held("save");
  restore(held?.value ?? stored);
  if (held && same(held.value, stored)) sync.forget("save");
  else if (held) send();

  return {
    status: status.el,
    leave,
    changed() {
      sync.note("save", value());
      save();
    },
    close() {
      save.now();
      window.removeEventListener("pagehide", leave);
      sync.close();
    },
  };
}

/** The frame of a tool: a group named by its heading (the step around it is the landmark). */
export function toolFrame(name, title, ...content) {
  const id = uid("tool");
  return h(
    "div",
    { class: `pw pw-tool pw-${name}`, role: "group", id: `outil-${name}`, "aria-labelledby": id, "data-lm-suppress-shortcuts": "true" },
    h("h3", { id, class: "pw-tool__title", tabindex: "-1" }, title),
    content,
  );
}

/** A labelled field with an optional hint. `make(id, describedBy)` creates the control. */
export function field(label, hint, make) {
  const id = uid("field");
  const told = hint ? `${id}-hint` : null;
  const control = make(id, told);
  const el = h(
    "div",
    { class: "pw-field" },
    h("label", { htmlFor: id, class: "pw-label" }, label),
    hint ? h("p", { id: told, class: "pw-hint" }, hint) : null,
    control,
  );
  return { el, control };
}
