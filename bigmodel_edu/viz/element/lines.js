// The lines view: queries at the left, keys at the right, a line for each pair, stronger for more weight.
import { Drawing } from "./drawing.js";
import { fit, shown } from "./labels.js";
import { css } from "./theme.js";
import { strongest } from "./weights.js";

const FAINTEST = 0.03; // fainter lines cannot be seen, and there are many of them
export const CROWDED = 40; // more queries than this: a few lines of each, until one is chosen
const FEW = 3;

export function linesLayout({ matrix }, width) {
  const rows = Math.max(matrix.rows, matrix.columns);
  const step = Math.max(4, Math.min(22, 1400 / rows));
  const side = Math.min(180, width * 0.34);
  return { top: 26, step, side, width, height: 26 + step * rows + 6 };
}

// How strong each line is drawn: by the square root of its weight; for one chosen query, beside its own strongest.
export function strengths(matrix, query) {
  const count = query === null && matrix.rows > CROWDED ? FEW : matrix.columns;
  const rows = query === null ? [...Array(matrix.rows).keys()] : [query];
  const lines = rows.flatMap((row) => {
    const pairs = strongest(matrix, count, row);
    const most = query === null ? 1 : pairs[0]?.size;
    return pairs.map(({ key, weight, size }) => ({ query: row, key, strength: Math.sqrt(size / most), negative: weight < 0 }));
  });
  return lines.filter((line) => line.strength > FAINTEST).sort((one, other) => one.strength - other.strength);
}

export function drawLines(panel, width, measure) {
  const { matrix, queries, keys, theme, chosen, words } = panel;
  const layout = linesLayout(panel, width);
  const { top, step, side } = layout;
  const drawing = new Drawing(width, layout.height);
  drawing.box(0, 0, width, layout.height, { fill: css(theme.page) });
  const middle = (place) => top + (place + 0.5) * step;
  for (const { query, key, strength, negative } of strengths(matrix, chosen.query)) {
    const [red, green, blue] = negative ? theme.signed[1] : theme.line;
    const marked = key === chosen.key && chosen.query !== null;
    const stroke = marked ? theme.focus : css([red, green, blue], strength * 0.95);
    drawing.curve(side, middle(query), width - side, middle(key), stroke, marked ? 3 : 1 + strength * 2);
  }
  const size = Math.max(9, Math.min(13, step * 0.85));
  const column = (labels, one, x, align) => {
    for (const place of shown(labels.length, step, size * 1.05, one)) {
      const label = fit(labels[place], side - 10, (text) => measure(text, size));
      const fill = place === one ? theme.focus : theme.ink;
      drawing.text(x, middle(place), label, { fill, size, align, bold: place === one });
    }
  };
  column(queries, chosen.query, side - 6, "end");
  column(keys, chosen.key, width - side + 6, "start");
  drawing.text(side - 6, 10, words.queryAxis, { fill: theme.soft, size: 12, align: "end" });
  drawing.text(width - side + 6, 10, words.keyAxis, { fill: theme.soft, size: 12 });
  return { drawing, locate: (x, y) => locate(layout, panel, x, y) };
}

function locate({ top, step, side, width }, { matrix, chosen }, x, y) {
  const place = Math.floor((y - top) / step);
  if (x < side && place >= 0 && place < matrix.rows) return { query: place, key: null };
  if (x > width - side && place >= 0 && place < matrix.columns) return { query: chosen.query, key: place };
  return null;
}
