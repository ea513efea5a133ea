// Sort and match: each element gets its category or partner, by a row of radios when few, else by a list.
import { fill, h, icon, plain, say, trusted, uid } from "./dom.js";

const FEW = 3;

/** The answer part of a sort or a match; see item.js for what a part offers. */
export function placingPart(item, t, changed) {
  const targets = item.kind === "sort" ? item.categories : item.partners;
  const make = targets.length <= FEW ? radioRow : pickList;
  const count = h("p", { class: "pw-count" });
  const tell = () => {
    const placed = rows.filter((row) => row.read()).length;
    say(count, t("placing.count", { n: placed, of: rows.length }));
  };
  const rows = item.elements.map((element, n) =>
    make(element, n, targets, t, () => {
      tell();
      changed();
    }),
  );
  tell();
  const unplaced = () => rows.filter((row) => !row.read());

  return {
    el: h("div", { class: "pw-placing" }, h("ol", { class: "pw-rows" }, rows.map((row) => row.el)), count),
    legend: t(`placing.${item.kind}`),
    read: () => Object.fromEntries(rows.filter((row) => row.read()).map((row) => [row.id, row.read()])),
    write(value) {
      for (const row of rows) row.write(value?.[row.id] ?? "");
      tell();
    },
    missing: () => (unplaced().length ? t.count("placing.missing", unplaced().length) : ""),
    first: () => (unplaced()[0] ?? rows[0]).first(),
    mark(details, locked) {
      count.hidden = locked;
      for (const row of rows) markRow(row, details?.find((detail) => detail.id === row.id), locked, t);
    },
  };
}

function radioRow(element, n, targets, t, changed) {
  const name = uid("place");
  const words = uid("words");
  const mark = h("p", { class: "pw-mark", hidden: true });
  const inputs = targets.map((target) => {
    const input = h("input", { type: "radio", name, value: target.id, class: "pw-pill__input" });
    input.addEventListener("change", changed);
    return h("label", { class: "pw-pill" }, input, trusted("span", target.html));
  });
  const radios = inputs.map((label) => label.firstChild);
  const controls = h("div", { class: "pw-pills", role: "radiogroup", "aria-labelledby": words }, inputs);
  const el = h("li", { class: "pw-row", "data-element": element.id }, trusted("div", element.html, { class: "pw-row__words", id: words }), controls, mark);
  return {
    id: element.id,
    el,
    mark,
    controls,
    read: () => radios.find((radio) => radio.checked)?.value ?? "",
    write(value) {
      for (const radio of radios) radio.checked = radio.value === value;
    },
    first: () => radios[0],
    shown: () => radios.find((radio) => radio.checked)?.nextSibling.textContent ?? "",
  };
}

function pickList(element, n, targets, t, changed) {
  const id = uid("place");
  const mark = h("p", { class: "pw-mark", hidden: true });
  const select = h(
    "select",
    { id, class: "pw-select" },
    h("option", { value: "" }, t("placing.choose")),
    targets.map((target) => h("option", { value: target.id }, plain(target.html))),
  );
  select.addEventListener("change", changed);
  const words = trusted("label", element.html, { htmlFor: id, class: "pw-row__words" });
  return {
    id: element.id,
    el: h("li", { class: "pw-row", "data-element": element.id }, words, h("div", { class: "pw-pick" }, select), mark),
    mark,
    controls: select.parentNode ?? select,
    read: () => select.value,
    write(value) {
      select.value = targets.some((target) => target.id === value) ? value : "";
    },
    first: () => select,
    shown: () => (select.value ? select.selectedOptions[0].textContent : ""),
  };
}

/** Say in words and with an icon whether an element is at its place; once locked, the words replace the controls. */
function markRow(row, detail, locked, t) {
  delete row.el.dataset.verdict;
  row.mark.hidden = !detail && !locked;
  fill(row.mark);
  if (locked) row.controls.hidden = true;
  if (locked) row.mark.append(h("span", { class: "pw-given" }, t("placing.given", { place: row.shown() })));
  if (!detail) return;
  const verdict = detail.right ? "right" : "wrong";
  row.el.dataset.verdict = verdict;
  row.mark.append(h("span", { class: "pw-mark__words" }, icon(verdict), t(`item.mark.${verdict}`)));
  if (!detail.right && detail.place) {
    row.mark.append(h("span", { class: "pw-expected" }, t("placing.expected"), " ", trusted("strong", detail.place)));
  }
}
