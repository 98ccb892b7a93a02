import type { ReadTransaction } from "../../../storage/database.ts";
import { policyNotFound } from "../errors.ts";
import type { Policy } from "./policy.ts";
import { policyStore } from "./policy-store.ts";

export async function findPolicy(tx: ReadTransaction, id: string): Promise<Policy> {
  const policy = await policyStore.find(tx, id);
  if (!policy) throw policyNotFound(id);
  return policy;
}

/** By the ARN that tags are asked for by. */
export function idOfArn(arn: string): string {
  const [, id] = /^arn:[^:]+:dlm:[^:]*:\d{12}:policy\/(policy-[0-9a-f]+)$/.exec(arn) ?? [];
  if (id === undefined) throw policyNotFound(arn);
  return id;
}
