/** What a match expression may begin with. */
export type Operator =
  | "exactly"
  | "prefix"
  | "suffix"
  | "numeric"
  | "anything-but"
  | "exists"
  | "cidr"
  | "equals-ignore-case"
  | "wildcard";

/** What may stand inside of `anything-but`, and whether it takes a list. */
export type Nested = "prefix" | "suffix" | "wildcard" | "equals-ignore-case";

/** What one service's patterns have that another's have not. */
export interface Dialect {
  readonly operators: ReadonlySet<Operator>;
  readonly anythingBut: Readonly<Partial<Record<Nested, { readonly takesLists: boolean }>>>;
  /** Whether `prefix` and `suffix` may have `equals-ignore-case` inside. */
  readonly nestsIgnoreCase: boolean;
  /** How many ways `$or` may give in all. */
  readonly mostWays: number;
  readonly tooComplex: string;
}

const every: readonly Operator[] = [
  "exactly",
  "prefix",
  "suffix",
  "numeric",
  "anything-but",
  "exists",
  "cidr",
  "equals-ignore-case",
  "wildcard",
];
const withLists = { takesLists: true };

/** Rules of EventBridge, and filters of Pipes. Source: "Comparison operators for use in event patterns in Amazon EventBridge". */
export const eventBridge: Dialect = {
  operators: new Set(every),
  anythingBut: { prefix: withLists, suffix: withLists, wildcard: withLists, "equals-ignore-case": withLists },
  nestsIgnoreCase: true,
  mostWays: 1_000,
  tooComplex:
    "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character",
};

/**
 * Filter policies of SNS, which has an older compiler: it knows no wildcards, and inside of anything-but a single prefix. How many values they may have
 * is counted by `countCombinations`. Source: "Amazon SNS subscription filter policies".
 */
export const snsFilterPolicy: Dialect = {
  operators: new Set(every.filter((operator) => operator !== "wildcard")),
  anythingBut: { prefix: { takesLists: false } },
  nestsIgnoreCase: false,
  mostWays: 150,
  tooComplex: "Filter policy is too complex",
};

/** Filter criteria of Lambda's event source mappings. Source: "Control which events Lambda sends to your function". */
export const lambdaEventFilter: Dialect = eventBridge;
