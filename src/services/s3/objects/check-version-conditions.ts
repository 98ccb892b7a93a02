import { isNamed } from "../../../platform/aws-error.ts";
import type { S3Context } from "../operation.ts";
import { checkReadConditions } from "./conditions.ts";
import type { StoredObject } from "./stored-object.ts";

export interface ConditionInput {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
}

/** The conditions of GetObject and HeadObject. A 304 tells which version the client's copy is the same as. */
export function checkVersionConditions(context: S3Context, object: StoredObject, input: ConditionInput): void {
  try {
    checkReadConditions(object, {
      ifMatch: input.IfMatch,
      ifNoneMatch: input.IfNoneMatch,
      ifModifiedSince: input.IfModifiedSince,
      ifUnmodifiedSince: input.IfUnmodifiedSince,
      nowMs: context.host.clock.nowMs(),
    });
  } catch (error) {
    if (isNamed(error, "NotModified")) {
      context.responseHeaders.etag = `"${object.etag}"`;
      context.responseHeaders["last-modified"] = new Date(object.modifiedMs).toUTCString();
      const cacheControl = object.headers.CacheControl;
      if (cacheControl !== undefined) context.responseHeaders["cache-control"] = cacheControl;
    }
    throw error;
  }
}
