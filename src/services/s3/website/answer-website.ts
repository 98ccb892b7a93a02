import { Readable } from "node:stream";
import type { WebsiteConfiguration } from "@aws-sdk/client-s3";
import { AwsError, isNamed } from "../../../platform/aws-error.ts";
import { toHostId } from "../../../platform/host-id.ts";
import { anonymousPrincipal } from "../../principal.ts";
import type { CallOptions, ServiceHost } from "../../service.ts";
import type { Bucket } from "../buckets/bucket.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import { methodNotAllowed, noSuchBucket, noSuchWebsiteConfiguration } from "../errors.ts";
import type { S3State } from "../state.ts";
import { toErrorPage } from "./error-page.ts";
import { encodePath, findRoutingRule, type Redirection, toRedirection, type Visited } from "./routing.ts";

export interface WebsiteRequest {
  readonly bucket: string;
  readonly method: string;
  readonly requestId: string;
  /** Percent-encoded, with the slash that begins it. */
  readonly path: string;
  readonly host: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface WebsiteAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Readable | Buffer | string | undefined;
  /** As an operation's input names what was asked for. */
  readonly input?: Readonly<Record<string, unknown>>;
}

interface Site {
  readonly bucket: Bucket;
  readonly configuration: WebsiteConfiguration;
  readonly request: WebsiteRequest;
  readonly host: ServiceHost;
}

/**
 * A bucket as a website: pages, index and error documents, redirects. Visitors are nobody in particular, so what they may see is what
 * the bucket's policy gives to everybody. Source: "Hosting a static website using Amazon S3".
 */
export async function answerWebsite(
  request: WebsiteRequest,
  state: S3State,
  host: ServiceHost,
): Promise<WebsiteAnswer> {
  const { requestId } = request;
  const answer = await answerSafely(request, state, host, requestId);
  const ids = { "x-amz-request-id": requestId, "x-amz-id-2": toHostId(requestId) };
  return {
    ...answer,
    headers: { ...ids, ...answer.headers },
    input: { Bucket: request.bucket, Key: decode(request.path.slice(1)) },
  };
}

async function answerSafely(
  request: WebsiteRequest,
  state: S3State,
  host: ServiceHost,
  requestId: string,
): Promise<WebsiteAnswer> {
  try {
    if (request.method !== "GET" && request.method !== "HEAD") throw methodNotAllowed(request.method, "OBJECT");
    const site = await openSite(request, state, host);
    return await visit(site, requestId);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return toErrorAnswer(error, requestId);
  }
}

async function openSite(request: WebsiteRequest, { buckets }: S3State, host: ServiceHost): Promise<Site> {
  const bucket = await buckets.find(request.bucket);
  if (!bucket) throw noSuchBucket(request.bucket);
  const stored = await buckets.read(bucket, (tx) => bucketStore.setting(tx, "website"));
  if (stored === undefined) throw noSuchWebsiteConfiguration(bucket.name);
  return { bucket, configuration: JSON.parse(stored), request, host };
}

async function visit(site: Site, requestId: string): Promise<WebsiteAnswer> {
  const { configuration, request } = site;
  const { RedirectAllRequestsTo: everything, RoutingRules: rules, IndexDocument } = configuration;
  const visited: Visited = { key: decode(request.path.slice(1)), host: request.host };
  if (everything) {
    const location = `${everything.Protocol ?? "http"}://${everything.HostName}${request.path}`;
    return redirect({ status: 301, location });
  }
  const rule = findRoutingRule(rules, visited.key, undefined);
  if (rule) return redirect(toRedirection(rule, visited));
  const suffix = IndexDocument?.Suffix ?? "index.html";
  const isFolder = visited.key === "" || visited.key.endsWith("/");
  try {
    return await showPage(site, isFolder ? visited.key + suffix : visited.key, 200);
  } catch (error) {
    if (!(error instanceof AwsError) || error.status === 304) throw error;
    // Where visitors may not list the bucket, what is missing is forbidden.
    const isMissing = isNamed(error, "NoSuchKey") || isNamed(error, "AccessDenied");
    if (isMissing && !isFolder && (await exists(site, `${visited.key}/${suffix}`))) {
      return redirect({ status: 302, location: `/${encodePath(visited.key)}/` });
    }
    return answerError(site, visited, error, requestId);
  }
}

async function answerError(site: Site, visited: Visited, error: AwsError, requestId: string): Promise<WebsiteAnswer> {
  const { RoutingRules: rules, ErrorDocument } = site.configuration;
  const status = error.status ?? 500;
  const rule = findRoutingRule(rules, visited.key, status);
  if (rule) return redirect(toRedirection(rule, visited));
  if (!ErrorDocument?.Key || status >= 500) return toErrorAnswer(error, requestId);
  try {
    return await showPage(site, ErrorDocument.Key, status);
  } catch (failure) {
    if (!(failure instanceof AwsError)) throw failure;
    return toErrorAnswer(error, requestId, ErrorDocument.Key);
  }
}

/** Throws what a GET by nobody throws. */
async function showPage(site: Site, Key: string, status: number): Promise<WebsiteAnswer> {
  const { bucket, host, request } = site;
  const { headers } = request;
  const conditions = status === 200 ? conditionsOf(headers) : {};
  const page = await host.call("s3", "GetObject", { Bucket: bucket.name, Key, ...conditions }, asNobody(bucket));
  const { WebsiteRedirectLocation: location } = page;
  if (location !== undefined) {
    if (page.Body instanceof Readable) page.Body.destroy();
    return redirect({ status: 301, location });
  }
  const shown: Record<string, string | undefined> = {
    "content-type": page.ContentType,
    "content-length": String(page.ContentLength ?? 0),
    "content-range": page.ContentRange,
    "content-encoding": page.ContentEncoding,
    "content-language": page.ContentLanguage,
    "content-disposition": page.ContentDisposition,
    "cache-control": page.CacheControl,
    etag: page.ETag,
    "last-modified": page.LastModified?.toUTCString(),
  };
  return {
    status: page.ContentRange === undefined ? status : 206,
    headers: Object.fromEntries(Object.entries(shown).flatMap(([name, value]) => (value ? [[name, value]] : []))),
    body: page.Body instanceof Uint8Array ? Buffer.from(page.Body) : page.Body,
  };
}

function conditionsOf(headers: WebsiteRequest["headers"]) {
  const since = headers["if-modified-since"];
  return {
    ...(headers["if-none-match"] !== undefined && { IfNoneMatch: headers["if-none-match"] }),
    ...(since !== undefined && !Number.isNaN(Date.parse(since)) && { IfModifiedSince: new Date(since) }),
    ...(headers.range !== undefined && { Range: headers.range }),
  };
}

async function exists({ bucket, host }: Site, Key: string): Promise<boolean> {
  try {
    await host.call("s3", "HeadObject", { Bucket: bucket.name, Key }, asNobody(bucket));
    return true;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}

function asNobody({ region, account }: Bucket): CallOptions {
  return { account, region, principal: anonymousPrincipal(account) };
}

function redirect({ status, location }: Redirection): WebsiteAnswer {
  return { status, headers: { location, "content-length": "0" }, body: undefined };
}

function toErrorAnswer(error: AwsError, requestId: string, missing?: string): WebsiteAnswer {
  const status = error.status ?? 500;
  if (status === 304) return { status, headers: {}, body: undefined };
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "x-amz-error-code": error.code,
    "x-amz-error-message": error.message,
  };
  return { status, headers, body: toErrorPage(error, requestId, missing) };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
