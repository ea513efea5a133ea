// Once every role has its first sentence: the constraints nobody said, and what each proposal would give and take.
import { h, trusted } from "./dom.js";
import { folded, privateCard } from "./roleplay_cards.js";

export function afterPart(about, state, t) {
  const { cards, proposals } = state.after;
  return h(
    "section",
    { class: "pw-learned" },
    h("h2", { tabindex: "-1" }, t("roleplay.after")),
    h("p", {}, t("roleplay.after.how")),
    about.roles.map((role) => h("div", { class: "pw-person" }, h("h3", {}, role.name), h("blockquote", {}, state.written[role.id]), privateCard(cards[role.id], t))),
    h("h2", {}, t("roleplay.proposals")),
    h("p", {}, t("roleplay.proposals.how")),
    proposals.map((one, n) => folded(t("roleplay.proposal", { n: n + 1 }), ...proposal(one, about.roles, t))),
  );
}

function proposal({ html, success, comment, stakes }, roles, t) {
  const label = (key) => h("span", { class: "pw-gains__label", "aria-hidden": "true" }, t(key));
  const cell = (key, words) => h("td", { role: "cell" }, label(key), words ? trusted("span", words) : h("strong", {}, t("roleplay.no_gain")));
  const head = (key) => h("th", { scope: "col", role: "columnheader" }, t(key));
  const row = ({ who, gain, pays }) =>
    h("tr", { role: "row" }, h("th", { scope: "row", role: "rowheader" }, roles.find((role) => role.id === who).name), cell("roleplay.gain", gain), cell("roleplay.pays", pays));
  return [
    trusted("p", html),
    h(
      "table",
      { class: "pw-gains", role: "table", "aria-label": t("roleplay.stakes") },
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, head("roleplay.role"), head("roleplay.gain"), head("roleplay.pays"))),
      h("tbody", { role: "rowgroup" }, stakes.map(row)),
    ),
    success ? h("p", {}, h("strong", {}, t("roleplay.success"))) : null,
    h("div", { class: "pw-eye", role: "note" }, h("p", { class: "pw-eye__title" }, t("case.comment")), trusted("div", comment)),
  ];
}
