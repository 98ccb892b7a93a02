import type { LifecyclePolicy, PolicyDetails } from "@aws-sdk/client-dlm";
import { partitionOf } from "../../../platform/arn.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";

export interface Policy {
  readonly id: string;
  readonly description: string;
  readonly state: "ENABLED" | "DISABLED" | "ERROR";
  readonly message: string | undefined;
  readonly roleArn: string;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly details: PolicyDetails;
  readonly tags: Tags;
  /** When each schedule runs next, in their order. */
  readonly nextMs: readonly number[];
}

/** A snapshot that a policy has made, and is to delete. */
export interface ManagedSnapshot {
  readonly policyId: string;
  readonly schedule: string;
  readonly region: string;
  readonly snapshotId: string;
  /** What it is of: snapshots are counted for each volume. */
  readonly volumeId: string;
  readonly createdMs: number;
  /** When it is deleted, where that goes by age. */
  readonly expiresMs: number | undefined;
  /** Regions that it is still to be copied to. */
  readonly copies: readonly string[];
  /** What is still to be done about who has it. */
  readonly sharing?: readonly Sharing[] | undefined;
  /** Where it is to be restored fast, or is, until it is not any more. */
  readonly fastRestore?: ManagedFastRestore | undefined;
  /** When it was moved to the archive: from then on its number or age there counts. */
  readonly archivedMs?: number | undefined;
}

export interface Sharing {
  readonly accounts: readonly string[];
  /** When it is taken from them again; undefined for never. */
  readonly untilMs: number | undefined;
  readonly isShared: boolean;
}

export interface ManagedFastRestore {
  readonly zones: readonly string[];
  /** Undefined where it goes by number. */
  readonly untilMs: number | undefined;
  readonly isOn: boolean;
}

export function policiesKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: "dlm.policies", name: "" };
}

export function policyArn({ account, region }: Place, id: string): string {
  return `arn:${partitionOf(region)}:dlm:${region}:${account}:policy/${id}`;
}

/** The timer of a policy; the key is its id. */
export const runTimer = "dlm.run";

export function toPolicy(policy: Policy, place: Place): LifecyclePolicy {
  return {
    PolicyId: policy.id,
    Description: policy.description,
    State: policy.state,
    StatusMessage: policy.message ?? policy.state,
    ExecutionRoleArn: policy.roleArn,
    DateCreated: new Date(policy.createdMs),
    DateModified: new Date(policy.modifiedMs),
    PolicyDetails: policy.details,
    Tags: policy.tags,
    PolicyArn: policyArn(place, policy.id),
    DefaultPolicy: false,
  };
}
