// What is looked at: one model or two side by side with their difference, filtered by step and by pair of segments.
import { difference, filtered } from "./weights.js";

export function sameShape(sides) {
  const [first, second] = sides;
  return second !== undefined && first.rows === second.rows && first.columns === second.columns;
}

// The places where a new segment begins.
export function cuts(segments) {
  if (!segments) return [];
  return segments.flatMap((segment, place) => (place > 0 && segment !== segments[place - 1] ? [place] : []));
}

function kept(side, state) {
  const [from, to] = state.pair === "all" ? [null, null] : state.pair.split("-").map(Number);
  return (row, key) => {
    const fits = from === null || (side.querySegments[row] === from && side.keySegments[key] === to);
    return fits && (state.step === null || row <= state.step);
  };
}

function matrixOf(side, state) {
  const matrix = side.atlas.matrix(state.layer, state.which);
  return state.pair === "all" && state.step === null ? matrix : filtered(matrix, kept(side, state));
}

export function panelsOf(sides, state, words) {
  const panels = sides.map((side) => ({
    name: side.name, matrix: matrixOf(side, state), queries: side.queries, keys: side.keys,
    cuts: { queries: cuts(side.querySegments), keys: cuts(side.keySegments) },
  }));
  if (sameShape(sides)) {
    const [first, second] = panels;
    panels.push({ ...first, name: words.difference, matrix: difference(first.matrix, second.matrix) });
  }
  return panels;
}

// Keep what is chosen inside the matrix.
export function inside(place, count) {
  return place === null ? null : Math.max(0, Math.min(count - 1, place));
}

// The new {query, key} after a key press, or null where the key means nothing here.
export function moved(chosen, pressed, { rows, columns }) {
  const { query, key } = chosen;
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[pressed];
  if (step && query === null) return { query: 0, key: 0 };
  if (step) return { query: inside(query + step[0], rows), key: inside((key ?? (step[1] ? -step[1] : 0)) + step[1], columns) };
  if (pressed === "Home") return { query: query ?? 0, key: 0 };
  if (pressed === "End") return { query: query ?? 0, key: columns - 1 };
  return null;
}
