import type { AnalyticsConfiguration, IntelligentTieringConfiguration, MetricsConfiguration } from "@aws-sdk/client-s3";
import { invalidConfigurationId, invalidDestinationBucket, malformedXml, notImplemented } from "../errors.ts";
import { limits } from "../limits.ts";

/** Throws MalformedXML, InvalidConfigurationId. Source: "PutBucketMetricsConfiguration". */
export function checkMetrics(id: string, { Id, Filter }: MetricsConfiguration): void {
  checkId(id, Id);
  checkFilter(Filter);
}

/** Throws MalformedXML, InvalidConfigurationId, InvalidS3DestinationBucket. Source: "PutBucketAnalyticsConfiguration". */
export function checkAnalytics(id: string, { Id, Filter, StorageClassAnalysis }: AnalyticsConfiguration): void {
  checkId(id, Id);
  checkFilter(Filter);
  const { DataExport } = StorageClassAnalysis ?? {};
  if (!DataExport) return;
  const destination = DataExport.Destination?.S3BucketDestination;
  if (DataExport.OutputSchemaVersion !== "V_1" || destination?.Format !== "CSV") throw malformedXml();
  if (!/^arn:aws[a-z-]*:s3:::[^/]+$/.test(destination.Bucket ?? "")) throw invalidDestinationBucket();
}

/** Throws MalformedXML, InvalidConfigurationId. Sources: "PutBucketIntelligentTieringConfiguration", "Tiering". */
export function checkIntelligentTiering(
  id: string,
  { Id, Filter, Status, Tierings }: IntelligentTieringConfiguration,
): void {
  checkId(id, Id);
  checkFilter(Filter);
  if (Status !== "Enabled" && Status !== "Disabled") throw malformedXml();
  if (!Tierings?.length) throw malformedXml();
  const tiers = new Set<string>();
  for (const { AccessTier: tier = "", Days: days = 0 } of Tierings) {
    const leastDays = leastDaysOf.get(tier);
    if (leastDays === undefined || tiers.has(tier) || days < leastDays || days > 730) throw malformedXml();
    tiers.add(tier);
  }
}

const leastDaysOf: ReadonlyMap<string, number> = new Map([
  ["ARCHIVE_ACCESS", 90],
  ["DEEP_ARCHIVE_ACCESS", 180],
]);

/** `id` is the URL's. */
function checkId(id: string, inDocument: string | undefined): void {
  if (id !== inDocument) throw malformedXml();
  if (id.length > limits.configurationIdCharacters || !/^[\w.-]+$/.test(id)) throw invalidConfigurationId();
}

/** One condition, or two and more under And. */
function checkFilter(filter: object | undefined): void {
  if (filter === undefined) return;
  const { And: and, ...single } = filter as Readonly<Record<string, unknown>>;
  if (single.AccessPointArn !== undefined) throw notImplemented("filters by access point");
  const conditions = Object.values(single).filter((value) => value !== undefined).length;
  if (conditions + (and === undefined ? 0 : 1) !== 1) throw malformedXml();
  if (and !== undefined && countOf(and as And) < 2) throw malformedXml();
}

interface And {
  readonly Prefix?: string;
  readonly Tags?: readonly unknown[];
  readonly AccessPointArn?: string;
}

function countOf({ Prefix, Tags, AccessPointArn }: And): number {
  if (AccessPointArn !== undefined) throw notImplemented("filters by access point");
  return (Prefix === undefined ? 0 : 1) + (Tags?.length ?? 0);
}
