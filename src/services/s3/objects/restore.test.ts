import assert from "node:assert/strict";
import { test } from "node:test";
import { pictures as b, openS3Test, textOf } from "../../../../test/support/s3.ts";

const k = { ...b, Key: "k" } as const;
const hourMs = 60 * 60 * 1000;

test("an archived object is restored after its tier's time, for the days asked for", async (context) => {
  const { call, clock } = await openS3Test(context);
  await call("s3", "PutObject", { ...k, Body: "x" as never, StorageClass: "GLACIER" });
  const restore = () => call("s3", "RestoreObject", { ...k, RestoreRequest: { Days: 1 } });
  const stateOf = async () => (await call("s3", "HeadObject", k)).Restore;
  const refused = { name: "InvalidObjectState", status: 403 };
  await assert.rejects(call("s3", "GetObject", k), refused);
  assert.equal(await stateOf(), undefined);
  await restore();
  assert.equal(await stateOf(), 'ongoing-request="true"');
  await assert.rejects(restore(), { name: "RestoreAlreadyInProgress", status: 409 });
  await assert.rejects(call("s3", "CopyObject", { ...b, Key: "copy", CopySource: "pictures/k" }), {
    name: "ObjectNotInActiveTierError",
  });
  clock.advance(5 * hourMs);
  assert.equal(await stateOf(), 'ongoing-request="false", expiry-date="Sat, 03 Jan 2026 00:00:00 GMT"');
  assert.equal(await textOf((await call("s3", "GetObject", k)).Body), "x");
  await call("s3", "CopyObject", { ...b, Key: "copy", CopySource: "pictures/k" });
  await restore();
  clock.advance(48 * hourMs);
  assert.equal(await stateOf(), undefined);
  await assert.rejects(call("s3", "GetObject", k), refused);
});

test("only an archived object is restored", async (context) => {
  const { call } = await openS3Test(context);
  const restore = (RestoreRequest: object) => call("s3", "RestoreObject", { ...k, RestoreRequest });
  await assert.rejects(restore({ Days: 1 }), { name: "NoSuchKey" });
  await call("s3", "PutObject", { ...k, Body: "x" as never });
  await assert.rejects(restore({ Days: 1 }), { name: "InvalidObjectState", fields: { StorageClass: "STANDARD" } });
  await assert.rejects(restore({}), { name: "MalformedXML" });
});
