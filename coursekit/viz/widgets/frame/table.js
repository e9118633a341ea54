// 파이썬이 눌러 담은 표를 풉니다.

// zlib으로 누른 표(DataView)를 풉니다.
async function inflate(view) {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// 두 번 차분해 지그재그로 적은 정수열들을 되돌립니다.
function unsqueeze(bytes, offset, lengths) {
  const total = lengths.reduce((sum, n) => sum + n, 0);
  const columns = [];
  let at = offset;
  for (const n of lengths) {
    const column = new Int32Array(n);
    for (let i = 0, value = 0, slope = 0; i < n; i++, at++) {
      const coded = bytes[at] | (bytes[at + total] << 8);
      slope += coded & 1 ? -((coded + 1) >> 1) : coded >> 1;
      value += slope;
      column[i] = value;
    }
    columns.push(column);
  }
  return { columns, next: offset + 2 * total };
}
