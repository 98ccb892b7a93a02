import { UnusableStorageError } from "../../unusable-storage-error.ts";

/** Where blobs are kept: part of a bucket of an S3-compatible store. */
export interface S3Location {
  readonly bucket: string;
  /** What the keys of blobs begin with: empty, or ending in a slash. */
  readonly prefix: string;
  readonly endpoint: string;
  readonly region: string;
  /** Whether the bucket's name goes before the host, as AWS prefers, or into the path, as every other store understands. */
  readonly pathStyle: boolean;
  /** Undefined for what the environment gives: AWS's variables, profiles, or the role of the machine or pod. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

export const s3UrlForm = "s3://BUCKET/PREFIX?endpoint=URL&region=REGION";

/**
 * Reads `s3://[ACCESS_KEY:SECRET_KEY@]BUCKET[/PREFIX][?endpoint=URL][&region=REGION]`. Without an endpoint the store is AWS's own;
 * `AWS_ENDPOINT_URL` is not asked, because that is what makes this machine's clients talk to Squall. Throws UnusableStorageError,
 * whose message does not contain the URL: it may hold a secret.
 */
export function toS3Location(url: string, defaultRegion: string): S3Location {
  const { hostname, pathname, searchParams, username, password } = parse(url);
  for (const name of searchParams.keys()) {
    if (name !== "endpoint" && name !== "region") {
      throw new UnusableStorageError(`--blobs has no parameter ${name}: it is ${s3UrlForm}.`);
    }
  }
  if ((username === "") !== (password === "")) {
    throw new UnusableStorageError(
      "--blobs takes both keys or none before the bucket: s3://ACCESS_KEY:SECRET_KEY@BUCKET.",
    );
  }
  const region = searchParams.get("region") || defaultRegion;
  const endpoint = searchParams.get("endpoint");
  const prefix = decodeURIComponent(pathname)
    .split("/")
    .filter((name) => name !== "")
    .join("/");
  return {
    bucket: hostname,
    prefix: prefix === "" ? "" : `${prefix}/`,
    endpoint: endpoint === null ? awsEndpoint(region) : readEndpoint(endpoint),
    region,
    pathStyle: endpoint !== null || hostname.includes("."),
    credentials:
      username === ""
        ? undefined
        : { accessKeyId: decodeURIComponent(username), secretAccessKey: decodeURIComponent(password) },
  };
}

function parse(url: string): URL {
  try {
    const parsed = new URL(url);
    decodeURIComponent(`${parsed.username}${parsed.password}${parsed.pathname}`);
    if (parsed.protocol === "s3:" && parsed.port === "" && bucketName.test(parsed.hostname)) return parsed;
  } catch {
    // Said below, without the text: it may hold a secret.
  }
  throw new UnusableStorageError(`--blobs takes \`disk\` or a URL like ${s3UrlForm}, with %2F for a slash in a key.`);
}

function readEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.username === "") return url.href.replace(/\/$/, "");
  throw new UnusableStorageError("--blobs needs an endpoint like http://store:8333 or https://s3.example.com.");
}

function awsEndpoint(region: string): string {
  return `https://s3.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}

/** "General purpose bucket naming rules", and the underscores and upper case that other stores allow. */
const bucketName = /^[a-zA-Z0-9][a-zA-Z0-9._-]{1,253}[a-zA-Z0-9]$/;
