// « Ce qui aurait pu se passer »: moment by moment, every option that was offered, and where it could have led.
import { effectsList } from "./case_gauges.js";
import { prose } from "./case_story.js";
import { h, icon, plain, trusted } from "./dom.js";

/** The moments of a finished play; `moments`: see `what_if` in engines/case/view. The first is open. */
export function explorer(moments, scene, t) {
  const all = new Set(moments.flatMap((moment) => moment.options).flatMap((option) => option.endings).map((ending) => ending.id)).size;
  const titles = new Map([...moments.map((moment) => [moment.node, moment.title]), ["end", null]]);
  return h(
    "ol",
    { class: "pw-crossroads", role: "list" },
    moments.map((moment, n) => h("li", {}, crossroads(moment, n, { scene, all, titles, t }))),
  );
}

function crossroads(moment, n, story) {
  const { t } = story;
  const mine = moment.options.find((option) => option.chosen);
  return h(
    "details",
    { class: "pw-unfold", open: n === 0 },
    h(
      "summary",
      {},
      h(
        "span",
        { class: "pw-unfold__title" },
        t("case-after.moment", { n: n + 1, title: moment.title }),
        h("span", { class: "pw-crossroads__mine" }, t("case-after.what_if.chosen", { what: plain(mine?.html) })),
      ),
    ),
    h("ul", { class: "pw-ways", role: "list" }, moment.options.map((option) => way(option, story))),
  );
}

/** One option: its words, what it changes at once; unfolded, all the rest. */
function way(option, story) {
  const { scene, all, t } = story;
  const words = t("case-after.what_if.more");
  return h(
    "li",
    { class: "pw-way", "data-chosen": option.chosen },
    option.chosen ? h("p", { class: "pw-way__mine" }, icon("saved"), " ", t("case-after.what_if.yours")) : null,
    trusted("p", option.html, { class: "pw-way__words" }),
    h("p", { class: "pw-way__label" }, t("case-after.what_if.now")),
    effectsList(option.effects, scene, t),
    h("p", { class: "pw-way__reach" }, [reach(option.endings.length, all, t), t.count("case-after.what_if.later_of", option.later.length)].join(" ")),
    h("details", { class: "pw-way__more" }, h("summary", { "aria-label": `${words} : ${plain(option.html)}` }, words), rest(option, story)),
  );
}

function reach(n, all, t) {
  return n === all ? t("case-after.what_if.endings_all") : t.count("case-after.what_if.endings_of", n, { of: all });
}

function rest(option, { scene, titles, t }) {
  const part = (title, ...content) => [h("p", { class: "pw-way__label" }, t(title)), content];
  return [
    part("case-after.what_if.follows", prose(option.consequence)),
    option.later.length > 0 ? part("case-after.what_if.later", option.later.map((late) => later(late, scene, titles, t))) : null,
    part("case-after.what_if.comment", trusted("div", option.feedback)),
    part("case-after.what_if.endings", h("ul", { class: "pw-ends" }, option.endings.map((ending) => endingLine(ending, scene, t)))),
  ];
}

function later(late, scene, titles, t) {
  const title = titles.get(late.at);
  const when = late.at === "end" ? t("case-after.what_if.at_end") : title ? t("case-after.what_if.at", { title }) : t("case-after.what_if.at_other");
  return h("div", { class: "pw-later" }, h("p", {}, h("strong", {}, when), " ", trusted("span", late.html)), Object.keys(late.effects).length > 0 ? effectsList(late.effects, scene, t) : null);
}

function endingLine(ending, scene, t) {
  const reached = ending.id === scene.ending?.id;
  return h("li", {}, ending.title, reached ? [" ", h("span", { class: "pw-tag" }, t("case-after.what_if.your_end"))] : null);
}
