import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { validate } from "dockerfile-utils";
import { createFunction } from "../support/create-function.ts";
import { clientOptions } from "../support/squall.ts";
import { launchSquall } from "../support/squall-process.ts";
import { zip } from "../support/zip.ts";
import { asUser, canDropPower, withinCapabilities } from "./capabilities.ts";
import { checkServers } from "./check-servers.ts";
import { commandOf, containerFile, environmentOf, lastStage, repository } from "./container-file.ts";
import { deployDirectory } from "./render.ts";
import { startServers } from "./servers.ts";

describe("the image", () => {
  it("is written as BuildKit takes it, of files that are there, for a user who is not root", () => {
    assert.deepEqual(validate(readFileSync(containerFile, "utf8")), []);
    for (const { from, path } of copied()) {
      if (!from) assert.ok(existsSync(join(repository, path)), path);
    }
    const user = lastStage().find(({ name }) => name === "USER")?.rest;
    assert.equal(user, "10001:10001");
    const variables = environmentOf();
    assert.deepEqual([variables.SQUALL_AUTH, variables.SQUALL_HOST], ["enforce", "0.0.0.0"]);
  });

  it("has all that several servers need, and functions", async () => {
    const directory = mkdtempSync(join(tmpdir(), "squall-image-"));
    after(() => rmSync(directory, { recursive: true, force: true }));
    for (const { path } of copied()) {
      if (path === "node_modules") continue;
      cpSync(join(repository, path), join(directory, path), { recursive: true });
    }
    for (const name of packagesOf()) {
      cpSync(join(repository, name), join(directory, name), { recursive: true });
    }
    const environment = {
      ...environmentOf(),
      SQUALL_BLOBS: "s3://test:test@squall/?endpoint=http://store&region=us-east-1",
      SQUALL_NODE_ADDRESS: "node:4567",
    };
    const plan = { command: commandOf(`${directory}/`), environment };
    await using servers = await startServers([plan, plan]);
    await checkServers(servers);
    const page = await fetch(`${servers.nodes[0]?.endpoint}/`, { headers: { accept: "text/html" } });
    assert.match(await page.text(), /<div id="root">/);
  });
});

describe("what containers are allowed", { skip: canDropPower() ? false : "it takes root, and setpriv" }, () => {
  const doctor = [...commandOf().slice(0, -1), "doctor", "--endpoint", "http://127.0.0.1:9"];
  const ask = (before: readonly string[]) => {
    const [program, ...args] = [...before, ...doctor] as [string, ...string[]];
    return spawnSync(program, args, { encoding: "utf8", cwd: "/", env: { ...process.env, HOME: "/tmp" } });
  };
  const capabilities = /add: \[(.*)\]/
    .exec(readFileSync(join(deployDirectory, "helm/squall/templates/_names.tpl"), "utf8"))?.[1]
    ?.split(", ");

  it("isolates functions for root with the chart's capabilities", () => {
    const { status, stdout } = ask(withinCapabilities(capabilities ?? []));
    assert.equal(status, 0, stdout);
    assert.match(stdout, /privilege +root/);
  });

  it("isolates functions for an ordinary user without any, and runs them", async (context) => {
    const user = asUser(10_001);
    const [program = "", ...args] = [...user, "test", "-r", join(repository, "dist/src/main.js")];
    if (spawnSync(program, args).status !== 0) return context.skip("the project lies where only root may read");
    const { status, stdout } = ask(user);
    assert.equal(status, 0, stdout);
    assert.match(stdout, /privilege +an ordinary user/);
    const cache = join(tmpdir(), `squall-cache-${process.pid}`);
    await using squall = await launchSquall(["--ephemeral", "--cache-dir", cache], {
      command: [...user, ...commandOf()],
    });
    const lambda = new LambdaClient(clientOptions(squall.endpoint));
    await createFunction(
      lambda,
      "who",
      zip({ "index.js": "exports.handler = async () => process.getuid();" }),
      // For Python the user would have to install boto3 first.
      { Runtime: "nodejs24.x" },
    );
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "who" }));
    lambda.destroy();
    // As on AWS, whoever runs Squall.
    assert.equal(Buffer.from(Payload ?? []).toString(), "993");
  });
});

/** What the last stage takes, by its path in the project; `from` is the stage that made it. */
function copied(): { readonly from: string | undefined; readonly path: string }[] {
  return lastStage()
    .filter(({ name }) => name === "COPY")
    .flatMap(({ rest }) => {
      const [, from, words = ""] = /^(?:--from=(\w+) )?(.*)$/.exec(rest) ?? [];
      const paths = words.split(" ").slice(0, -1);
      return paths.map((path) => ({ from, path: path.replace(/^\/squall\//, "") }));
    });
}

interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The folders of what the server needs: what npm installs but for development's packages, the console's and the project's own optional ones. */
function packagesOf(): Set<string> {
  const { packages } = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8")) as {
    packages: Record<string, Locked>;
  };
  const found = new Set<string>();
  const visit = (of: string) => {
    const { dependencies, optionalDependencies } = packages[of] ?? {};
    for (const name of Object.keys({ ...dependencies, ...(of !== "" && optionalDependencies) })) {
      const path =
        [`${of}/node_modules/${name}`, `node_modules/${name}`].find(
          (each) => packages[each] && existsSync(join(repository, each)),
        ) ?? "";
      if (path === "" || found.has(path)) continue;
      found.add(path);
      visit(path);
    }
  };
  visit("");
  return found;
}
