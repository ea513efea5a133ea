// One part of a tool: fields once, rows given, rows that one adds, or rows to rank.
import { h, icon, say, trusted, uid } from "./dom.js";
import { makeFields, makeRow } from "./form_row.js";
import { orderPart } from "./order.js";

/** Returns {el, id, read(), write(value), go(row)}: `read` gives undefined when nothing is filled in. */
export function makePart(spec, t, changed) {
  const kind = spec.ranked ? ranked : spec.repeat ? added : spec.rows.length > 0 ? given : once;
  const made = kind(spec, t, changed);
  const id = uid("part");
  const help = spec.help ? trusted("div", spec.help, { class: "pw-help" }) : null;
  const head = h("h4", { id, tabindex: "-1" }, spec.title);
  const group = { role: "group", "aria-labelledby": id };
  const el = spec.later
    ? h("details", { class: "pw-part" }, h("summary", {}, head), h("div", group, help, made.body))
    : h("div", { class: "pw-part", ...group }, head, help, made.body);

  function write(value) {
    made.write(value);
    if (spec.later) el.open = made.read() !== undefined;
  }

  function go(row) {
    if (spec.later) el.open = true;
    if (!made.go?.(row)) head.focus();
  }

  return { id: spec.id, title: spec.title, el, read: made.read, write, rowName: made.rowName ?? (() => ""), go };
}

function some(object) {
  return Object.keys(object).length > 0 ? object : undefined;
}

function once(spec, t, changed) {
  const fields = makeFields(spec.fields, t, changed);
  return { body: h("div", { class: "pw-line__fields" }, fields.els), read: () => some(fields.read()), write: fields.write };
}

function ranked(spec, t, changed) {
  const part = orderPart({ elements: spec.rows }, t, touched);
  const agree = h("button", { type: "button", class: "pw-button pw-button--quiet" }, t("form.ranked.agree"));
  const asked = h("p", { class: "pw-hint" }, t("form.ranked.untouched"));

  function touched() {
    asked.hidden = agree.hidden = true;
    changed();
  }

  agree.addEventListener("click", () => {
    part.confirm();
    part.first().focus();
    touched();
  });
  return {
    body: [h("p", { class: "pw-hint" }, part.legend), part.el, h("div", { class: "pw-actions" }, agree, asked)],
    read: () => part.read() ?? undefined,
    write(value) {
      part.write(value);
      asked.hidden = agree.hidden = part.read() !== null;
    },
  };
}

function go(rows, id) {
  const row = rows.find((one) => one.id === id);
  row?.open();
  row?.head.focus();
  return Boolean(row);
}

function given(spec, t, changed) {
  const rows = spec.rows.map(({ id, html }) => makeRow({ id, html, specs: spec.fields }, t, changed));
  return {
    body: h("div", { class: "pw-lines" }, rows.map((row) => row.el)),
    read: () => some(Object.fromEntries(rows.filter((row) => row.filled()).map((row) => [row.id, row.read()]))),
    write(value) {
      for (const row of rows) row.write(value?.[row.id]);
      rows.find((row) => !row.filled())?.open();
    },
    rowName: (id) => spec.rows.find((row) => row.id === id)?.words.split(". ")[0] ?? "",
    go: (id) => go(rows, id),
  };
}

function added(spec, t, changed) {
  const { name, least, most } = spec.repeat;
  const spoken = h("p", { class: "pw-hidden", role: "status" });
  const list = h("div", { class: "pw-lines" });
  const add = h("button", { type: "button", class: "pw-button pw-button--quiet", onclick: another }, t("form.add", { what: name }));
  const undo = h("button", { type: "button", class: "pw-link", hidden: true, onclick: bringBack }, t("form.undo"));
  const full = h("p", { class: "pw-hint" }, t("form.full", { most }));
  let rows = [];
  let removed = null;

  function arrange() {
    for (const [n, row] of rows.entries()) {
      if (list.children[n] !== row.el) list.insertBefore(row.el, list.children[n] ?? null);
      row.rename(rowName(n));
      row.take.setAttribute("aria-label", t("form.remove_what", { what: rowName(n) }));
    }
    while (list.children.length > rows.length) list.lastChild.remove();
    add.hidden = rows.length >= most;
    full.hidden = !add.hidden;
    undo.hidden = !removed || add.hidden;
  }

  const rowName = (n) => t("form.row", { what: name, n: n + 1 });

  function fresh(id) {
    const take = h("button", { type: "button", class: "pw-link pw-take", onclick: () => remove(row) }, icon("wrong"), t("form.remove"));
    const row = makeRow({ id, name, specs: spec.fields, actions: [take] }, t, changed);
    return Object.assign(row, { take });
  }

  function unused() {
    let n = 1;
    while (rows.some((row) => row.id === `r${n}`) || removed?.row.id === `r${n}`) n += 1;
    return `r${n}`;
  }

  function another() {
    for (const row of rows) if (row.filled()) row.close();
    rows.push(fresh(unused()));
    arrange();
    rows.at(-1).open(true);
    say(spoken, t("form.added", { what: rowName(rows.length - 1) }));
  }

  function remove(row) {
    const n = rows.indexOf(row);
    removed = { row, n };
    rows.splice(n, 1);
    arrange();
    const next = rows[n] ?? rows[n - 1];
    (next?.head ?? add).focus();
    say(spoken, t("form.removed", { what: rowName(n) }));
    changed();
  }

  function bringBack() {
    const { row, n } = removed;
    removed = null;
    rows.splice(n, 0, row);
    arrange();
    row.head.focus();
    say(spoken, t("form.back", { what: rowName(n) }));
    changed();
  }

  return {
    body: [list, h("div", { class: "pw-actions" }, add, full, undo), spoken],
    read() {
      const filled = rows.filter((row) => row.filled()).map((row) => ({ id: row.id, ...row.read() }));
      return filled.length > 0 ? filled : undefined;
    },
    write(value) {
      rows = (Array.isArray(value) ? value : []).map((content) => Object.assign(fresh(content.id), { content }));
      for (const row of rows) row.write(row.content);
      while (rows.length < least) rows.push(fresh(unused()));
      list.replaceChildren();
      arrange();
      rows.find((row) => !row.filled())?.open();
    },
    rowName: (id) => rowName(rows.findIndex((row) => row.id === id)),
    go: (id) => go(rows, id),
  };
}
