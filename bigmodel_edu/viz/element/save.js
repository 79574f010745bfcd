// What a reader takes away: the picture, the numbers, or the whole view as one file.
import { palette } from "./theme.js";

export function download(name, type, body) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(body instanceof Blob ? body : new Blob([body], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// A label that begins like a formula must not become one in a spreadsheet: as in bigmodel_edu/escaping.py.
const NUMBER = String.raw`[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?`;
const BLANK = String.raw`[\x00-\x20\s\u0085\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]`;
const FORMULA = new RegExp(`(^|[;\\t\\r\\n])(?=${BLANK}*[=+\\-@＝＋－＠])(?!${BLANK}*${NUMBER}${BLANK}*$)`, "g");

export function csvField(text) {
  const safe = text.replace(FORMULA, "$1'");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvTable(matrix, queries, keys) {
  const lines = ["query,key,query_token,key_token,weight"];
  for (let at = 0; at < matrix.values.length; at += 1) {
    const query = Math.floor(at / matrix.columns);
    const key = at % matrix.columns;
    if (!matrix.blank[at]) lines.push(`${query},${key},${csvField(queries[query])},${csvField(keys[key])},${matrix.values[at].toFixed(5)}`);
  }
  return `${lines.join("\n")}\n`;
}

// Saved pictures are light, whatever the page: they go into papers and slides.
export function savedPicture(draw) {
  return draw(palette(false), 760).drawing;
}

export function savePng(name, drawing) {
  const canvas = document.createElement("canvas");
  drawing.paint(canvas, 2);
  canvas.toBlob((blob) => download(name, "image/png", blob), "image/png");
}

export function standalonePage(title, element, script) {
  const page = document.implementation.createHTMLDocument(title);
  page.documentElement.lang = document.documentElement.lang || "en";
  page.head.prepend(Object.assign(page.createElement("meta"), { name: "viewport", content: "width=device-width" }));
  page.head.prepend(page.importNode(document.createElement("meta")));
  page.head.firstChild.setAttribute("charset", "utf-8");
  const copy = page.importNode(element, true);
  copy.removeAttribute("data-drawn");
  const code = page.createElement("script");
  for (const attribute of script.attributes) code.setAttribute(attribute.name, attribute.value);
  code.textContent = script.textContent;
  page.body.append(copy, code);
  return `<!doctype html>\n${page.documentElement.outerHTML}\n`;
}
