import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createSystemRandom } from "../../platform/random.ts";
import type { ExtensionReport } from "../sandbox.ts";
import { createTestSandbox } from "../test-sandbox.ts";

/** An extension that only needs bash and curl. */
const extension = `#!/bin/bash
api=http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension
id=$(curl -s -D - -o /dev/null -H 'Lambda-Extension-Name: shell' -d '{"events":["INVOKE","SHUTDOWN"]}' $api/register | grep -i '^lambda-extension-identifier' | tr -d '\\r' | cut -d' ' -f2)
while true; do
  event=$(curl -s -H "Lambda-Extension-Identifier: $id" $api/event/next)
  echo "$(id -u) $event"
  case $event in *SHUTDOWN*) exit ;; esac
done
`;

for (const mode of ["root", "user-namespace", "none"] as const) {
  const skip = process.getuid?.() !== 0 && mode === "root";
  test(`an extension runs beside its function, and ends when it is told (${mode})`, { skip }, async (context) => {
    const sandbox = await createTestSandbox({ modes: [mode], allowUnisolated: true });
    const folder = mkdtempSync(join(tmpdir(), "squall-extension-"));
    context.after(async () => {
      await sandbox.close();
      rmSync(folder, { recursive: true });
    });
    for (const name of ["code", "opt", "opt/extensions"]) mkdirSync(join(folder, name), { mode: 0o755 });
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, "code/app.py"), "import os\ndef handler(event, context):\n    return os.getuid()\n");
    writeFileSync(join(folder, "opt/extensions/shell"), extension, { mode: 0o755 });
    let output = "";
    const reports: ExtensionReport[] = [];
    const environment = await sandbox.start({
      id: createSystemRandom().uuid(),
      runtime: "python3.11",
      codeDir: join(folder, "code"),
      optDir: join(folder, "opt"),
      handler: "app.handler",
      environment: { PATH: "/usr/local/bin:/usr/bin:/bin" },
      memoryMiB: 256,
      tmpMiB: 64,
      onOutput: () => undefined,
      extensions: {
        accountId: "000000000000",
        functionName: "fn",
        functionVersion: "1",
        logFormat: "Text",
        onOutput: (chunk) => {
          output += chunk.toString();
        },
        onExtension: (report) => reports.push(report),
        onTelemetry: () => undefined,
        onSubscribed: () => undefined,
      },
    });
    assert.deepEqual(await environment.init(), { kind: "ready" });
    assert.deepEqual(reports, [
      { name: "shell", state: "Ready", events: ["INVOKE", "SHUTDOWN"], errorType: undefined },
    ]);
    const result = await environment.invoke({
      requestId: "1",
      event: Buffer.from("{}"),
      deadlineMs: Date.now() + 10_000,
      invokedFunctionArn: "arn",
    });
    assert.equal(result.kind, "success");
    assert.equal(await environment.extensionsDone(), undefined);
    await environment.shutdown("spindown");
    const user = mode === "none" ? process.getuid?.() : 993;
    assert.match(output, new RegExp(`^${user} \\{"eventType":"INVOKE".*\\n${user} \\{"eventType":"SHUTDOWN".*\\n$`));
  });
}
