/** The events that Squall's operations make. */
export type EventName = ObjectEvent | ReplicationEvent;

/** Of copies. EventBridge is told nothing of them. Source: "Using EventBridge", event types. */
export type ReplicationEvent =
  | "Replication:OperationFailedReplication"
  | "Replication:OperationNotTracked"
  | "Replication:OperationMissedThreshold"
  | "Replication:OperationReplicatedAfterThreshold";

export type ObjectEvent =
  | "ObjectCreated:Put"
  | "ObjectCreated:Post"
  | "ObjectCreated:Copy"
  | "ObjectCreated:CompleteMultipartUpload"
  | "ObjectRemoved:Delete"
  | "ObjectRemoved:DeleteMarkerCreated"
  | "ObjectTagging:Put"
  | "ObjectTagging:Delete"
  | "ObjectAcl:Put"
  | "ObjectRestore:Post"
  | "ObjectRestore:Completed"
  | "ObjectRestore:Delete"
  | "LifecycleExpiration:Delete"
  | "LifecycleExpiration:DeleteMarkerCreated"
  | "LifecycleTransition";

/** What a configuration may name. Source: "Supported event types for SQS, SNS, and Lambda". */
export const configurableEvents: ReadonlySet<string> = new Set([
  "s3:ReducedRedundancyLostObject",
  "s3:ObjectCreated:*",
  "s3:ObjectCreated:Put",
  "s3:ObjectCreated:Post",
  "s3:ObjectCreated:Copy",
  "s3:ObjectCreated:CompleteMultipartUpload",
  "s3:ObjectRemoved:*",
  "s3:ObjectRemoved:Delete",
  "s3:ObjectRemoved:DeleteMarkerCreated",
  "s3:ObjectRestore:*",
  "s3:ObjectRestore:Post",
  "s3:ObjectRestore:Completed",
  "s3:ObjectRestore:Delete",
  "s3:Replication:*",
  "s3:Replication:OperationFailedReplication",
  "s3:Replication:OperationNotTracked",
  "s3:Replication:OperationMissedThreshold",
  "s3:Replication:OperationReplicatedAfterThreshold",
  "s3:LifecycleTransition",
  "s3:IntelligentTiering",
  "s3:ObjectAcl:Put",
  "s3:LifecycleExpiration:*",
  "s3:LifecycleExpiration:Delete",
  "s3:LifecycleExpiration:DeleteMarkerCreated",
  "s3:ObjectTagging:*",
  "s3:ObjectTagging:Put",
  "s3:ObjectTagging:Delete",
]);

export function isReplicationEvent(event: EventName): event is ReplicationEvent {
  return event.startsWith("Replication:");
}

/** Whether two names, each of which may end in `*`, have an event in common. */
export function haveCommonEvent(a: string, b: string): boolean {
  return covers(a, b) || covers(b, a);
}

/** Whether a configured name stands for an event: `s3:ObjectCreated:*` for `ObjectCreated:Put`. */
export function coversEvent(configured: string, event: EventName): boolean {
  return covers(configured, `s3:${event}`);
}

function covers(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}
