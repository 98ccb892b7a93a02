import { X509Certificate } from "node:crypto";
import { Pace } from "../../../platform/pace.ts";
import type { OperationContext } from "../../service.ts";
import type { MutualTls, Truststore } from "./domain.ts";

/** Source: "How to turn on mutual TLS authentication for your REST APIs in API Gateway", "Amazon API Gateway quotas". */
const mostBytes = 1024 * 1024;
const mostCertificates = 1_000;

interface Asked {
  readonly uri: string;
  readonly version: string | undefined;
}

/**
 * Reads whom a domain's clients may be vouched for by: certificates in PEM, in an object that the caller may read. `refuse` makes the service's own error of what is wrong.
 */
export async function readTruststore(
  context: Pick<OperationContext<unknown>, "call" | "host">,
  { uri, version }: Asked,
  refuse: (message: string) => Error,
): Promise<{ readonly mutualTls: MutualTls; readonly truststore: Truststore }> {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  if (Bucket === undefined || Key === undefined)
    throw refuse(`Invalid truststore URI specified: ${uri.slice(0, 200)}. It should be s3://bucket-name/key-name`);
  const text = await readObject(context, { Bucket, Key, VersionId: version }, refuse);
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw refuse("The truststore has no certificate");
  if (blocks.length > mostCertificates) throw refuse(`The truststore has more than ${mostCertificates} certificates`);
  const warnings: string[] = [];
  const pace = new Pace();
  for (const block of blocks) {
    if (pace.isOver) await pace.rest();
    warnings.push(...warningsOf(block, context.host.clock.nowMs(), refuse));
  }
  return {
    mutualTls: {
      truststoreUri: uri,
      ...(version !== undefined && { truststoreVersion: version }),
      ...(warnings.length > 0 && { warnings: warnings.slice(0, 20) }),
    },
    truststore: { certificates: `${blocks.join("\n")}\n` },
  };
}

async function readObject(
  { call }: Pick<OperationContext<unknown>, "call">,
  object: { readonly Bucket: string; readonly Key: string; readonly VersionId: string | undefined },
  refuse: (message: string) => Error,
): Promise<string> {
  const { Bucket, Key, VersionId } = object;
  const { Body, ContentLength = 0 } = await call("s3", "GetObject", {
    Bucket,
    Key,
    ...(VersionId !== undefined && { VersionId }),
  }).catch((error: unknown) => {
    throw refuse(`The truststore could not be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  // A small object comes whole.
  const body = (Body instanceof Uint8Array ? [Body] : (Body ?? [])) as AsyncIterable<Uint8Array> | Uint8Array[];
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (Math.max(bytes, ContentLength) > mostBytes) throw refuse("The truststore has more than 1 MB");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("latin1");
}

function warningsOf(block: string, nowMs: number, refuse: (message: string) => Error): string[] {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(block);
  } catch {
    throw refuse("The truststore has a certificate that cannot be read");
  }
  const subject = certificate.subject.replaceAll("\n", ", ");
  if (Date.parse(certificate.validTo) < nowMs) return [`The certificate of ${subject} has expired`];
  return Date.parse(certificate.validFrom) > nowMs ? [`The certificate of ${subject} is not valid yet`] : [];
}
