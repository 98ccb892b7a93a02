import type { PathElement } from "../expressions/document-path.ts";
import type { AttributeValue } from "../values/attribute-value.ts";

/** A value as it is written; a parameter is the request's n-th. */
export type Literal =
  | { readonly kind: "value"; readonly value: AttributeValue }
  | { readonly kind: "parameter"; readonly index: number }
  | { readonly kind: "list" | "set"; readonly elements: readonly Literal[] }
  | { readonly kind: "map"; readonly members: readonly { readonly name: string; readonly value: Literal }[] };

export type Term =
  | Literal
  | { readonly kind: "path"; readonly path: readonly PathElement[] }
  | { readonly kind: "function"; readonly name: string; readonly terms: readonly Term[] }
  | { readonly kind: "+" | "-"; readonly terms: readonly [Term, Term] };

export type Where =
  | { readonly kind: "and" | "or"; readonly left: Where; readonly right: Where }
  | { readonly kind: "not"; readonly where: Where }
  | { readonly kind: "compare"; readonly comparator: string; readonly terms: readonly [Term, Term] }
  | { readonly kind: "between"; readonly terms: readonly [Term, Term, Term] }
  | { readonly kind: "in"; readonly term: Term; readonly among: readonly Term[] }
  | { readonly kind: "is"; readonly term: Term; readonly what: "MISSING" | "NULL"; readonly isNot: boolean }
  | { readonly kind: "test"; readonly term: Term };

export interface Source {
  readonly table: string;
  readonly index: string | undefined;
}

/** Source: "PartiQL statements for DynamoDB". */
export type Statement = { readonly parameters: number } & (
  | {
      readonly kind: "SELECT";
      readonly source: Source;
      /** Undefined for all attributes. */
      readonly paths: readonly (readonly PathElement[])[] | undefined;
      readonly where: Where | undefined;
      readonly order: { readonly name: string; readonly isBackward: boolean } | undefined;
      /** It only asks whether there is one: `EXISTS(SELECT …)`. */
      readonly isExists: boolean;
    }
  | { readonly kind: "INSERT"; readonly source: Source; readonly item: Literal }
  | {
      readonly kind: "UPDATE";
      readonly source: Source;
      readonly sets: readonly { readonly path: readonly PathElement[]; readonly term: Term }[];
      readonly removes: readonly (readonly PathElement[])[];
      readonly where: Where | undefined;
      readonly returning: Returning | undefined;
    }
  | {
      readonly kind: "DELETE";
      readonly source: Source;
      readonly where: Where | undefined;
      readonly returning: Returning | undefined;
    }
);

export type Returning = "ALL_OLD" | "ALL_NEW" | "UPDATED_OLD" | "UPDATED_NEW";
