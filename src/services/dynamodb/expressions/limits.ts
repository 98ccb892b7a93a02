/** Source: "Quotas in Amazon DynamoDB", *Expression parameters*. */
export const expressionLimits = {
  /** Of an expression's text. */
  sizeBytes: 4096,
  /** Comparators, AND, OR, NOT, BETWEEN, IN, + and -. */
  operators: 300,
  /** Of IN, with what is looked for. */
  inOperands: 100,
  /** Names and indexes of a document path. */
  pathLevels: 32,
  /** A list's last possible index. */
  listIndex: 2 ** 31 - 1,
  /** Parentheses, NOTs and functions in one another. One whose operators are few enough has fewer, unless parentheses are redundant. */
  nesting: 310,
} as const;
