import assert from "node:assert/strict";
import { test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { s3 } from "../service.ts";
import type { S3State } from "../state.ts";
import { writeAccountBlock } from "./account-blocks.ts";

test("an account's block is read once, and again when it has been changed, by whomever", async (context) => {
  const { table } = await openServiceTest(context, [s3]);
  const state = table.services.get("s3")?.state as S3State;
  const { accountBlocks } = state;
  const put = (account: string, RestrictPublicBuckets: boolean) =>
    writeAccountBlock(table.host, account, {
      BlockPublicAcls: false,
      IgnorePublicAcls: false,
      BlockPublicPolicy: false,
      RestrictPublicBuckets,
    });
  assert.equal(await accountBlocks.of("000000000001"), undefined);
  await put("000000000001", true);
  const block = await accountBlocks.of("000000000001");
  assert.equal(block?.RestrictPublicBuckets, true);
  await put("000000000002", true);
  assert.equal(await accountBlocks.of("000000000001"), block, "the same value: it was not read again");
  await put("000000000001", false);
  assert.equal((await accountBlocks.of("000000000001"))?.RestrictPublicBuckets, false);
  await writeAccountBlock(table.host, "000000000001", undefined);
  assert.equal(await accountBlocks.of("000000000001"), undefined);
});
