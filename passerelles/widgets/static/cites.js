// The statements a feedback rests on: ids first, their words and source on demand.
import { h } from "./dom.js";

/** A disclosure that names the statements and shows each word for word, or null when there is none. */
export function citations(ids, cites, t) {
  const known = (ids ?? []).filter((id) => cites?.[id]);
  if (known.length === 0) return null;
  const quotes = known.map((id) =>
    h(
      "figure",
      { class: "pw-quote" },
      h("blockquote", {}, h("q", {}, cites[id].quote)),
      h("figcaption", {}, `${cites[id].source}, ${id}`),
    ),
  );
  const ids_ = known.map((id) => h("span", { class: "pw-id" }, id));
  return h("details", { class: "pw-cites" }, h("summary", {}, t.count("item.cites", known.length), " ", ids_), quotes);
}
