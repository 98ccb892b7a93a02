import type { ReadTransaction } from "../../../storage/database.ts";
import { resourceNotFound } from "../errors.ts";
import { type Policy, type PolicyVersion, policies } from "./policy.ts";

/** Throws if it is not there. */
export async function findPolicy(tx: ReadTransaction, name: string): Promise<Policy> {
  const policy = await policies.find(tx, name);
  if (!policy) throw resourceNotFound(`Policy not found: ${name}`);
  return policy;
}

export function versionOf({ versions }: Policy, id: string): PolicyVersion {
  const version = Object.hasOwn(versions, id) ? versions[id] : undefined;
  if (!version) throw resourceNotFound(`Policy version not found: ${id}`);
  return version;
}
