// All layers × heads as thumbnails: where to look first. Of two models, where they differ.
import { Drawing } from "./drawing.js";
import { css } from "./theme.js";
import { thumbnail } from "./weights.js";

const MARGIN = 26;
const GAP = 3;

export function overviewLayout(atlas, width) {
  const side = Math.max(6, Math.min(64, (width - MARGIN) / atlas.heads - GAP));
  const long = Math.max(atlas.rows, atlas.columns);
  const across = Math.max(4, (side * atlas.columns) / long);
  const down = Math.max(4, (side * atlas.rows) / long);
  const used = MARGIN + atlas.heads * (across + GAP);
  return { across, down, width: Math.ceil(used), height: Math.ceil(18 + atlas.layers * (down + GAP)) };
}

export function drawOverview(atlas, other, names, width, theme, chosen) {
  const layout = overviewLayout(atlas, width);
  const { across, down } = layout;
  const drawing = new Drawing(layout.width, layout.height);
  drawing.box(0, 0, layout.width, layout.height, { fill: css(theme.page) });
  const style = (on) => ({ fill: on ? theme.focus : theme.soft, bold: on, size: 10 });
  for (let layer = 0; layer < atlas.layers; layer += 1) {
    const y = 18 + layer * (down + GAP);
    if (down >= 9 || layer % 2 === 0) drawing.text(MARGIN - 6, y + down / 2, names.layers[layer], { ...style(layer === chosen.layer), align: "end" });
    for (let head = 0; head < atlas.heads; head += 1) {
      const x = MARGIN + head * (across + GAP);
      drawing.cells(x, y, across, down, cachedThumbnail(atlas, other, layer, head, layout), theme);
      const on = layer === chosen.layer && (chosen.which === "mean" || Number(chosen.which) === head);
      drawing.box(x - 1, y - 1, across + 2, down + 2, { stroke: on ? theme.focus : theme.rule, line: on ? 2.5 : 0.5 });
    }
  }
  for (let head = 0; head < atlas.heads; head += across >= 14 ? 1 : 2) {
    const x = MARGIN + head * (across + GAP) + across / 2;
    drawing.text(x, 9, names.heads[head], { ...style(Number(chosen.which) === head), align: "center" });
  }
  return { drawing, locate: (x, y) => locate(layout, atlas, x, y) };
}

// Reading every weight of a large model takes a while: once for each size is enough.
function cachedThumbnail(atlas, other, layer, head, { across, down }) {
  const columns = Math.min(atlas.columns, Math.ceil(across));
  const rows = Math.min(atlas.rows, Math.ceil(down));
  const size = `${rows}×${columns}`;
  if (atlas.thumbnailSize !== size) Object.assign(atlas, { thumbnailSize: size, thumbnails: new Map() });
  const name = `${layer}/${head}`;
  if (!atlas.thumbnails.has(name)) atlas.thumbnails.set(name, thumbnail(atlas, other, layer, head, rows, columns));
  return atlas.thumbnails.get(name);
}

function locate({ across, down }, atlas, x, y) {
  const head = Math.floor((x - MARGIN) / (across + GAP));
  const layer = Math.floor((y - 18) / (down + GAP));
  const inside = head >= 0 && head < atlas.heads && layer >= 0 && layer < atlas.layers;
  return inside ? { layer, head } : null;
}
