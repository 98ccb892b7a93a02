/** What S3 can tell of, as its console groups it. Source: S3 user guide, "Event notification types and destinations". */
export const eventTypes = [
  { value: "s3:ObjectCreated:*", label: "All object create events", group: "Object creation" },
  { value: "s3:ObjectCreated:Put", label: "PUT", group: "Object creation" },
  { value: "s3:ObjectCreated:Post", label: "POST", group: "Object creation" },
  { value: "s3:ObjectCreated:Copy", label: "COPY", group: "Object creation" },
  { value: "s3:ObjectCreated:CompleteMultipartUpload", label: "Multipart upload completed", group: "Object creation" },
  { value: "s3:ObjectRemoved:*", label: "All object removal events", group: "Object removal" },
  { value: "s3:ObjectRemoved:Delete", label: "Permanently deleted", group: "Object removal" },
  { value: "s3:ObjectRemoved:DeleteMarkerCreated", label: "Delete marker created", group: "Object removal" },
  { value: "s3:ObjectRestore:*", label: "All restore object events", group: "Object restore" },
  { value: "s3:ObjectRestore:Post", label: "Restore initiated", group: "Object restore" },
  { value: "s3:ObjectRestore:Completed", label: "Restore completed", group: "Object restore" },
  { value: "s3:ObjectRestore:Delete", label: "Restored object expired", group: "Object restore" },
  { value: "s3:ObjectTagging:*", label: "All object tagging events", group: "Object tagging" },
  { value: "s3:ObjectTagging:Put", label: "Object tags added", group: "Object tagging" },
  { value: "s3:ObjectTagging:Delete", label: "Object tags deleted", group: "Object tagging" },
  { value: "s3:ObjectAcl:Put", label: "Object ACL events", group: "Object ACL" },
  { value: "s3:LifecycleExpiration:*", label: "All lifecycle expiration events", group: "Lifecycle" },
  { value: "s3:LifecycleExpiration:Delete", label: "Object expired", group: "Lifecycle" },
  {
    value: "s3:LifecycleExpiration:DeleteMarkerCreated",
    label: "Delete marker added by lifecycle expiration",
    group: "Lifecycle",
  },
  { value: "s3:LifecycleTransition", label: "Lifecycle transition events", group: "Lifecycle" },
] as const;

export function eventTypeLabel(value: string): string {
  return eventTypes.find((type) => type.value === value)?.label ?? value;
}
