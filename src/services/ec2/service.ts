import { eachBlob } from "../block-storage/blocks/each-blob.ts";
import { answerForVolumes } from "../block-storage/layers/shared-volumes.ts";
import {
  createStorageState,
  resetStorage,
  type StorageState,
  startStorage,
  stopStorage,
} from "../block-storage/layers/storage-state.ts";
import { storedDisks } from "../block-storage/stored-disks.ts";
import { storageEventOrder, tellStorageEvent } from "../block-storage/tell-storage.ts";
import { recordUsedOnce } from "../block-storage/used-once.ts";
import { defineService } from "../service.ts";
import { whenCalled } from "../when-called.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import { stateOrder, tellState } from "./instances/tell-state.ts";
import { migrations } from "./migrations.ts";
import type { Ec2 } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { wireHabits } from "./resources/wire-habits.ts";

/** Instances as records with a life, and the network that they are in. */
export const ec2 = defineService<Ec2, StorageState>({
  name: "ec2",
  migrations,
  access: accessRules,
  needsNoSpace,
  create: createStorageState,
  start: (state, host) => {
    answerForVolumes(state);
    return startStorage(state, host);
  },
  stop: stopStorage,
  reset: resetStorage,
  blobs: ({ storage }) => eachBlob(storage),
  effects: {
    "instance-usage": {
      receive: whenCalled(async () => (await import("./instances/meter.ts")).recordInstanceUsage),
    },
    "instance-state": { receive: tellState, order: stateOrder },
    "storage-usage": { receive: recordUsedOnce },
    "storage-event": { receive: tellStorageEvent, order: storageEventOrder },
  },
  timers: {
    "drop-snapshot": {
      fire: whenCalled(async () => (await import("../block-storage/snapshots/drop-snapshot.ts")).dropSnapshot),
    },
    "check-instances": {
      fire: whenCalled(async () => (await import("./instances/check-instances.ts")).checkInstances),
    },
    "drop-image": { fire: whenCalled(async () => (await import("./images/recycle-bin.ts")).dropImage) },
    "tier-snapshot": { fire: whenCalled(async () => (await import("./snapshots/settle-tier.ts")).settleTier) },
    "settle-fast-restore": {
      fire: whenCalled(async () => (await import("./snapshots/settle-fast-restore.ts")).settleFastRestore),
    },
    "make-snapshot": {
      fire: whenCalled(async () => (await import("../block-storage/snapshots/make-snapshot.ts")).makeSnapshot),
    },
    "settle-volume": { fire: whenCalled(async () => (await import("./volumes/settle-volume.ts")).settleVolume) },
    "meter-instance": { fire: whenCalled(async () => (await import("./instances/meter.ts")).meterInstance) },
    "stored-disks": storedDisks,
    "settle-instance": {
      fire: whenCalled(async () => (await import("./instances/settle-instance.ts")).settleInstance),
    },
  },
  userControl: {
    "volumes/serve": whenCalled(async () => (await import("../block-storage/nbd/serve-volume.ts")).serveVolume),
  },
  wire: wireHabits,
  operations,
});
