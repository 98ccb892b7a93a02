import { regionKey } from "../../block-storage/region-key.ts";
import type { SnapshotLock } from "../../block-storage/snapshots/snapshot.ts";
import { lockEndsMs, lockStateOf } from "../../block-storage/snapshots/snapshot-lock.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import {
  dryRun,
  invalidParameterCombination,
  invalidParameterValue,
  lockCannotBeChanged,
  missingParameter,
} from "../errors.ts";
import { limits } from "../limits.ts";
import type { Ec2Operation } from "../operation.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";
import { toLock } from "../snapshots/to-lock.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** Nobody deletes the snapshot for a while; or a lock that is there is changed, as far as its mode lets it. */
export const lockSnapshot: Ec2Operation<"LockSnapshot"> = async (input, context) => {
  const { SnapshotId: id, LockMode: mode, CoolOffPeriod: coolOffHours, LockDuration, ExpirationDate, DryRun } = input;
  if (id === undefined) throw missingParameter("SnapshotId");
  if (mode === undefined) throw missingParameter("LockMode");
  if (mode !== "governance" && mode !== "compliance")
    throw invalidParameterValue(`Value (${mode}) for parameter lockMode is invalid.`);
  if (LockDuration !== undefined && ExpirationDate !== undefined)
    throw invalidParameterCombination("The parameter LockDuration cannot be used with the parameter ExpirationDate");
  if (LockDuration === undefined && ExpirationDate === undefined) throw missingParameter("LockDuration");
  if (LockDuration !== undefined && (LockDuration < 1 || LockDuration > limits.lockDays))
    throw invalidParameterValue(
      `Value (${LockDuration}) for parameter lockDuration is invalid. It must be between 1 and ${limits.lockDays} days.`,
    );
  if (coolOffHours !== undefined && mode === "governance")
    throw invalidParameterCombination("CoolOffPeriod can be specified in compliance mode only.");
  if (coolOffHours !== undefined && (coolOffHours < 1 || coolOffHours > limits.coolOffHours))
    throw invalidParameterValue(
      `Value (${coolOffHours}) for parameter coolOffPeriod is invalid. It must be between 1 and ${limits.coolOffHours} hours.`,
    );
  const { storage, clock } = context.host;
  const nowMs = clock.nowMs();
  const expiresMs = ExpirationDate?.getTime();
  if (expiresMs !== undefined && expiresMs < nowMs + dayMs)
    throw invalidParameterValue("The expiration date must be at least one day in the future.");
  return storage.partition(regionKey(context)).write(async (tx) => {
    const snapshot = await findSnapshot(tx, id);
    const former = snapshot.lock && lockStateOf(snapshot.lock, nowMs) !== "expired" ? snapshot.lock : undefined;
    const lock: SnapshotLock = {
      mode,
      createdMs: former?.createdMs ?? nowMs,
      coolOffHours: mode === "compliance" ? (coolOffHours ?? former?.coolOffHours) : undefined,
      durationDays: LockDuration ?? Math.ceil(((expiresMs ?? nowMs) - nowMs) / dayMs),
      startedMs: former?.startedMs ?? (snapshot.state === "completed" ? nowMs : undefined),
      expiresMs,
    };
    if (former && lockStateOf(former, nowMs) === "compliance") {
      const isShorter = (lockEndsMs(lock) ?? 0) < (lockEndsMs(former) ?? 0);
      if (mode !== "compliance" || coolOffHours !== undefined || isShorter) throw lockCannotBeChanged(id);
    }
    if (DryRun) throw dryRun();
    await snapshotStore.put(tx, { ...snapshot, lock });
    return toLock(id, lock, nowMs);
  });
};
