// The interface strings travel with the model; `{name}` is filled in here.

/** t(key, values): a missing string shows its key, which a test refuses. */
export function makeLabels(model) {
  const strings = model.get("labels") ?? {};
  const t = (key, values = {}) =>
    (strings[key] ?? `⟦${key}⟧`).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  t.count = (key, n, values = {}) => t(`${key}.${n === 0 && `${key}.none` in strings ? "none" : n < 2 ? "one" : "many"}`, { n, ...values });
  return t;
}

/** A time of day as read in Belgium, or "" when there is none. */
export function timeOf(iso) {
  const date = iso ? new Date(iso) : null;
  return date && !Number.isNaN(date.getTime()) ? date.toLocaleTimeString("fr-BE", { hour: "2-digit", minute: "2-digit" }) : "";
}

/** A day and time as read in Belgium, or "" when there is none. */
export function momentOf(iso) {
  const date = iso ? new Date(iso) : null;
  if (!date || Number.isNaN(date.getTime())) return "";
  return date.toLocaleString("fr-BE", { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" });
}

/** A number as written in French: 2,5. */
export function numberOf(value) {
  return Number(value ?? 0).toLocaleString("fr-BE", { maximumFractionDigits: 2 });
}

/** Which sectors have read a story, or that none has. */
export function readBy(key, readers, t) {
  return readers.length ? t(`${key}.read`, { sectors: readers.join(" ; ") }) : t(`${key}.unread`);
}
