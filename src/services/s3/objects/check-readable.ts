import { invalidObjectState } from "../errors.ts";
import type { StoredObject } from "./stored-object.ts";

/** Throws InvalidObjectState for an archived object without a restored copy. Source: "Working with archived objects". */
export function checkReadable(object: StoredObject, nowMs: number): void {
  if (!isReadable(object, nowMs)) throw invalidObjectState(object.storageClass);
}

export function isReadable(object: StoredObject, nowMs: number): boolean {
  return !isArchived(object.storageClass) || isRestored(object, nowMs);
}

/** Whether there is a restored copy now. */
export function isRestored({ attributes: { restore } }: StoredObject, nowMs: number): boolean {
  return restore !== undefined && restore.readyMs <= nowMs && nowMs < restore.expiresMs;
}

/** Whether it would have to be restored before it can be read. */
export function isArchived(storageClass: string): boolean {
  return storageClass === "GLACIER" || storageClass === "DEEP_ARCHIVE";
}
