// The element: reads its payload from the fallback picture inside it, then puts controls and canvases in the picture's place.
import { button, choice, make, pairTable, setChoice, stage } from "./controls.js";
import { fill, FONT, number } from "./labels.js";
import { CROWDED, drawLines } from "./lines.js";
import { drawMatrix } from "./matrix.js";
import { drawOverview } from "./overview.js";
import { inside, moved, panelsOf, sameShape } from "./panels.js";
import { base64Bytes, readIndexedPng } from "./png.js";
import { csvTable, download, savedPicture, savePng, standalonePage } from "./save.js";
import { isDark, palette, watchTheme } from "./theme.js";
import { Atlas, strongest } from "./weights.js";

const STEP_TIME = 700; // milliseconds between two steps of generation
const ruler = typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");

function measure(text, size = 12) {
  ruler.font = `${size}px ${FONT}`;
  return ruler.measureText(text).width;
}

export class AttentionElement extends HTMLElement {
  connectedCallback() {
    this.forget = watchTheme(() => this.refresh());
    if (this.started) return;
    this.started = true;
    this.start().catch((error) => this.fail(error));
  }

  disconnectedCallback() {
    this.forget();
    this.play(false);
  }

  async start() {
    this.config = JSON.parse(this.dataset.view);
    this.words = this.config.words;
    const images = [...this.querySelectorAll("img")];
    this.sides = await Promise.all(this.config.sides.map((side, place) => readSide(side, images[place])));
    this.state = { ...this.config.start, pair: "all", step: null, pinned: false, query: null, key: null };
    this.build();
    this.refresh();
    new ResizeObserver(() => this.refresh(false)).observe(this);
    this.setAttribute("data-drawn", "");
  }

  // The picture stays, and so does the reason.
  fail(error) {
    this.setAttribute("data-failed", String(error));
    if (!this.shadowRoot) this.attachShadow({ mode: "open" });
    this.shadowRoot.replaceChildren(make("slot"), make("p", {}, `${this.words ? this.words.failed : ""} ${error.message}`));
  }

  build() {
    const { words, config, state } = this;
    this.live = make("p", { class: "live", role: "status", "aria-live": "polite", dir: "auto" });
    this.panelBox = make("div", { class: "panels" });
    this.tableBox = make("div");
    this.view = make("div", { class: "view", role: "group", "aria-label": config.title });
    this.view.append(
      make("p", { class: "title", dir: "auto" }, config.title),
      this.buildBar(),
      make("div", { class: this.sides.length > 1 ? "body compare" : "body" }, make("div", { class: "main" }, this.panelBox, this.live), this.buildSide()),
      make("p", { class: "note" }, config.note),
      this.buildSave(),
      make("details", {}, make("summary", {}, words.keyboard), make("p", { class: "note" }, words.keyboardHelp)),
    );
    this.canvases = panelsOf(this.sides, state, words).map((panel, place) => this.buildPanel(panel, place));
    const root = this.attachShadow({ mode: "open" });
    root.append(make("style", {}, STYLE), this.view);
  }

  buildPanel(panel, place) {
    const canvas = stage(`${panel.name ? `${panel.name}. ` : ""}${this.words.stage}`, {
      point: (x, y) => !this.state.pinned && this.choose(canvas.locate(x, y)),
      press: (x, y) => this.pin(canvas.locate(x, y)),
      key: (pressed) => this.pressed(pressed, place),
      leave: () => !this.state.pinned && this.choose(null),
    });
    const caption = panel.name ? [make("figcaption", {}, panel.name)] : [];
    this.panelBox.append(make("figure", {}, ...caption, canvas));
    return canvas;
  }

  buildBar() {
    const { words, state, sides } = this;
    const [{ atlas, layerNames }] = sides;
    const update = (change) => (value) => this.update(change(value));
    this.layerChoice = choice(words.layer, layerNames.map((name, place) => [String(place), name]), String(state.layer),
      update((value) => ({ layer: Number(value) })));
    this.headChoice = choice(words.head, this.whichOptions(), String(state.which), update((which) => ({ which })));
    const kinds = [["matrix", words.matrix], ["lines", words.lines]];
    const bar = make("div", { class: "bar" }, choice(words.view, kinds, state.view, update((view) => ({ view }))));
    if (atlas.layers > 1) bar.prepend(this.layerChoice);
    if (this.whichOptions().length > 1) bar.insertBefore(this.headChoice, bar.lastChild);
    if (this.config.pairs.length) bar.append(choice(words.pairs, this.config.pairs, "all", update((pair) => ({ pair }))));
    if (this.config.causal) bar.append(...this.buildSteps());
    return bar;
  }

  // Not every extra exists at every layer: flow is computed for the last one only.
  whichOptions() {
    const [{ atlas, headNames }] = this.sides;
    const options = headNames.map((name, place) => [String(place), name]);
    if (atlas.heads > 1) options.push(["mean", this.words.mean]);
    const extras = atlas.extras.filter((extra) => extra.layers.includes(this.state.layer));
    return [...options, ...extras.map((extra) => [extra.name, this.words[extra.name]])];
  }

