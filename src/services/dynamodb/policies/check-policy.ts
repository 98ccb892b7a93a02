import { createHash } from "node:crypto";
import { parameterInvalid, validationException } from "../errors.ts";
import type { Policy } from "../tables/table.ts";

/** Source: "Quotas in Amazon DynamoDB", *Resource-based policy limits*. */
const policyBytes = 20 * 1024;

/** A resource's policy as it is kept. Its revision follows from its text. Throws ValidationException. */
export function toPolicy(document: string): Policy {
  if (Buffer.byteLength(document) > policyBytes)
    throw validationException(`Resource policy size exceeds the limit of ${policyBytes} bytes`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    throw invalid("Syntax errors in policy.");
  }
  if (!isMap(parsed)) throw invalid("Syntax errors in policy.");
  const { Statement } = parsed;
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  if (statements.length === 0 || !statements.every(isStatement))
    throw invalid("Each statement needs Effect, Principal, Action and Resource.");
  return { document, revision: String(createHash("sha256").update(document).digest().readUInt32BE(0)) };
}

function isStatement(statement: unknown): boolean {
  if (!isMap(statement)) return false;
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource } = statement;
  const isWhole = [Principal ?? NotPrincipal, Action ?? NotAction, Resource ?? NotResource].every(
    (element) => element !== undefined,
  );
  return (Effect === "Allow" || Effect === "Deny") && isWhole;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(why: string) {
  return parameterInvalid(`Invalid policy document: ${why}`);
}
