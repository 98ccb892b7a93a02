import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deployDirectory } from "./render.ts";

export const containerFile = join(deployDirectory, "Dockerfile");

export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

export const repository = fileURLToPath(new URL("../../", import.meta.url));

/** The instructions of the last stage, which the image is made of. */
export function lastStage(): Instruction[] {
  const lines = readFileSync(containerFile, "utf8")
    .replace(/^\s*#.*\n/gm, "")
    .replace(/\\\n/g, " ")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const instructions = lines.map((line) => {
    const [, name = "", rest = ""] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    return { name, rest };
  });
  return instructions.slice(instructions.findLastIndex(({ name }) => name === "FROM"));
}

/** What the image runs, with this machine's Node and the folder in the place of the image's. */
export function commandOf(folder = repository): string[] {
  const stage = lastStage();
  const listed = (wanted: string) => JSON.parse(stage.find(({ name }) => name === wanted)?.rest ?? "[]") as string[];
  return [...listed("ENTRYPOINT"), ...listed("CMD")].map((word) =>
    word === "node" ? process.execPath : word.replace(/^\/squall\//, folder),
  );
}

/** The variables that the image sets. */
export function environmentOf(): Record<string, string> {
  const pairs = lastStage()
    .filter(({ name }) => name === "ENV")
    .flatMap(({ rest }) => rest.trim().split(/\s+/));
  return Object.fromEntries(pairs.map((pair) => pair.split("=") as [string, string]));
}