  buildSteps() {
    const last = this.sides[0].atlas.rows;
    this.slider = make("input", { type: "range", min: "0", max: String(last), value: "0", oninput: () => this.goTo(Number(this.slider.value)) });
    this.stepText = make("span");
    this.playButton = make("button", { type: "button", class: "moving", "aria-pressed": "false", onclick: () => this.play(!this.timer) }, this.words.play);
    return [make("label", {}, this.stepText, this.slider), this.playButton];
  }

  buildSide() {
    const { words } = this;
    const side = make("div", { class: "side" });
    const { atlas } = this.sides[0];
    if (atlas.layers * atlas.heads > 1) {
      this.overview = stage(words.overviewStage, {
        point: () => {}, leave: () => {},
        press: (x, y) => this.pickHead(this.overview.locate(x, y)),
        key: (pressed) => this.overviewKey(pressed),
      });
      side.append(make("details", { open: true }, make("summary", {}, this.overviewTitle()), this.overview));
    }
    side.append(make("details", { open: true }, make("summary", {}, words.strongest), this.tableBox));
    return side;
  }

  overviewTitle() {
    const [first] = this.sides;
    const what = sameShape(this.sides) ? this.words.difference : first.name;
    return what ? `${this.words.overview}: ${what}` : this.words.overview;
  }

  buildSave() {
    const { words } = this;
    const draw = (theme, width) => this.drawPanel(panelsOf(this.sides, this.state, words)[0], theme, width);
    const name = (ending) => `attention-layer${this.state.layer}-${this.state.which}.${ending}`;
    const bar = make("div", { class: "bar save" }, make("span", { class: "note" }, words.save),
      button("PNG", () => savePng(name("png"), savedPicture(draw))),
      button("SVG", () => download(name("svg"), "image/svg+xml", savedPicture(draw).svg())),
      button("CSV", () => download(name("csv"), "text/csv", this.csv())));
    const script = document.querySelector(`script[data-view-script="${this.localName}"]`);
    if (script) bar.append(button("HTML", () => download("attention.html", "text/html", standalonePage(this.config.title, this, script))));
    return bar;
  }

  csv() {
    const [panel] = panelsOf(this.sides, this.state, this.words);
    return csvTable(panel.matrix, panel.queries, panel.keys);
  }

  update(change) {
    Object.assign(this.state, change);
    const options = this.whichOptions();
    if (!options.some(([value]) => value === String(this.state.which))) this.state.which = this.sides[0].atlas.heads > 1 ? "mean" : "0";
    const select = this.headChoice.querySelector("select");
    select.replaceChildren(...options.map(([value, text]) => make("option", { value }, text)));
    setChoice(this.headChoice, String(this.state.which));
    setChoice(this.layerChoice, String(this.state.layer));
    this.refresh();
  }

  choose(place) {
    const chosen = place || { query: null, key: null };
    if (chosen.query === this.state.query && chosen.key === this.state.key) return;
    Object.assign(this.state, { query: chosen.query, key: chosen.key });
    this.refresh();
  }

  pin(place) {
    const { query, key, pinned } = this.state;
    const same = place && place.query === query && place.key === key;
    this.state.pinned = Boolean(place) && !(pinned && same);
    this.choose(place);
    this.refresh();
  }

  pressed(pressed, place) {
    if (pressed === "Enter" || pressed === " ") this.pin(this.state);
    else if (pressed === "Escape") this.pin(null);
    else if (pressed === "PageUp" || pressed === "PageDown") this.stepHead(pressed === "PageUp" ? -1 : 1);
    else {
      const panel = panelsOf(this.sides, this.state, this.words)[place];
      const chosen = moved(this.state, pressed, panel.matrix);
      if (!chosen) return false;
      this.choose(chosen);
    }
    return true;
  }

  stepHead(by) {
    const values = this.whichOptions().map(([value]) => value);
    const place = values.indexOf(String(this.state.which)) + by;
    this.update({ which: values[(place + values.length) % values.length] });
  }

  pickHead(place) {
    if (place) this.update({ layer: place.layer, which: String(place.head) });
  }

  overviewKey(pressed) {
    const { atlas } = this.sides[0];
    const head = Number.isNaN(Number(this.state.which)) ? 0 : Number(this.state.which);
    const chosen = moved({ query: this.state.layer, key: head }, pressed, { rows: atlas.layers, columns: atlas.heads });
    if (chosen) this.pickHead({ layer: chosen.query, head: chosen.key });
    return Boolean(chosen);
  }

  // Step n shows what the model had looked at when it had read n tokens: the rows of a causal matrix up to there. 0 shows all.
  goTo(step) {
    Object.assign(this.state, { step: step ? step - 1 : null, query: step ? step - 1 : null, key: null, pinned: step > 0 });
    this.slider.value = String(step);
    this.refresh();
  }

  play(on) {
    clearInterval(this.timer);
    this.timer = 0;
    if (on && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.timer = setInterval(() => this.goTo((Number(this.slider.value) % Number(this.slider.max)) + 1), STEP_TIME);
    }
    if (!this.playButton) return;
    this.playButton.textContent = on ? this.words.stop : this.words.play;
    this.playButton.setAttribute("aria-pressed", String(on));
  }

