import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { buildOnce, run } from "../support/build.ts";

/** What Squall's queues are held against: ElasticMQ with its own persistence, queues and messages in files. */
export interface ElasticMq extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
}

const version = "1.6.11";

/** Undefined, with a line that says why, where Java, Maven or what Maven brings is not there. */
export async function launchElasticMq(): Promise<ElasticMq | undefined> {
  for (const command of ["java", "mvn"]) {
    if (spawnSync(command, ["-version"]).status === 0) continue;
    process.stdout.write(`ElasticMQ is left out: ${command} is not installed\n`);
    return undefined;
  }
  let jars: string;
  try {
    jars = buildOnce("elasticmq", [version], (into) => {
      writeFileSync(join(into, "pom.xml"), pom);
      run(
        "mvn",
        ["-q", "-B", "-f", join(into, "pom.xml"), "dependency:copy-dependencies", `-DoutputDirectory=${into}`],
        {},
      );
    });
  } catch (error) {
    process.stdout.write(`ElasticMQ is left out: ${(error as Error).message.split("\n", 1)[0]}\n`);
    return undefined;
  }
  return start(jars);
}

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>bench</groupId><artifactId>bench</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.elasticmq</groupId><artifactId>elasticmq-server_2.13</artifactId><version>${version}</version></dependency>
  </dependencies>
</project>
`;

async function start(jars: string): Promise<ElasticMq> {
  const directory = await mkdtemp(join(tmpdir(), "squall-bench-elasticmq-"));
  const port = await freePort();
  const config = join(directory, "server.conf");
  await writeFile(config, configuration(port, directory));
  const child = spawn("java", [`-Dconfig.file=${config}`, "-cp", join(jars, "*"), "org.elasticmq.server.Main"], {
    stdio: "ignore",
  });
  const dispose = async () => {
    await stop(child);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await untilAnswers(port, child);
  } catch (error) {
    await dispose();
    throw error;
  }
  return { port, pid: child.pid ?? 0, [Symbol.asyncDispose]: dispose };
}

function configuration(port: number, directory: string): string {
  return `include classpath("application.conf")
rest-sqs { enabled = true, bind-port = ${port}, bind-hostname = "127.0.0.1", sqs-limits = strict }
rest-stats { enabled = false }
queues-storage { enabled = true, path = "${directory}/queues.conf" }
messages-storage {
  enabled = true, driver-class-name = "org.h2.Driver", uri = "jdbc:h2:${directory}/messages", username = "", password = ""
  prune-data-on-init = false
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

async function untilAnswers(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error(`ElasticMQ ended with ${child.exitCode}`);
    const answer = await fetch(`http://127.0.0.1:${port}/?Action=ListQueues`).catch(() => undefined);
    if (answer?.ok) return;
    await delay(100);
  }
  throw new Error("ElasticMQ does not answer");
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
}
