/**
 * *Something has changed in a stream's shard*, from who writes to who waits for it, on whichever node. A hint: who waits looks by itself, too. The name is the
 * stream's ARN and the shard's id.
 */
export const changeWakeKind = "stream-shard";

export function changeWakeName(streamArn: string, shardId: string): string {
  return `${streamArn} ${shardId}`;
}
