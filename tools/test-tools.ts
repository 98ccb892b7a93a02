import { spawnSync } from "node:child_process";

/**
 * What the tests need beyond npm: boto3 and aws-cli from the machine's pip, Chromium and languages from its package manager. They are installed
 * where they are missing; where that fails the tests that need them skip, saying so (or fail, where SQUALL_TEST_NO_SKIP is set).
 */
interface Tool {
  readonly name: string;
  readonly isThere: () => boolean;
  readonly install: () => boolean;
}

const tools: readonly Tool[] = [
  { name: "boto3", isThere: () => succeeds("python3", "-c", "import boto3"), install: () => pipInstall("boto3") },
  { name: "aws-cli", isThere: () => succeeds("aws", "--version"), install: () => pipInstall("awscli") },
  { name: "aws-cli 2", isThere: hasAws2, install: () => aptInstall("awscli") },
  { name: "Go", isThere: () => succeeds("go", "version"), install: () => aptInstall("golang-go") },
  { name: "a JDK", isThere: () => succeeds("javac", "-version"), install: () => aptInstall("default-jdk-headless") },
  { name: "Maven", isThere: () => succeeds("mvn", "-version"), install: () => aptInstall("maven") },
  // For AWS's Runtime API client for Node.js, which npm compiles.
  { name: "a C++ compiler", isThere: () => succeeds("c++", "--version"), install: () => aptInstall("g++", "make") },
  { name: "CMake", isThere: () => succeeds("cmake", "--version"), install: () => aptInstall("cmake", "xz-utils") },
  {
    name: "Autotools",
    isThere: () => succeeds("autoreconf", "--version") && succeeds("libtoolize", "--version"),
    install: () => aptInstall("autoconf", "automake", "libtool"),
  },
  { name: "Rust", isThere: () => succeeds("cargo", "--version"), install: () => aptInstall("cargo") },
  { name: "Ruby", isThere: () => succeeds("ruby", "--version"), install: () => aptInstall("ruby") },
  { name: "HAProxy", isThere: () => succeeds("haproxy", "-v"), install: () => aptInstall("haproxy") },
  {
    name: "NBD's tools",
    isThere: () => succeeds("nbdcopy", "--version") && succeeds("qemu-io", "--version") && succeeds("mkfs.ext4", "-V"),
    install: () => aptInstall("libnbd-bin", "qemu-utils", "e2fsprogs"),
  },
  { name: "Chromium", isThere: () => succeeds("chromium", "--version"), install: () => aptInstall("chromium") },
];

for (const { name, isThere, install } of tools) {
  if (isThere()) continue;
  process.stderr.write(`squall: installing ${name} for the tests …\n`);
  if (install() && isThere()) continue;
  process.stderr.write(`squall: ${name} could not be installed; tests that need it will skip\n`);
  if (process.env.SQUALL_TEST_NO_SKIP) process.exitCode = 1;
}

/** `aws logs tail` is version 2's, which pip does not have; Debian does. */
function hasAws2(): boolean {
  return ["aws", "/usr/bin/aws"].some((command) =>
    spawnSync(command, ["--version"], { encoding: "utf8" }).stdout?.startsWith("aws-cli/2"),
  );
}

function pipInstall(name: string): boolean {
  return (
    succeeds("python3", "-m", "pip", "install", "--quiet", name) ||
    succeeds("python3", "-m", "pip", "install", "--quiet", "--break-system-packages", name)
  );
}

function aptInstall(...names: readonly string[]): boolean {
  if (!succeeds("apt-get", "--version") || process.getuid?.() !== 0) return false;
  return (
    succeeds("apt-get", "install", "-y", "-qq", "--no-install-recommends", ...names) ||
    (succeeds("apt-get", "update", "-qq") &&
      succeeds("apt-get", "install", "-y", "-qq", "--no-install-recommends", ...names))
  );
}

function succeeds(command: string, ...args: readonly string[]): boolean {
  return (
    spawnSync(command, args, { stdio: "ignore", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } }).status ===
    0
  );
}
