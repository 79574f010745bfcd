// Reading the payload: an 8-bit indexed PNG without filters, whose palette index is the data.

export function base64Bytes(dataUrl) {
  const text = atob(dataUrl.slice(dataUrl.indexOf(",") + 1));
  const bytes = new Uint8Array(text.length);
  for (let place = 0; place < text.length; place += 1) bytes[place] = text.charCodeAt(place);
  return bytes;
}

async function inflate(parts) {
  const stream = new Blob(parts).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function readIndexedPng(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || view.getUint32(0) !== 2303741511) throw new Error("not a PNG");
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  if (bytes[24] !== 8 || bytes[25] !== 3) throw new Error("expected 8 bits a pixel and a palette");
  const parts = [];
  for (let at = 8; at + 8 <= bytes.length; at += view.getUint32(at) + 12) {
    const isData = view.getUint32(at + 4) === 1229209940;
    if (isData) parts.push(bytes.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  const rows = await inflate(parts);
  if (rows.length !== height * (width + 1)) throw new Error(`expected ${height * (width + 1)} bytes of rows, got ${rows.length}`);
  const levels = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const start = row * (width + 1);
    if (rows[start] !== 0) throw new Error(`row ${row} has a filter`);
    levels.set(rows.subarray(start + 1, start + 1 + width), row * width);
  }
  return { width, height, levels };
}
