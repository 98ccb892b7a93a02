import { compileGlob, globParts } from "../../../platform/glob.ts";
import { isStatement, splitOperator, statementElements } from "../../policy-language/policy-grammar.ts";
import { malformedPolicy } from "../errors.ts";
import { limits } from "../limits.ts";
import { levelOfAction } from "./action-level.ts";
import { checkPrincipal } from "./check-principal.ts";
import { listOf, type PolicyDocument, type PolicyStatement } from "./policy-document.ts";

/** A bucket's policy, taken apart and checked. Throws MalformedPolicy in AWS's words. Source: "Policies and permissions in Amazon S3". */
export function checkPolicy(json: string, bucket: string): PolicyDocument {
  if (Buffer.byteLength(json) > limits.policyBytes) {
    throw malformedPolicy("Policy exceeds the maximum allowed document size.");
  }
  const document = parse(json);
  checkElements(document, documentElements);
  if (document.Version !== undefined && !versions.has(document.Version)) {
    throw malformedPolicy("The policy must contain a valid version string");
  }
  if (document.Statement === undefined) throw malformedPolicy("Missing required field Statement");
  const statements = listOf(document.Statement);
  if (statements.length === 0) throw malformedPolicy("Could not parse the policy: Statement is empty!");
  for (const statement of statements) checkStatement(statement, bucket);
  const sids = statements.flatMap(({ Sid }) => (Sid === undefined ? [] : [Sid]));
  if (new Set(sids).size < sids.length) throw malformedPolicy("Statement IDs (SID) in a single policy must be unique.");
  return document;
}

const documentElements: ReadonlySet<string> = new Set(["Version", "Id", "Statement"]);
const versions: ReadonlySet<string> = new Set(["2012-10-17", "2008-10-17"]);

/** Names count with their case: what is not known would be a rule that holds nobody. */
function checkElements(value: object, elements: ReadonlySet<string>): void {
  const unknown = Object.keys(value).find((name) => !elements.has(name));
  if (unknown !== undefined) throw malformedPolicy(`Unknown field ${unknown}`);
}

function parse(json: string): PolicyDocument {
  try {
    const value: unknown = JSON.parse(json);
    if (json.startsWith("{") && value !== null && !Array.isArray(value)) return value as PolicyDocument;
  } catch {
    // The same answer as for other JSON than an object.
  }
  throw malformedPolicy("Policies must be valid JSON and the first byte must be '{'");
}

function checkStatement(statement: PolicyStatement, bucket: string): void {
  if (typeof statement === "object" && statement !== null) checkElements(statement, statementElements);
  if (!isStatement(statement)) throw malformedPolicy("Invalid policy syntax.");
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } = statement;
  if (Effect === undefined) throw malformedPolicy("Missing required field Effect");
  if (Effect !== "Allow" && Effect !== "Deny") throw malformedPolicy(`Invalid effect: ${Effect}`);
  const principal = Principal ?? NotPrincipal;
  if (principal === undefined) throw malformedPolicy("Missing required field Principal");
  checkPrincipal(principal);
  const actions = listOf(Action ?? NotAction);
  if (actions.length === 0) throw malformedPolicy("Missing required field Action");
  for (const action of actions) {
    if (action !== "*" && !/^s3:[a-z*?]+$/i.test(action)) throw malformedPolicy("Policy has invalid action", action);
  }
  const resources = listOf(Resource ?? NotResource);
  if (resources.length === 0) throw malformedPolicy("Missing required field Resource");
  for (const resource of resources) {
    if (!isOfBucket(resource, bucket)) throw malformedPolicy("Policy has invalid resource", resource);
  }
  checkActionsApply(actions, resources, bucket);
  for (const operator of Object.keys(Condition ?? {})) {
    if (!splitOperator(operator)) throw malformedPolicy(`Invalid Condition type : ${operator}`);
  }
}

function isOfBucket(resource: string, bucket: string): boolean {
  const [, name, key] = /^arn:aws[a-z-]*:s3:::([^/]+)(\/.*)?$/s.exec(resource) ?? [];
  if (name === undefined) return false;
  if (name === bucket) return true;
  // Wildcards may stand for the name, and `bucket*` for the bucket and all in it.
  return key === undefined ? /[*?]/.test(name) && matches(name, bucket) : matches(name, bucket);
}

function matches(pattern: string, bucket: string): boolean {
  return compileGlob(globParts(pattern))(bucket);
}

/** An action on objects needs a resource below the bucket, one on the bucket the bucket itself. */
function checkActionsApply(actions: readonly string[], resources: readonly string[], bucket: string): void {
  const hasObjects = resources.some((resource) => resource.includes("/") || /[*?]$/.test(resource));
  const hasBucket = resources.some((resource) => !resource.includes("/") || !resource.includes(bucket));
  for (const action of actions) {
    const level = levelOfAction(action);
    if ((level === "object" && !hasObjects) || (level === "bucket" && !hasBucket)) {
      throw malformedPolicy("Action does not apply to any resource(s) in statement");
    }
  }
}
