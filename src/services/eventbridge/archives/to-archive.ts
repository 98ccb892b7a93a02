import type { Replay as ReplayShape } from "@aws-sdk/client-eventbridge";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { busArn } from "../buses/event-bus.ts";
import { type Archive, archiveArn, archiveKey, type Replay } from "./archive.ts";
import { archivedStore } from "./archive-store.ts";

/** An archive as a list shows it, with what it holds. */
export async function toArchive(host: ServiceHost, at: Place, archive: Archive) {
  const read = (tx: ReadTransaction) => archivedStore.totals(tx);
  const { count, bytes } = await host.storage.partition(archiveKey(at, archive)).read(read);
  return {
    ArchiveName: archive.name,
    EventSourceArn: busArn(at, archive.bus),
    State: "ENABLED" as const,
    RetentionDays: archive.retentionDays,
    SizeBytes: bytes,
    EventCount: count,
    CreationTime: new Date(archive.createdMs),
  };
}

export function toReplay(at: Place, replay: Replay): ReplayShape {
  const { name, archive, state, reason, fromMs, toMs, startedMs, endedMs, lastReplayedMs } = replay;
  const toDate = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms));
  return {
    ReplayName: name,
    EventSourceArn: archiveArn(at, archive),
    State: state,
    StateReason: reason,
    EventStartTime: new Date(fromMs),
    EventEndTime: new Date(toMs),
    EventLastReplayedTime: toDate(lastReplayedMs),
    ReplayStartTime: new Date(startedMs),
    ReplayEndTime: toDate(endedMs),
  };
}
