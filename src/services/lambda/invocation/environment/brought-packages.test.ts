import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, describe, it } from "node:test";
import { openLambda, wholeFile } from "../../../../../test/support/lambda.ts";
import { zip } from "../../../../../test/support/zip.ts";

/** In npm's place: says what it was asked for, takes longer than the function's timeout, has three packages, and no network for the others. */
const npm = `#!/bin/sh
for wanted; do :; done
echo "$wanted" >>"$(dirname "$0")/asked"
echo "$*" >"$(dirname "$0")/options"
name=\${wanted%@*}
case $name in
  @aws-sdk/client-athena | @aws-sdk/rds-signer | @aws-sdk/client-sso-admin)
    sleep 1.3
    mkdir -p "node_modules/$name"
    echo "{\\"name\\":\\"$name\\",\\"version\\":\\"3.1.0\\"}" >"node_modules/$name/package.json"
    echo "module.exports = { name: '$name' };" >"node_modules/$name/index.js" ;;
  *)
    echo "npm error code ENOTFOUND" >&2
    echo "npm error network request failed: there is no network" >&2
    exit 1 ;;
esac
`;

const folder = mkdtempSync(join(tmpdir(), "squall-npm-"));
writeFileSync(join(folder, "npm"), npm, { mode: 0o755 });
writeFileSync(join(folder, "asked"), "");
process.env.PATH = `${folder}${delimiter}${process.env.PATH}`;
after(() => rmSync(folder, { recursive: true, force: true }));
const lambda = await openLambda(wholeFile);

describe("packages of AWS's SDK that are not here yet", () => {
  const asked = () => readFileSync(join(folder, "asked"), "utf8").split("\n").filter(Boolean);
  const create = (name: string, files: Record<string, string>) =>
    lambda.create(name, "", {
      Runtime: "nodejs22.x",
      Timeout: 1,
      MemorySize: 256,
      Code: { ZipFile: zip(files) },
    } as never);

  it("are brought while the function waits, however short its timeout is, and once for all", async () => {
    const load =
      "exports.handler = async () => [require('@aws-sdk/client-athena').name, (await import('@aws-sdk/rds-signer')).default.name];";
    await create("required", { "app.js": load });
    const both = ["@aws-sdk/client-athena", "@aws-sdk/rds-signer"];
    const first = await lambda.invoke("required");
    assert.deepEqual([first.error, first.payload], [undefined, both]);
    const esModule = "import athena from '@aws-sdk/client-athena'; export const handler = async () => athena.name;";
    await create("imported", { "app.mjs": esModule });
    assert.deepEqual((await lambda.invoke("imported")).payload, both[0]);
    assert.deepEqual(
      asked().map((each) => each.replace(/@<=3\.\d+\.\d+$/, "")),
      both,
    );
  });

  it("are found without npm when they have been brought, and tell the function's log why not otherwise", async () => {
    await create("refused", { "app.js": "require('@aws-sdk/client-glue'); exports.handler = async () => 1;" });
    const { error, payload } = await lambda.invoke("refused");
    assert.deepEqual([error, payload.errorType], ["Unhandled", "Runtime.ImportModuleError"]);
    assert.match(payload.errorMessage, /^Error: Cannot find module '@aws-sdk\/client-glue'\n/);
    const notes = (await lambda.log("refused")).filter((line) => line.startsWith("[squall] @aws-sdk"));
    const note =
      "[squall] @aws-sdk/client-glue is not there: npm could not bring it: network request failed: there is no network. `squall runtimes install @aws-sdk/client-glue` tries again\n";
    // Two environments have tried, as on AWS: one while it was initialised, and one once more with the invocation.
    assert.deepEqual(notes, [note, note]);
    // Left to itself npm tries for more than a minute where there is no network.
    assert.match(readFileSync(join(folder, "options"), "utf8"), /--fetch-retries=1 /);
  });

  it("are AWS's own only: nothing else is asked for, whatever a function says", async () => {
    const before = asked();
    const names = [
      "left-pad",
      "@evil/x",
      "@aws-sdk/../x",
      "@aws-sdk/a b",
      "@aws-sdk/--force",
      "@smithy/no-such",
      "@aws-sdk/X",
    ];
    const tries = `exports.handler = async () => ${JSON.stringify(names)}.map((name) => { try { return require(name); } catch (error) { return error.code; } });`;
    await create("hostile", { "app.js": tries });
    const { payload } = await lambda.invoke("hostile");
    assert.deepEqual(
      payload,
      names.map(() => "MODULE_NOT_FOUND"),
    );
    // By the frame itself, as a function can write it that knows the runtime's.
    const frame = `const fs = require("node:fs"); exports.handler = async () => { const body = Buffer.concat([Buffer.alloc(8), Buffer.from("@aws-sdk/x --prefix /")]); const head = Buffer.alloc(5); head.writeUInt32LE(body.length); head[4] = 13; fs.writeSync(3, Buffer.concat([head, body])); return "done"; };`;
    await create("framing", { "app.js": frame });
    await lambda.invoke("framing");
    assert.deepEqual(asked(), before);
  });

  it("are not denied to others by a function that asks for many in vain, and no more of it are asked of npm", async () => {
    const tries =
      "exports.handler = async () => { for (let each = 0; each < 60; each++) try { require('@aws-sdk/none-' + each); } catch {} return 1; };";
    const before = asked().length;
    await create("greedy", { "app.js": tries });
    assert.equal((await lambda.invoke("greedy")).payload, 1);
    assert.equal(asked().length - before, 50);
    await create("modest", { "app.js": "exports.handler = async () => require('@aws-sdk/rds-signer').name;" });
    assert.equal((await lambda.invoke("modest")).payload, "@aws-sdk/rds-signer");
    await create("later", { "app.js": "exports.handler = async () => require('@aws-sdk/client-sso-admin').name;" });
    assert.equal((await lambda.invoke("later")).payload, "@aws-sdk/client-sso-admin");
  });
});
