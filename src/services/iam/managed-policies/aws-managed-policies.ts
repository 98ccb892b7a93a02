import { createHash } from "node:crypto";
import { ownValue } from "../../../platform/own-value.ts";
import { alphabets } from "../../../platform/random.ts";
import type { ManagedPolicy } from "../entities/entity.ts";
import data from "./aws-managed-policies.json" with { type: "json" };

/** The AWS managed policies that Squall has, the same in every account. Source: "AWS Managed Policy Reference". */
export function listAwsManagedPolicies(partition: string): ManagedPolicy[] {
  return Object.keys(policies).map((arn) =>
    toPolicy(arn.replace(/^arn:aws:/, `arn:${partition}:`), policies[arn] as Stored),
  );
}

/** Undefined for an ARN that is none of them. */
export function findAwsManagedPolicy(arn: string): ManagedPolicy | undefined {
  const key = arn.replace(/^arn:aws[a-z-]*:/, "arn:aws:");
  const stored = ownValue(policies, key);
  return stored && toPolicy(arn, stored);
}

interface Stored {
  readonly createdOn: string;
  readonly updatedOn: string;
  readonly versionId: string;
  readonly document: unknown;
}

const policies: Readonly<Record<string, Stored>> = data;

/** Of AWS's policies only the default version is known. */
function toPolicy(arn: string, { createdOn, updatedOn, versionId, document }: Stored): ManagedPolicy {
  const pathAndName = arn.slice(arn.indexOf(":policy/") + ":policy".length);
  const nameAt = pathAndName.lastIndexOf("/") + 1;
  const updatedMs = Date.parse(updatedOn);
  // Each partition has its own copy, which speaks of its own resources.
  const text = JSON.stringify(document).replaceAll('"arn:aws:', `"${arn.slice(0, arn.indexOf(":iam:"))}:`);
  return {
    name: pathAndName.slice(nameAt),
    path: pathAndName.slice(0, nameAt),
    id: idOf(arn),
    arn,
    createdMs: Date.parse(createdOn),
    updatedMs,
    description: undefined,
    tags: {},
    defaultVersionId: versionId,
    nextVersion: Number(versionId.slice(1)) + 1,
    versions: [{ id: versionId, document: text, createdMs: updatedMs }],
  };
}

function idOf(arn: string): string {
  const bytes = createHash("sha256").update(arn).digest();
  return `ANPA${[...bytes.subarray(0, 17)].map((byte) => alphabets.base32[byte % alphabets.base32.length]).join("")}`;
}
