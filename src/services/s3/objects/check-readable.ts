import { invalidObjectState } from "../errors.ts";
import type { StoredObject } from "./stored-object.ts";

/** Throws InvalidObjectState for an archived object without a restored copy. Source: "Working with archived objects". */
export function checkReadable({ storageClass, attributes: { restore } }: StoredObject, nowMs: number): void {
  if (!isArchived(storageClass)) return;
  if (restore && restore.readyMs <= nowMs && nowMs < restore.expiresMs) return;
  throw invalidObjectState(storageClass);
}

/** Whether it would have to be restored before it can be read. */
export function isArchived(storageClass: string): boolean {
  return storageClass === "GLACIER" || storageClass === "DEEP_ARCHIVE";
}
