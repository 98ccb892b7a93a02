import { servicePrincipal } from "../../principal.ts";
import type { ServiceHost } from "../../service.ts";
import type { Bucket } from "../buckets/bucket.ts";
import type { NotifierSource } from "./notifier.ts";

/** What S3 does by itself: lifecycles, and what becomes of a restore. */
export function byS3Itself({ account }: Bucket, host: ServiceHost): NotifierSource {
  return {
    host,
    requestId: host.random.text(16, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
    principal: servicePrincipal("s3.amazonaws.com", account),
    request: { headers: {}, sourceIp: "s3.amazonaws.com", endpoint: "", trailers: () => ({}) },
  };
}
