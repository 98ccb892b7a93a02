import type { Surface } from "../../surface.ts";
import { whenCalled } from "../../when-called.ts";
import type { S3State } from "../state.ts";
import { createRequestId } from "../wire/request-id.ts";
import { subResourceNames } from "../wire/sub-resource.ts";

const answerForm = whenCalled(async () => (await import("./answer-form.ts")).answerForm);

/** Forms with which a browser uploads a file to a bucket (S3's POST Object). Source: "Browser-based uploads using POST". */
export const formSurface: Surface<S3State> = {
  name: "PostObject",
  hasOwnHosts: false,
  isOfApi: true,
  createRequestId,
  inputOf: (bucket) => ({ Bucket: bucket }),
  match: ({ method, headers, path, query }, api) => {
    if (method !== "POST" || !headers["content-type"]?.startsWith("multipart/form-data")) return undefined;
    // A form goes to the bucket: an object or a sub-resource (`?delete`) takes none.
    if (headers.authorization !== undefined || query.some(([name]) => subResourceNames.has(name))) return undefined;
    const found = api();
    if (!found) return undefined;
    if (found.resource === undefined) return /^\/([^/]+)\/?$/.exec(path)?.[1];
    return path === "/" ? found.resource : undefined;
  },
  answer: (bucket, request, { host }) => answerForm(bucket, request, host),
};
