// Blocks on a page, updated in place: a block keeps its element as long as it has the same id, and with it the focus,
// the selection, what is half typed, and what is unfolded.
import { h, same } from "../static/dom.js";

/** Make the children of `el` those, in order, moving as few as can be: what moves loses the focus. */
export function arrange(el, wanted) {
  for (const child of [...el.children]) if (!wanted.includes(child)) child.remove();
  wanted.forEach((child, rank) => {
    if (el.children[rank] !== child) el.insertBefore(child, el.children[rank] ?? null);
  });
}

/** The names of things of which two may be called the same. */
export function distinct(names) {
  const seen = new Map();
  return names.map((name) => {
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return seen.get(name) > 1 ? `${name}/${seen.get(name)}` : name;
  });
}

/**
 * Blocks inside `el`. `room.draw(block, room, level)` makes one: {el, update(block), close()}; `level` is the rank of
 * the headings; `room.astray()` is called when what had the focus is gone. Returns {show(blocks), close()}.
 */
export function makeScreen(el, room, level) {
  let shown = new Map(); // name -> {block, view}

  function show(blocks) {
    const focused = document.activeElement;
    const inside = el.contains(focused) && focused !== el;
    const names = distinct(blocks.map((block) => `${block.kind}:${block.id}:${block.what ?? ""}`));
    const next = new Map(blocks.map((block, rank) => [names[rank], placed(names[rank], block)]));
    for (const [name, { view }] of shown) if (!next.has(name)) view.close?.();
    shown = next;
    arrange(el, [...next.values()].map(({ view }) => view.el));
    if (!inside || document.activeElement === focused) return;
    if (el.contains(focused)) focused.focus({ preventScroll: true });
    else room.astray();
  }

  function placed(name, block) {
    const old = shown.get(name);
    if (!old) return { block, view: room.draw(block, room, level) };
    if (!same(old.block, block)) old.view.update(block);
    return { block, view: old.view };
  }

  return {
    show,
    close() {
      for (const { view } of shown.values()) view.close?.();
    },
  };
}

/** Blocks that stay folded until somebody opens them, and stay open until they close them. */
export function foldBlock(block, room, level) {
  const summary = h("summary", {}, block.label);
  const body = h("div", { class: "r-fold__body" });
  const el = h("details", { class: "r-fold" }, summary, body);
  const screen = makeScreen(body, room, level);
  let opened = null;

  function update({ label, opened: wanted, blocks }) {
    if (summary.textContent !== label) summary.textContent = label;
    if (wanted !== opened) el.open = wanted;
    opened = wanted;
    screen.show(blocks);
  }

  update(block);
  return { el, update, close: screen.close };
}
