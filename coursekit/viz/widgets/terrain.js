// 지형 위를 걷는 위젯들이 함께 쓰는 조각: 높이를 칠하고, 자취와 눈금과 별을 그립니다.

const BANDS = 16;

// 값이 한계를 처음 넘는 자리. 넘지 않으면 끝입니다.
const firstOver = (values, isOver) => {
  const i = values.findIndex(isOver);
  return i < 0 ? values.length - 1 : i;
};
function paintField(canvas, terrain, width, height) {
  const look = getComputedStyle(canvas), color = (name) => look.getPropertyValue(name).split(",").map(Number);
  const low = color("--ck-low"), high = color("--ck-high"), side = terrain.side;
  const scale = Math.min(devicePixelRatio || 1, 2);
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext("2d"), image = pen.createImageData(canvas.width, canvas.height);
  for (let row = 0, at = 0; row < canvas.height; row++) {
    const v = (row / (canvas.height - 1)) * (side - 1), j = Math.min(Math.floor(v), side - 2), q = v - j;
    for (let column = 0; column < canvas.width; column++, at += 4) {
      const u = (column / (canvas.width - 1)) * (side - 1), i = Math.min(Math.floor(u), side - 2), p = u - i;
      const k = j * side + i, f = terrain.field;
      const h = ((f[k] * (1 - p) + f[k + 1] * p) * (1 - q) + (f[k + side] * (1 - p) + f[k + side + 1] * p) * q) / 255;
      const band = Math.min(Math.floor(h * BANDS), BANDS - 1) / (BANDS - 1);
      for (let c = 0; c < 3; c++) image.data[at + c] = low[c] + (high[c] - low[c]) * band;
      image.data[at + 3] = 255;
    }
  }
  pen.putImageData(image, 0, 0);
}

const trail = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

// 극소점에 그리는 별의 꼭짓점.
function star(cx, cy) {
  const corners = Array.from({ length: 10 }, (_, i) => {
    const radius = i % 2 ? 4 : 9, angle = (Math.PI * i) / 5 - Math.PI / 2;
    return `${(cx + radius * Math.cos(angle)).toFixed(1)},${(cy + radius * Math.sin(angle)).toFixed(1)}`;
  });
  return corners.join(" ");
}
