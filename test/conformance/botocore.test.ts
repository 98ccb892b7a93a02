import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { readGenerated, toModel } from "../../src/wire/model/load-model.ts";
import type { ModelFile } from "../../src/wire/model/model-file.ts";
import type { Model } from "../../src/wire/model/shape.ts";
import { readRegistry } from "../../src/wire/registry.ts";
import { createServiceCodec } from "../../src/wire/service-codec.ts";
import type { Protocol, ServiceCodec } from "../../src/wire/wire.ts";
import { restHabitsOf } from "../support/wire.ts";
import { toPlain } from "./plain-value.ts";

/**
 * Every operation against botocore, which has its own models: a trait that the JavaScript SDK's schemas lack or have wrong
 * cannot be seen by the SDK's own clients.
 */
const program = fileURLToPath(new URL("botocore_exchange.py", import.meta.url));
/** Where botocore's name is another. */
const botocoreNames: Readonly<Record<string, string>> = {
  "api-gateway": "apigateway",
  "cloudwatch-logs": "logs",
  "cost-explorer": "ce",
  "dynamodb-streams": "dynamodbstreams",
  eventbridge: "events",
  "iot-data-plane": "iot-data",
  "iot-jobs-data-plane": "iot-jobs-data",
  "s3-control": "s3control",
  "secrets-manager": "secretsmanager",
  sfn: "stepfunctions",
};
const names = JSON.stringify(Object.fromEntries(readRegistry().map(({ name }) => [name, botocoreNames[name] ?? name])));

/** Skipping is for a developer's machine without botocore; CI forbids it. */
const skip =
  process.env.SQUALL_TEST_NO_SKIP || spawnSync("python3", ["-c", "import botocore"]).status === 0
    ? false
    : "python3 has no botocore here: install it to run this test";

describe("botocore", { skip }, () => {
  const exchanges = skip ? [] : requests();

  test("what it sends is read as it was meant", () => {
    assert.ok(exchanges.length > 2000, `${exchanges.length} operations`);
    const failures = exchanges.filter(isKnown).flatMap((exchange) => {
      const failure = readRequest(exchange);
      return failure === undefined ? [] : [`${exchange.service} ${exchange.operation}: ${failure}`];
    });
    assert.deepEqual(failures, []);
  });

  test("what is answered is read by it as it was meant", () => {
    const answered = exchanges.filter((exchange) => isKnown(exchange) && exchange.output !== undefined);
    const lines = answered.map((exchange) => JSON.stringify({ ...exchange, ...answer(exchange) }));
    assert.deepEqual(run("responses", lines.join("\n")), []);
  });
});

/** Differences between the models, or ways in which botocore itself is not its serializer and its parser. */
const exceptions: Readonly<Record<string, string>> = {
  "api-gateway GetSdkTypes": "The SDK's output has no position.",
  "iot-data-plane Publish": "userProperties is JSON text for the SDK, a structure for botocore.",
  "s3 GetBucketLocation": "botocore reads the root in a handler of its own.",
  "s3 GetObjectAttributes": "PartNumberMarker is a string for the SDK, an integer for botocore.",
  "s3 ListDirectoryBuckets": "Only the host tells it from ListBuckets.",
  "s3 ListParts": "PartNumberMarker is a string for the SDK, an integer for botocore.",
};

function isKnown({ service, operation }: Exchange): boolean {
  const modelled = load(service).model.operation(operation) !== undefined;
  return modelled && exceptions[`${service} ${operation}`] === undefined;
}

interface Exchange {
  readonly service: string;
  readonly protocol: Protocol;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  /** Base64. */
  readonly body: string;
  readonly input: unknown;
  readonly output?: unknown;
}

function requests(): Exchange[] {
  return run("requests", "") as Exchange[];
}

function run(command: "requests" | "responses", input: string): unknown[] {
  const options = { input, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 } as const;
  const { stdout, stderr, status } = spawnSync("python3", [program, command, names], options);
  assert.equal(status, 0, stderr.slice(-2000));
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as unknown);
}

function readRequest(exchange: Exchange): string | undefined {
  try {
    const codec = load(exchange.service).codec;
    const routed = codec.route(exchange.protocol, exchange, exchange.operation, undefined);
    assert.equal(routed.name, exchange.operation);
    const input = codec.decode(routed, exchange, Buffer.from(exchange.body, "base64"));
    assert.deepEqual(toPlain(input), toPlain(fromJson(exchange.input)));
    return undefined;
  } catch (error) {
    return (error as Error).message.replaceAll(/\s+/g, " ").slice(0, 300);
  }
}

function answer({ service, protocol, operation, output }: Exchange) {
  const routed = { name: operation, protocol, streamsInput: false, labels: {} };
  const { status, headers, body } = load(service).codec.encode(
    routed,
    fromJson(output) as Record<string, unknown>,
    "id",
  );
  return { status, headers, body: Buffer.from((body ?? "") as string).toString("base64") };
}

const loaded = new Map<string, { readonly model: Model; readonly codec: ServiceCodec }>();

/** Without constraints, which random values do not satisfy. */
function load(service: string): { readonly model: Model; readonly codec: ServiceCodec } {
  const known = loaded.get(service);
  if (known) return known;
  const model = toModel({ ...(readGenerated(service) as ModelFile), constraints: [] });
  const codec = createServiceCodec(readRegistry().find(({ name }) => name === service)!, model, restHabitsOf(service));
  loaded.set(service, { model, codec });
  return { model, codec };
}

function fromJson(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(fromJson);
  const { $bytes, $date } = value as { readonly $bytes?: string; readonly $date?: number };
  if ($bytes !== undefined) return Buffer.from($bytes, "base64");
  if ($date !== undefined) return new Date($date * 1000);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fromJson(member)]));
}
