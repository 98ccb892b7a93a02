/** A policy as it is written, after validation. Source: "IAM JSON policy elements reference". */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  readonly Principal?: PolicyPrincipal;
  readonly NotPrincipal?: PolicyPrincipal;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, ConditionValue>>>>;
}

export type OneOrMore = string | readonly string[];
export type PolicyPrincipal = "*" | Readonly<Record<string, OneOrMore>>;
export type ConditionValue = string | number | boolean | readonly (string | number | boolean)[];

export function statementsOf(document: PolicyDocument): readonly PolicyStatement[] {
  return listOf(document.Statement);
}

export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
