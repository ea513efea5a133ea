// Order: a list whose elements move by buttons or by choosing a place; focus stays on what moved, the place is spoken.
import { fill, h, icon, plain, say, trusted, uid } from "./dom.js";

/** The answer part of an order; see item.js for what a part offers. */
export function orderPart(item, t, changed) {
  let touched = false;
  const spoken = h("p", { class: "pw-hidden", role: "status" });
  const rows = item.elements.map((element) => orderRow(element, item.elements.length, t, move));
  const list = h("ol", { class: "pw-rows pw-order" });
  let order = [...rows];
  arrange();

  function arrange() {
    for (const [n, row] of order.entries()) {
      if (list.children[n] !== row.el) list.insertBefore(row.el, list.children[n] ?? null);
      row.show(n, order.length);
    }
  }

  function move(row, to, focused) {
    const from = order.indexOf(row);
    const place = Math.max(0, Math.min(order.length - 1, typeof to === "number" ? to : from + (to === "up" ? -1 : 1)));
    touched = true;
    if (place === from) {
      say(spoken, t(place === 0 ? "order.first" : "order.last"));
      return;
    }
    order.splice(from, 1);
    order.splice(place, 0, row);
    arrange();
    focused.focus();
    say(spoken, t("order.moved", { what: row.words.slice(0, 80), n: place + 1, of: order.length }));
    changed();
  }

  return {
    el: h("div", {}, list, spoken),
    legend: t("order.legend"),
    read: () => (touched ? order.map((row) => row.id) : null),
    write(value) {
      const known = Array.isArray(value) && value.length === rows.length && rows.every((row) => value.includes(row.id));
      if (!known) return;
      touched = true;
      order = value.map((id) => rows.find((row) => row.id === id));
      arrange();
    },
    missing: () => (touched ? "" : t("order.missing")),
    first: () => order[0].down,
    /** Nothing moved is an answer too, once the learner says so. */
    confirm() {
      touched = true;
    },
    mark(details, locked) {
      for (const row of rows) row.mark(details?.find((detail) => detail.id === row.id), locked, t);
    },
  };
}

function orderRow(element, total, t, move) {
  const words = plain(element.html);
  const short = words.slice(0, 60);
  const id = uid("order");
  const rank = h("span", { class: "pw-rank", "aria-hidden": "true" });
  const up = h("button", { type: "button", class: "pw-move", "aria-label": t("order.up_what", { what: short }) }, icon("up"), t("order.up"));
  const down = h("button", { type: "button", class: "pw-move", "aria-label": t("order.down_what", { what: short }) }, icon("down"), t("order.down"));
  const select = h("select", { class: "pw-select pw-select--small", "aria-label": t("order.place_what", { what: short }) });
  for (let n = 1; n <= total; n += 1) select.append(h("option", { value: n }, t("order.place", { n, of: total })));
  const controls = h("div", { class: "pw-moves" }, up, down, select);
  const verdict = h("p", { class: "pw-mark", hidden: true });
  const el = h("li", { class: "pw-row pw-row--order", id, "data-element": element.id }, rank, trusted("div", element.html, { class: "pw-row__words" }), controls, verdict);
  const row = { id: element.id, el, words, down };
  up.addEventListener("click", () => move(row, "up", up));
  down.addEventListener("click", () => move(row, "down", down));
  select.addEventListener("change", () => move(row, Number(select.value) - 1, select));

  row.show = (n, of) => {
    say(rank, String(n + 1));
    select.value = String(n + 1);
    up.toggleAttribute("data-end", n === 0);
    down.toggleAttribute("data-end", n === of - 1);
  };
  row.mark = (detail, locked) => {
    controls.hidden = locked;
    verdict.hidden = !detail;
    delete el.dataset.verdict;
    fill(verdict);
    if (!detail) return;
    el.dataset.verdict = detail.right ? "right" : "wrong";
    verdict.append(h("span", { class: "pw-mark__words" }, icon(el.dataset.verdict), t(`order.mark.${el.dataset.verdict}`)));
    if (!detail.right && detail.place) verdict.append(h("span", { class: "pw-expected" }, t("order.expected", { n: plain(detail.place) })));
  };
  return row;
}
