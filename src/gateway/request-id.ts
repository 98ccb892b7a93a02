import { toHostId } from "../platform/host-id.ts";
import type { Random } from "../platform/random.ts";
import type { WireResponse } from "../wire/wire.ts";
import type { Target } from "./identify.ts";

const s3Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A UUID for every service but S3, whose ids are 16 characters. */
export function createRequestId({ facts }: Target, uuid: string, random: Random): string {
  return facts.name === "s3" ? random.text(16, s3Alphabet) : uuid;
}

/** S3 tells its id under other names than the rest, and a second, longer one. */
export function withRequestId(response: WireResponse, target: Target | undefined, requestId: string): WireResponse {
  if (target?.facts.name !== "s3") response.headers["x-amzn-RequestId"] = requestId;
  else {
    response.headers["x-amz-request-id"] = requestId;
    response.headers["x-amz-id-2"] ??= toHostId(requestId);
  }
  return response;
}
