/** The number that a text is: an integer or decimal with or without a sign, or scientific notation. Undefined for all else, also for what `Number` reads. */
export function parseDecimal(text: string): number | undefined {
  return decimal.test(text) ? Number(text) : undefined;
}

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
