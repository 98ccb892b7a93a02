import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import {
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import {
  CreateRoleAliasCommand,
  CreateThingCommand,
  DescribeEndpointCommand,
  IoTClient,
  UpdateCertificateCommand,
} from "@aws-sdk/client-iot";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { allows, arnOfDevices, type DeviceKeys, DeviceRig } from "../../../../test/support/devices.ts";
import { clientOptions, startSquall, type TestSquall } from "../../../../test/support/squall.ts";

const trust = (Condition?: object) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "credentials.iot.amazonaws.com" },
        Action: "sts:AssumeRole",
        ...(Condition && { Condition }),
      },
    ],
  });

describe("what a device's certificate is good for by HTTPS", () => {
  let squall: TestSquall;
  let iot: IoTClient;
  let iam: IAMClient;
  let s3: S3Client;
  let rig: DeviceRig;
  let pump: DeviceKeys;
  before(async () => {
    squall = await startSquall({ auth: "enforce" });
    const credentials = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
    iot = squall.client(IoTClient, { credentials });
    iam = squall.client(IAMClient, { credentials });
    s3 = squall.client(S3Client, { credentials, forcePathStyle: true });
    rig = await DeviceRig.open(squall, iot);
    const may = [
      allows("iot:AssumeRoleWithCertificate", [`${arnOfDevices}rolealias/reader`, `${arnOfDevices}rolealias/nothing`]),
      allows("iot:Publish", `${arnOfDevices}topic/pumps/*`),
      allows(["iot:UpdateThingShadow", "iot:GetThingShadow"], `${arnOfDevices}thing/pump`),
    ];
    pump = await rig.certificate("pumps", may, ["pump"]);
    await iot.send(new CreateThingCommand({ thingName: "stranger" }));
    await iam.send(new CreateRoleCommand({ RoleName: "reader", AssumeRolePolicyDocument: trust() }));
    const own = {
      Version: "2012-10-17",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy's variable.
      Statement: [allows("s3:GetObject", "arn:aws:s3:::pumps/${credentials-iot:ThingName}/*")],
    };
    await iam.send(
      new PutRolePolicyCommand({ RoleName: "reader", PolicyName: "own", PolicyDocument: JSON.stringify(own) }),
    );
    await iot.send(
      new CreateRoleAliasCommand({
        roleAlias: "reader",
        roleArn: "arn:aws:iam::000000000000:role/reader",
        credentialDurationSeconds: 900,
      }),
    );
    await s3.send(new CreateBucketCommand({ Bucket: "pumps" }));
    for (const Key of ["pump/plan", "other/plan"])
      await s3.send(new PutObjectCommand({ Bucket: "pumps", Key, Body: Key }));
  });
  after(async () => {
    for (const client of [iot, iam, s3]) client.destroy();
    await squall.close();
  });

  const send = (path: string, options: { method?: string; thing?: string; body?: string; keys?: DeviceKeys | null }) =>
    new Promise<{ status: number; type: string | undefined; body: Record<string, never> }>((resolve, reject) => {
      const { method = "GET", thing, body, keys = pump } = options;
      const sent = request(
        {
          host: "localhost",
          port: rig.port,
          path,
          method,
          agent: false,
          ca: rig.ca,
          ...(keys && { cert: keys.cert, key: keys.key }),
          headers: thing === undefined ? {} : { "x-amzn-iot-thingname": thing },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk) => chunks.push(chunk));
          answer.on("end", () => {
            const text = Buffer.concat(chunks).toString();
            const type = answer.headers["x-amzn-errortype"] as string | undefined;
            resolve({ status: answer.statusCode ?? 0, type, body: text.startsWith("{") ? JSON.parse(text) : {} });
          });
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
  const ask = async (alias: string, thing?: string, keys?: DeviceKeys | null) => {
    const { status, body } = await send(`/role-aliases/${alias}/credentials`, {
      ...(thing !== undefined && { thing }),
      ...(keys !== undefined && { keys }),
    });
    return { status, ...(body as { message?: string; credentials?: Record<string, string> }) };
  };

  test("its role's credentials are given to the certificate, named after it, and know the thing", async () => {
    const { endpointAddress } = await iot.send(new DescribeEndpointCommand({ endpointType: "iot:CredentialProvider" }));
    assert.equal(endpointAddress, new URL(squall.endpoint).host);
    const { status, credentials = {} } = await ask("reader", "pump");
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(credentials), ["accessKeyId", "secretAccessKey", "sessionToken", "expiration"]);
    assert.match(credentials.expiration ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const leftMs = Date.parse(credentials.expiration ?? "") - Date.now();
    assert.ok(leftMs > 800_000 && leftMs <= 901_000, `${leftMs} ms`);
    const as = async <C extends { destroy(): void }>(client: C, use: (client: C) => Promise<unknown>) => {
      await use(client);
      client.destroy();
    };
    const { accessKeyId = "", secretAccessKey = "", sessionToken } = credentials;
    const options = {
      ...clientOptions(squall.endpoint),
      credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
    };
    await as(new STSClient(options), async (sts) => {
      const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
      assert.equal(Arn, `arn:aws:sts::000000000000:assumed-role/reader/${pump.certificateId}`);
    });
    await as(new S3Client({ ...options, forcePathStyle: true }), async (own) => {
      await own.send(new GetObjectCommand({ Bucket: "pumps", Key: "pump/plan" }));
      await assert.rejects(own.send(new GetObjectCommand({ Bucket: "pumps", Key: "other/plan" })), {
        name: "AccessDenied",
      });
    });
  });

  test("who may not, and what is not there, is refused in AWS's words and order", async () => {
    assert.deepEqual(await ask("reader", "pump", null), {
      status: 403,
      message: "Certificate is invalid on this endpoint",
    });
    assert.deepEqual(await ask("reader", "stranger"), { status: 403, message: "Invalid thing name passed" });
    assert.deepEqual(await ask("other", "pump"), { status: 403, message: "Access Denied" });
    assert.deepEqual(await ask("nothing", "pump"), { status: 404, message: "Role alias does not exist" });
    const roleArn = "arn:aws:iam::000000000000:role/nobody";
    await iot.send(new CreateRoleAliasCommand({ roleAlias: "nothing", roleArn, credentialDurationSeconds: 7_200 }));
    const unable = { status: 400, message: "Unable to assume the role, or the role to assume does not exist" };
    assert.deepEqual(await ask("nothing", "pump"), unable);
    await iam.send(new CreateRoleCommand({ RoleName: "nobody", AssumeRolePolicyDocument: trust() }));
    assert.deepEqual(await ask("nothing", "pump"), {
      status: 400,
      message: "The requested CredentialDurationSeconds exceeds the MaxSessionDuration set for the role",
    });
    await iam.send(new UpdateRoleCommand({ RoleName: "nobody", MaxSessionDuration: 7_200 }));
    assert.equal((await ask("nothing", "pump")).status, 200);
    const condition = { StringEquals: { "credentials-iot:ThingName": "pump" } };
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "nobody", PolicyDocument: trust(condition) }));
    assert.equal((await ask("nothing", "pump")).status, 200);
    assert.deepEqual(await ask("nothing"), unable);
    await iot.send(new UpdateCertificateCommand({ certificateId: pump.certificateId, newStatus: "INACTIVE" }));
    assert.equal((await ask("reader", "pump")).message, "Certificate is invalid on this endpoint");
    await iot.send(new UpdateCertificateCommand({ certificateId: pump.certificateId, newStatus: "ACTIVE" }));
  });

  test("a message and a shadow are taken by what the certificate's policies allow", async () => {
    const { status, body } = await send("/topics/pumps/one?qos=1", { method: "POST", body: "on" });
    assert.deepEqual([status, (body as { message?: string }).message], [200, "OK"]);
    const refused = { status: 403, type: "ForbiddenException" };
    for (const path of ["/topics/other", "/topics/pumps/one?retain=true", "/things/other/shadow"]) {
      const { status: seen, type } = await send(path, { method: "POST", body: "{}" });
      assert.deepEqual({ status: seen, type }, refused, path);
    }
    const state = JSON.stringify({ state: { reported: { on: true } } });
    assert.equal((await send("/things/pump/shadow", { method: "POST", body: state })).status, 200);
    const shadow = (await send("/things/pump/shadow", {})).body as { state?: unknown };
    assert.deepEqual(shadow.state, { reported: { on: true } });
    // Who shows nothing asks no device's question: without a signature it is a path of S3's, and no bucket has that name.
    assert.deepEqual(await send("/things/pump/shadow", { keys: null }), { status: 404, type: undefined, body: {} });
  });
});
