// French typography of what a screen says, as `passerelles/typography.py` does for pages: signs that must not part from
// their word. What is sent back, values and names, is left as it is.
const READ = new Set(["title", "label", "words", "caption", "items", "head", "rows", "hint", "submit", "note", "confirm", "notice"]);
const OPTIONS = "options"; // [value, label]

const signs = (text) =>
  text.replace(/\s+([;?!])(?!\w)/g, "\u202f$1").replace(/«\s+/g, "«\u00a0").replace(/\s+([:»])(?!\w)/g, "\u00a0$1");

/** The same JSON, with the signs of what is read kept to their words. */
export function typeset(told, read = false) {
  if (typeof told === "string") return read ? signs(told) : told;
  if (Array.isArray(told)) return told.map((one) => typeset(one, read));
  if (told === null || typeof told !== "object") return told;
  return Object.fromEntries(Object.entries(told).map(([name, one]) => [name, name === OPTIONS ? one.map(optionOf) : typeset(one, READ.has(name))]));
}

const optionOf = (option) => (Array.isArray(option) ? [option[0], signs(option[1])] : option);
