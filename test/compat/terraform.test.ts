import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { runProgram, startSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

/**
 * A folder laid out as Terraform's local mirrors are, with the AWS provider in it: it is too large to be brought by these tests, and its maker's
 * registry is not everywhere. Without one the test is left out, in CI too.
 */
const plugins = process.env.SQUALL_TEST_TERRAFORM_PLUGINS;
const left =
  plugins === undefined ? "SQUALL_TEST_TERRAFORM_PLUGINS names no folder with Terraform's AWS provider" : false;

const configurations = {
  "queues, topics, mappings and schedules": "event-resources.tf",
  "volumes, snapshots and what keeps them": "storage-resources.tf",
  "tables with indexes, streams, items and imports, and a function that follows one": "table-resources.tf",
  "buses, rules with targets of each kind, archives, connections, API destinations and pipes": "bus-resources.tf",
  "things, groups, certificates, policies, rules, templates and role aliases of IoT": "device-resources.tf",
  "REST, HTTP and WebSocket APIs with stages, authorizers, usage plans and domain names": "api-resources.tf",
};

for (const [what, configuration] of Object.entries(configurations))
  test(`Terraform applies ${what}, plans no difference, changes and destroys them`, { skip: left }, async (context) => {
    await using squall = await startSquall();
    const { terraform } = await open(context, squall.endpoint, configuration);
    for (const step of ["0", "5"]) {
      await terraform("apply", "-auto-approve", `-var=step=${step}`);
      // It exits with 2 where it would change something.
      await terraform("plan", "-detailed-exitcode", `-var=step=${step}`);
    }
    await terraform("destroy", "-auto-approve", "-var=step=5");
  });

test("Terraform applies a network with instances, plans no difference, changes and destroys them", {
  skip: left,
}, async (context) => {
  await using squall = await startSquall();
  const { terraform } = await open(context, squall.endpoint, "instance-resources.tf");
  for (const step of ["0", "5"]) {
    await terraform("apply", "-auto-approve", `-var=step=${step}`);
    await terraform("plan", "-detailed-exitcode", `-var=step=${step}`);
  }
  await terraform("destroy", "-auto-approve", "-var=step=5");
});

/** A folder of its own, with the configuration and a function's package in it. */
async function open(context: TestContext, endpoint: string, configuration: string) {
  const folder = await mkdtemp(join(tmpdir(), "squall-terraform-"));
  context.after(() => rm(folder, { recursive: true, force: true }));
  await copyFile(fileURLToPath(new URL(configuration, import.meta.url)), join(folder, "main.tf"));
  await writeFile(join(folder, "app.zip"), zip({ "app.py": "def handler(event, context):\n    return None\n" }));
  const env = { ...process.env, TF_VAR_endpoint: endpoint, TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" };
  const terraform = async (...args: string[]) => {
    const { code, stdout, stderr } = await runProgram("terraform", [`-chdir=${folder}`, ...args, "-no-color"], { env });
    assert.equal(code, 0, `terraform ${args.join(" ")}: ${stdout}${stderr}`);
  };
  await terraform("init", `-plugin-dir=${plugins}`);
  return { terraform };
}
