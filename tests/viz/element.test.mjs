// Run by test_script.py beside a copy of the element's files and a payload that Python wrote.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { escapeXml, Drawing } from "./element/drawing.js";
import { fill, fit, number, shown, stacked } from "./element/labels.js";
import { CROWDED, strengths } from "./element/lines.js";
import { matrixLayout } from "./element/matrix.js";
import { cuts, inside, moved, panelsOf } from "./element/panels.js";
import { base64Bytes, readIndexedPng } from "./element/png.js";
import { csvField, csvTable } from "./element/save.js";
import { colourOf, luminance, palette, parseColour, ramp } from "./element/theme.js";
import { Atlas, BLANK, difference, emptyMatrix, filtered, strongest, thumbnail } from "./element/weights.js";

const file = new Uint8Array(readFileSync("payload.png"));
const weights = readFileSync("weights.txt", "utf8").trim().split("\n").map(Number);
const shape = { rows: 5, columns: 7, layers: 2, heads: 3, extras: [] };
const atlas = new Atlas(await readIndexedPng(file), shape);
const at = (layer, head, query, key) => weights[((layer * 3 + head) * 5 + query) * 7 + key];

function matrixFrom(rows) {
  const matrix = emptyMatrix(rows.length, rows[0].length);
  rows.flat().forEach((value, place) => {
    matrix.values[place] = value ?? 0;
    matrix.blank[place] = value === null ? 1 : 0;
  });
  return matrix;
}

test("every weight comes back within the stated error", () => {
  for (let layer = 0; layer < 2; layer += 1) {
    for (let head = 0; head < 3; head += 1) {
      const matrix = atlas.matrix(layer, String(head));
      matrix.values.forEach((value, place) => {
        assert.ok(Math.abs(value - at(layer, head, Math.floor(place / 7), place % 7)) <= 0.004);
      });
    }
  }
});

test("the mean of heads is the mean", () => {
  const mean = atlas.matrix(1, "mean");
  const expected = (at(1, 0, 2, 3) + at(1, 1, 2, 3) + at(1, 2, 2, 3)) / 3;
  assert.ok(Math.abs(mean.values[2 * 7 + 3] - expected) <= 0.004);
});

test("a broken payload is refused with a reason", async () => {
  await assert.rejects(readIndexedPng(new Uint8Array(40)), /not a PNG/);
  const cut = file.slice();
  cut[24] = 16;
  await assert.rejects(readIndexedPng(cut), /8 bits/);
  const tall = file.slice();
  new DataView(tall.buffer).setUint32(20, 3);
  await assert.rejects(readIndexedPng(tall), /bytes of rows/);
});

test("base64 to bytes", () => {
  assert.deepEqual([...base64Bytes("data:image/png;base64,AP+A")], [0, 255, 128]);
});

test("the strongest pairs, of all and of one query", () => {
  const matrix = matrixFrom([[0.1, 0.7, null], [0.6, 0.3, 0.1]]);
  assert.deepEqual(strongest(matrix, 2).map(({ query, key }) => [query, key]), [[0, 1], [1, 0]]);
  assert.deepEqual(strongest(matrix, 9, 1).map(({ key }) => key), [0, 1, 2]);
  assert.deepEqual(strongest(matrixFrom([[null, 0]]), 3), []);
});

test("the difference keeps its sign, and what is blank in both", () => {
  const change = difference(matrixFrom([[0.5, null, null]]), matrixFrom([[0.25, 0.5, null]]));
  assert.deepEqual([...change.values], [-0.25, 0.5, 0]);
  assert.deepEqual([...change.blank], [0, 0, 1]);
});

test("filtering leaves the original alone", () => {
  const matrix = matrixFrom([[0.5, 0.5]]);
  assert.deepEqual([...filtered(matrix, (row, key) => key === 1).blank], [1, 0]);
  assert.deepEqual([...matrix.blank], [0, 0]);
});

test("a thumbnail misses no peak", () => {
  const small = thumbnail(atlas, null, 0, 0, 2, 2);
  assert.ok(Math.abs(Math.max(...small.values) - Math.max(...atlas.matrix(0, 0).values)) < 1e-6);
  const same = thumbnail(atlas, atlas, 0, 0, 2, 2);
  assert.ok(same.signed && same.values.every((value) => value === 0));
});

test("lines: a few of each query where they are many, all of the chosen one, beside its own strongest", () => {
  const many = matrixFrom(Array.from({ length: CROWDED + 1 }, () => [0.4, 0.2, 0.2, 0.1, 0.1]));
  assert.equal(strengths(many, null).length, 3 * (CROWDED + 1));
  const one = strengths(matrixFrom([[0.01, 0.04], [0, null]]), 0);
  assert.deepEqual(one.map(({ key, strength }) => [key, Number(strength.toFixed(3))]), [[0, 0.5], [1, 1]]);
  assert.deepEqual(strengths(matrixFrom([[null, 0]]), 0), []);
});

test("arrow keys stay inside", () => {
  const size = { rows: 3, columns: 2 };
  assert.deepEqual(moved({ query: null, key: null }, "ArrowDown", size), { query: 0, key: 0 });
  assert.deepEqual(moved({ query: 2, key: 1 }, "ArrowDown", size), { query: 2, key: 1 });
  assert.deepEqual(moved({ query: 1, key: 1 }, "ArrowLeft", size), { query: 1, key: 0 });
  assert.deepEqual(moved({ query: 1, key: null }, "ArrowRight", size), { query: 1, key: 0 });
  assert.deepEqual(moved({ query: 1, key: 0 }, "End", size), { query: 1, key: 1 });
  assert.equal(moved({ query: 1, key: 0 }, "x", size), null);
  assert.equal(inside(null, 3), null);
  assert.equal(inside(9, 3), 2);
});

