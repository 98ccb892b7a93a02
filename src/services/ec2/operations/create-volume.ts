import { regionKey } from "../../block-storage/region-key.ts";
import { settingsStore } from "../../block-storage/settings-store.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { volumeStore } from "../../block-storage/volumes/volume-store.ts";
import { dryRun, invalidParameterValue, missingParameter, notSupported, otherParameters } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Ec2Operation } from "../operation.ts";
import { findShared, findSource } from "../snapshots/find-source.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";
import { type AskedVolume, findZone, makeVolume, sha256, shapeOfRequest } from "../volumes/make-volume.ts";
import { toVolume } from "../volumes/to-volume.ts";

/** Makes a volume, empty or of a snapshot. With a client token that was used before it gives the one that was made then. */
export const createVolume: Ec2Operation<"CreateVolume"> = async (input, context) => {
  const { DryRun, OutpostArn, VolumeInitializationRate, Operator, ...asked } = input;
  const { SnapshotId: snapshotId, ClientToken: clientToken, TagSpecifications } = asked;
  if (OutpostArn !== undefined) throw notSupported("OutpostArn");
  if (VolumeInitializationRate !== undefined) throw notSupported("VolumeInitializationRate");
  if (Operator !== undefined) throw notSupported("Operator");
  if (asked.Size === undefined && !snapshotId) throw missingParameter("size/snapshot");
  if (clientToken !== undefined && clientToken.length > limits.clientTokenLength)
    throw invalidParameterValue(`The client token is longer than ${limits.clientTokenLength} characters.`);
  const tokenInput = clientToken === undefined ? undefined : sha256(JSON.stringify(asked));
  const request: AskedVolume = {
    zone: findZone(asked.AvailabilityZone, asked.AvailabilityZoneId, context),
    kind: asked.VolumeType,
    sizeGiB: asked.Size,
    iops: asked.Iops,
    throughput: asked.Throughput,
    isMultiAttach: asked.MultiAttachEnabled ?? false,
    isEncrypted: asked.Encrypted,
    kmsKeyId: asked.KmsKeyId,
    tags: readTagSpecifications(TagSpecifications, ["volume"]).get("volume") ?? {},
    clientToken,
    tokenInput,
  };
  if (!snapshotId) shapeOfRequest(request, undefined);
  const shared = snapshotId ? await findShared(context.host.storage, snapshotId, context) : undefined;
  return context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const former = clientToken === undefined ? undefined : await volumeStore.findOfToken(tx, clientToken);
    if (former) {
      if (former.tokenInput !== tokenInput) throw otherParameters(clientToken ?? "");
      return toVolume(former, await tagStore.find(tx, former.id), context);
    }
    const source = snapshotId ? await findSource(tx, snapshotId, context, shared) : undefined;
    const { isEncryptedByDefault: isEncrypted, defaultKeyId: kmsKeyId } = await settingsStore.find(tx);
    const volume = await makeVolume(tx, request, source, { isEncrypted, kmsKeyId }, context);
    if (DryRun) throw dryRun();
    return toVolume(volume, request.tags, context);
  });
};
