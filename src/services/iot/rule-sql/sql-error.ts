/** A statement, or an expression in a template, that is no SQL of AWS IoT. */
export class SqlSyntaxError extends Error {}

/** A statement that cannot be evaluated for a message: it is not run for that one. */
export class SqlEvaluationError extends Error {}
