// What the reader chose, kept in the address (#baseline=tbb&cell=cube/fork/workers:2/size:4096), so that a view can be
// linked to and the back button undoes. Cells go by their names, so that a link holds on a page of another run. An address
// may come from anyone: what does not name something of this page is ignored.

// name=a,b&...: what separates is never part of what is separated, so both are taken apart before decoding.
function parsed(hash) {
  const found = new Map();
  for (const pair of hash.replace(/^#/, "").split("&")) {
    const [name, ...rest] = pair.split("=");
    if (!rest.length) continue;
    try {
      found.set(decodeURIComponent(name), rest.join("=").split(",").map(decodeURIComponent));
    } catch {
      // not an encoding of anything
    }
  }
  return found;
}

// Signs that mean nothing in an address are left as people read them.
const encoded = (text) => encodeURIComponent(text).replace(/%2F/g, "/").replace(/%3A/g, ":");
const written = (map) => [...map].map(([name, values]) => `${encoded(name)}=${values.map(encoded).join(",")}`).join("&");
const longest = 1000; // of a value

export class Choices {
  constructor(model, metrics) {
    this.allowed = new Map([
      ["baseline", ["serial", "self", ...model.runtimes]],
      ["metric", Object.keys(metrics)],
      ["kernels", model.kernels],
      ["runtimes", model.runtimes],
      ["workers", model.workers.map(String)],
      ["theme", ["light", "dark"]],
    ]);
    this.model = model;
    this.values = new Map();
    this.listeners = [];
    this.read();
    addEventListener("hashchange", () => {
      const before = written(this.values);
      this.read();
      if (written(this.values) !== before) this.tell();
    });
  }

  read() {
    const { hash } = location;
    const found = parsed(hash);
    const plain = decodeURIComponentOrNothing(hash.slice(1)); // #scaling, #cell-17: as it works without a script
    if (/^cell-\d+$/.test(plain) && this.model.cells[plain.slice(5)]) found.set("cell", [this.model.cells[plain.slice(5)].name]);
    this.values = new Map();
    for (const [name, values] of found) {
      const allowed = this.allowed.get(name);
      const kept = allowed ? values.filter((value) => allowed.includes(value)) : values;
      if (kept.length && kept.every((value) => value.length < longest)) this.values.set(name, kept);
    }
  }

  tell() {
    for (const listener of this.listeners) listener();
  }

  // The one value of a choice; what charts add (which work, how many workers) is held against what they offer.
  get(name, offered, otherwise) {
    const value = this.values.get(name)?.[0];
    return value !== undefined && (!offered || offered.includes(value)) ? value : otherwise;
  }

  // The values of a choice of many; nothing chosen means all.
  includes(name, value) {
    return this.values.get(name)?.includes(String(value)) ?? true;
  }

  // Whether a list that is empty by itself has the value.
  lists(name, value) {
    return this.values.get(name)?.includes(value) ?? false;
  }

  // Sets choices; null takes one back. Each is a step that the back button undoes, unless it only refines the last.
  set(changes, { quietly = false } = {}) {
    this.put(changes);
    const hash = this.hash;
    if (hash !== location.hash) history[quietly ? "replaceState" : "pushState"](null, "", hash === "#" ? " " : hash);
    this.tell();
  }

  // Sets what no chart depends on, such as a filter that is being typed: no step to be undone, and nobody is told.
  note(changes) {
    this.put(changes);
    const hash = this.hash;
    if (hash !== location.hash) history.replaceState(null, "", hash === "#" ? " " : hash);
  }

  put(changes) {
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value.length === 0) this.values.delete(name);
      else this.values.set(name, Array.isArray(value) ? value.map(String) : [String(value)]);
    }
  }

  get hash() {
    return "#" + written(this.values);
  }

  // The address of what is seen now, at this place of the page.
  linkTo(place) {
    return location.href.replace(/#.*$/, "") + "#" + written(new Map(this.values).set("at", [place]));
  }

  // Which of several results is shown stays: that is the page, no choice about it.
  reset() {
    this.set(Object.fromEntries([...this.values.keys()].filter((name) => name !== "result").map((name) => [name, null])));
  }

  get cell() {
    return this.model.named(this.values.get("cell")?.[0]) ?? null;
  }

  get baseline() {
    return this.get("baseline", null, "serial");
  }

  get metric() {
    return this.get("metric", null, "speedup");
  }

  shows(cell) {
    return (
      this.includes("kernels", cell.kernel) &&
      (cell.runtime === null || this.includes("runtimes", this.model.runtimes[cell.runtime])) &&
      (this.model.isSerial(cell.runtime) || cell.workers === null || this.includes("workers", cell.workers))
    );
  }
}

function decodeURIComponentOrNothing(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
