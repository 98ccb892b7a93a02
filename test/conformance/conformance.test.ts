import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from "@aws-sdk/core/protocols";
import { readRegistry } from "../../src/wire/registry.ts";
import { roundTripAll, type Variant } from "./round-trip.ts";

/** Every operation of every service in every protocol that some client speaks, against the real SDK clients. */
const require = createRequire(import.meta.url);
const sqs = require("@aws-sdk/client-sqs") as { readonly errorTypeRegistries: unknown };

const variants: readonly Variant[] = [
  ...readRegistry().map(({ name, protocols }) => ({ service: name, protocol: protocols[0]! })),
  ...["cloudwatch", "dynamodb", "kinesis"].map(
    (service): Variant => ({ service, protocol: "rpcv2Cbor", clientProtocol: AwsSmithyRpcV2CborProtocol }),
  ),
  { service: "cloudwatch", protocol: "awsQuery", clientProtocol: AwsQueryProtocol },
  {
    service: "sqs",
    protocol: "awsQuery",
    clientProtocol: AwsQueryProtocol,
    clientProtocolSettings: {
      defaultNamespace: "com.amazonaws.sqs",
      xmlNamespace: "http://queue.amazonaws.com/doc/2012-11-05/",
      version: "2012-11-05",
      errorTypeRegistries: sqs.errorTypeRegistries,
    },
  },
];

/** Operations that do not come through, and why. */
const exceptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "sqs awsQuery": {
    ReceiveMessage: "AttributeNames and MessageSystemAttributeNames have the same name in forms: both get the list.",
  },
};

for (const variant of variants) {
  const { service, protocol } = variant;
  test(`${service} ${protocol}: every operation comes through the SDK's client both ways`, async () => {
    const { operations, failures } = await roundTripAll(variant);
    assert.ok(operations > 0);
    const known = Object.keys(exceptions[`${service} ${protocol}`] ?? {});
    const details = [...failures].map(([operation, failure]) => `${operation}: ${failure}`).join("\n");
    assert.deepEqual([...failures.keys()].sort(), known.sort(), details);
  });
}
