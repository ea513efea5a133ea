// A tool of a module: the form, what it says back at each save, a filled example, and what one takes away.
import { fill, h, icon, trusted } from "./dom.js";
import { makePart } from "./form_part.js";
import { makeReading } from "./form_reading.js";
import { makeLabels } from "./labels.js";
import { keepTool, toolFrame } from "./tool.js";

function render({ model, el }) {
  const t = makeLabels(model);
  const tool = model.get("tool");
  const parts = tool.parts.map((spec) => makePart(spec, t, () => kept.changed()));
  const partOf = ([id]) => parts.find((part) => part.id === id);
  const reading = makeReading(t, {
    go: (where) => partOf(where)?.go(where[1]),
    nameOf: (where) => (where[1] && partOf(where)?.rowName(where[1])) || partOf(where)?.title || "",
  });
  const kept = keepTool(model, t, {
    value: () => Object.fromEntries(parts.map((part) => [part.id, part.read()]).filter(([, filled]) => filled !== undefined)),
    restore(value) {
      for (const part of parts) part.write(value?.[part.id]);
    },
    answered: (reply) => told(reply.reading),
  });
  const away = h("p", { class: "pw-away", hidden: true });
  told(tool.reading);

  /** Show what the tool says back, and what can be taken away now that it is kept. */
  function told(said) {
    reading.show(said);
    away.hidden = !said || !tool.export;
    if (!away.hidden) fill(away, takeAway(tool, said.figures, t));
  }

  const form = h("div", { class: "pw-form" }, parts.map((part) => part.el));
  form.addEventListener("focusout", () => kept.leave());
  const caution = tool.caution ? h("p", { class: "pw-caution" }, icon("caution"), " ", tool.caution) : null;
  el.append(toolFrame(tool.id, tool.title, trusted("div", tool.purpose), caution, h("p", { class: "pw-hint pw-hint--privacy" }, t("common.privacy")), example(tool, t), form, kept.status, reading.el, away));
  return () => kept.close();
}

/** Links to what was kept, as files. */
function takeAway(tool, figures, t) {
  const link = (query, words) => [" ", h("a", { href: `${tool.export}?forme=${query}`, download: true }, words)];
  const forms = ["pdf", "docx", "csv", ...(tool.dated ? ["ics"] : [])];
  const drawn = figures.map((figure, n) => link(`svg&figure=${n + 1}`, t("form.away.svg", { title: figure.title })));
  return [t("form.away"), forms.map((form) => link(form, t(`form.away.${form}`))), drawn];
}

/** The filled example, made only when somebody looks at it. */
function example(tool, t) {
  const fold = h("details", { class: "pw-example" }, h("summary", {}, t("form.example")));
  fold.addEventListener("toggle", () => {
    if (fold.childElementCount > 1) return;
    const seen = makeReading(t);
    seen.show(tool.example);
    fold.append(h("p", { class: "pw-hint" }, t("form.example.about")), seen.el);
  });
  return fold;
}

export default { render };
