import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { CreateFunctionCommandInput } from "@aws-sdk/client-lambda";
import { buildGo, buildJava, fetchJar, zipFolder } from "../support/build.ts";
import { zip } from "../support/zip.ts";

const source = (name: string) => fileURLToPath(new URL(`./hello/${name}`, import.meta.url));

export type OptionalFunctionName = "go-hello" | "java-hello" | "ruby-hello";

interface OptionalFunction {
  /** What the machine must have. */
  readonly command: readonly [string, string];
  readonly create: () => Partial<CreateFunctionCommandInput>;
}

const all: Readonly<Record<OptionalFunctionName, OptionalFunction>> = {
  "go-hello": {
    command: ["go", "version"],
    create: () => ({
      Runtime: "provided.al2023",
      Handler: "bootstrap",
      Code: { ZipFile: zipFolder(buildGo(source("go"))) },
    }),
  },
  "java-hello": {
    command: ["javac", "--version"],
    create: () => {
      const core = fetchJar("com.amazonaws:aws-lambda-java-core:1.4.0");
      return { Runtime: "java17", Handler: "Hello", Code: { ZipFile: zipFolder(buildJava(source("java"), [core])) } };
    },
  },
  "ruby-hello": {
    command: ["ruby", "--version"],
    create: () => ({
      Runtime: "ruby3.3",
      Handler: "hello.handler",
      Code: { ZipFile: zip({ "hello.rb": "def handler(event:, context:) = event\n" }) },
    }),
  },
};

/** Functions in the languages that this machine has; of the others it says so. */
export function optionalFunctions(): [OptionalFunctionName, Partial<CreateFunctionCommandInput>][] {
  return Object.entries(all).flatMap(([name, { command, create }]) => {
    const [program, argument] = command;
    if (spawnSync(program, [argument]).status === 0) return [[name as OptionalFunctionName, create()]];
    process.stdout.write(`${name} is not measured: ${program} is not installed\n`);
    return [];
  });
}
