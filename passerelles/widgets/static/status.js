// The line that says whether things are saved. Seen by all; spoken only when it changes for good.
import { fill, h, icon, say } from "./dom.js";
import { timeOf } from "./labels.js";

/** Returns {el, show(status)}; an empty state hides the line; `onRetry` is called by the « Réessayer » button. */
export function makeStatus(t, onRetry) {
  const seen = h("span", { class: "pw-status__seen", "aria-hidden": "true" });
  const spoken = h("span", { class: "pw-hidden", role: "status" });
  const retry = h("button", { type: "button", class: "pw-link", hidden: true, onclick: onRetry }, t("common.retry"));
  const el = h("div", { class: "pw-status" }, seen, spoken, retry);

  function sentence({ state, message, savedAt, kept }) {
    if (state === "saving") return t("common.saving");
    if (state === "saved") return savedAt ? t("common.saved_at", { time: timeOf(savedAt) }) : t("common.saved");
    if (state === "free") return message;
    if (state === "refused") return t("common.not_saved_because", { why: message });
    return `${t("common.not_saved")} ${kept === false ? t("common.not_kept") : t("common.kept")}`;
  }

  function show(status) {
    el.dataset.state = status.state;
    el.hidden = status.state === "";
    if (el.hidden) return;
    const words = sentence(status);
    fill(seen, icon(status.state === "saved" ? "saved" : status.state === "saving" ? "note" : "unsaved"), h("span", {}, words));
    if (status.state === "saved") say(spoken, t("common.saved"));
    else if (status.state !== "saving") say(spoken, words);
    retry.hidden = status.state !== "waiting";
  }

  return { el, show };
}
