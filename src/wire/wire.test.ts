import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { openWire } from "./wire.ts";

const wire = openWire();

test("a service is found by target, signing name, version and endpoint prefix", () => {
  assert.equal(wire.byTarget("Logs_20140328")?.name, "cloudwatch-logs");
  assert.equal(wire.byTarget("DynamoDB_20120810")?.name, "dynamodb");
  assert.equal(wire.byTarget("GraniteServiceVersion20100801")?.name, "cloudwatch");
  assert.deepEqual(
    wire.bySigningName("monitoring").map(({ name }) => name),
    ["cloudwatch"],
  );
  assert.deepEqual(
    wire.bySigningName("apigateway").map(({ name }) => name),
    ["api-gateway", "apigatewayv2"],
  );
  assert.deepEqual(wire.bySigningName("nothing"), []);
  assert.equal(wire.byVersion("2010-05-08")?.name, "iam");
  assert.equal(wire.byVersion("2012-11-05")?.name, "sqs");
  assert.equal(wire.byVersion("2016-11-15")?.name, "ec2");
  // Lambda's version is no form's.
  assert.equal(wire.byVersion("2015-03-31"), undefined);
  assert.equal(wire.byEndpointPrefix("events")?.name, "eventbridge");
  assert.equal(wire.byEndpointPrefix("data-ats.iot")?.name, "iot-data-plane");
});

test("protocols are in the order in which a new client prefers them", () => {
  const protocols = Object.fromEntries(wire.services.map(({ name, protocols }) => [name, protocols]));
  assert.deepEqual(protocols.sqs, ["awsJson1_0", "awsQuery"]);
  assert.deepEqual(protocols.cloudwatch, ["awsJson1_0", "rpcv2Cbor", "awsQuery"]);
  assert.deepEqual(protocols.s3, ["restXml"]);
  assert.deepEqual(protocols["cloudwatch-logs"], ["awsJson1_1"]);
});

test("a codec is made once; an unknown service is refused", async () => {
  assert.equal(wire.codec("sts"), wire.codec("sts"));
  const { facts, operationNames } = await wire.codec("sts");
  assert.equal(facts.name, "sts");
  assert.ok(operationNames().includes("AssumeRole"));
  await assert.rejects(wire.codec("nothing"), /no wire data for a service called nothing/);
});

test("every service has its data, and every operation a name of its own", async () => {
  assert.equal(wire.services.length, 32);
  for (const { name } of wire.services) {
    const names = (await wire.codec(name)).operationNames();
    assert.ok(names.length > 0, name);
    assert.equal(new Set(names).size, names.length, name);
  }
});

test("nothing of the SDK is loaded at run time", () => {
  const files = readdirSync(new URL(".", import.meta.url), { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))) {
    assert.doesNotMatch(readFileSync(new URL(file, import.meta.url), "utf8"), /from "@(aws-sdk|smithy)/, file);
  }
});
