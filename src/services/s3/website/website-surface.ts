import type { Surface } from "../../surface.ts";
import { whenCalled } from "../../when-called.ts";
import type { S3State } from "../state.ts";
import { createRequestId } from "../wire/request-id.ts";

const answerWebsite = whenCalled(async () => (await import("./answer-website.ts")).answerWebsite);

/** Buckets as websites, by host names of their own. Source: "Website endpoints". */
export const websiteSurface: Surface<S3State> = {
  name: "Website",
  hasOwnHosts: true,
  createRequestId,
  match: ({ host }) => websiteHost.exec(host)?.[1],
  answer: (bucket, request, { state, host }) => {
    const { method, path, headers, requestId } = request;
    return answerWebsite({ bucket, method, path, headers, host: headers.host ?? request.host, requestId }, state, host);
  },
};

/** `BUCKET.s3-website-REGION.amazonaws.com`, `BUCKET.s3-website.REGION.amazonaws.com`, and the same below a name of this machine. */
const websiteHost =
  /^(.+)\.s3-website(?:[.-][a-z]{2}(?:-[a-z]+)+-\d)?\.(?:amazonaws\.com|localhost(?:\.localstack\.cloud)?)(?:\.cn)?(?::\d+)?$/;
