import type { RestoreRequest } from "@aws-sdk/client-s3";
import { openBucket } from "../buckets/open-bucket.ts";
import { invalidObjectState, malformedXml, notImplemented, restoreInProgress } from "../errors.ts";
import { createNotifier } from "../notifications/notifier.ts";
import { setRestoreTimer } from "../notifications/restore-timer.ts";
import { changeAttributes } from "../objects/change-attributes.ts";
import { isArchived, isRestored } from "../objects/check-readable.ts";
import type { StoredObject } from "../objects/stored-object.ts";
import type { S3Operation } from "../operation.ts";

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/**
 * Restores an archived object for some days: it can be read once the tier's time has passed, by the injected clock. Asked again while it
 * is restored, the days count anew. Source: "Understanding archive retrieval options".
 */
export const restoreObject: S3Operation<"RestoreObject"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const { days, tier } = readRequest(input.RestoreRequest);
  const nowMs = context.host.clock.nowMs();
  const notifier = createNotifier(context, bucket);
  const before = await changeAttributes(context, bucket, input, async (tx, object, row) => {
    const { restore } = object.attributes;
    if (restore && nowMs < restore.readyMs) throw restoreInProgress();
    const isReady = isRestored(object, nowMs);
    const readyMs = isReady && restore ? restore.readyMs : nowMs + durationOf(object, tier);
    if (!isReady) await notifier.emit(tx, row, "ObjectRestore:Post", object);
    const restored = { readyMs, expiresMs: endOf(Math.max(readyMs, nowMs), days) };
    await setRestoreTimer(tx, { key: object.key, versionId: object.versionId, ...restored }, nowMs);
    return { ...object.attributes, restore: restored };
  });
  context.responseStatus = isRestored(before, nowMs) ? 200 : 202;
  return {};
};

function readRequest(request: RestoreRequest | undefined): { days: number; tier: string } {
  if (request?.Type ?? request?.SelectParameters ?? request?.OutputLocation) throw notImplemented("SELECT of archives");
  const days = request?.Days;
  const tier = request?.GlacierJobParameters?.Tier ?? request?.Tier ?? "Standard";
  if (days === undefined || days < 1 || !tiers.has(tier)) throw malformedXml();
  return { days, tier };
}

const tiers: ReadonlySet<string> = new Set(["Standard", "Bulk", "Expedited"]);

/** The longest time that AWS names for a tier. Throws InvalidObjectState for an object that is not archived. */
function durationOf({ storageClass }: StoredObject, tier: string): number {
  if (!isArchived(storageClass)) throw invalidObjectState(storageClass);
  const isDeep = storageClass === "DEEP_ARCHIVE";
  if (tier === "Expedited") {
    if (isDeep) throw notImplemented("expedited retrieval from DEEP_ARCHIVE, which AWS does not have either");
    return 5 * 60 * 1000;
  }
  if (tier === "Bulk") return (isDeep ? 48 : 12) * hourMs;
  return (isDeep ? 12 : 5) * hourMs;
}

/** The copy goes at the midnight (UTC) after its days. */
function endOf(fromMs: number, days: number): number {
  return Math.ceil((fromMs + days * dayMs) / dayMs) * dayMs;
}
