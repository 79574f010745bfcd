// Light or dark, from the colour that is really behind the element; page themes give themselves away in too many ways.

export function parseColour(text) {
  const numbers = (text.match(/[\d.]+%?/g) || []).map((part) => (part.endsWith("%") ? parseFloat(part) * 2.55 : parseFloat(part)));
  const scale = text.startsWith("color(") ? 255 : 1;
  const [red = 0, green = 0, blue = 0, alpha = 1] = numbers;
  return { red: red * scale, green: green * scale, blue: blue * scale, alpha: numbers.length ? alpha : 0 };
}

export function luminance({ red, green, blue }) {
  const linear = (part) => (part / 255 <= 0.04045 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function parentOf(node) {
  return node.assignedSlot || node.parentElement || node.getRootNode().host || null;
}

function backgroundBehind(element) {
  for (let node = parentOf(element); node; node = parentOf(node)) {
    const colour = parseColour(getComputedStyle(node).backgroundColor);
    if (colour.alpha > 0.5) return colour;
  }
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  const dark = scheme.includes("dark") && (!scheme.includes("light") || matchMedia("(prefers-color-scheme: dark)").matches);
  return parseColour(dark ? "rgb(0,0,0)" : "rgb(255,255,255)");
}

// Jupyter Book's dark theme puts every output on a light box: let the dark page show through.
function openLightBox(element) {
  const box = element.closest(".cell_output .output");
  const dark = document.documentElement.dataset.theme === "dark";
  if (box && dark && box.style.background !== "transparent") box.style.background = "transparent";
}

export function isDark(element) {
  openLightBox(element);
  return luminance(backgroundBehind(element)) < 0.18;
}

export function watchTheme(changed) {
  const observer = new MutationObserver(changed);
  const attributeFilter = ["class", "style", "data-theme", "data-mode", "data-jp-theme-light"];
  for (const node of [document.documentElement, document.body]) observer.observe(node, { attributes: true, attributeFilter });
  const media = matchMedia("(prefers-color-scheme: dark)");
  media.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    media.removeEventListener("change", changed);
  };
}

const LIGHT = {
  page: [255, 255, 255], ink: "#1a1a1a", soft: "#595959", rule: "#c8c8c8", blank: [232, 232, 232], focus: "#b34700", line: [33, 113, 181],
  stops: [[255, 255, 255], [198, 219, 239], [107, 174, 214], [33, 113, 181], [8, 48, 107]],
  signed: [[127, 59, 8], [253, 184, 99], [255, 255, 255], [107, 174, 214], [8, 48, 107]],
};
const DARK = {
  page: [18, 20, 24], ink: "#f0f0f0", soft: "#b4b8bf", rule: "#4d535c", blank: [44, 47, 53], focus: "#ffb454", line: [120, 190, 255],
  stops: [[18, 20, 24], [22, 52, 92], [38, 104, 178], [108, 178, 240], [240, 248, 255]],
  signed: [[255, 205, 140], [179, 88, 6], [18, 20, 24], [38, 104, 178], [190, 224, 255]],
};

export function palette(dark) {
  const theme = dark ? DARK : LIGHT;
  return { ...theme, dark, weights: ramp(theme.stops), differences: ramp(theme.signed) };
}

// 256 colours, evenly spaced between the stops; index 255 of the weights is never asked for: blanks have a colour of their own.
export function ramp(stops) {
  return Array.from({ length: 256 }, (_, place) => {
    const where = (place / 255) * (stops.length - 1);
    const low = Math.min(Math.floor(where), stops.length - 2);
    return stops[low].map((part, channel) => Math.round(part + (where - low) * (stops[low + 1][channel] - part)));
  });
}

// Colour follows the square root of the weight, so that attention spread over many keys still shows.
export function colourOf(theme, matrix, at) {
  if (matrix.blank[at]) return theme.blank;
  const value = matrix.values[at];
  if (matrix.signed) return theme.differences[Math.round(127.5 + 127.5 * Math.sign(value) * Math.sqrt(Math.abs(value)))];
  return theme.weights[Math.round(255 * Math.sqrt(value))];
}

export function css([red, green, blue], alpha = 1) {
  return alpha === 1 ? `rgb(${red},${green},${blue})` : `rgba(${red},${green},${blue},${alpha.toFixed(3)})`;
}
