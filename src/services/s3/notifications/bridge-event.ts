import type { Principal } from "../../principal.ts";
import type { RequestFacts } from "../../service.ts";
import type { Bucket } from "../buckets/bucket.ts";
import type { StoredObject } from "../objects/stored-object.ts";
import type { ObjectEvent } from "./event-names.ts";

/** An event as EventBridge has it. */
export interface BridgeEvent {
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What has happened to an object. */
interface Happened {
  readonly event: ObjectEvent;
  readonly object: StoredObject;
  readonly isVersioned: boolean;
  readonly sequencer: string;
}

interface Shape {
  readonly type: string;
  /** Which call, or what of AWS's own. */
  readonly reason?: string;
  readonly deletion?: "Permanently Deleted" | "Delete Marker Created";
  /** Members of the object beside its key and version. */
  readonly object: readonly ("size" | "etag" | "sequencer")[];
  readonly further?: (object: StoredObject) => Readonly<Record<string, unknown>>;
}

const created = (reason: string): Shape => ({
  type: "Object Created",
  reason,
  object: ["size", "etag", "sequencer"],
});
const tags = (type: string): Shape => ({ type, object: ["etag"] });
const sourceClass = ({ storageClass }: StoredObject) => ({ "source-storage-class": storageClass });

/** Source: "Amazon S3 event notification structure", "EventBridge event message structure". */
const shapes: Readonly<Record<ObjectEvent, Shape>> = {
  "ObjectCreated:Put": created("PutObject"),
  "ObjectCreated:Post": created("POST Object"),
  "ObjectCreated:Copy": created("CopyObject"),
  "ObjectCreated:CompleteMultipartUpload": created("CompleteMultipartUpload"),
  "ObjectRemoved:Delete": {
    type: "Object Deleted",
    reason: "DeleteObject",
    deletion: "Permanently Deleted",
    object: ["sequencer"],
  },
  "ObjectRemoved:DeleteMarkerCreated": {
    type: "Object Deleted",
    reason: "DeleteObject",
    deletion: "Delete Marker Created",
    object: ["etag", "sequencer"],
  },
  "LifecycleExpiration:Delete": {
    type: "Object Deleted",
    reason: "Lifecycle Expiration",
    deletion: "Permanently Deleted",
    object: ["sequencer"],
  },
  "LifecycleExpiration:DeleteMarkerCreated": {
    type: "Object Deleted",
    reason: "Lifecycle Expiration",
    deletion: "Delete Marker Created",
    object: ["etag", "sequencer"],
  },
  "ObjectTagging:Put": tags("Object Tags Added"),
  "ObjectTagging:Delete": tags("Object Tags Deleted"),
  "ObjectAcl:Put": { type: "Object ACL Updated", object: ["etag"] },
  "ObjectRestore:Post": { type: "Object Restore Initiated", object: ["size", "etag"], further: sourceClass },
  "ObjectRestore:Completed": {
    type: "Object Restore Completed",
    object: ["size", "etag"],
    further: (object) => ({
      ...sourceClass(object),
      "restore-expiry-time": toSeconds(object.attributes.restore?.expiresMs ?? 0),
    }),
  },
  "ObjectRestore:Delete": { type: "Object Restore Expired", object: ["etag"] },
  LifecycleTransition: {
    type: "Object Storage Class Changed",
    object: ["size", "etag"],
    further: ({ storageClass }) => ({ "destination-storage-class": storageClass }),
  },
};

/** The event that goes to the default bus of the bucket's account. */
export function toBridgeEvent(
  { principal, requestId, request }: { principal: Principal; requestId: string; request: RequestFacts },
  bucket: Bucket,
  { event, object, isVersioned, sequencer }: Happened,
): BridgeEvent {
  const { type, reason, deletion, object: members, further } = shapes[event];
  const isService = principal.kind === "service";
  const facts = { size: object.sizeBytes, etag: object.etag || emptyMd5, sequencer };
  return {
    detailType: type,
    detail: {
      version: "0",
      bucket: { name: bucket.name },
      object: {
        key: object.key,
        ...Object.fromEntries(members.map((name) => [name, facts[name]])),
        ...(isVersioned && { "version-id": object.versionId }),
      },
      "request-id": requestId,
      requester: isService ? principal.arn : principal.account,
      ...(!isService && { "source-ip-address": request.sourceIp }),
      ...(reason !== undefined && { reason }),
      ...(deletion !== undefined && { "deletion-type": deletion }),
      ...further?.(object),
    },
  };
}

const emptyMd5 = "d41d8cd98f00b204e9800998ecf8427e";

function toSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
