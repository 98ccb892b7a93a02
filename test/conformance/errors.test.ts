import assert from "node:assert/strict";
import { test } from "node:test";
import { AwsError } from "../../src/platform/aws-error.ts";
import { loadModel } from "../../src/wire/model/load-model.ts";
import { readRegistry, type ServiceRecord } from "../../src/wire/registry.ts";
import type { Protocol } from "../../src/wire/wire.ts";
import { loadSdk } from "../../tools/sdk/load-sdk.ts";
import { openServicesWire } from "../support/wire.ts";
import { toPlain } from "./plain-value.ts";
import { createSampler } from "./sample-value.ts";
import { createCommand, createSdkClient } from "./sdk-client.ts";

/** Every error that a model has must be an instance of its class in the client, with its message, members and status. */
const wire = openServicesWire();

/** Errors that reach the client as another class, on AWS too. */
const exceptions: Readonly<Record<string, string>> = {
  DashboardNotFoundError: "CloudWatch gives it the same query code as ResourceNotFound, and clients go by that.",
};

for (const facts of readRegistry()) {
  test(`${facts.name}: every modelled error reaches the client as its class`, async () => {
    const failures: string[] = [];
    for (const name of loadModel(facts.name).errorNames) {
      if (Object.hasOwn(exceptions, name)) continue;
      await assertArrives(facts, name).catch((error: Error) => failures.push(`${name}: ${error.message}`));
    }
    assert.deepEqual(failures, []);
  });

  test(`${facts.name}: an error that no model has keeps its code, message and status`, async () => {
    const error = new AwsError("SomethingElse", 'a <message> & "more"', { status: 418 });
    const thrown = await sendAndFail(facts, error);
    assert.equal(thrown.name, "SomethingElse");
    assert.equal(thrown.message, error.message);
    assert.equal(thrown.$metadata.httpStatusCode, 418);
  });
}

async function assertArrives(facts: ServiceRecord, name: string): Promise<void> {
  const shape = loadModel(facts.name).error(name)!;
  const sampled = createSampler(3).structure(shape, "");
  const fields = Object.fromEntries(Object.entries(sampled).filter(([member]) => member.toLowerCase() !== "message"));
  const thrown = await sendAndFail(facts, new AwsError(name, "the message", { fields }));
  const Class = loadSdk(facts.name)[name] as (new () => Error) | undefined;
  if (Class) assert.ok(thrown instanceof Class, `is a ${thrown.name}`);
  // Those of some models have none.
  const hasMessage = shape.members.some((member) => member.name.toLowerCase() === "message");
  if (hasMessage) assert.equal(thrown.message, "the message");
  const { traits } = shape;
  const protocol = facts.protocols[0]!;
  const expected =
    (protocol === "awsQuery" ? traits.awsQueryError?.[1] : undefined) ?? traits.httpError ?? facts.errorStatus?.[name];
  assert.equal(thrown.$metadata.httpStatusCode, expected ?? (traits.error === "server" ? 500 : 400));
  for (const [member, value] of Object.entries(fields)) {
    assert.deepEqual(toPlain(thrown[member as keyof Thrown]), toPlain(value), member);
  }
}

interface Thrown extends Error {
  readonly $metadata: { readonly httpStatusCode: number };
}

async function sendAndFail(facts: ServiceRecord, error: AwsError): Promise<Thrown> {
  const codec = await wire.codec(facts.name);
  const protocol: Protocol = facts.protocols[0]!;
  const client = createSdkClient(facts.name, {}, async () =>
    codec.encodeError(protocol, error, "request-id", { head: false, queryMode: "true" }),
  );
  const operation = loadModel(facts.name).operation(codec.operationNames()[0]!)!;
  const input = createSampler(5).structure(operation.input, "");
  if (input.Bucket) input.Bucket = "bucket";
  return client.send(createCommand(facts.name, operation.name, input)).then(
    () => assert.fail("the client did not throw"),
    (thrown: Thrown) => thrown,
  );
}
