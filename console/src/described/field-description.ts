import type { ReactNode } from "react";
import type { Choice } from "../choices/choice.ts";
import type { EditorLanguage } from "../form/editor/languages.ts";
import type { Live } from "../live/use-live.ts";

/** What a form's fields hold, by their names. A check is "true" or "", several choices are lines, pairs are JSON. */
export type Values = Readonly<Record<string, string>>;

interface FieldCommon {
  readonly name: string;
  readonly label: string;
  readonly description?: ReactNode;
  readonly constraint?: ReactNode;
  /** What is said where nothing is entered; without it the field may stay empty. */
  readonly required?: string;
  /** What is wrong with what is entered. Not asked of an empty field. */
  readonly problem?: (value: string, values: Values) => string | undefined;
  /** Whether the others' values make it stand there. What does not stand there is not checked. */
  readonly shown?: (values: Values) => boolean;
}

export interface Option {
  readonly value: string;
  readonly label?: string;
  readonly description?: string;
}

/** A field as data: what it is called, what it holds, and what is wrong with that. */
export type FieldDescription = FieldCommon &
  (
    | { readonly kind?: "text"; readonly type?: "text" | "number" | "password"; readonly placeholder?: string }
    | { readonly kind: "area"; readonly rows?: number; readonly placeholder?: string }
    | {
        readonly kind: "select" | "radio";
        readonly options: readonly Option[] | ((values: Values) => readonly Option[]);
      }
    | { readonly kind: "check"; readonly text: string }
    | { readonly kind: "code"; readonly language: EditorLanguage; readonly heightPixels?: number }
    | { readonly kind: "pairs"; readonly add: string; readonly empty: string; readonly valueLabel?: string }
    /** One of the account's resources, or a name or an ARN that is typed. */
    | {
        readonly kind: "choice";
        readonly useChoices: UseChoices;
        readonly placeholder?: string;
        /** What is chosen is the resource's name, not its ARN. */
        readonly byName?: boolean;
      }
    /** Several of the account's resources. */
    | { readonly kind: "several"; readonly useChoices: UseChoices; readonly placeholder?: string }
    /** A file's text. */
    | { readonly kind: "file"; readonly accept: string }
  );

/** A hook that reads what there is to choose from. */
export type UseChoices = () => Live<readonly Choice[]>;

/** What is wrong with a field as it stands; undefined where nothing is. */
export function problemOf(field: FieldDescription, values: Values): string | undefined {
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

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
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
