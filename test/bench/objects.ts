import { launchSquall } from "../support/squall-process.ts";
import type { Baselines } from "./baselines.ts";
import { type Figure, percentile } from "./figure.ts";
import { load, requestBytes } from "./load.ts";

const clients = 32;
const headers = {
  "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
  authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
};
const content = Buffer.alloc(4 * 1024, "squall");

/** A bucket that is filled with many small objects by 32 clients, read by as many, and listed a page at a time. */
export async function measureObjects(baselines: Baselines, quick: boolean): Promise<Figure[]> {
  await using squall = await launchSquall();
  const { port } = squall;
  const objects = quick ? 20_000 : 200_000;
  await load({ port, request: requestBytes("PUT", "/many", headers, ""), clients: 1, durationMs: 0 });
  let put = 0;
  const uploads = await load({
    port,
    request: () => (put < objects ? requestBytes("PUT", keyPath(put++), headers, content) : undefined),
    clients,
    durationMs: Number.POSITIVE_INFINITY,
  });
  let got = 0;
  // Far from one another, so that no two are of one page of the database.
  const next = () => requestBytes("GET", keyPath((got++ * 7_919) % objects), headers, "");
  const reads = await load({ port, request: next, clients, durationMs: quick ? 1_500 : 5_000 });
  let listed = 0;
  const page = () => {
    const after = keyPath((listed++ * 1_009) % (objects - 1_000)).slice("/many/".length);
    return requestBytes("GET", `/many?list-type=2&start-after=${after}`, headers, "");
  };
  const pages = await load({ port, request: page, clients: 1, durationMs: quick ? 1_000 : 3_000 });
  const echo = { name: "node:http echo, 64 clients", value: baselines.echoPerSecond[64] ?? Number.NaN };
  return [
    {
      name: `S3 put 4 KiB, ${clients} clients, to ${objects} objects`,
      value: uploads.perSecond,
      unit: "/s",
      baseline: echo,
    },
    {
      name: `S3 get 4 KiB, ${clients} clients, of ${objects} objects`,
      value: reads.perSecond,
      unit: "/s",
      baseline: { name: "put", value: uploads.perSecond },
      target: Math.round(uploads.perSecond),
    },
    {
      name: `S3 page of 1,000 of ${objects} objects, p50`,
      value: percentile(pages.latenciesMs, 0.5),
      unit: "ms",
      target: 30,
    },
  ];
}

function keyPath(index: number): string {
  return `/many/${String(index).padStart(7, "0")}`;
}
