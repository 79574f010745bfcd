// The matrix view: one row per query, one column per key.
import { Drawing } from "./drawing.js";
import { fit, number, shown, stacked } from "./labels.js";
import { colourOf, css, luminance } from "./theme.js";

const LARGEST_CELL = 36;
const AXIS = 18; // room for the name of an axis

// measure(text, size) → width in pixels
export function matrixLayout({ matrix, queries, keys }, width, measure) {
  const widest = (labels, size) => labels.reduce((most, label) => Math.max(most, measure(label, size)), 0);
  const left = AXIS + Math.min(widest(queries, 12), width * 0.28, 150) + 8;
  const room = width - left - 2;
  const cell = Math.min(LARGEST_CELL, room / matrix.columns, Math.max(2, 900 / matrix.rows));
  const tall = keys.reduce((most, label) => Math.max(most, stacked(label) ? stacked(label).length * 12.6 : measure(label, 12)), 0);
  const top = AXIS + Math.min(tall, 110) + 8;
  return { left, top, cell, across: cell * matrix.columns, down: cell * matrix.rows, width, height: top + cell * matrix.rows + 2 };
}

export function drawMatrix(panel, width, measure) {
  const { matrix, theme, chosen, words } = panel;
  const layout = matrixLayout(panel, width, measure);
  const { left, top, cell, across, down } = layout;
  const drawing = new Drawing(width, layout.height);
  drawing.box(0, 0, width, layout.height, { fill: css(theme.page) });
  drawing.cells(left, top, across, down, matrix, theme);
  if (cell >= 30) drawNumbers(drawing, panel, layout);
  for (const place of panel.cuts.keys) drawing.box(left + place * cell - 0.75, top, 1.5, down, { fill: theme.soft });
  for (const place of panel.cuts.queries) drawing.box(left, top + place * cell - 0.75, across, 1.5, { fill: theme.soft });
  drawing.box(left, top, across, down, { stroke: theme.rule });
  if (chosen.query !== null) drawing.box(left, top + chosen.query * cell, across, cell, { stroke: theme.focus, line: 1.5 });
  if (chosen.key !== null) drawing.box(left + chosen.key * cell, top, cell, down, { stroke: theme.focus, line: 1.5 });
  drawLabels(drawing, panel, layout, measure);
  drawing.text(left + across / 2, 8, words.keyAxis, { fill: theme.soft, size: 12, align: "center" });
  drawing.text(8, top + down / 2, words.queryAxis, { fill: theme.soft, size: 12, align: "center", turned: true });
  return { drawing, locate: (x, y) => locate(layout, matrix, x, y) };
}

function locate({ left, top, cell }, matrix, x, y) {
  const key = Math.floor((x - left) / cell);
  const query = Math.floor((y - top) / cell);
  const inside = query >= 0 && query < matrix.rows && key < matrix.columns;
  if (!inside || (key < 0 && x < 0)) return null;
  return { query, key: key < 0 ? null : key };
}

function drawNumbers(drawing, { matrix, theme }, { left, top, cell }) {
  matrix.values.forEach((value, at) => {
    if (matrix.blank[at]) return;
    const [red, green, blue] = colourOf(theme, matrix, at);
    const fill = luminance({ red, green, blue }) > 0.179 ? "#000000" : "#ffffff";
    const x = left + ((at % matrix.columns) + 0.5) * cell;
    const y = top + (Math.floor(at / matrix.columns) + 0.5) * cell;
    const text = number(Math.round(value * 100) / 100, matrix.signed).slice(0, -1).replace(/^([+−]?)0\./, "$1.");
    drawing.text(x, y, text, { fill, size: 11, align: "center" });
  });
}

function drawLabels(drawing, { matrix, queries, keys, theme, chosen }, { left, top, cell }, measure) {
  const size = Math.max(9, Math.min(12, cell * 0.9));
  const style = (place, one) => ({ size, bold: place === one, fill: place === one ? theme.focus : theme.ink });
  for (const row of shown(matrix.rows, cell, size * 1.05, chosen.query)) {
    const label = fit(queries[row], left - AXIS - 6, (text) => measure(text, size));
    drawing.text(left - 5, top + (row + 0.5) * cell, label, { ...style(row, chosen.query), align: "end" });
  }
  for (const key of shown(matrix.columns, cell, size * 1.05, chosen.key)) {
    const x = left + (key + 0.5) * cell;
    if (stacked(keys[key])) drawing.column(x, top - 5, stacked(keys[key]), style(key, chosen.key));
    else {
      const label = fit(keys[key], top - AXIS - 6, (text) => measure(text, size));
      drawing.text(x, top - 5, label, { ...style(key, chosen.key), turned: true });
    }
  }
}
