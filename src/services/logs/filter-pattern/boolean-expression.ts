import type { Run } from "../../regex/run.ts";
import type { PatternReader } from "./pattern-reader.ts";

export type Test<T> = (subject: T, run?: Run) => boolean;

/** `a && b || (c && d)`: `&&` binds more tightly than `||`. `readOperand` reads one condition, from its first character. */
export function readBooleanExpression<T>(reader: PatternReader, readOperand: () => Test<T>): Test<T> {
  return readSeries(reader, "||", () => readSeries(reader, "&&", () => readFactor(reader, readOperand)));
}

function readSeries<T>(reader: PatternReader, operator: "&&" | "||", readPart: () => Test<T>): Test<T> {
  const parts = [readPart()];
  reader.skipSpace();
  while (reader.take(operator)) {
    parts.push(readPart());
    reader.skipSpace();
  }
  const [only] = parts;
  if (only && parts.length === 1) return only;
  if (operator === "&&") return (subject, run) => parts.every((holds) => holds(subject, run));
  return (subject, run) => parts.some((holds) => holds(subject, run));
}

function readFactor<T>(reader: PatternReader, readOperand: () => Test<T>): Test<T> {
  reader.skipSpace();
  if (!reader.take("(")) return readOperand();
  const inner = readBooleanExpression(reader, readOperand);
  reader.skipSpace();
  reader.expect(")");
  return inner;
}
