import type { PolicyDetails, Schedule } from "@aws-sdk/client-dlm";
import type { Firing } from "../../../storage/database.ts";
import type { CallOptions, ServiceHost } from "../../service.ts";
import { callAs } from "../../targets/caller.ts";
import { type ManagedSnapshot, type Policy, policyArn } from "./policy.ts";
import { policyStore } from "./policy-store.ts";

/** A policy's time has come. */
export interface Run {
  readonly policy: Policy;
  readonly firing: Firing;
  readonly host: ServiceHost;
  readonly nowMs: number;
  /** Why something of it was not done. */
  readonly failed: string[];
  /** Something is to be done when its snapshot is completed: the policy runs again in some seconds. */
  waits: boolean;
}

export function scheduleOf({ Schedules = [] }: PolicyDetails, { schedule }: ManagedSnapshot): Schedule | undefined {
  return Schedules.find(({ Name = "" }) => Name === schedule);
}

export function managedSnapshots({ policy, host, firing }: Run): Promise<ManagedSnapshot[]> {
  return host.storage.partition(firing.from).read((tx) => policyStore.snapshots(tx, policy.id));
}

/** Changes what is known of a snapshot that is still the policy's. */
export async function changeManaged(
  { policyId, region, snapshotId }: ManagedSnapshot,
  { host, firing }: Run,
  changed: (snapshot: ManagedSnapshot) => ManagedSnapshot,
): Promise<void> {
  await host.storage.partition(firing.from).write(async (tx) => {
    const all = await policyStore.snapshots(tx, policyId);
    const found = all.find((each) => each.snapshotId === snapshotId && each.region === region);
    if (found) await policyStore.putSnapshot(tx, changed(found));
  });
}

export function asRole<T>({ policy, host, firing: { from } }: Run, call: (as: CallOptions) => Promise<T>): Promise<T> {
  const place = { account: from.account, region: from.region };
  const caller = { role: policy.roleArn, sessionName: "DataLifecycleManager", assumedBy: "dlm.amazonaws.com" };
  return callAs(host, caller, { source: { ...place, arn: policyArn(place, policy.id) }, at: place }, call);
}
