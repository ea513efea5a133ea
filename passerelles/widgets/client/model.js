// The model of a widget as views know it: get, set, save_changes, on, off, send. Its state is the kernel's, and what was
// changed here until the kernel is done with it.
import { same, takeBuffers } from "./values.js";

export class Model {
  /** `line` sends to the kernel; `manager.get_model(id)` finds the other models. */
  constructor(id, state, line, manager) {
    this.model_id = id;
    this.widget_manager = manager;
    this.gone = new AbortController(); // aborted when the kernel closes the widget
    this._state = state;
    this._line = line;
    this._changed = new Set(); // names set and not saved
    this._awaited = new Map(); // name -> id of the message that told the kernel
    this._listeners = [];
  }

  get(name) {
    return this._state[name];
  }

  set(name, value) {
    const changes = typeof name === "object" ? name : { [name]: value };
    for (const changed of this._assign(changes)) this._changed.add(changed);
  }

  /** Tell the kernel what was set. */
  save_changes() {
    if (this._changed.size === 0 || this.gone.signal.aborted) return;
    this._tell([...this._changed]);
    this._changed.clear();
  }

  /** Send a custom message; the callbacks of Jupyter's own client are not used. */
  send(content, _callbacks, buffers = []) {
    if (this.gone.signal.aborted) return;
    this._line.send("comm_msg", { comm_id: this.model_id, data: { method: "custom", content } }, { buffers });
  }

  /** Listen to « change », « change:name », « msg:custom » or « destroy »; several names are separated by spaces. */
  on(names, callback, context = null) {
    for (const name of names.split(/\s+/)) this._listeners.push({ name, callback, context });
  }

  /** Stop listening: what is not given matches everything. */
  off(names, callback, context) {
    const wanted = names?.split(/\s+/);
    this._listeners = this._listeners.filter(
      (one) => !((!wanted || wanted.includes(one.name)) && (!callback || callback === one.callback) && (!context || context === one.context)),
    );
  }

  // ---- for the client, not for views ----

  /** Take values from the kernel. `echoOf`: the message of ours, or of nobody here, that they repeat. */
  receive(state, echoOf = null) {
    const stale = (name) => this._changed.has(name) || (this._awaited.has(name) && this._awaited.get(name) !== echoOf);
    this._assign(echoOf === null ? state : without(state, stale));
  }

  /**
   * Take the kernel's whole state after a break; send again what it has not had, keep what is about to leave.
   * Without a state (ipywidgets does not know every anywidget) the model is asked for its own.
   */
  reconcile(state) {
    const doubtful = [...this._awaited].filter(([, id]) => this._line.isDoubtful(id)).map(([name]) => name);
    const lost = doubtful.filter((name) => !state || !same(state[name], this._state[name]));
    if (state) this._assign(without(state, (name) => this._changed.has(name) || this._awaited.has(name)));
    if (lost.length > 0) this._tell(lost);
    if (!state) this._line.send("comm_msg", { comm_id: this.model_id, data: { method: "request_state" } });
  }

  /** Whether the kernel knows all that was set. */
  get settled() {
    return this._changed.size === 0 && this._awaited.size === 0;
  }

  /** Call who listens; one that fails does not stop the others. */
  trigger(name, ...args) {
    for (const { name: wanted, callback, context } of [...this._listeners]) {
      if (wanted !== name) continue;
      try {
        callback.apply(context, args);
      } catch (error) {
        reportError(error);
      }
    }
  }

  close() {
    this.gone.abort();
    this.trigger("destroy", this);
    this._listeners = [];
  }

  _assign(changes) {
    const changed = Object.keys(changes).filter((name) => !same(this._state[name], changes[name]));
    for (const name of changed) this._state[name] = changes[name];
    for (const name of changed) this.trigger(`change:${name}`, this, this._state[name]);
    if (changed.length > 0) this.trigger("change", this);
    return changed;
  }

  _tell(names) {
    const { buffers, ...told } = takeBuffers(Object.fromEntries(names.map((name) => [name, this._state[name]])));
    const settled = () => {
      for (const [name, awaited] of this._awaited) if (awaited === id) this._awaited.delete(name);
    };
    const id = this._line.send("comm_msg", { comm_id: this.model_id, data: { method: "update", ...told } }, { buffers, settled });
    for (const name of names) this._awaited.set(name, id);
  }
}

function without(state, left) {
  return Object.fromEntries(Object.entries(state).filter(([name]) => !left(name)));
}
