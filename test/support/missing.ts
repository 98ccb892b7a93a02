import { spawnSync } from "node:child_process";

/** Why a test that needs a program is skipped, or false. Skipping is for a developer's machine without the program; CI forbids it. */
export function missing(command: string, args: readonly string[]): string | false {
  if (process.env.SQUALL_TEST_NO_SKIP || spawnSync(command, args).status === 0) return false;
  return `${command} ${args.join(" ")} does not run here: install it to run this test`;
}
