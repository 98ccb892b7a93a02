import type { StoredObject } from "./stored-object.ts";

/** How the restoring of an archived object stands, for `x-amz-restore`; undefined where there is none. Source: "HeadObject". */
export function restoreHeader({ attributes: { restore } }: StoredObject, nowMs: number): string | undefined {
  if (!restore || restore.expiresMs <= nowMs) return undefined;
  if (nowMs < restore.readyMs) return 'ongoing-request="true"';
  return `ongoing-request="false", expiry-date="${new Date(restore.expiresMs).toUTCString()}"`;
}
