// 눈금과 값: 가장 가까운 것, 사이에 두기, 축에 적을 눈금.

const nearest = (values, wanted) =>
  values.reduce((best, v, i) => (Math.abs(v - wanted) < Math.abs(values[best] - wanted) ? i : best), 0);
const clamp = (v, low, high) => Math.min(high, Math.max(low, v));

function ticks([low, high]) {
  const step = [1, 2, 5, 10].map((m) => m * 10 ** Math.floor(Math.log10((high - low) / 4))).find((s) => (high - low) / s <= 5);
  const all = [];
  for (let v = Math.ceil(low / step + 0.3) * step; v < high - 0.3 * step; v += step) all.push(Math.abs(v) < step / 1e6 ? 0 : v);
  return all.map((v) => [v, Number(v.toPrecision(3)).toString().replace("-", "−")]);
}
