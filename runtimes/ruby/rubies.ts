import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { searchPath } from "../runtime.ts";

const run = promisify(execFile);

export interface Ruby {
  readonly executable: string;
  readonly prefix: string;
  readonly version: string;
  /** Where its gems are: those of the system, not of a user. */
  readonly gemFolders: readonly string[];
  /** Of aws-sdk-core. */
  readonly sdk: string | undefined;
}

/** All of this machine from 3.0 on, oldest first. */
export async function findRubies(): Promise<Ruby[]> {
  const folders = [
    ...searchPath().filter((folder) => !folder.endsWith("/shims")),
    ...versionsIn(join(homedir(), ".rbenv/versions")),
    ...versionsIn(join(homedir(), ".rubies")),
    ...versionsIn("/opt/rubies"),
  ];
  const paths = [...new Set(folders.map((folder) => join(folder, "ruby")))].filter(existsSync);
  const all = (await Promise.all(paths.map(ask))).filter((ruby) => ruby !== undefined);
  const unique = new Map(all.map((ruby) => [ruby.executable, ruby]));
  return [...unique.values()]
    .filter(({ version }) => Number(version.split(".")[0]) >= 3)
    .sort((a, b) => a.version.localeCompare(b.version, undefined, { numeric: true }));
}

const question = `
require "json"
require "rbconfig"
sdk = Gem::Specification.find_all_by_name("aws-sdk-core").map(&:version).max
folders = (Gem.default_path - [Gem.user_dir]).select { |path| File.directory?(path) }
puts JSON.generate(executable: File.realpath(RbConfig.ruby), prefix: RbConfig::CONFIG["prefix"], version: RUBY_VERSION, gemFolders: folders, sdk: sdk && sdk.to_s)
`;

async function ask(executable: string): Promise<Ruby | undefined> {
  try {
    const { stdout } = await run(executable, ["-e", question], { timeout: 20_000 });
    const answer = JSON.parse(stdout) as Ruby & { readonly sdk: string | null };
    return { ...answer, sdk: answer.sdk ?? undefined };
  } catch {
    return undefined;
  }
}

function versionsIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, "bin")) : [];
}
