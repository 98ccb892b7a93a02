import { parseArn } from "../../../platform/arn.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import { listOf, type PolicyDocument, statementsOf } from "../../policy-language/document.ts";
import { entityStore } from "../entities/entity-store.ts";
import { invalidPrincipal, malformedPolicy, quotaExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import { findTrustPolicyFault } from "../policy/validate-document.ts";
import { policySize } from "../policy-holders/policy-holder.ts";

/** Whether the document can be a trust policy at all. */
export function checkTrustPolicy(document: string): void {
  const fault = findTrustPolicyFault(document);
  if (fault) throw malformedPolicy(fault);
  if (policySize(document) > limits.ACLSizePerRole) throw quotaExceeded("ACLSizePerRole", limits.ACLSizePerRole);
}

/** Whether there is everybody whom the policy trusts. Of other accounts only the form can be checked. */
export async function checkTrustedPrincipals(tx: ReadTransaction, account: string, document: string): Promise<void> {
  for (const { Principal, NotPrincipal } of statementsOf(JSON.parse(document) as PolicyDocument)) {
    const named = Principal ?? NotPrincipal ?? "*";
    if (named === "*") continue;
    for (const name of listOf(named.AWS))
      if (!(await isPrincipal(tx, account, name))) throw invalidPrincipal("AWS", name);
    for (const name of listOf(named.Service)) if (!servicePattern.test(name)) throw invalidPrincipal("SERVICE", name);
  }
}

const servicePattern = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal)$/;
/** An account's number, everybody, or the unique id of a role or user. */
const plainPattern = /^(\*|\d{12}|A(ROA|IDA)[A-Z2-7]{10,})$/;

async function isPrincipal(tx: ReadTransaction, account: string, name: string): Promise<boolean> {
  if (plainPattern.test(name)) return true;
  const arn = parseArn(name);
  if (!arn || !/^\d{12}$/.test(arn.account)) return false;
  if (arn.service === "sts") return /^(assumed-role|federated-user)\/./.test(arn.resource);
  const [, kind, entity = ""] = /^(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn.resource) ?? [];
  if (arn.service !== "iam" || !kind) return arn.service === "iam" && arn.resource === "root";
  if (arn.account !== account) return true;
  return (await entityStore.find(tx, kind as "user" | "role", entity))?.arn === name;
}
