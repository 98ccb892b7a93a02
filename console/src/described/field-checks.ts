/** What a form's fields hold, by their names. A check is "true" or "", several choices are lines, pairs are JSON. */
export type Values = Readonly<Record<string, string>>;

/** Of a field, what says whether it can be sent. */
export interface CheckedField {
  readonly name: string;
  readonly kind?: string;
  /** What is said where nothing is entered; without it the field may stay empty. */
  readonly required?: string;
  /** What is wrong with what is entered. Not asked of an empty field. */
  readonly problem?: (value: string, values: Values) => string | undefined;
}

/** What is wrong with a field as it stands; undefined where nothing is. */
export function problemOf(field: CheckedField, values: Values): string | undefined {
  const value = values[field.name] ?? "";
  if (value === "" || (field.kind === "pairs" && value === "[]")) return field.required;
  return field.problem?.(value, values);
}

/** The lines of a field of several, without empty ones. */
export function linesOf(value: string | undefined): string[] {
  return (value ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** For fields that hold JSON. */
export function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `This is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** For fields that hold a whole number. */
export function numberBetween(least: number, most: number): (value: string) => string | undefined {
  return (value) =>
    /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : `Enter a whole number from ${least.toLocaleString("en")} to ${most.toLocaleString("en")}.`;
}
