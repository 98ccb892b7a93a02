import { limits } from "../limits.ts";
import type { PatternReader } from "./pattern-reader.ts";

/** All values of a document that a selector means; more than one only with a wildcard. */
export type JsonSelector = (document: unknown) => readonly unknown[];

/** One step down: a property's name, an element's index, or all of them. */
type Step = { readonly name: string } | { readonly index: number } | "elements" | "members";

/** Reads `$.a.b-c[0].d`, `$.list[*].id` or `$.object.*`. `wildcards` counts those of the whole pattern. */
export function readJsonSelector(reader: PatternReader, wildcards: { used: number }): JsonSelector {
  reader.expect("$");
  const steps: Step[] = [];
  for (let step = readStep(reader); step !== undefined; step = readStep(reader)) steps.push(step);
  if (steps.length === 0) reader.fail();
  const all = steps.filter((step) => typeof step === "string").length;
  wildcards.used += all;
  if (all > limits.wildcardsPerSelector || wildcards.used > limits.wildcardsPerPattern) reader.fail();
  return (document) => steps.reduce<readonly unknown[]>(descend, [document]);
}

function readStep(reader: PatternReader): Step | undefined {
  if (reader.take("[*]")) return "elements";
  if (reader.take("[")) {
    const index = Number(reader.match(/\d{1,9}/y) ?? reader.fail());
    reader.expect("]");
    return { index };
  }
  if (!reader.take(".")) return undefined;
  if (reader.take("*")) return "members";
  return { name: reader.match(/[\p{L}\p{N}_-]+/uy) ?? reader.fail() };
}

function descend(values: readonly unknown[], step: Step): readonly unknown[] {
  return values.flatMap((value): readonly unknown[] => {
    if (typeof value !== "object" || value === null) return [];
    if (step === "elements") return Array.isArray(value) ? value : [];
    if (step === "members") return Array.isArray(value) ? [] : Object.values(value);
    if ("index" in step) return Array.isArray(value) && step.index < value.length ? [value[step.index]] : [];
    return !Array.isArray(value) && Object.hasOwn(value, step.name)
      ? [(value as Record<string, unknown>)[step.name]]
      : [];
  });
}
