// 수를 글로 적는 법.

// 소수점 아래 `digits`자리. 빼기표는 수학의 것으로 씁니다.
function decimal(value, digits) {
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? (0).toFixed(digits) : text).replace("-", "−");
}

// 유효 숫자 둘: 표의 눈금이 그만큼 정확합니다. 아주 크거나 작으면 10의 거듭제곱으로 씁니다.
function significant(value) {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e-3 && size < 1e5) return Number(value.toPrecision(2)).toString().replace("-", "−");
  const [digits, power] = value.toExponential(1).split("e");
  return `${digits === "1.0" ? "" : `${digits}×`}10${superscript(Number(power))}`.replace("-", "−");
}

const superscript = (n) => [...String(n)].map((c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]).join("");
