import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, type TestContext, test } from "node:test";
import { CreateAuthorizerCommand, IoTClient } from "@aws-sdk/client-iot";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { buildOnce, run } from "../support/build.ts";
import { createFunction } from "../support/create-function.ts";
import { allows, DeviceRig } from "../support/devices.ts";
import { clientEnvironment, runProgram, startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

const here = new URL(".", import.meta.url).pathname;

const gate = `
import base64, json
def handler(event, context):
    mqtt = event["protocolData"]["mqtt"]
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iot:*", "Resource": "*"}]}
    return {"isAuthenticated": base64.b64decode(mqtt.get("password", "")) == b"secret", "principalId": "somebody",
            "disconnectAfterInSeconds": 3600, "refreshAfterInSeconds": 300, "policyDocuments": [json.dumps(document)]}
`;

/** The packages from their registry, once; a test whose packages cannot be had is left out, and says so. */
function packages(context: TestContext, name: string, build: (into: string) => void): string | undefined {
  try {
    return buildOnce(name, [build.toString()], build);
  } catch (error) {
    context.skip(`its packages cannot be had: ${(error as Error).message.split("\n")[0]}`);
    return undefined;
  }
}

describe("devices' programs, as they come", () => {
  let squall: TestSquall;
  let folder: string;
  before(async () => {
    squall = await startSquall({ mqttPort: 0 });
    folder = await mkdtemp(join(tmpdir(), "squall-device-sdks-"));
    const iot = squall.client(IoTClient);
    const rig = await DeviceRig.open(squall, iot);
    const { cert, key } = await rig.certificate("sdks", [allows("iot:*", "*")], ["lamp"]);
    for (const [name, text] of Object.entries({ ca: rig.ca, cert, key }))
      await writeFile(join(folder, `${name}.pem`), text);
    const lambda = squall.client(LambdaClient);
    await createFunction(lambda, "gate", zip({ "index.py": gate }));
    const permission = { StatementId: "iot", Action: "lambda:InvokeFunction", Principal: "iot.amazonaws.com" };
    await lambda.send(new AddPermissionCommand({ FunctionName: "gate", ...permission }));
    const authorizerFunctionArn = "arn:aws:lambda:us-east-1:000000000000:function:gate";
    await iot.send(
      new CreateAuthorizerCommand({
        authorizerName: "gate",
        authorizerFunctionArn,
        signingDisabled: true,
        status: "ACTIVE",
      }),
    );
    lambda.destroy();
    iot.destroy();
  });
  after(async () => {
    await squall.close();
    await rm(folder, { recursive: true, force: true });
  });
  const environment = (more: Readonly<Record<string, string>>) => ({
    ...clientEnvironment(squall.endpoint),
    PORT: new URL(squall.endpoint).port,
    DEVICE_PORT: String(squall.server.mqttPort),
    FOLDER: folder,
    ...more,
  });

  test("AWS's SDK for Python and paho: certificates, the common port, ALPN, SigV4, custom authorizers, shadows", async (context) => {
    const installed = packages(context, "device-sdks-python", (into) => {
      const options = ["-q", "--no-deps", "--no-compile", "--target", into];
      run("python3", ["-m", "pip", "install", ...options, "awsiotsdk", "awscrt", "paho-mqtt"], {});
    });
    if (installed === undefined) return;
    const env = environment({ PYTHONPATH: installed });
    const done = await runProgram("python3", [`${here}device_sdks.py`], { env });
    assert.match(done.stdout, /all done/, `${done.stdout}\n${done.stderr}`);
  });

  test("AWS's SDK for JavaScript: a certificate, SigV4, custom authorizers", async (context) => {
    const installed = packages(context, "device-sdks-node", (into) => {
      run("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", into, "aws-iot-device-sdk-v2"], {});
    });
    if (installed === undefined) return;
    const env = environment({ SDK: join(installed, "node_modules", "aws-iot-device-sdk-v2") });
    const done = await runProgram(process.execPath, [`${here}device_sdks.cjs`], { env });
    assert.match(done.stdout, /all done/, `${done.stdout}\n${done.stderr}`);
  });

  test("mosquitto_pub and mosquitto_sub", async (context) => {
    if (spawnSync("mosquitto_pub", ["--version"]).error) return context.skip("mosquitto_pub is not installed");
    const files = ["--cafile", "ca.pem", "--cert", "cert.pem", "--key", "key.pem"];
    const tool = (name: string, port: string | undefined, ...args: string[]) =>
      runProgram(name, [...files, "-h", "localhost", "-p", port ?? "", ...args], { env: environment({}), cwd: folder });
    const port = new URL(squall.endpoint).port;
    const devicePort = String(squall.server.mqttPort);
    const kept = ["-i", "reader", "-c", "-q", "1", "-t", "sdk/mosquitto"];
    // Its session is made first, so that nothing is said before it listens.
    assert.equal((await tool("mosquitto_sub", devicePort, ...kept, "-E")).code, 0);
    const said = ["-t", "sdk/mosquitto", "-q", "1"];
    assert.equal((await tool("mosquitto_pub", devicePort, "-i", "a", ...said, "-m", "three")).code, 0);
    assert.equal((await tool("mosquitto_pub", port, "-i", "b", "-V", "5", ...said, "-m", "five")).code, 0);
    const alpn = ["--tls-alpn", "x-amzn-mqtt-ca"];
    assert.equal((await tool("mosquitto_pub", port, "-i", "c", ...alpn, ...said, "-m", "by ALPN")).code, 0);
    const { stdout } = await tool("mosquitto_sub", devicePort, ...kept, "-C", "3", "-W", "20");
    assert.deepEqual(stdout.trim().split("\n"), ["three", "five", "by ALPN"]);
  });
});
