// « Remettre »: hands in, then follows the correction, gently.
import { same } from "./dom.js";
import { handinPage } from "./handin_page.js";
import { makeLabels } from "./labels.js";
import { makeStatus } from "./status.js";
import { openSync } from "./sync.js";
import { toolFrame } from "./tool.js";

const WORKING = ["received", "grading"];
const PAUSES = [2000, 3000, 4000, 6000, 8000, 10000, 15000, 20000];
const MOST_POLLS = 40;

function render({ model, el }) {
  const t = makeLabels(model);
  const status = makeStatus(t, () => sync.retry());
  const quiet = { state: "" };
  const sync = openSync(model, { slots: [], onStatus: (now) => status.show(asking ? now : quiet) });
  let tool = model.get("tool");
  let asking = false;
  let polls = 0;
  let timer = null;
  const page = handinPage(t);
  status.show(quiet);

  function show() {
    tool = model.get("tool");
    page.show(tool);
    follow();
  }

  /** Ask Python; what it says counts even when its message about the trait was lost. */
  async function ask(type) {
    const reply = await sync.send(type, null);
    if (reply?.ok && !same(reply.handin, tool.handin)) {
      tool = { ...tool, handin: reply.handin };
      page.show(tool);
    }
    return reply;
  }

  /** Ask gently where the correction stands, less and less often, and not for ever. */
  function follow() {
    clearTimeout(timer);
    const row = tool.handin;
    if (!WORKING.includes(row?.status)) {
      polls = 0;
      return;
    }
    if (polls >= MOST_POLLS) {
      page.slow();
      return;
    }
    timer = setTimeout(async () => {
      polls += 1;
      if (!document.hidden) await ask("poll");
      follow();
    }, PAUSES[Math.min(polls, PAUSES.length - 1)]);
  }

  async function send() {
    if (asking) return;
    asking = true;
    page.busy(true);
    const reply = await ask("handin");
    asking = false;
    page.busy(false);
    status.show(quiet);
    if (reply?.ok) {
      polls = 0;
      follow();
      page.arrived();
    } else if (reply) {
      page.explain(reply.message);
    }
  }

  page.onSend(send);
  model.on("change:tool", show);
  el.append(toolFrame("handin", t("handin.title"), page.el, status.el));
  show();
  return () => {
    clearTimeout(timer);
    sync.close();
  };
}

export default { render };
