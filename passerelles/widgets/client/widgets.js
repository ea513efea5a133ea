// From the text of a widget to its views: modules loaded once per text, styles added once, and what each view cleans up.

const loaded = new Map(); // text or address -> promise of the module
const styles = new Set();

/** The module of a widget; the same text is loaded once, however many models ship it. */
function load(text) {
  if (!loaded.has(text)) loaded.set(text, fetchModule(text));
  return loaded.get(text);
}

async function fetchModule(text) {
  if (/^https?:\/\//.test(text)) return import(text);
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    return await import(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}

function addStyle(text) {
  if (!text || styles.has(text)) return;
  styles.add(text);
  const style = document.createElement("style");
  style.textContent = text;
  document.head.append(style);
}

/** What a widget or a view of it sees of the model: its listeners go when `signal` says so. */
function facade(model, signal) {
  const context = {};
  signal.addEventListener("abort", () => model.off(undefined, undefined, context));
  return {
    get: (name) => model.get(name),
    set: (name, value) => model.set(name, value),
    save_changes: () => model.save_changes(),
    send: (content, callbacks, buffers) => model.send(content, callbacks, buffers),
    on: (name, callback) => model.on(name, callback, context),
    off: (name, callback) => model.off(name, callback, context),
    widget_manager: model.widget_manager,
  };
}

/** Commands that a widget answers in Python: the reply is [response, buffers]. */
function invoker(model) {
  return (name, msg, { buffers = [], signal = AbortSignal.timeout(3000) } = {}) =>
    new Promise((resolve, reject) => {
      const id = Array.from(crypto.getRandomValues(new Uint32Array(4))).join("-");
      const heard = (reply, replied) => {
        if (reply?.id !== id) return;
        model.off("msg:custom", heard);
        resolve([reply.response, replied]);
      };
      model.on("msg:custom", heard);
      signal.addEventListener("abort", () => {
        model.off("msg:custom", heard);
        reject(signal.reason);
      });
      model.send({ id, kind: "anywidget-command", name, msg }, undefined, buffers);
    });
}

function cleanUpWith(signal, cleanup) {
  if (typeof cleanup !== "function") return;
  const run = () => Promise.resolve().then(cleanup).catch(reportError);
  if (signal.aborted) run();
  else signal.addEventListener("abort", run);
}

/** A signal that is aborted with the first of two; AbortSignal.any is too young for some phones. */
function either(one, other) {
  const both = new AbortController();
  for (const signal of [one, other]) {
    if (signal.aborted) both.abort();
    signal.addEventListener("abort", () => both.abort());
  }
  return both.signal;
}

const bound = new WeakMap(); // model -> promise of {widget, exports}

/** Load and initialize the widget of a model, once. */
export function bind(model) {
  if (!bound.has(model)) {
    bound.set(model, initialize(model));
    bound.get(model).catch(() => {}); // said where it is shown
  }
  return bound.get(model);
}

async function initialize(model) {
  addStyle(model.get("_css"));
  const module = await load(model.get("_esm"));
  const given = module.default ?? { render: module.render };
  const widget = typeof given === "function" ? await given() : given;
  const { signal } = model.gone;
  const result = await widget.initialize?.({ model: facade(model, signal), signal, experimental: { invoke: invoker(model) } });
  cleanUpWith(signal, result);
  return { widget, exports: typeof result === "object" ? result : undefined };
}

/** Show a view of the model in `el`, until `signal` is aborted or the kernel closes the widget. */
export async function show(model, el, signal = model.gone.signal) {
  const { widget } = await bind(model);
  const life = either(model.gone.signal, signal);
  const host = makeHost(model, life);
  const view = { model: facade(model, life), el, signal: life, host, experimental: { invoke: invoker(model) } };
  cleanUpWith(life, await widget.render?.(view));
}

/** What a widget may ask about the widgets that its state names. */
function makeHost(model, signal) {
  const find = (reference) => model.widget_manager.get_model(reference);
  return {
    getModel: async (reference) => facade(await find(reference), signal),
    async getWidget(reference) {
      const child = await find(reference);
      const { exports } = await bind(child);
      return { exports, render: ({ el, signal: until = signal }) => show(child, el, until) };
    },
  };
}
