import { spawnSync } from "node:child_process";

/**
 * What the compatibility tests need beyond npm: boto3 and aws-cli. They are installed with the machine's own pip where they are
 * missing; where that fails the tests that need them skip, saying so (or fail, where SQUALL_TEST_NO_SKIP is set).
 */
const tools = [
  { name: "boto3", isThere: () => succeeds("python3", ["-c", "import boto3"]), install: ["boto3"] },
  { name: "aws-cli", isThere: () => succeeds("aws", ["--version"]), install: ["awscli"] },
];

for (const { name, isThere, install } of tools) {
  if (isThere()) continue;
  process.stderr.write(`squall: installing ${name} for the tests …\n`);
  const done =
    succeeds("python3", ["-m", "pip", "install", "--quiet", ...install]) ||
    succeeds("python3", ["-m", "pip", "install", "--quiet", "--break-system-packages", ...install]);
  if (!done || !isThere()) {
    process.stderr.write(`squall: ${name} could not be installed with pip; tests that need it will skip\n`);
    if (process.env.SQUALL_TEST_NO_SKIP) process.exitCode = 1;
  }
}

function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
