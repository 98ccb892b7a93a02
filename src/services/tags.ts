/**
 * A resource's tags as they are kept. How many there may be, which keys are reserved, whether keys differ by case and how a refusal is worded is each
 * service's own: see its `tags/`.
 */
export type Tags = Readonly<Record<string, string>>;

/** As most services have them on the wire. The SDK's type has both members optional; the wire refuses a tag without them. */
export type TagList = readonly { readonly Key: string | undefined; readonly Value: string | undefined }[];

export function toTagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Keys that are not there are none to remove: no service minds. */
export function withoutTags(tags: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}
