/** Why a pattern is none, in the words of AWS's compiler. Each service says it as its own error. */
export class PatternError extends Error {
  override readonly name = "PatternError";
}
