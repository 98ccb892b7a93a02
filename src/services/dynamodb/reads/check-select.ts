import { parameterInvalid, validationException } from "../errors.ts";
import type { Projection } from "../expressions/projection.ts";
import type { RowSource } from "./row-source.ts";

/** What Query and Scan give of each item. */
export interface Selected {
  readonly counts: boolean;
  /** Whether a local index is asked for attributes that it has not. */
  readonly fetches: boolean;
}

/** The parameter that says which attributes are wanted. */
export function projectionParameter(input: {
  readonly ProjectionExpression?: string | undefined;
  readonly AttributesToGet?: readonly string[] | undefined;
}): string | undefined {
  if (input.ProjectionExpression !== undefined) return "ProjectionExpression";
  return input.AttributesToGet && "AttributesToGet";
}

/** Checks what is asked for against itself, before the table is known. */
export function checkSelect(select: string | undefined, projectionParameter: string | undefined): void {
  if (projectionParameter !== undefined && select !== undefined && select !== "SPECIFIC_ATTRIBUTES")
    throw validationException(`Cannot specify the ${projectionParameter} when choosing to get ${wordsOf(select)}`);
  if (projectionParameter === undefined && select === "SPECIFIC_ATTRIBUTES")
    throw validationException(
      "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
    );
}

function wordsOf(select: string): string {
  return select === "COUNT" ? "only the Count" : select;
}

export function toSelected(
  select: string | undefined,
  projection: Projection | undefined,
  { index, isGlobal }: RowSource,
): Selected {
  if (!index) {
    if (select === "ALL_PROJECTED_ATTRIBUTES")
      throw validationException("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
    return { counts: select === "COUNT", fetches: false };
  }
  const has = index.attributes;
  const asksAll = select === "ALL_ATTRIBUTES" && has !== undefined;
  if (asksAll && isGlobal)
    throw parameterInvalid(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
  const missing = has && projection?.paths.map(([name]) => String(name)).filter((name) => !has.has(name));
  if (isGlobal && missing && missing.length > 0)
    throw parameterInvalid(`Global secondary index ${index.name} does not project [${missing.join(", ")}]`);
  return { counts: select === "COUNT", fetches: asksAll || (missing !== undefined && missing.length > 0) };
}
