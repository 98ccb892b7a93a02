import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { TestContext } from "node:test";
import { s3 } from "../../src/services/s3/service.ts";
import type { AnyService } from "../../src/services/service.ts";
import { openServiceTest, type ServiceTest, type ServiceTestOptions } from "./service-test.ts";

/** S3 with one bucket, `pictures`, and whatever other services a test needs. */
export interface S3Test extends ServiceTest {
  /** The names of all blobs there are, when all deletions asked for are done. */
  blobNames(): Promise<string[]>;
}

export const pictures = { Bucket: "pictures" } as const;

export async function openS3Test(
  context: TestContext,
  services: readonly AnyService[] = [],
  options: ServiceTestOptions = {},
): Promise<S3Test> {
  const harness = await openServiceTest(context, [...services, s3], options);
  await harness.call("s3", "CreateBucket", pictures);
  return { ...harness, blobNames: () => namesOfBlobs(harness) };
}

/** An answer's body. */
export async function bytesOf(body: unknown): Promise<Buffer> {
  return body instanceof Uint8Array ? Buffer.from(body) : buffer(body as Readable);
}

export async function textOf(body: unknown): Promise<string> {
  return (await bytesOf(body)).toString();
}

async function namesOfBlobs({ table }: ServiceTest): Promise<string[]> {
  const running = table.services.get("s3");
  await running?.definition.stop?.(running.state);
  const names: string[] = [];
  for await (const name of table.host.blobs.list(0)) names.push(name);
  return names;
}
