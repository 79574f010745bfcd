// Plain HTML controls: what the browser makes usable by keyboard and screen reader stays so.

export function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

export function choice(label, options, value, changed) {
  const select = make("select", { "aria-label": label, onchange: () => changed(select.value) });
  select.append(...options.map(([name, text]) => make("option", { value: name, selected: name === value }, text)));
  return make("label", {}, make("span", {}, label), select);
}

export function setChoice(control, value) {
  control.querySelector("select").value = value;
}

export function button(text, pressed) {
  return make("button", { type: "button", onclick: pressed }, text);
}

// A canvas that is reached by Tab, named, and moved in by arrow keys.
export function stage(label, { point, press, key, leave }) {
  const canvas = make("canvas", { tabindex: "0", role: "application", "aria-label": label });
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    const scale = canvas.drawnWidth ? canvas.drawnWidth / box.width : 1;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  };
  canvas.addEventListener("pointermove", (event) => point(...at(event)));
  canvas.addEventListener("click", (event) => press(...at(event)));
  canvas.addEventListener("pointerleave", () => leave());
  canvas.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey && key(event.key)) event.preventDefault();
  });
  return canvas;
}

export function pairTable(caption, headings, rows) {
  const head = make("tr", {}, ...headings.map((text) => make("th", { scope: "col" }, text)));
  const body = rows.map((cells) => make("tr", {}, ...cells.map((text) => make("td", {}, make("bdi", {}, text)))));
  return make("table", {}, make("caption", {}, caption), make("thead", {}, head), make("tbody", {}, ...body));
}
