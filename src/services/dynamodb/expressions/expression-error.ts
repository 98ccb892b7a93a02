/** Why an expression is none, in AWS's words; whose expression it is, is said by who reads it. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";

  constructor(message: string) {
    // An expected error is an answer, not a fault: capturing its stack would cost more than the request.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = limit;
  }
}
