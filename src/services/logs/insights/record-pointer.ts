/** Which event a `@ptr` means: enough to find it again. */
export interface RecordPointer {
  readonly group: string;
  readonly eventId: string;
}

export function toRecordPointer({ group, eventId }: RecordPointer): string {
  return Buffer.from(`${eventId}${group}`).toString("base64url");
}

/** Undefined for what is no pointer. */
export function fromRecordPointer(text: string): RecordPointer | undefined {
  const [, eventId, group] = /^(\d{56})(.+)$/s.exec(Buffer.from(text, "base64url").toString()) ?? [];
  return eventId === undefined || group === undefined ? undefined : { group, eventId };
}
