import assert from "node:assert/strict";
import { test } from "node:test";
import { type Recorded, recordingServices } from "../../../../test/support/recording-services.ts";
import { openS3Test, pictures } from "../../../../test/support/s3.ts";
import { AwsError } from "../../../platform/aws-error.ts";
import { startEffects } from "../../effects.ts";

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:teller";

test("the order of a key's changes holds when a delivery fails, and over a restart; other keys do not wait", async (context) => {
  const calls: Recorded[] = [];
  const told: string[] = [];
  let failures = 0;
  const lambda = recordingServices({ lambda: ["Invoke"] }, calls, ({ input, context: { principal, sourceArn } }) => {
    if (input.InvocationType === "DryRun") return {};
    const [record] = JSON.parse(input.Payload).Records;
    if (record.s3.object.key === "a" && failures-- > 0)
      throw new AwsError("TooManyRequestsException", "Rate Exceeded.");
    told.push(`${record.s3.object.key} ${record.eventName} ${record.s3.object.size ?? ""}`.trim());
    assert.deepEqual([principal.arn, sourceArn], ["s3.amazonaws.com", "arn:aws:s3:::pictures"]);
    return {};
  });
  const { call, table, clock } = await openS3Test(context, lambda);
  const { outbox } = table.host.storage;
  const Events = ["s3:ObjectCreated:*" as const, "s3:ObjectRemoved:*" as const];
  const NotificationConfiguration = { LambdaFunctionConfigurations: [{ LambdaFunctionArn: functionArn, Events }] };
  await call("s3", "PutBucketNotificationConfiguration", { ...pictures, NotificationConfiguration });
  const put = (Key: string, Body: string) => call("s3", "PutObject", { ...pictures, Key, Body: Body as never });
  failures = 2;
  await put("a", "1");
  await put("b", "1");
  await put("a", "22");
  await call("s3", "DeleteObject", { ...pictures, Key: "a" });
  await outbox.idle();
  assert.deepEqual(told, ["b ObjectCreated:Put 1"]);
  await put("b", "22");
  await put("a", "333");
  await outbox.stop();
  await startEffects(table.host.storage, table);
  await outbox.idle();
  assert.deepEqual(told.slice(1), ["b ObjectCreated:Put 2"]);
  for (let second = 0; second < 5; second++) {
    clock.advance(1_000);
    await outbox.idle();
  }
  assert.deepEqual(told.slice(2), [
    "a ObjectCreated:Put 1",
    "a ObjectCreated:Put 2",
    "a ObjectRemoved:Delete",
    "a ObjectCreated:Put 3",
  ]);
});
