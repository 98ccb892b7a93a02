import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { openLambda } from "../../../../test/support/lambda.ts";
import { zip } from "../../../../test/support/zip.ts";

test("the unpacked code of a former upload goes, that of versions, of what is at work and of others stays", async (context) => {
  const { create, invoke, lambda, settled, state, table } = await openLambda(context);
  const code = (value: number) =>
    `import time\ndef handler(event, context):\n    time.sleep(event.get('sleep', 0))\n    return ${value}\n`;
  const unpacked = async () => (await readdir(join(table.host.config.dataDir, "lambda-code"))).length;
  const update = async (value: number) => {
    await lambda("UpdateFunctionCode", { FunctionName: "swept", ZipFile: zip({ "app.py": code(value) }) });
    await settled("swept");
  };
  await create("swept", code(1));
  await lambda("PublishVersion", { FunctionName: "swept" });
  await update(2);
  const running = invoke("swept", { sleep: 0.5 });
  await update(3);
  await update(4);
  assert.equal(await unpacked(), 4);
  await state.codeSweeper.sweep();
  // 1 is a version's, 2 is at work, 4 is current.
  assert.equal(await unpacked(), 3);
  assert.equal((await running).payload, 2);
  await state.codeSweeper.sweep();
  assert.equal(await unpacked(), 2);
  assert.deepEqual([(await invoke("swept")).payload, (await invoke("swept:1")).payload], [4, 1]);
});
