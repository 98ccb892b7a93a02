import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { defineDotnet } from "./dotnet/runtime.ts";
import { defineJava } from "./java/runtime.ts";
import { definePython } from "./python/runtime.ts";
import { defineRuby } from "./ruby/runtime.ts";
import type { RuntimeFamily } from "./runtime.ts";

const host = { installDir: "/nowhere", cacheDir: "/nowhere", say: () => undefined };
const asRoot = { skip: process.getuid?.() !== 0 && "only root installs for the whole machine" };

/** Package managers are scripts here, which write down what they are told and bring what they should. */
describe("`squall runtimes install`", () => {
  let folder: string;
  const former = { ...process.env };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "squall-managers-"));
    Object.assign(process.env, {
      PATH: `${join(folder, "bin")}:${former.PATH}`,
      HOME: folder,
      DOTNET_ROOT: join(folder, "dotnet"),
    });
    for (const name of ["apt-get", "dnf", "uv", "pyenv", "brew", "ruby-install", "rbenv"]) manager(name, "exit 1");
  });
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in former)) delete process.env[name];
    Object.assign(process.env, former);
    rmSync(folder, { recursive: true, force: true });
  });

  const manager = (name: string, script: string) =>
    write(`bin/${name}`, `#!/bin/sh\necho "${name} $*" >> ${folder}/told\n${script}\n`);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode: 0o755 });
  };
  const told = () =>
    existsSync(join(folder, "told")) ? readFileSync(join(folder, "told"), "utf8").trim().split("\n") : [];
  /** A shell command that makes a program which says this. */
  const bring = (path: string, says: string) => {
    write(`parcel/${path}`, `#!/bin/sh\ncat <<'END'\n${says}\nEND\n`);
    return `mkdir -p ${dirname(join(folder, path))} && cp ${join(folder, "parcel", path)} ${join(folder, path)}`;
  };
  const install = (family: RuntimeFamily, identifier: string) => family.install?.(identifier) ?? Promise.reject();

  it("gets Python by uv, and finds it from then on", async (context) => {
    const executable = join(folder, ".local/share/uv/python/cpython-3.14.2-linux-x86_64-gnu/bin/python3.14");
    const says = {
      executable,
      prefix: dirname(dirname(executable)),
      version: "3.14.2",
      boto3: null,
      boto3NeedsMinor: 99,
      packages: {},
    };
    manager("uv", bring(executable.slice(folder.length + 1), JSON.stringify(says)));
    const python = definePython(host);
    if ((await python.find("python3.14"))?.exact) return context.skip("Python 3.14 is installed");
    await install(python, "python3.14");
    const found = await python.find("python3.14");
    assert.deepEqual([found?.executable, found?.version, found?.exact], [executable, "3.14.2", true]);
    assert.deepEqual(told(), ["uv python install 3.14"]);
    await install(python, "python3.14");
    assert.equal(told().length, 1, "what is there is not installed again");
  });

  it("asks the next manager where one fails or brings nothing, and tells what each said", asRoot, async (context) => {
    manager("uv", "echo 'error: No interpreter found' >&2; exit 2");
    manager("pyenv", "exit 0");
    manager(
      "apt-get",
      '[ "$1" = update ] || { echo "Reading"; echo "E: Unable to locate package python3.14" >&2; exit 100; }',
    );
    const python = definePython(host);
    if ((await python.find("python3.14"))?.exact) return context.skip("Python 3.14 is installed");
    await assert.rejects(install(python, "python3.14"), (error: Error) => {
      const [what, ...reasons] = error.message.split(/: (?=`)|; /);
      assert.equal(what, "Python 3.14 could not be installed");
      assert.deepEqual(reasons.slice(0, 3), [
        "`uv python install 3.14` said: error: No interpreter found",
        "`pyenv install 3.14` has not brought it",
        "`apt-get install python3.14` said: E: Unable to locate package python3.14",
      ]);
      return true;
    });
    const names = told().map((line) => line.split(" ", 2).join(" "));
    assert.deepEqual(names, [
      "uv python",
      "pyenv install",
      "apt-get update",
      "apt-get install",
      "dnf install",
      "brew install",
    ]);
  });

  it("gets Ruby by ruby-install, or the newest of the series that rbenv knows", async () => {
    const says = (version: string, prefix: string) =>
      JSON.stringify({ executable: `${prefix}/bin/ruby`, prefix, version, gemFolders: [], sdk: null });
    manager("ruby-install", bring(".rubies/ruby-3.4.2/bin/ruby", says("3.4.2", "/rubies/3.4")));
    const ruby = defineRuby(host);
    await install(ruby, "ruby3.4");
    assert.equal((await ruby.find("ruby3.4"))?.version, "3.4.2");
    manager("ruby-install", "exit 1");
    const rbenv = bring(".rbenv/versions/4.0.1/bin/ruby", says("4.0.1", "/rubies/4.0"));
    manager("rbenv", `[ "$2" = --list ] && { printf '3.4.9\\n4.0.1\\n'; exit; }; [ "$3" = 4.0.1 ] && ${rbenv}`);
    await install(ruby, "ruby4.0");
    assert.equal((await ruby.find("ruby4.0"))?.exact, true);
    assert.equal(told().at(-1), "rbenv install --skip-existing 4.0.1");
  });

  it("gets .NET's SDK from the machine's own packages", asRoot, async () => {
    const files = `mkdir -p "$DOTNET_ROOT/sdk/10.0.100" "$DOTNET_ROOT/shared/Microsoft.NETCore.App/10.0.1" && touch "$DOTNET_ROOT/dotnet"`;
    manager("apt-get", `[ "$1" = update ] || { ${files}; }`);
    const dotnet = defineDotnet(host);
    await install(dotnet, "dotnet10");
    assert.equal((await dotnet.find("dotnet10"))?.version, "10.0.1");
    assert.match(told().at(-1) ?? "", /^apt-get install .* dotnet-sdk-10\.0$/);
  });

  it("asks for Java's compiler, too", asRoot, async (context) => {
    const java = defineJava(host);
    if ((await java.find("java21"))?.exact) return context.skip("Java 21 is installed");
    await assert.rejects(
      install(java, "java21"),
      /^Error: Java 21 could not be installed: `apt-get install openjdk-21-jdk-headless` said: /,
    );
    assert.equal(told().at(-1), "dnf install --assumeyes --quiet java-21-openjdk-devel");
    await assert.rejects(install(java, "java8.al2"), /Squall runs no Java 8: Java 11 or later stands in for it/);
  });
});
