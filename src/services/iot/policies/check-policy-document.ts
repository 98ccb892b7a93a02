import { splitOperator } from "../../policy-language/policy-grammar.ts";
import { malformedPolicy } from "../errors.ts";

const mostBytes = 2_048;

/** Throws for what is no policy of AWS IoT. Source: "AWS IoT Core policies", "AWS IoT Core thing resource limits and quotas". */
export function checkPolicyDocument(text: string): void {
  if (text.length > mostBytes) throw malformedPolicy(`Policy document exceeds the limit of ${mostBytes} characters`);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformedPolicy("Policy document is Malformed: Unable to parse the JSON document");
  }
  if (typeof document !== "object" || document === null || Array.isArray(document))
    throw malformedPolicy("Policy document is Malformed: it is no JSON object");
  const { Version, Statement } = document as Record<string, unknown>;
  if (Version !== undefined && Version !== "2012-10-17" && Version !== "2008-10-17")
    throw malformedPolicy("Policy document is Malformed: Version must be 2012-10-17 or 2008-10-17");
  const statements = Statement === undefined ? [] : [Statement].flat();
  if (statements.length === 0) throw malformedPolicy("Policy document is Malformed: it has no statement");
  for (const each of statements) checkStatement(each);
}

function checkStatement(statement: unknown): void {
  if (typeof statement !== "object" || statement === null)
    throw malformedPolicy("Policy document is Malformed: a statement is no object");
  const { Effect, Action, Resource, Condition, Principal, NotPrincipal } = statement as Record<string, unknown>;
  if (Effect !== "Allow" && Effect !== "Deny")
    throw malformedPolicy("Policy document is Malformed: Effect must be Allow or Deny");
  if (Principal !== undefined || NotPrincipal !== undefined)
    throw malformedPolicy("Policy document is Malformed: a policy of AWS IoT names no principal");
  for (const [name, value] of Object.entries({ Action, Resource })) {
    const all = value === undefined ? [] : [value].flat();
    if (all.length === 0 || !all.every((each) => typeof each === "string"))
      throw malformedPolicy(`Policy document is Malformed: ${name} must be a text or a list of texts`);
  }
  if (Condition === undefined) return;
  if (typeof Condition !== "object" || Condition === null)
    throw malformedPolicy("Policy document is Malformed: Condition is no object");
  for (const [operator, keys] of Object.entries(Condition)) {
    if (!splitOperator(operator))
      throw malformedPolicy(`Policy document is Malformed: there is no operator ${operator}`);
    if (typeof keys !== "object" || keys === null || Array.isArray(keys))
      throw malformedPolicy(`Policy document is Malformed: ${operator} has no keys`);
    for (const value of Object.values(keys).flat()) {
      if (!["string", "number", "boolean"].includes(typeof value))
        throw malformedPolicy(`Policy document is Malformed: a value of ${operator} is no text`);
    }
  }
}
