// All the models of a page: from the states embedded in it, then as the kernel's comm messages say.
import { openLine } from "./line.js";
import { Model } from "./model.js";
import { fromBase64, putBuffers } from "./values.js";

const MODULE = "anywidget"; // the only kind of model here; pages that show another are given Voilà's client

/**
 * Open the models of a page. `embedded`: the document's widget states; `address`: the kernel's websocket;
 * `made(model)` is called for each model, `lost()` and `ready()` as the line to the kernel breaks and is back.
 * Returns {find(id) -> Promise of a model, isSettled(), line}.
 */
export function openModels(embedded, address, { made, lost, ready }) {
  const models = new Map();
  const manager = { get_model: find };
  const line = openLine(address, { comm, states, lost, ready });

  async function find(id) {
    const model = models.get(id.replace(/^(IPY_MODEL_|anywidget:)/, ""));
    if (!model) throw new Error(`no model ${id} on this page`);
    return model;
  }

  function add(id, state) {
    const model = new Model(id, state, line, manager);
    models.set(id, model);
    return model;
  }

  function close(id) {
    models.get(id)?.close();
    models.delete(id);
  }

  function comm({ header, parent_header: parent, content, buffers }) {
    const { comm_id: id, data } = content;
    if (header.msg_type === "comm_close") close(id);
    else if (header.msg_type === "comm_open") opened(id, content, buffers);
    else if (data.method === "custom") models.get(id)?.trigger("msg:custom", data.content, buffers);
    else if (data.state) {
      const state = putBuffers(data.state, data.buffer_paths, buffers);
      models.get(id)?.receive(state, data.method === "echo_update" ? parent.msg_id : null);
    }
  }

  function opened(id, { target_name: target, data }, buffers) {
    if (target !== "jupyter.widget" || data.state._model_module !== MODULE || models.has(id)) return;
    made(add(id, putBuffers(data.state, data.buffer_paths, buffers)));
  }

  /** What the kernel has after a break: models made meanwhile, and the values of those that ipywidgets knows. */
  function states(data, buffers) {
    const now = putBuffers(data.states, data.buffer_paths, buffers);
    for (const [id, model] of models) model.reconcile(now[id]?.state);
    for (const [id, { model_module: module, state }] of Object.entries(now)) {
      if (!models.has(id) && module === MODULE) made(add(id, state));
    }
  }

  for (const [id, { state, buffers = [] }] of Object.entries(embedded.state)) {
    add(id, putBuffers(state, buffers.map(({ path }) => path), buffers.map(({ data }) => fromBase64(data))));
  }
  for (const model of [...models.values()]) made(model);
  return { find, isSettled: () => line.isQuiet() && [...models.values()].every((model) => model.settled), line };
}
