import { parseArn } from "../../../platform/arn.ts";
import { rootPrincipal } from "../../principal.ts";
import type { OperationContext } from "../../service.ts";
import { malformedSessionPolicy, sessionPolicyTooLarge } from "../errors.ts";
import { limits } from "../limits.ts";

interface SessionPolicyInput {
  readonly RoleArn: string;
  readonly Policy?: string | undefined;
  readonly PolicyArns?: readonly { readonly arn?: string | undefined }[] | undefined;
}

/**
 * The documents that narrow a session, or undefined. The inline one and all the managed ones are one voice ("the union of
 * the session policies"), so they become one document.
 */
export async function readSessionPolicies(
  input: SessionPolicyInput,
  context: OperationContext,
): Promise<readonly string[] | undefined> {
  const documents = input.Policy === undefined ? [] : [await checkPolicy(input.Policy, input, context)];
  for (const { arn = "" } of input.PolicyArns ?? [])
    documents.push(parsePolicy(await readManagedPolicy(arn, input, context)));
  if (documents.length === 0) return undefined;
  return [JSON.stringify({ Version: "2012-10-17", Statement: documents.flatMap((document) => document.Statement) })];
}

/** How much of what a session may carry these use, in percent. */
export function checkPackedSize(
  policies: readonly string[] | undefined,
  tags: Readonly<Record<string, string>> | undefined,
): number | undefined {
  if (!policies && !tags) return undefined;
  const size =
    (policies ?? []).reduce((sum, policy) => sum + policy.length, 0) + (tags ? JSON.stringify(tags).length : 0);
  const percent = Math.ceil((size / limits.packedPolicySize) * 100);
  if (percent > 100) throw sessionPolicyTooLarge(percent);
  return percent;
}

interface Document {
  readonly Statement: readonly unknown[];
}

function parsePolicy(json: string): Document {
  let document: { Statement?: unknown } | null;
  try {
    document = JSON.parse(json);
  } catch {
    throw malformedSessionPolicy();
  }
  if (typeof document !== "object" || typeof document?.Statement !== "object") throw malformedSessionPolicy();
  return { Statement: [document.Statement].flat() };
}

/** IAM knows what a policy may look like; asking it what the policy would decide makes it check. */
async function checkPolicy(
  json: string,
  { RoleArn }: SessionPolicyInput,
  context: OperationContext,
): Promise<Document> {
  const document = parsePolicy(json);
  // Without a version a session policy is of the older one, which IAM takes no more for policies that it keeps.
  const versioned = JSON.stringify({ Version: "2012-10-17", ...(JSON.parse(json) as object) });
  const simulation = { PolicyInputList: [versioned], ActionNames: ["sts:GetCallerIdentity"] };
  await context.call("iam", "SimulateCustomPolicy", simulation, asAccountOf(RoleArn, context));
  return document;
}

function asAccountOf(roleArn: string, context: OperationContext) {
  const account = parseArn(roleArn)?.account ?? context.account;
  return { account, principal: rootPrincipal(account) };
}

/** Read by the role's account itself: who assumes a role need not be allowed to read the policy that narrows it. */
async function readManagedPolicy(
  arn: string,
  { RoleArn }: SessionPolicyInput,
  context: OperationContext,
): Promise<string> {
  const as = asAccountOf(RoleArn, context);
  const { Policy } = await context.call("iam", "GetPolicy", { PolicyArn: arn }, as);
  const VersionId = Policy?.DefaultVersionId ?? "v1";
  const { PolicyVersion } = await context.call("iam", "GetPolicyVersion", { PolicyArn: arn, VersionId }, as);
  return decodeURIComponent(PolicyVersion?.Document ?? "");
}