test("panels: a step hides later rows, a pair of segments the other pairs, a second model brings the difference", () => {
  const side = { name: "a", atlas, rows: 5, columns: 7, queries: [], keys: [], querySegments: [0, 0, 1, 1, 1], keySegments: [0, 0, 0, 1, 1, 1, 1] };
  const state = { layer: 0, which: "1", pair: "all", step: 1 };
  const [stepped] = panelsOf([side], state, {});
  assert.equal(stepped.matrix.blank.reduce((sum, one) => sum + one, 0), 3 * 7);
  const [crossed] = panelsOf([side], { ...state, step: null, pair: "1-0" }, {});
  assert.equal(crossed.matrix.blank.reduce((sum, one) => sum + one, 0), 35 - 3 * 3);
  const panels = panelsOf([side, side], { ...state, step: null }, { difference: "change" });
  assert.deepEqual(panels.map(({ name }) => name), ["a", "a", "change"]);
  assert.ok(panels[2].matrix.values.every((value) => value === 0));
  assert.deepEqual(cuts(side.querySegments), [2]);
  assert.deepEqual(cuts(null), []);
});

test("labels", () => {
  assert.deepEqual(["注意力", "注·2/3", "注意 a", "cat", "注意力注意力注意力", "·", "1/3"].map(stacked),
    [["注", "意", "力"], ["注", "2/3"], null, null, null, null, null]);
  const measure = (text) => [...text].length * 10;
  assert.equal(fit("attention", 50, measure), "atte…");
  assert.equal(fit("🙂🙂🙂🙂", 30, measure), "🙂🙂…");
  assert.equal(fit("short", 50, measure), "short");
  assert.deepEqual(shown(10, 5, 12, 4), [0, 4, 9]);
  assert.deepEqual(shown(3, 20, 12, null), [0, 1, 2]);
  assert.equal(fill("{a} {b} {c}", { a: "{b}", b: 2 }), "{b} 2 {c}");
  assert.deepEqual([number(0.12345), number(-0.5, true), number(0.5, true), number(-0.0001)], ["0.123", "−0.500", "+0.500", "0.000"]);
});

test("colours: the real background in every notation, and a ramp from one end to the other", () => {
  assert.equal(parseColour("rgba(0, 0, 0, 0)").alpha, 0);
  assert.equal(parseColour("transparent").alpha, 0);
  assert.ok(Math.abs(luminance(parseColour("rgb(255, 255, 255)")) - 1) < 1e-9);
  assert.ok(Math.abs(luminance(parseColour("color(srgb 1 1 1)")) - 1) < 1e-9);
  assert.deepEqual(ramp([[0, 0, 0], [10, 20, 30]])[255], [10, 20, 30]);
  const theme = palette(false);
  const matrix = matrixFrom([[0, 1, null]]);
  assert.deepEqual([0, 1, 2].map((place) => colourOf(theme, matrix, place)), [theme.stops[0], theme.stops[4], theme.blank]);
});

test("text contrast in both themes is at least 4.5 to 1", () => {
  for (const dark of [false, true]) {
    const theme = palette(dark);
    const page = luminance({ red: theme.page[0], green: theme.page[1], blue: theme.page[2] });
    for (const ink of [theme.ink, theme.soft, theme.focus]) {
      const [red, green, blue] = [1, 3, 5].map((place) => parseInt(ink.slice(place, place + 2), 16));
      const lights = [page, luminance({ red, green, blue })].sort((one, other) => one - other);
      assert.ok((lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5, `${ink} ${dark}`);
    }
  }
});

test("saved numbers: quoted, and no formula", () => {
  assert.deepEqual(['a"b', "a,b", "=1+1", "plain", "-x"].map(csvField), ['"a""b"', '"a,b"', "'=1+1", "plain", "'-x"]);
  const formulas = ["＝1", " =1", "\ufeff=1", "a;=1", "a\t=1", "\u3000@x", "- 5"].map(csvField);
  assert.deepEqual(formulas, ["'＝1", "' =1", "'\ufeff=1", "a;'=1", "a\t'=1", "'\u3000@x", "'- 5"]);
  assert.deepEqual(["-1", "+2.5", "-1e-5", "a-b", "a=b"].map(csvField), ["-1", "+2.5", "-1e-5", "a-b", "a=b"]);
  const table = csvTable(matrixFrom([[0.25, null]]), ["q"], ["k", "l"]);
  assert.equal(table, "query,key,query_token,key_token,weight\n0,0,q,k,0.25000\n");
});

test("saved drawings: hostile text stays text", () => {
  const drawing = new Drawing(10, 10);
  drawing.text(0, 0, '<script>&"\u0000', { fill: "#000" });
  assert.ok(drawing.svg().includes("&lt;script&gt;&amp;&quot;�"));
  assert.equal(escapeXml("'"), "&#39;");
});

test("the matrix fits its room, and cells stay square", () => {
  const measure = (text, size) => [...text].length * size * 0.6;
  const panel = { matrix: emptyMatrix(5, 7), queries: ["a", "bb", "c", "d", "e"], keys: [..."tuvwxyz"] };
  const layout = matrixLayout(panel, 390, measure);
  assert.ok(layout.left + layout.across <= 390);
  assert.equal(layout.down / 5, layout.across / 7);
  assert.equal(BLANK, 255);
});
