import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";
import { zip } from "../../../../test/support/zip.ts";
import { createNamespaceSandbox } from "../../../sandbox/namespaces/namespace-sandbox.ts";

const { lambda, create, invoke } = await openLambda(wholeFile, {
  createSandbox: ({ clock, log, random, config }) =>
    createNamespaceSandbox({
      ...{ runDir: config.runDir, cacheDir: config.cacheDir, installDir: config.installDir, endpoint: config.endpoint },
      ...{ modes: [], allowUnisolated: true, clock, log, random },
    }),
});

type Files = Parameters<typeof zip>[0];

async function publish(LayerName: string, files: Files): Promise<string> {
  const { LayerVersionArn } = await lambda("PublishLayerVersion", { LayerName, Content: { ZipFile: zip(files) } });
  return LayerVersionArn ?? "";
}

/** One that this very process has loaded, wherever this machine has it. */
function anyLibrary(): string {
  const [found] = /\/\S+\/libm[.-]\S*so\S*/.exec(readFileSync("/proc/self/maps", "utf8")) ?? [];
  assert.ok(found);
  return found;
}

/** There is no /opt where nothing can be mounted: the layers of functions that run as ordinary processes are found all the same. */
describe("without isolation a layer gives a function", () => {
  test("Python modules, programs and libraries", async () => {
    const layer = await publish("python", {
      "python/from_layer.py": "value = 'module'\n",
      "bin/from-layer": { content: "#!/bin/sh\necho program\n", mode: 0o755 },
      "lib/libfromlayer.so.1": readFileSync(anyLibrary()),
    });
    const code = `
import ctypes, os, subprocess, from_layer
def handler(event, context):
    ctypes.CDLL("libfromlayer.so.1")
    return [from_layer.value, subprocess.check_output("from-layer", text=True), os.listdir(os.environ["_SQUALL_LAYERS"] + "/bin")]
`;
    await create("python", code, { Layers: [layer] });
    const { payload } = await invoke("python");
    assert.deepEqual(payload, ["module", "program\n", ["from-layer"]]);
  });

  test("packages of Node.js", async () => {
    const layer = await publish("node", { "nodejs/node_modules/from-layer/index.js": "module.exports = 'package';" });
    const Code = { ZipFile: zip({ "index.js": `exports.handler = async () => require("from-layer");` }) };
    await create("node", "", { Runtime: "nodejs22.x", Handler: "index.handler", Code, Layers: [layer] } as never);
    assert.equal((await invoke("node")).payload, "package");
  });

  test("libraries of Ruby", async () => {
    const layer = await publish("ruby", { "ruby/lib/from_layer.rb": "FROM_LAYER = 'library'\n" });
    const Code = { ZipFile: zip({ "app.rb": "require 'from_layer'\ndef handler(event:, context:) = FROM_LAYER\n" }) };
    await create("ruby", "", { Runtime: "ruby3.3", Handler: "app.handler", Code, Layers: [layer] } as never);
    assert.equal((await invoke("ruby")).payload, "library");
  });

  test("its bootstrap, and a wrapper script", async () => {
    const bootstrap = `#!/bin/bash
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while id=$(curl -sS -o /dev/null -D - "$api/next" | grep -i '^lambda-runtime-aws-request-id:' | tr -d '\\r' | cut -d' ' -f2) && [ "$id" ]; do
  curl -s -o /dev/null -d "\\"$WRAPPED bootstrap\\"" "$api/$id/response"
done
`;
    const layer = await publish("bootstrap", {
      bootstrap: { content: bootstrap, mode: 0o755 },
      wrapper: { content: '#!/bin/sh\nWRAPPED=wrapped exec "$@"\n', mode: 0o755 },
    });
    const Environment = { Variables: { AWS_LAMBDA_EXEC_WRAPPER: "/opt/wrapper" } };
    const Code = { ZipFile: zip({ "readme.txt": "" }) };
    await create("own", "", { Runtime: "provided.al2023", Code, Layers: [layer] } as never);
    assert.equal((await invoke("own")).payload, " bootstrap");
    const python = "import os\ndef handler(event, context):\n    return os.environ['WRAPPED']\n";
    await create("wrapped", python, { Layers: [layer], Environment });
    assert.equal((await invoke("wrapped")).payload, "wrapped");
  });
});
