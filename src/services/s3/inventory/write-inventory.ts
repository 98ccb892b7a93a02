import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { InventoryConfiguration } from "@aws-sdk/client-s3";
import { servicePrincipal } from "../../principal.ts";
import type { ServiceHost } from "../../service.ts";
import { type Bucket, bucketArn } from "../buckets/bucket.ts";
import { limits } from "../limits.ts";
import { type ListedVersion, objectStore } from "../objects/object-store.ts";
import type { S3State } from "../state.ts";
import { columnsOf, type InventoryRow, toCsv } from "./inventory-row.ts";

/** A file of a report, as its manifest names it. */
interface DataFile {
  readonly key: string;
  readonly size: number;
  readonly MD5checksum: string;
}

/**
 * Writes one report: what the bucket has by now as compressed CSV, then the manifest that names the files, and its digest. All is put into the target as S3, whose
 * policy must allow it; what it refuses fails the report. Source: "Amazon S3 Inventory", "Locating your inventory list".
 */
export async function writeInventory(
  bucket: Bucket,
  configuration: InventoryConfiguration,
  state: S3State,
  host: ServiceHost,
): Promise<void> {
  const { Bucket: target = "", Prefix: prefix } = configuration.Destination?.S3BucketDestination ?? {};
  const folder = [...(prefix ? [prefix] : []), bucket.name, configuration.Id].join("/");
  const put = async (key: string, body: Buffer | string): Promise<void> => {
    const input = { Bucket: target.replace(/^.*:::/, ""), Key: key, Body: body as never };
    await host.call("s3", "PutObject", input, {
      account: bucket.account,
      region: bucket.region,
      principal: servicePrincipal("s3.amazonaws.com", bucket.account),
      sourceArn: bucketArn(bucket.name),
      sourceAccount: bucket.account,
    });
  };
  const columns = columnsOf(configuration);
  const nowMs = host.clock.nowMs();
  const files: DataFile[] = [];
  for await (const csv of csvFiles(bucket, configuration, state)) {
    const body = await compress(csv);
    const key = `${folder}/data/${host.random.uuid()}.csv.gz`;
    await put(key, body);
    files.push({ key, size: body.length, MD5checksum: createHash("md5").update(body).digest("hex") });
  }
  const manifest = JSON.stringify({
    sourceBucket: bucket.name,
    destinationBucket: target,
    version: "2016-11-30",
    creationTimestamp: String(nowMs),
    fileFormat: "CSV",
    fileSchema: columns.join(", "),
    files,
  });
  // Whoever waits for the digest finds all else there.
  const time = new Date(nowMs).toISOString();
  const symlink = files.map(({ key }) => `s3://${target.replace(/^.*:::/, "")}/${key}`).join("\n");
  await put(`${folder}/hive/dt=${time.slice(0, 16).replace(/[T:]/g, "-")}/symlink.txt`, symlink);
  const place = `${folder}/${time.slice(0, 16).replace(":", "-")}Z`;
  await put(`${place}/manifest.json`, manifest);
  await put(`${place}/manifest.checksum`, createHash("md5").update(manifest).digest("hex"));
}

const compress = promisify(gzip);
const rowsAtOnce = 1_000;

/** As many lines as one file takes. */
async function* csvFiles(
  bucket: Bucket,
  configuration: InventoryConfiguration,
  state: S3State,
): AsyncGenerator<string> {
  let lines: string[] = [];
  let bytes = 0;
  for await (const page of pages(bucket, configuration, state)) {
    for (const row of page) {
      const line = toCsv(bucket, configuration, row);
      lines.push(line);
      bytes += line.length;
    }
    if (bytes < limits.inventoryFileBytes) continue;
    yield lines.join("");
    lines = [];
    bytes = 0;
  }
  if (lines.length > 0) yield lines.join("");
}

/** Versions with what lists do not show of them, where the report has something of that. */
async function* pages(
  bucket: Bucket,
  { Filter, IncludedObjectVersions, OptionalFields = [] }: InventoryConfiguration,
  state: S3State,
): AsyncGenerator<InventoryRow[]> {
  const prefix = Filter?.Prefix ?? "";
  const needsAll = OptionalFields.some((field) => !listedFields.has(field));
  const isWanted = ({ key, isLatest, isMarker }: ListedVersion) =>
    key.startsWith(prefix) && (IncludedObjectVersions === "All" || (isLatest && !isMarker));
  const read = (after: ListedVersion | undefined) =>
    state.buckets.read(bucket, async (tx) => {
      const listed = after
        ? await objectStore.listVersionsAfter(tx, after.key, after.sequence, rowsAtOnce)
        : await objectStore.listVersionsFrom(tx, prefix, rowsAtOnce);
      const rows: InventoryRow[] = [];
      for (const version of listed) {
        if (!isWanted(version)) continue;
        const { key, versionId, isLatest } = version;
        const whole = needsAll
          ? await (isLatest ? objectStore.find(tx, key) : objectStore.findFormer(tx, key, versionId))
          : undefined;
        rows.push({ version, attributes: whole?.attributes ?? {} });
      }
      return { last: listed.at(-1), rows, isEnd: listed.length < rowsAtOnce };
    });
  let after: ListedVersion | undefined;
  for (;;) {
    const { rows, last, isEnd } = await read(after);
    yield rows;
    if (isEnd || !last?.key.startsWith(prefix)) return;
    after = last;
  }
}

const listedFields: ReadonlySet<string> = new Set([
  "Size",
  "LastModifiedDate",
  "ETag",
  "StorageClass",
  "IsMultipartUploaded",
  "IntelligentTieringAccessTier",
  "ChecksumAlgorithm",
]);
