// Token labels: fitted to the room, Chinese upright, right-to-left left to the browser.

const EAST_ASIAN = /^[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]+$/u;
export const FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

// A short East Asian label as the lines of a column, with the part of a cut character below it; null for others.
export function stacked(label) {
  const [, characters, , part] = label.match(/^([^·]*)(·(\d\/\d))?$/) || [];
  if (!characters || !EAST_ASIAN.test(characters) || [...characters].length > 6) return null;
  return part ? [...characters, part] : [...characters];
}

// measure(text) → width. Cuts from the end, by whole characters.
export function fit(label, room, measure) {
  if (measure(label) <= room) return label;
  const characters = [...label];
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${characters.slice(0, middle).join("")}…`) <= room) low = middle;
    else high = middle - 1;
  }
  return `${characters.slice(0, low).join("")}…`;
}

// Every n-th label where all would overlap, and always the one that is looked at.
export function shown(count, spacing, needed, chosen) {
  const step = Math.max(1, Math.ceil(needed / spacing));
  const places = [];
  for (let place = 0; place < count; place += 1) {
    const near = chosen !== null && chosen !== place && Math.abs(chosen - place) < step;
    if (place === chosen || (place % step === 0 && !near)) places.push(place);
  }
  return places;
}

export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export function number(value, signed = false) {
  const text = Math.abs(value).toFixed(3);
  return (value < 0 && Number(text) > 0 ? "−" : signed && Number(text) > 0 ? "+" : "") + text;
}
