import assert from "node:assert/strict";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  CreateFunctionCommand,
  GetFunctionCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { openDevWorkshop } from "../../test/support/dev-workshop.ts";
import { eventually } from "../../test/support/eventually.ts";
import { labRole } from "../../test/support/lab.ts";
import { startSquall } from "../../test/support/squall.ts";
import { zip } from "../../test/support/zip.ts";

describe("squall dev", () => {
  const workshop = openDevWorkshop();
  const { project, start } = workshop;

  /** What the function answers, or its error's message. */
  const invoke = async (name: string, event: unknown = {}): Promise<unknown> => {
    const answer = await workshop.invoke(name, event);
    return answer?.errorMessage ?? answer;
  };

  const create = async (name: string, files: Readonly<Record<string, string>>): Promise<void> => {
    await workshop.client.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: "python3.11",
        Handler: "lambda_function.lambda_handler",
        Role: labRole,
        Timeout: 10,
        Code: { ZipFile: zip(files) },
      }),
    );
    await waitUntilFunctionActiveV2(
      { client: workshop.client, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 },
      { FunctionName: name },
    );
  };

  it("runs a function from a directory: what is saved is live, and at the end the uploaded code is again", async () => {
    await create("edited", { "lambda_function.py": answering("uploaded") });
    assert.equal(await invoke("edited"), "uploaded");
    const directory = project({ "lambda_function.py": answering("first") });
    const dev = start([directory, "--function", "edited"]);
    await dev.says(/edited \(python3\.11, lambda_function\.lambda_handler\) runs from/);
    assert.equal(await invoke("edited"), "first");

    writeFileSync(join(directory, "lambda_function.py"), answering("second"));
    await dev.says(/reloaded in \d+ ms: lambda_function\.py/);
    assert.equal(await invoke("edited"), "second");

    // As editors do, and with a file in a new folder.
    mkdirSync(join(directory, "lib"));
    writeFileSync(join(directory, "lib", "word.py"), "word = 'third'\n");
    writeFileSync(
      join(directory, ".new"),
      "from lib.word import word\ndef lambda_handler(event, context): return word\n",
    );
    renameSync(join(directory, ".new"), join(directory, "lambda_function.py"));
    await eventually(async () => (await invoke("edited")) === "third" || undefined, "the third answer");
    dev.forget();
    writeFileSync(join(directory, "lib", "word.py"), "word = 'fourth'\n");
    await dev.says(/reloaded in \d+ ms: lib\/word\.py/);
    assert.equal(await invoke("edited"), "fourth");

    assert.equal(await dev.end("SIGINT"), 0);
    assert.match(dev.output, /edited runs its uploaded code again/);
    await eventually(async () => (await invoke("edited")) === "uploaded" || undefined, "the uploaded code");
    const { Configuration } = await workshop.client.send(new GetFunctionCommand({ FunctionName: "edited" }));
    assert.equal(Configuration?.LastUpdateStatus, "Successful");
  });

  it("creates a function that is not there yet, from what the files look like, and prints its log", async () => {
    const directory = project({
      "index.mjs": "export const handler = async () => { console.log('it is me'); return 1; };\n",
    });
    const dev = start([directory, "--function", "made"]);
    await dev.says(/created made \(nodejs22\.x, index\.handler\)/);
    assert.equal(await invoke("made"), 1);
    await dev.says(/it is me/);

    writeFileSync(join(directory, "index.mjs"), "export const handler = async () => 2;\n");
    await dev.says(/reloaded/);
    assert.equal(await invoke("made"), 2);
    dev.forget();
    writeFileSync(join(directory, "index.mjs"), "export const handler = async () => {{ 3;\n");
    await dev.says(/reloaded/);
    assert.match(String(await invoke("made")), /SyntaxError|Unexpected/);
    await dev.says(/Runtime\.UserCodeSyntaxError/);
    // A process that is killed says no farewell.
    await dev.end("SIGKILL");
    await eventually(async () => (await invoke("made")) === 1 || undefined, "the code as it was at the start");
  });

  it("lets an environment finish the event it has", async () => {
    const slow =
      "import time\ndef lambda_handler(event, context):\n    print('at work')\n    time.sleep(3)\n    return 'old'\n";
    await create("busy", { "lambda_function.py": slow });
    const directory = project({ "lambda_function.py": slow });
    const dev = start([directory, "--function", "busy"]);
    await dev.says(/runs from/);
    const old = invoke("busy");
    await dev.says(/at work/);
    writeFileSync(join(directory, "lambda_function.py"), answering("new"));
    await dev.says(/reloaded/);
    assert.equal(await invoke("busy"), "new");
    assert.equal(await old, "old");
    await dev.end();
  });

  it("refuses what cannot be, and says what to do", async () => {
    const directory = project({ "notes.txt": "" });
    const refusals: [readonly string[], RegExp][] = [
      [[join(directory, "nowhere")], /nowhere is no directory/],
      [[directory, "--function", "unknown"], /has no file whose name tells the handler.*--runtime python3\.11/],
      [[directory, "--inspect", "80"], /--inspect 80 is no port/],
      [[directory, "--function", "edited", "--handler", "a.b"], /update-function-configuration/],
    ];
    for (const [args, expected] of refusals) {
      const dev = start(args);
      assert.equal(await dev.exit, 2, dev.output);
      assert.match(dev.output, expected);
    }
    const nobody = start([directory, "--function", "edited"], "http://127.0.0.1:1");
    assert.equal(await nobody.exit, 2);
    assert.match(nobody.output, /nothing answers/);
  });

  it("refuses a second one for the same function, and ends when the server does not know the function any more", async () => {
    const directory = project({ "lambda_function.py": answering("one") });
    const first = start([directory, "--function", "edited"]);
    await first.says(/runs from/);
    const second = start([directory, "--function", "edited"]);
    assert.equal(await second.exit, 2);
    assert.match(second.output, /runs from .* already/);
    await fetch(`${workshop.squall.endpoint}/_squall/reset`, { method: "POST" });
    assert.equal(await first.exit, 1);
    assert.match(first.output, /The server has been reset/);
  });

  it("shows no file of the machine to a caller that is none of its users", async () => {
    await create("curious", { "lambda_function.py": answering("mine") });
    const functionName = "arn:aws:lambda:us-east-1:000000000000:function:curious";
    for (const proof of [
      "00000000000000000000000000000000",
      "squall-dev-00000000000000000000000000000000",
      "../etc/passwd",
      "",
    ]) {
      const response = await fetch(`${workshop.squall.endpoint}/_squall/dev`, {
        method: "POST",
        body: JSON.stringify({ functionName, directory: "/usr", proof }),
      });
      assert.equal(response.status, 403);
      assert.match(await response.text(), /must run on the server's machine/);
    }
    assert.equal(await invoke("curious"), "mine");
  });

  it("leaves an upload meanwhile for afterwards", async () => {
    const directory = project({ "lambda_function.py": answering("of the directory") });
    const dev = start([directory, "--function", "curious"]);
    await dev.says(/runs from/);
    const uploaded = zip({ "lambda_function.py": answering("uploaded meanwhile") });
    await workshop.client.send(new UpdateFunctionCodeCommand({ FunctionName: "curious", ZipFile: uploaded }));
    await waitUntilFunctionUpdatedV2(
      { client: workshop.client, maxWaitTime: 60, minDelay: 0.05 },
      { FunctionName: "curious" },
    );
    assert.equal(await invoke("curious"), "of the directory");
    await dev.end();
    await eventually(async () => (await invoke("curious")) === "uploaded meanwhile" || undefined, "the upload");
  });

  it("is nothing for a server that enforces access", async () => {
    await using own = await startSquall({ auth: "enforce" });
    for (const path of ["dev", "dev/changed"]) {
      const response = await fetch(`${own.endpoint}/_squall/${path}`, { method: "POST", body: "{}" });
      assert.equal(response.status, 403);
      assert.match(await response.text(), /--auth enforce/);
    }
  });

  it("ends with the server, which does not wait for it", async () => {
    const own = await startSquall();
    const dev = start(
      [project({ "app.py": "def handler(event, context): return 1\n" }), "--function", "left"],
      own.endpoint,
    );
    await dev.says(/created left \(python3\.11, app\.handler\)[\s\S]*runs from/);
    await own.close();
    assert.equal(await dev.exit, 1);
    assert.match(dev.output, /The server is stopping/);
  });
});

function answering(text: string): string {
  return `def lambda_handler(event, context):\n    return ${JSON.stringify(text)}\n`;
}
