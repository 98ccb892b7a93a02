import assert from "node:assert/strict";
import { test } from "node:test";
import { pictures as b, openS3Test } from "../../../../test/support/s3.ts";
import { limits } from "../limits.ts";

const malformed = { name: "MalformedXML", status: 400 };
const gone = { name: "NoSuchConfiguration", status: 404 };

test("metrics of a bucket: put, replaced, listed by id, and deleted once", async (context) => {
  const { call } = await openS3Test(context);
  const put = (Id: string, Prefix: string) =>
    call("s3", "PutBucketMetricsConfiguration", { ...b, Id, MetricsConfiguration: { Id, Filter: { Prefix } } });
  assert.deepEqual(await call("s3", "ListBucketMetricsConfigurations", b), {
    MetricsConfigurationList: undefined,
    IsTruncated: false,
    ContinuationToken: undefined,
    NextContinuationToken: undefined,
  });
  await put("b", "one/");
  await put("a", "two/");
  await put("b", "three/");
  assert.deepEqual(await call("s3", "GetBucketMetricsConfiguration", { ...b, Id: "b" }), {
    MetricsConfiguration: { Id: "b", Filter: { Prefix: "three/" } },
  });
  const { MetricsConfigurationList: list } = await call("s3", "ListBucketMetricsConfigurations", b);
  assert.deepEqual(
    list?.map(({ Id }) => Id),
    ["a", "b"],
  );
  await call("s3", "DeleteBucketMetricsConfiguration", { ...b, Id: "b" });
  await assert.rejects(call("s3", "DeleteBucketMetricsConfiguration", { ...b, Id: "b" }), gone);
  await assert.rejects(call("s3", "GetBucketMetricsConfiguration", { ...b, Id: "b" }), gone);
});

test("a page has a hundred configurations, and a bucket at most a thousand of a kind", async (context) => {
  const { call } = await openS3Test(context);
  const put = (Id: string) => call("s3", "PutBucketMetricsConfiguration", { ...b, Id, MetricsConfiguration: { Id } });
  for (let index = 0; index < limits.configurations; index++) await put(String(index).padStart(4, "0"));
  await assert.rejects(put("new"), { name: "TooManyConfigurations", status: 400 });
  await put("0000");
  const first = await call("s3", "ListBucketMetricsConfigurations", b);
  assert.equal(first.MetricsConfigurationList?.length, 100);
  assert.equal(first.IsTruncated, true);
  const ContinuationToken = first.NextContinuationToken;
  const second = await call("s3", "ListBucketMetricsConfigurations", { ...b, ContinuationToken });
  assert.equal(second.MetricsConfigurationList?.[0]?.Id, "0100");
  assert.equal(second.ContinuationToken, ContinuationToken);
  await assert.rejects(call("s3", "ListBucketMetricsConfigurations", { ...b, ContinuationToken: "?" }), {
    name: "InvalidArgument",
  });
});

test("what a configuration must be is told after whether there is the bucket", async (context) => {
  const { call } = await openS3Test(context);
  const put = (Id: string, MetricsConfiguration: object, Bucket: string = b.Bucket) =>
    call("s3", "PutBucketMetricsConfiguration", { Bucket, Id, MetricsConfiguration: MetricsConfiguration as never });
  await assert.rejects(put("x", { Id: "y" }, "nowhere"), { name: "NoSuchBucket" });
  await assert.rejects(put("x", { Id: "y" }), malformed);
  await assert.rejects(put("a b", { Id: "a b" }), { name: "InvalidConfigurationId" });
  await assert.rejects(put("x", { Id: "x", Filter: {} }), malformed);
  await assert.rejects(put("x", { Id: "x", Filter: { And: { Prefix: "one" } } }), malformed);
  await assert.rejects(put("x", { Id: "x", Filter: { AccessPointArn: "arn" } }), { name: "NotImplemented" });
  await put("x", { Id: "x", Filter: { And: { Prefix: "one", Tags: [{ Key: "k", Value: "v" }] } } });
});

test("analyses of storage classes", async (context) => {
  const { call } = await openS3Test(context);
  const exportTo = (Bucket: string) => ({
    DataExport: {
      OutputSchemaVersion: "V_1" as const,
      Destination: { S3BucketDestination: { Format: "CSV" as const, Bucket } },
    },
  });
  const put = (Id: string, Bucket: string) =>
    call("s3", "PutBucketAnalyticsConfiguration", {
      ...b,
      Id,
      AnalyticsConfiguration: { Id: "all", StorageClassAnalysis: exportTo(Bucket) },
    });
  await assert.rejects(put("other", "arn:aws:s3:::reports"), malformed);
  await assert.rejects(put("all", "reports"), { name: "InvalidS3DestinationBucket" });
  await put("all", "arn:aws:s3:::reports");
  const AnalyticsConfiguration = { Id: "all", StorageClassAnalysis: exportTo("arn:aws:s3:::reports") };
  assert.deepEqual(await call("s3", "GetBucketAnalyticsConfiguration", { ...b, Id: "all" }), {
    AnalyticsConfiguration,
  });
  const { AnalyticsConfigurationList: list } = await call("s3", "ListBucketAnalyticsConfigurations", b);
  assert.deepEqual(list, [AnalyticsConfiguration]);
  await call("s3", "DeleteBucketAnalyticsConfiguration", { ...b, Id: "all" });
  await assert.rejects(call("s3", "GetBucketAnalyticsConfiguration", { ...b, Id: "all" }), gone);
});

test("intelligent tiering has tiers of a least age each", async (context) => {
  const { call } = await openS3Test(context);
  const put = (Tierings: readonly object[], Status = "Enabled") =>
    call("s3", "PutBucketIntelligentTieringConfiguration", {
      ...b,
      Id: "old",
      IntelligentTieringConfiguration: { Id: "old", Status: Status as never, Tierings: Tierings as never },
    });
  const archive = { AccessTier: "ARCHIVE_ACCESS", Days: 90 };
  await assert.rejects(put([archive], "On"), malformed);
  await assert.rejects(put([]), malformed);
  await assert.rejects(put([archive, archive]), malformed);
  await assert.rejects(put([{ ...archive, Days: 89 }]), malformed);
  await assert.rejects(put([{ AccessTier: "DEEP_ARCHIVE_ACCESS", Days: 179 }]), malformed);
  await put([archive, { AccessTier: "DEEP_ARCHIVE_ACCESS", Days: 180 }]);
  const { IntelligentTieringConfiguration: got } = await call("s3", "GetBucketIntelligentTieringConfiguration", {
    ...b,
    Id: "old",
  });
  assert.equal(got?.Tierings?.length, 2);
  const { IntelligentTieringConfigurationList: list } = await call(
    "s3",
    "ListBucketIntelligentTieringConfigurations",
    b,
  );
  assert.equal(list?.length, 1);
  await call("s3", "DeleteBucketIntelligentTieringConfiguration", { ...b, Id: "old" });
  await assert.rejects(call("s3", "DeleteBucketIntelligentTieringConfiguration", { ...b, Id: "old" }), gone);
});
