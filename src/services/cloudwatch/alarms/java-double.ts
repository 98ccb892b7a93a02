/** As Java writes a double, which is what AWS's texts have: `10.0`, `1.2E7`, `5.0E-4`. */
export function toJavaDouble(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size >= 1e7 || size < 1e-3)) {
    const [digits = "0", exponent = "0"] = value.toExponential().split("e");
    return `${digits.includes(".") ? digits : `${digits}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** The same as a number of JSON: clients of languages that tell integers from floats read one type each time. */
export function toJsonDouble(value: number): unknown {
  return rawJson.rawJSON(toJavaDouble(value));
}

/** JSON parsed so that its numbers are written again as they stood there: `21.0` stays what it is. */
export function jsonWithDoubles(text: string): unknown {
  return parse(text, (_key, value, { source }) => (typeof value === "number" ? rawJson.rawJSON(source) : value));
}

const parse = JSON.parse as (
  text: string,
  reviver: (key: string, value: unknown, context: { source: string }) => unknown,
) => unknown;

// The types of this TypeScript version do not have it yet; Node does since 21.
const rawJson = JSON as unknown as { rawJSON(text: string): unknown };