  refresh(all = true) {
    if (!this.view || this.waiting) {
      this.redrawAll = this.redrawAll || all;
      return;
    }
    this.redrawAll = all;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      const width = this.panelBox.clientWidth;
      if (!width || (!this.redrawAll && width === this.lastWidth)) return;
      this.lastWidth = width;
      this.draw(width);
    });
  }

  draw(width) {
    const dark = isDark(this);
    this.view.classList.toggle("dark", dark);
    this.theme = palette(dark);
    const panels = panelsOf(this.sides, this.state, this.words);
    const side = panels.length > 1 && width > 620 ? (width - 10 * (panels.length - 1)) / panels.length : width;
    panels.forEach((panel, place) => this.paint(this.canvases[place], this.drawPanel(panel, this.theme, Math.floor(side))));
    if (this.overview) this.drawOverview(dark);
    this.tell(panels);
  }

  drawOverview(dark) {
    const [{ atlas, headNames, layerNames }, second] = this.sides;
    const room = Math.min(this.view.clientWidth - 20, Math.max(170, Math.min(420, atlas.heads * 36)));
    const seen = [room, dark, this.state.layer, this.state.which].join();
    if (seen === this.overviewSeen) return;
    this.overviewSeen = seen;
    const other = sameShape(this.sides) ? second.atlas : null;
    this.paint(this.overview, drawOverview(atlas, other, { heads: headNames, layers: layerNames }, room, this.theme, this.state));
  }

  drawPanel(panel, theme, width) {
    const chosen = { query: inside(this.state.query, panel.matrix.rows), key: inside(this.state.key, panel.matrix.columns) };
    const draw = this.state.view === "lines" ? drawLines : drawMatrix;
    return draw({ ...panel, theme, chosen, words: this.config.axes }, width, measure);
  }

  paint(canvas, { drawing, locate }) {
    drawing.paint(canvas, Math.min(3, Math.max(1, devicePixelRatio || 1)));
    canvas.style.width = `${drawing.width}px`;
    canvas.drawnWidth = drawing.width;
    canvas.locate = locate;
  }

  // The sentence about what is chosen, and the table, follow every change.
  tell(panels) {
    const { state, words } = this;
    const [{ matrix, queries, keys }] = panels;
    const query = inside(state.query, matrix.rows);
    const key = inside(state.key, matrix.columns);
    const where = this.whereText();
    this.live.textContent = query === null ? `${where} ${this.hint(matrix)}` : `${where} ${this.sentence(panels, query, key)}`;
    const name = panels.length === 2 ? `${panels[0].name}: ` : "";
    const about = query === null ? words.strongestAll : fill(words.strongestOf, { query: queries[query] });
    const signed = panels.length > 2;
    const shown = signed ? panels[2].matrix : matrix;
    const rows = strongest(shown, 8, query).map((pair) => [queries[pair.query], keys[pair.key], number(pair.weight, signed)]);
    const value = signed ? words.difference : words.weight;
    this.tableBox.replaceChildren(pairTable(`${name}${where} ${about}`, [this.config.axes.queryAxis, this.config.axes.keyAxis, value], rows));
    if (this.stepText) this.stepText.textContent = state.step === null ? words.stepAll : fill(words.step, { step: state.step + 1, token: queries[state.step] });
  }

  hint(matrix) {
    return this.state.view === "lines" && matrix.rows > CROWDED ? this.words.hintCrowded : this.words.hint;
  }

  whereText() {
    const { layer, which } = this.state;
    const [{ layerNames, headNames }] = this.sides;
    const name = headNames[Number(which)];
    const head = this.words[which] || (/^\d+$/.test(name) ? `${this.words.head} ${name}` : name);
    return `${this.words.layer} ${layerNames[layer]}, ${head}.`;
  }

  sentence(panels, query, key) {
    const { words } = this;
    const [{ matrix, queries, keys }] = panels;
    if (key === null) {
      const [best] = strongest(matrix, 1, query);
      if (!best) return fill(words.nothing, { query: queries[query] });
      return fill(words.most, { query: queries[query], key: keys[best.key], weight: number(best.weight) });
    }
    const values = panels.map((panel) => {
      const at = inside(query, panel.matrix.rows) * panel.matrix.columns + inside(key, panel.matrix.columns);
      const value = panel.matrix.blank[at] ? words.blank : number(panel.matrix.values[at], panel.matrix.signed);
      return panel.name ? `${panel.name}: ${value}` : value;
    });
    const blank = panels.length === 1 && matrix.blank[query * matrix.columns + key];
    const template = blank ? words.never : panels.length > 1 ? words.compare : words.looks;
    return fill(template, { query: queries[query], key: keys[key], weight: values[0], values: values.join("; ") });
  }
}

async function readSide(side, image) {
  const picture = await readIndexedPng(base64Bytes(image.src));
  const atlas = new Atlas(picture, side.shape);
  return { ...side, atlas, rows: atlas.rows, columns: atlas.columns, keys: side.keys || side.queries };
}
