import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import type { AwsError } from "../../../platform/aws-error.ts";
import { invalid } from "../errors.ts";

/** One change of an update: a path of JSON Patch, taken apart. Source: "Patch operations". */
export interface Patch {
  readonly op: string;
  readonly path: string;
  readonly steps: readonly string[];
  readonly value: string | undefined;
  /** Of a copy. */
  readonly from: string | undefined;
}

/** Applies an update's changes one after the other. */
export function applyPatches<T>(
  record: T,
  operations: readonly PatchOperation[] | undefined,
  apply: (record: T, patch: Patch) => T,
): T {
  let changed = record;
  for (const operation of operations ?? []) changed = apply(changed, toPatch(operation));
  return changed;
}

function toPatch({ op = "test", path, value, from }: PatchOperation): Patch {
  if (path === undefined) throw invalid("Invalid patch path null");
  const steps = path
    .replace(/^\//, "")
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  return { op, path, steps, value, from };
}

export function badPath({ path }: Patch): AwsError {
  return invalid(`Invalid patch path ${path}`);
}

export function badOperation(...allowed: readonly string[]): AwsError {
  return invalid(`Invalid patch operation specified. Must be one of: [${allowed.join(", ")}]`);
}

export function onlyReplaces({ op }: Patch): void {
  if (op !== "replace") throw badOperation("replace");
}

/** For what has few members and takes `replace` alone; `others` are members that take other operations, too. */
export function checkMember(patch: Patch, paths: readonly string[], others: readonly string[] = []): void {
  const { op, path } = patch;
  if (others.some((each) => path === each || path.startsWith(`${each}/`))) return;
  if (op !== "replace")
    throw invalid(`Invalid patch path  '${path}' specified for op '${op}'. Please choose supported operations`);
  if (!paths.includes(path))
    throw invalid(
      `Invalid patch path  '${path}' specified for op 'replace'. Must be one of: [${[...paths, ...others].join(", ")}]`,
    );
}

/** One entry of a map; undefined for a map that has none left. */
export function patchEntry<V>(
  map: Readonly<Record<string, V>> | undefined,
  name: string,
  value: V | undefined,
): Record<string, V> | undefined {
  const entries = new Map(Object.entries(map ?? {}));
  if (value === undefined) entries.delete(name);
  else entries.set(name, value);
  return entries.size === 0 ? undefined : Object.fromEntries(entries);
}
