import { isJson } from "../../../platform/is-json.ts";
import { listOf, type PolicyDocument, type PolicyStatement, statementsOf } from "../../policy-language/document.ts";
import { isObject, isStatement, splitOperator, statementElements } from "../../policy-language/policy-grammar.ts";
import { findResourceFault } from "./validate-resource.ts";

/**
 * The fault of an identity-based policy in AWS's words, or undefined. AWS looks for one kind of fault in the whole document
 * before it looks for the next, so the order of these checks is part of the answer. Source: "IAM JSON policy grammar".
 */
export function findPolicyFault(json: string): string | undefined {
  return findSharedFault(json, { needsNewVersion: true }, (statements) =>
    statements.every((statement) => listOf(statement.Resource ?? statement.NotResource).length > 0)
      ? statements.some((statement) => statement.Principal !== undefined || statement.NotPrincipal !== undefined)
        ? "Policy document should not specify a principal."
        : undefined
      : "Policy statement must contain resources.",
  );
}

/** The fault of a role's trust policy, or undefined. Many of them are of the older version. */
export function findTrustPolicyFault(json: string): string | undefined {
  if (!isJson(json)) return "This policy contains invalid Json";
  return findSharedFault(json, { needsNewVersion: false }, (statements) => {
    if (statements.some(({ Action }) => Action === undefined || !listOf(Action).every(isTrustAction))) {
      return "AssumeRole policy may only specify STS AssumeRole actions.";
    }
    if (statements.some(({ Resource, NotResource }) => Resource !== undefined || NotResource !== undefined)) {
      return "Has prohibited field Resource";
    }
    if (statements.some(({ Principal, NotPrincipal }) => Principal === undefined && NotPrincipal === undefined)) {
      return "Missing required field Principal";
    }
    return undefined;
  });
}

const syntaxFault = "Syntax errors in policy.";
const parsingFault = "The policy failed legacy parsing";

const documentElements = new Set(["Version", "Id", "Statement", "Conditions"]);
const versions: readonly unknown[] = ["2008-10-17", "2012-10-17"];
const trustActions = new Set(
  [
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:SetSourceIdentity",
    "sts:SetContext",
    "sts:TagSession",
  ].map((action) => action.toLowerCase()),
);

function isTrustAction(action: string): boolean {
  return trustActions.has(action.toLowerCase());
}

function findSharedFault(
  json: string,
  { needsNewVersion }: { readonly needsNewVersion: boolean },
  findOwnFault: (statements: readonly PolicyStatement[]) => string | undefined,
): string | undefined {
  const document = parse(json);
  if (!document) return syntaxFault;
  const statements = statementsOf(document);
  if (needsNewVersion && document.Version !== "2012-10-17")
    return "Policy document must be version 2012-10-17 or greater.";
  if (!statements.every(isParsable)) return parsingFault;
  const resourceFault = statements
    .flatMap((statement) => [...listOf(statement.Resource), ...listOf(statement.NotResource)])
    .map(findResourceFault)
    .find((fault) => fault !== undefined);
  if (resourceFault?.kind === "parsing") return parsingFault;
  if (hasRepeatedSid(statements)) return "Statement IDs (SID) in a single policy must be unique.";
  if (!statements.every(hasAction)) return "Policy statement must contain actions.";
  if (resourceFault) return resourceFault.message;
  const actions = statements.flatMap((statement) => [...listOf(statement.Action), ...listOf(statement.NotAction)]);
  return actions.map(findActionFault).find((fault) => fault !== undefined) ?? findOwnFault(statements);
}

function parse(json: string): PolicyDocument | undefined {
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!isObject(document) || !Object.keys(document).every((name) => documentElements.has(name))) return undefined;
  const { Version, Id, Statement } = document;
  if (Version !== undefined && !versions.includes(Version)) return undefined;
  if (Id !== undefined && typeof Id !== "string") return undefined;
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  if (statements.length === 0 || !statements.every(isSound)) return undefined;
  return document as unknown as PolicyDocument;
}

function isSound(value: unknown): value is PolicyStatement {
  if (!isObject(value) || !isStatement(value)) return false;
  if (!Object.keys(value).every((name) => statementElements.has(name))) return false;
  const { Effect, Action, NotAction, Resource, NotResource, Condition = {} } = value;
  if (Resource !== undefined && NotResource !== undefined) return false;
  if (Action !== undefined && NotAction !== undefined) return false;
  if (typeof Effect !== "string" || !/^(allow|deny)$/i.test(Effect)) return false;
  return Object.entries(Condition as object).every(
    ([operator, keys]) => splitOperator(operator) || Object.keys(keys).length === 0,
  );
}

/** What AWS's older parser refuses although the syntax is right: the case of `Effect` and impossible dates. */
function isParsable(statement: PolicyStatement): boolean {
  if (statement.Effect !== "Allow" && statement.Effect !== "Deny") return false;
  return Object.entries(statement.Condition ?? {}).every(
    ([operator, keys]) =>
      !/^(for(all|any)values?:)?date/i.test(operator) ||
      Object.values(keys).every((values) => listOf<string | number | boolean>(values).map(String).every(isDate)),
  );
}

function isDate(text: string): boolean {
  if (/^\d+$/.test(text)) return Number(text) <= Number.MAX_SAFE_INTEGER;
  return looseDate.test(text) || !Number.isNaN(Date.parse(text));
}

/** ISO 8601 with any year, of which the parts behind may be missing: `01T`, `-292275054`, `2016-12-13t2:00:00.593194+23`. */
const looseDate =
  /^-?\d{1,9}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?(?:T(?:\d{1,2}(?::\d\d(?::\d\d(?:\.\d{1,9})?)?)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

function hasRepeatedSid(statements: readonly PolicyStatement[]): boolean {
  const sids = statements.map(({ Sid }) => Sid).filter(Boolean);
  return new Set(sids).size < sids.length;
}

function hasAction(statement: PolicyStatement): boolean {
  return listOf(statement.Action ?? statement.NotAction).length > 0;
}

function findActionFault(action: string): string | undefined {
  if (action === "*") return undefined;
  const [vendor = "", ...rest] = action.split(":");
  if (rest.length === 0) {
    return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
  }
  if (rest.length > 1) return "Actions/Condition can contain only one colon.";
  return vendor !== "*" && /[^a-zA-Z0-9\-.]/.test(vendor) ? `Vendor ${vendor} is not valid` : undefined;
}
