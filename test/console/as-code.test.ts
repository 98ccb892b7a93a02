import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { type LoggedCall, toLogged } from "../../console/src/aws/call-log.ts";
import { toBoto3 } from "../../console/src/shell/as-code/boto3.ts";
import { toCli } from "../../console/src/shell/as-code/cli.ts";
import { terraformCalls, toTerraform } from "../../console/src/shell/as-code/terraform.ts";
import { missing } from "../support/missing.ts";
import { samples } from "./as-code-samples.ts";

const calls = samples.map(
  ([service, operation, input]): LoggedCall => ({
    ...{ number: 1, atMs: 0, isFailed: false, isChange: true, page: "/" },
    ...{ service, operation, input: toLogged(input) as Record<string, unknown> },
  }),
);
const named = (service: string, operation: string) =>
  calls.find((call) => call.service === service && call.operation === operation)!;

test("there is a sample of each call that Terraform has a resource for", () => {
  const known = new Set(calls.map(({ service, operation }) => `${service}.${operation}`));
  assert.deepEqual(
    terraformCalls.filter((name) => !known.has(name)),
    [],
  );
});

test("commands of the CLI are words of a shell", () => {
  const script = calls.map((call) => `${toCli(call)}\n`).join("");
  const { status, stderr } = spawnSync("sh", ["-n"], { input: script, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  // The CLI has another name for it, since it is one of its own options.
  assert.match(toCli(named("SNS", "Subscribe")), /--notification-endpoint arn:aws:sqs/);
});

test("programs of boto3 are Python, and import what they use", { skip: missing("python3", ["--version"]) }, () => {
  const programs = calls.map((call) => toBoto3(call, "us-east-1"));
  const check = `
import ast, json, sys
for program in json.load(sys.stdin):
    tree = ast.parse(program)
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    used = {node.value.id for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)}
    made = {target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets}
    missing = used - imported - made
    assert not missing, (missing, program)
`;
  const { status, stderr } = spawnSync("python3", ["-c", check], { input: JSON.stringify(programs), encoding: "utf8" });
  assert.equal(status, 0, stderr);
});

test("resources of Terraform are balanced blocks of attributes", () => {
  for (const call of calls) {
    const text = toTerraform(call);
    if (text === undefined) continue;
    // Without what stands in quotes.
    const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
    const open: string[] = [];
    for (const [bracket] of bare.matchAll(/[{}[\]()]/g)) {
      if ("{[(".includes(bracket)) open.push(bracket);
      else assert.equal(open.pop(), { "}": "{", "]": "[", ")": "(" }[bracket], text);
    }
    assert.deepEqual(open, [], text);
    assert.doesNotMatch(bare, /undefined|NaN|\[object/, text);
  }
  assert.match(toTerraform(named("Scheduler", "CreateSchedule")) ?? "", /start_date = "2030-03-17T17:46:40Z"/);
  assert.match(
    toTerraform(named("Lambda", "CreateEventSourceMapping")) ?? "",
    /on_failure \{\n {6}destination_arn = "arn:aws:sqs/,
  );
  const apart = { ...named("Lambda", "CreateFunction"), input: { FunctionName: "f", TenancyConfig: {} } };
  assert.equal(toTerraform(apart), undefined, "the provider's resource has no tenants");
});
