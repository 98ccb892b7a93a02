import type { OperationTable } from "../services/operation-table.ts";
import type { S3State } from "../services/s3/state.ts";
import { answerWebsite } from "../services/s3/website/answer-website.ts";
import type { WireResponse } from "../wire/wire.ts";
import type { HttpRequest } from "./http/http-request.ts";

/** Answers requests whose host is a bucket's website; undefined for all others. Source: "Website endpoints". */
export function createBucketWebsites(
  table: OperationTable,
): (request: HttpRequest) => Promise<WireResponse> | undefined {
  return (request) => {
    const bucket = websiteHost.exec(request.host)?.[1];
    return bucket === undefined ? undefined : answer(bucket, request, table);
  };
}

/** `BUCKET.s3-website-REGION.amazonaws.com`, `BUCKET.s3-website.REGION.amazonaws.com`, and the same below a name of this machine. */
const websiteHost =
  /^(.+)\.s3-website(?:[.-][a-z]{2}(?:-[a-z]+)+-\d)?\.(?:amazonaws\.com|localhost(?:\.localstack\.cloud)?)(?:\.cn)?(?::\d+)?$/;

async function answer(bucket: string, request: HttpRequest, table: OperationTable): Promise<WireResponse> {
  const s3 = table.services.get("s3");
  if (!s3) throw new Error("there is no service for websites");
  const { method, path, headers } = request;
  const site = { bucket, method, path, headers, host: headers.host ?? request.host };
  return answerWebsite(site, s3.state as S3State, table.host);
}
