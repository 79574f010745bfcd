// A list of shapes that is painted on a canvas or written as SVG: the picture that is saved is the picture that is seen.
import { FONT } from "./labels.js";
import { colourOf, css } from "./theme.js";

export class Drawing {
  constructor(width, height) {
    Object.assign(this, { width, height, shapes: [] });
  }

  box(x, y, width, height, { fill = null, stroke = null, line = 1 } = {}) {
    this.shapes.push({ kind: "box", x, y, width, height, fill, stroke, line });
  }

  curve(x1, y1, x2, y2, stroke, line) {
    this.shapes.push({ kind: "curve", x1, y1, x2, y2, stroke, line });
  }

  text(x, y, text, { fill, size = 12, align = "start", turned = false, bold = false }) {
    this.shapes.push({ kind: "text", x, y, text, fill, size, align, turned, bold });
  }

  // Lines from top to bottom, ending at y; what is longer than a character is set smaller
  column(x, y, lines, style) {
    lines.forEach((line, place) => {
      const size = line.length > 2 ? style.size * 0.6 : style.size;
      this.text(x, y - (lines.length - 1 - place) * style.size * 1.05 - style.size / 2, line, { ...style, size, align: "center" });
    });
  }

  cells(x, y, width, height, matrix, theme) {
    this.shapes.push({ kind: "cells", x, y, width, height, matrix, theme });
  }

  paint(canvas, scale) {
    canvas.width = Math.round(this.width * scale);
    canvas.height = Math.round(this.height * scale);
    const context = canvas.getContext("2d");
    context.scale(scale, scale);
    context.textBaseline = "middle";
    for (const shape of this.shapes) PAINT[shape.kind](context, shape);
  }

  svg() {
    const body = this.shapes.map((shape) => SVG[shape.kind](shape)).join("\n");
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${this.width} ${this.height}" width="${this.width}" ` +
      `height="${this.height}" font-family="${FONT.replaceAll("'", "")}">\n${body}\n</svg>\n`;
  }
}

const PAINT = {
  box(context, { x, y, width, height, fill, stroke, line }) {
    if (fill) {
      context.fillStyle = fill;
      context.fillRect(x, y, width, height);
    }
    if (stroke) {
      context.strokeStyle = stroke;
      context.lineWidth = line;
      context.strokeRect(x, y, width, height);
    }
  },
  curve(context, { x1, y1, x2, y2, stroke, line }) {
    const middle = (x1 + x2) / 2;
    context.strokeStyle = stroke;
    context.lineWidth = line;
    context.beginPath();
    context.moveTo(x1, y1);
    context.bezierCurveTo(middle, y1, middle, y2, x2, y2);
    context.stroke();
  },
  text(context, { x, y, text, fill, size, align, turned, bold }) {
    context.save();
    context.translate(x, y);
    if (turned) context.rotate(-Math.PI / 2);
    context.font = `${bold ? "bold " : ""}${size}px ${FONT}`;
    context.fillStyle = fill;
    context.textAlign = align === "start" ? "left" : align === "end" ? "right" : "center";
    context.fillText(text, 0, 0);
    context.restore();
  },
  cells(context, { x, y, width, height, matrix, theme }) {
    const image = new ImageData(matrix.columns, matrix.rows);
    for (let at = 0; at < matrix.values.length; at += 1) {
      image.data.set(colourOf(theme, matrix, at), at * 4);
      image.data[at * 4 + 3] = 255;
    }
    const small = document.createElement("canvas");
    small.width = matrix.columns;
    small.height = matrix.rows;
    small.getContext("2d").putImageData(image, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(small, x, y, width, height);
  },
};

export function escapeXml(text) {
  const names = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (one) => names[one]).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "�");
}

const SVG = {
  box({ x, y, width, height, fill, stroke, line }) {
    const outline = stroke ? ` stroke="${stroke}" stroke-width="${line}"` : "";
    return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill || "none"}"${outline}/>`;
  },
  curve({ x1, y1, x2, y2, stroke, line }) {
    const middle = (x1 + x2) / 2;
    return `<path d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}" fill="none" stroke="${stroke}" stroke-width="${line}"/>`;
  },
  text({ x, y, text, fill, size, align, turned, bold }) {
    const anchor = { start: "start", end: "end", center: "middle" }[align];
    const turn = turned ? ` transform="rotate(-90 ${x} ${y})"` : "";
    const weight = bold ? ' font-weight="bold"' : "";
    return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="${anchor}" dominant-baseline="central"` +
      `${weight}${turn}>${escapeXml(text)}</text>`;
  },
  cells({ x, y, width, height, matrix, theme }) {
    const across = width / matrix.columns;
    const down = height / matrix.rows;
    const parts = [];
    for (let row = 0; row < matrix.rows; row += 1) {
      for (let key = 0, end = 0; key < matrix.columns; key = end) {
        const colour = css(colourOf(theme, matrix, row * matrix.columns + key));
        for (end = key + 1; end < matrix.columns && css(colourOf(theme, matrix, row * matrix.columns + end)) === colour;) end += 1;
        parts.push(`<rect x="${x + key * across}" y="${y + row * down}" width="${(end - key) * across}" height="${down}" fill="${colour}"/>`);
      }
    }
    return `<g shape-rendering="crispEdges">${parts.join("")}</g>`;
  },
};
