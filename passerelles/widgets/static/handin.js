// « Remettre »: hands in, then follows the correction, gently.
import { same } from "./dom.js";
import { makeFollower } from "./handin_follow.js";
import { handinPage } from "./handin_page.js";
import { makeLabels } from "./labels.js";
import { makeStatus } from "./status.js";
import { openSync } from "./sync.js";
import { toolFrame } from "./tool.js";

function render({ model, el }) {
  const t = makeLabels(model);
  const status = makeStatus(t, () => sync.retry());
  const quiet = { state: "" };
  const sync = openSync(model, { slots: [], onStatus: (now) => status.show(asking ? now : quiet) });
  let tool = model.get("tool");
  let asking = false;
  const page = handinPage(t);
  const follower = makeFollower(poll, page.slow);
  status.show(quiet);

  function show() {
    tool = model.get("tool");
    page.show(tool);
    follower.follow(tool.handin);
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

  async function poll() {
    await ask("poll");
    return tool.handin;
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
      follower.again(tool.handin);
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
    follower.stop();
    sync.close();
  };
}

export default { render };
