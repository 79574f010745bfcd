// The matrices inside the payload, and what is computed from them. A matrix is {rows, columns, values, blank}.

export const BLANK = 255;
const WEIGHT = Float32Array.from({ length: 256 }, (_, level) => (level === BLANK ? 0 : (level / 254) ** 2));

export class Atlas {
  // picture: {width, levels}; shape: {rows, columns, layers, heads, extras: [{name, layers}]}
  constructor(picture, shape) {
    Object.assign(this, shape);
    this.width = picture.width;
    this.levels = picture.levels;
    this.cache = new Map();
  }

  level(layer, column, row, key) {
    return this.levels[(layer * (this.rows + 1) + row) * this.width + column * (this.columns + 1) + key];
  }

  // which: the number of a head, "mean", or the name of an extra
  matrix(layer, which) {
    const name = `${layer}/${which}`;
    if (!this.cache.has(name)) {
      if (this.cache.size > 64) this.cache.clear();
      this.cache.set(name, which === "mean" ? this.mean(layer) : this.read(layer, this.column(which)));
    }
    return this.cache.get(name);
  }

  column(which) {
    const extra = this.extras.findIndex((one) => one.name === which);
    return extra < 0 ? Number(which) : this.heads + extra;
  }

  read(layer, column) {
    const matrix = emptyMatrix(this.rows, this.columns);
    for (let row = 0, at = 0; row < this.rows; row += 1) {
      for (let key = 0; key < this.columns; key += 1, at += 1) {
        const level = this.level(layer, column, row, key);
        matrix.values[at] = WEIGHT[level];
        matrix.blank[at] = level === BLANK ? 1 : 0;
      }
    }
    return matrix;
  }

  mean(layer) {
    const mean = emptyMatrix(this.rows, this.columns);
    mean.blank.fill(1);
    for (let head = 0; head < this.heads; head += 1) {
      const one = this.matrix(layer, head);
      for (let at = 0; at < mean.values.length; at += 1) {
        mean.values[at] += one.values[at] / this.heads;
        mean.blank[at] &= one.blank[at];
      }
    }
    return mean;
  }
}

export function emptyMatrix(rows, columns) {
  return { rows, columns, values: new Float32Array(rows * columns), blank: new Uint8Array(rows * columns) };
}

export function difference(first, second) {
  const result = emptyMatrix(first.rows, first.columns);
  for (let at = 0; at < result.values.length; at += 1) {
    result.values[at] = second.values[at] - first.values[at];
    result.blank[at] = first.blank[at] & second.blank[at];
  }
  return { ...result, signed: true };
}

// keep(row, key) says which pairs stay; the others turn blank.
export function filtered(matrix, keep) {
  const result = { ...matrix, values: matrix.values.slice(), blank: matrix.blank.slice() };
  for (let row = 0, at = 0; row < matrix.rows; row += 1) {
    for (let key = 0; key < matrix.columns; key += 1, at += 1) {
      if (!keep(row, key)) {
        result.values[at] = 0;
        result.blank[at] = 1;
      }
    }
  }
  return result;
}

export function strongest(matrix, count, query = null) {
  const [start, end] = query === null ? [0, matrix.rows] : [query, query + 1];
  const best = [];
  for (let at = start * matrix.columns; at < end * matrix.columns; at += 1) {
    const size = Math.abs(matrix.values[at]);
    if (matrix.blank[at] || size === 0 || (best.length === count && size <= best[count - 1].size)) continue;
    const place = best.findIndex((one) => one.size < size);
    const pair = { query: Math.floor(at / matrix.columns), key: at % matrix.columns, weight: matrix.values[at], size };
    best.splice(place < 0 ? best.length : place, 0, pair);
    if (best.length > count) best.pop();
  }
  return best;
}

// The strongest of each block, so that a thumbnail misses no peak; with another atlas, the largest differences.
export function thumbnail(atlas, other, layer, head, rows, columns) {
  const small = { ...emptyMatrix(rows, columns), signed: Boolean(other) };
  small.blank.fill(1);
  for (let row = 0; row < atlas.rows; row += 1) {
    const start = Math.floor((row * rows) / atlas.rows) * columns;
    for (let key = 0; key < atlas.columns; key += 1) {
      const level = atlas.level(layer, head, row, key);
      if (level === BLANK) continue;
      const value = other ? WEIGHT[other.level(layer, head, row, key)] - WEIGHT[level] : WEIGHT[level];
      const at = start + Math.floor((key * columns) / atlas.columns);
      if (small.blank[at] || Math.abs(value) > Math.abs(small.values[at])) small.values[at] = value;
      small.blank[at] = 0;
    }
  }
  return small;
}
