// « Mes freins »: pick, weigh, be led to the conditions, see the whole, note what one keeps of it.
import { h, say } from "./dom.js";
import { makePicker } from "./freins_pick.js";
import { makePicture } from "./freins_picture.js";
import { makeRoute } from "./freins_route.js";
import { makeLabels } from "./labels.js";
import { field, keepTool, toolFrame } from "./tool.js";

const LONGEST_NOTE = 3000;

function render({ model, el }) {
  const t = makeLabels(model);
  const tool = model.get("tool");
  const known = new Set(tool.groups.flatMap((group) => group.obstacles).map((obstacle) => obstacle.id));
  let picks = [];
  const spoken = h("p", { class: "pw-hidden", role: "status" });
  const note = noteField(t);

  const route = makeRoute(tool, t, { changed, removed });
  const picture = makePicture(tool, t);
  const picker = makePicker(tool, () => picks.map((pick) => pick.id), t, toggle);
  const third = part("picture", t, picture.el);
  const kept = keepTool(model, t, { value: () => ({ picked: picks, note: note.control.value }), restore });
  note.control.addEventListener("input", () => kept.changed());
  note.control.addEventListener("blur", () => kept.leave());
  show();

  function restore(value) {
    picks = (value?.picked ?? []).filter((pick) => known.has(pick.id)).map((pick) => structuredClone(pick));
    note.control.value = value?.note ?? "";
  }

  function toggle(id, on) {
    if (on && picks.length >= tool.most) return false;
    picks = on ? [...picks, { id, weight: 2, reach: {} }] : picks.filter((pick) => pick.id !== id);
    changed();
    return true;
  }

  function removed(id, words) {
    picks = picks.filter((pick) => pick.id !== id);
    changed();
    say(spoken, t("freins.removed", { what: words }));
    (el.querySelector(".pw-card h5") ?? el.querySelector(".pw-tool__title")).focus();
  }

  function changed() {
    show();
    kept.changed();
  }

  function show() {
    picker.show();
    route.show(picks);
    picture.show(picks);
    third.hidden = picks.length === 0;
  }

  const parts = [part("pick", t, picker.el), part("route", t, route.el), third, part("note", t, note.el)];
  el.append(toolFrame("freins", t("freins.title"), parts, spoken, kept.status));
  return () => kept.close();
}

function part(name, t, content) {
  return h("div", { class: "pw-part" }, h("h4", {}, t(`freins.${name}.title`)), content);
}

function noteField(t) {
  return field(t("freins.note.label"), t("common.privacy"), (id, told) =>
    h("textarea", { id, rows: 4, maxlength: LONGEST_NOTE, class: "pw-textarea", "aria-describedby": told }),
  );
}

export default { render };
