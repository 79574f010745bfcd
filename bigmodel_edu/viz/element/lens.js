// The logit lens: the table that Python wrote, with arrow keys to move in it and a line that tells the cell in focus.
import { make } from "./controls.js";
import { moved } from "./panels.js";
import { isDark, watchTheme } from "./theme.js";

export class LensElement extends HTMLElement {
  connectedCallback() {
    this.forget = watchTheme(() => this.applyTheme());
    if (!this.started) this.start();
    this.started = true;
    this.applyTheme();
  }

  disconnectedCallback() {
    this.forget();
  }

  start() {
    const words = JSON.parse(this.dataset.view);
    this.live = make("p", { class: "live", role: "status", "aria-live": "polite", dir: "auto" }, words.hint);
    const table = this.querySelector("table").cloneNode(true);
    table.setAttribute("role", "grid");
    table.addEventListener("pointerover", (event) => this.tell(event.target.closest("td")));
    table.addEventListener("focusin", (event) => this.tell(event.target.closest("td")));
    table.addEventListener("keydown", (event) => this.pressed(event));
    this.cells = [...table.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td")]);
    this.cells.flat().forEach((cell, place) => this.prepare(cell, place));
    this.view = make("div", { class: "view", role: "group", "aria-label": words.title }, make("div", { class: "scroll" }, table), this.live);
    this.attachShadow({ mode: "open" }).append(make("style", {}, STYLE), this.view);
    this.setAttribute("data-drawn", "");
  }

  // One cell is reached by Tab, the others by arrow keys; the browser's own tooltip would repeat the line below.
  prepare(cell, place) {
    cell.tabIndex = place === 0 ? 0 : -1;
    cell.dataset.tell = cell.title;
    cell.removeAttribute("title");
  }

  tell(cell) {
    if (cell) this.live.textContent = cell.dataset.tell;
  }

  pressed(event) {
    const query = this.cells.findIndex((row) => row.includes(event.target));
    if (query < 0) return;
    const size = { rows: this.cells.length, columns: this.cells[0].length };
    const chosen = moved({ query, key: this.cells[query].indexOf(event.target) }, event.key, size);
    if (!chosen) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    const cell = this.cells[chosen.query][chosen.key];
    cell.tabIndex = 0;
    cell.focus();
    this.tell(cell); // a page in the background hears of no focus
  }

  applyTheme() {
    if (this.view) this.view.classList.toggle("dark", isDark(this));
  }
}
