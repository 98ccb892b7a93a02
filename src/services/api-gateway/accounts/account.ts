import type { Account } from "@aws-sdk/client-api-gateway";
import { parseArn } from "../../../platform/arn.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import { invalid } from "../errors.ts";
import { limits } from "../limits.ts";
import { type AccountRecord, ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { badPath, type Patch } from "../parts/patch.ts";

export async function accountOf(tx: ReadTransaction): Promise<AccountRecord> {
  return (await partStore.find(tx, ofAccount, "Account", "account")) ?? { id: "account" };
}

/** As it goes to a client. */
export function toAccount({ cloudwatchRoleArn }: AccountRecord): Account {
  return {
    ...(cloudwatchRoleArn !== undefined && { cloudwatchRoleArn }),
    throttleSettings: { burstLimit: limits.requestBurst, rateLimit: limits.requestsPerSecond },
    features: ["UsagePlans"],
    apiKeyVersion: "4",
  };
}

/** One operation of UpdateAccount. Source: "Patch operations", "UpdateAccount". */
export function patchAccount(account: AccountRecord, patch: Patch): AccountRecord {
  const { steps, op, value = "" } = patch;
  if (steps[0] === "features" && value === "UsagePlans" && op === "add") return account;
  if (steps[0] !== "cloudwatchRoleArn") throw badPath(patch);
  if (op === "remove" || value === "") return { id: account.id };
  const arn = parseArn(value);
  if (arn?.service !== "iam" || !arn.resource.startsWith("role/"))
    throw invalid(
      "The role ARN does not have required permissions configured. Please grant trust permission for API Gateway and add the required role policy.",
    );
  return { ...account, cloudwatchRoleArn: value };
}
