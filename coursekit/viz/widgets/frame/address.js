// 상태를 주소에 적을 짝들(`lr=0.3`)로 바꾸고 되돌립니다. 주소를 어디에 어떻게 적는지는 쪽의 몫입니다.
// 칸마다 `read`는 글을 값으로 바꾸고(쓸 수 없으면 undefined), `write`는 값을 글로 바꿉니다.

const oneOf = (values) => ({ read: (text) => values.find((value) => String(value) === text), write: String });

const real = (low, high) => ({
  read: (text) => (/^-?\d+(\.\d+)?(e-?\d+)?$/.test(text) && Number(text) >= low && Number(text) <= high ? Number(text) : undefined),
  write: (value) => String(Number(value.toPrecision(6))),
});

const whole = (low, high) => ({
  read: (text) => (/^\d+$/.test(text) && Number(text) >= low && Number(text) <= high ? Number(text) : undefined),
  write: String,
});

// 쉼표로 나눈 값들.
const series = (kinds) => ({
  read: (text) => {
    const parts = text.split(",");
    const values = parts.length === kinds.length ? parts.map((part, k) => kinds[k].read(part)) : [undefined];
    return values.includes(undefined) ? undefined : values;
  },
  write: (values) => values.map((value, k) => kinds[k].write(value)).join(","),
});

// 켜고 끄는 것 여럿: 0과 1을 이어 씁니다.
const switches = (count) => ({
  read: (text) => (text.length === count && /^[01]+$/.test(text) ? [...text].map(Number) : undefined),
  write: (values) => values.map(Number).join(""),
});

// 앞의 칸에 따라 달라지는 칸은 `(앞의 값들) => 칸`으로 적습니다.
const kindOf = (field, values) => (typeof field === "function" ? field(values) : field);

const writeState = (fields, state) => Object.entries(fields).map(([name, field]) => [name, kindOf(field, state).write(state[name])]);

// 적힌 칸의 값만 돌려줍니다. 하나라도 쓸 수 없으면 아무것도 쓰지 않고 까닭을 돌려줍니다.
function readState(fields, pairs, first) {
  const given = new Map(pairs);
  const strange = pairs.find(([name], k) => !Object.hasOwn(fields, name) || pairs.findIndex(([other]) => other === name) !== k);
  if (strange) return { wrong: strange };
  const values = {};
  for (const [name, field] of Object.entries(fields)) {
    if (!given.has(name)) continue;
    const value = kindOf(field, { ...first, ...values }).read(given.get(name));
    if (value === undefined) return { wrong: [name, given.get(name)] };
    values[name] = value;
  }
  return { values };
}
