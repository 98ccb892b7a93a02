import { listOf, type PolicyDocument, type PolicyStatement } from "./policy-document.ts";

/** Whether a policy gives anything to everybody. Source: "Blocking public access to your Amazon S3 storage", The meaning of "public". */
export function isPublicPolicy({ Statement }: PolicyDocument): boolean {
  return listOf(Statement).some(isPublicStatement);
}

/**
 * The policy as it is in force while RestrictPublicBuckets is on: what it gives to everybody, it gives to the owner's account and
 * to AWS services only.
 */
export function restrictPublic(document: PolicyDocument, account: string): PolicyDocument {
  const restricted = listOf(document.Statement).map((statement) =>
    isPublicStatement(statement) ? { ...statement, Principal: { AWS: account }, NotPrincipal: undefined } : statement,
  );
  return { ...document, Statement: restricted };
}

function isPublicStatement({ Effect, Principal, NotPrincipal, Condition = {} }: PolicyStatement): boolean {
  if (Effect !== "Allow") return false;
  const everybody = NotPrincipal !== undefined || Principal === "*" || namesEverybody(Principal);
  return everybody && !isNarrowed(Condition);
}

function namesEverybody(principal: PolicyStatement["Principal"]): boolean {
  return typeof principal === "object" && listOf(principal.AWS).includes("*");
}

/** Whether a condition holds a key that names somebody to fixed values. */
function isNarrowed(condition: NonNullable<PolicyStatement["Condition"]>): boolean {
  return Object.entries(condition).some(([operator, keys]) => {
    if (!/^(?:ForAnyValue:)?(?:StringEquals|StringLike|ArnEquals|ArnLike|IpAddress)(?:IgnoreCase)?$/i.test(operator))
      return false;
    return Object.entries(keys).some(([key, values]) => {
      const name = key.toLowerCase();
      if (name === "aws:sourceip") return listOf(values).every(isNarrowAddress);
      return narrowingKeys.has(name) && listOf(values).every((value) => !/[*?]/.test(value));
    });
  });
}

const narrowingKeys: ReadonlySet<string> = new Set([
  "aws:sourcearn",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourceowner",
  "aws:sourceaccount",
  "aws:userid",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "s3:dataaccesspointarn",
  "s3:dataaccesspointaccount",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
]);

/** Very wide ranges are as good as none: wider than /8, of version 6 than /32. */
function isNarrowAddress(range: string): boolean {
  const [address = "", length] = range.split("/");
  if (length === undefined) return true;
  return Number(length) >= (address.includes(":") ? 32 : 8);
}
