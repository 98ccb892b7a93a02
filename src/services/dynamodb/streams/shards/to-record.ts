import { createHash } from "node:crypto";
import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import type { Change } from "../../changes/change-store.ts";
import { attributeOf, type Item, setAttribute } from "../../values/attribute-value.ts";
import { itemSize } from "../../values/item-size.ts";
import { shardIdOf, toSequenceNumber } from "./shard.ts";
import type { KnownStream } from "./stream.ts";

/** A change as a stream tells it: what its view shows of the item before and after. Source: "Record" of the API Reference of DynamoDB Streams. */
export function toRecord({ arn, table, stream }: KnownStream, partition: number, change: Change): _Record {
  const { old, new: made, sequence, actor } = change;
  const item = (made ?? old)?.item ?? {};
  const Keys: Item = {};
  for (const { name } of table.key) setAttribute(Keys, name, attributeOf(item, name) ?? { NULL: true });
  const { view } = stream;
  const NewImage = view === "NEW_IMAGE" || view === "NEW_AND_OLD_IMAGES" ? made?.item : undefined;
  const OldImage = view === "OLD_IMAGE" || view === "NEW_AND_OLD_IMAGES" ? old?.item : undefined;
  const shardId = shardIdOf(stream.createdMs, partition);
  return {
    eventID: createHash("md5").update(`${arn} ${shardId} ${sequence}`).digest("hex"),
    eventName: !old ? "INSERT" : made ? "MODIFY" : "REMOVE",
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: table.region,
    dynamodb: {
      // AWS tells whole seconds.
      ApproximateCreationDateTime: new Date(Math.floor(change.atMs / 1_000) * 1_000),
      Keys,
      NewImage,
      OldImage,
      SequenceNumber: toSequenceNumber(partition, sequence),
      SizeBytes: itemSize(Keys) + (NewImage ? (made?.size ?? 0) : 0) + (OldImage ? (old?.size ?? 0) : 0),
      StreamViewType: view,
    },
    userIdentity: actor === "" ? undefined : { PrincipalId: actor, Type: "Service" },
  };
}
