import { isStatement } from "../../policy-language/policy-grammar.ts";
import { invalidParameter } from "../errors.ts";

/** Throws InvalidParameterException for what is no policy that says whom it lets do something. */
export function checkResourcePolicy(document: string): void {
  let parsed: { Statement?: unknown } | null;
  try {
    parsed = JSON.parse(document);
  } catch {
    throw invalidParameter("Policy document is not valid JSON.");
  }
  const statements = Array.isArray(parsed?.Statement) ? parsed.Statement : [parsed?.Statement];
  const isPolicy = statements.every((each) => isStatement(each) && "Effect" in each && "Principal" in each);
  if (!isPolicy) throw invalidParameter("Policy document must have statements with an effect and a principal.");
}
