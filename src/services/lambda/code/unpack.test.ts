import assert from "node:assert/strict";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type RawEntry, type RawZipOptions, rawZip } from "../../../../test/support/raw-zip.ts";
import { limits } from "../limits.ts";
import { unpack, verify } from "./unpack.ts";

const base = mkdtempSync(join(tmpdir(), "squall-unpack-"));
after(() => rmSync(base, { recursive: true, force: true }));
const link = (name: string, content: string): RawEntry => ({ name, content, mode: 0o120777 });
const file = (name: string, content = "x"): RawEntry => ({ name, content });
const couldNot = "Could not unzip uploaded file. Please check your file, then try to upload again.";

/** A path where nothing is. */
function fresh(): string {
  return join(mkdtempSync(join(base, "d-")), "unpacked");
}

async function unpacked(entries: readonly RawEntry[], options?: RawZipOptions): Promise<Record<string, string>> {
  const directory = fresh();
  await unpack([rawZip(entries, options)], directory);
  return treeOf(directory);
}

/** Path → what is there. Node's own recursive listing would follow links. */
function treeOf(directory: string, below = ""): Record<string, string> {
  const tree: Record<string, string> = {};
  for (const name of readdirSync(directory).sort()) {
    const path = join(directory, name);
    const found = lstatSync(path);
    if (found.isSymbolicLink()) tree[below + name] = `→ ${readlinkSync(path)}`;
    else if (!found.isDirectory()) tree[below + name] = readFileSync(path, "utf8");
    else Object.assign(tree, { [below + name]: "/" }, treeOf(path, `${below + name}/`));
  }
  return tree;
}

async function refuses(entries: readonly RawEntry[], message = couldNot, options?: RawZipOptions): Promise<void> {
  const zip = rawZip(entries, options);
  const directory = fresh();
  await assert.rejects(unpack([zip], directory), { name: "InvalidParameterValueException", message });
  await assert.rejects(verify(zip), { name: "InvalidParameterValueException", message });
}

test("names come out as they are", async () => {
  const names = [
    "a\\b.py",
    "line\nbreak",
    "sp ace",
    "Ünïcode",
    ".hidden",
    "...",
    "c:d",
    "A",
    "a",
    `${"n".repeat(255)}`,
  ];
  assert.deepEqual(await unpacked(names.map((name) => file(name, name))), Object.fromEntries(names.map((n) => [n, n])));
  assert.deepEqual(
    await unpacked([file("./a//./b.py"), { name: "./" }, { name: "a/" }, { name: "c/d/", mode: 0o040755 }]),
    {
      a: "/",
      "a/b.py": "x",
      c: "/",
      "c/d": "/",
    },
  );
});

test("of files with one name the last counts", async () => {
  assert.deepEqual(await unpacked([file("a", "1"), file("b", "2"), file("./a", "3")]), { a: "3", b: "2" });
  assert.deepEqual(await unpacked([file("a", "1"), link("a", "b")]), { a: "→ b" });
  assert.deepEqual(await unpacked([link("a", "b"), file("a", "1")]), { a: "1" });
});

test("names that are no place in a package are refused", async () => {
  for (const name of ["", ".", "a/.", "/", "/etc/x", "..", "../x", "a/../../x", "a/..", "C:/x", "C:\\x", "nul\0byte"]) {
    await refuses([file("app.py"), file(name)]);
  }
  await refuses([file("n".repeat(256))]);
  await refuses([file(`${"d/".repeat(2_045)}f`)]);
  await refuses([file("a"), file("a/b")]);
  await refuses([file("a/b"), file("a")]);
  await refuses([file("a"), { name: "a/" }]);
  for (const type of [0o020000, 0o060000, 0o010000, 0o140000]) {
    await refuses([{ name: "special", mode: type | 0o666 }]);
    await refuses([{ name: "special/", mode: type | 0o666 }]);
  }
});

test("nothing lies behind a link, however it is written", async () => {
  await refuses([link("a", "."), link("a/a/a/x", "../../.."), file("x/file")]);
  await refuses([link("x", "/tmp"), file("x/file")]);
  await refuses([file("x/file"), link("x", "/tmp")]);
  await refuses([link("x", "/tmp"), { name: "x/" }]);
  const deep = "a/".repeat(12);
  await refuses([link(`${deep}b`, "../".repeat(12)), link("c", `${deep}b/../${"../".repeat(12)}`), file("c/tmp/file")]);
});

test("a link stays in the package when it is followed, or names what a function has", async () => {
  const allowed = [
    link("a/up", "../b"),
    link("tmp", "/tmp/cache"),
    link("python", "/usr/bin/python3"),
    link("code", "/var/task/b"),
    link("circle", "circle"),
    link("dangling", "nowhere/at/all"),
    link("through", "a/up/../b"),
    file("b", "x"),
  ];
  assert.equal((await unpacked(allowed)).tmp, "→ /tmp/cache");
  for (const target of [
    "..",
    "../x",
    "a/../..",
    "/etc/passwd",
    "/tmp/../etc/passwd",
    "/",
    "b/../../x",
    "gone/../../..",
  ]) {
    await refuses([file("b/c"), link("l", target)]);
  }
  // Only followed for real does it climb: `in` leads to the top, so that what is above it is outside.
  await refuses([link("d/e/in", "../.."), link("l", "d/e/in/..")]);
  await refuses([link("d/e/in", "../.."), link("l", "d/e/in/../x")]);
  await refuses([link("d", "/tmp"), link("l", "d/../etc")]);
  await refuses([link("empty", "")]);
  await refuses([link("nul", "a\0b")]);
  await refuses([link("long", "a/".repeat(2_100))]);
});

test("links that lead through one another cost no time", async () => {
  const first = link("l", "d/../".repeat(800));
  const many = Array.from({ length: 300 }, (_, n) => link(`l${n}`, "l/".repeat(40)));
  const before = process.cpuUsage();
  await refuses([{ name: "d/" }, first, ...many]);
  const { user } = process.cpuUsage(before);
  assert.ok(user < 2_000_000, `${user / 1000} ms`);
});

test("permissions are what others have, and nobody writes", async () => {
  const directory = fresh();
  const expected: [given: number, made: number][] = [
    [0o644, 0o444],
    [0o755, 0o555],
    [0o600, 0],
    [0o744, 0o444],
    [0o4755, 0o555],
    [0o777, 0o555],
    [0o711, 0o111],
    [0, 0o444],
  ];
  const files = expected.map(([mode]) => ({ name: `f${mode}`, mode: 0o100000 | mode }));
  const folders = [{ name: "closed/", mode: 0o040700 }, { name: "open/" }, file("implied/x")];
  await unpack([rawZip([...files, ...folders])], directory);
  const modeOf = (name: string) => lstatSync(join(directory, name)).mode & 0o7777;
  for (const [mode, made] of expected) assert.equal(modeOf(`f${mode}`), made, mode.toString(8));
  assert.deepEqual([modeOf("closed"), modeOf("open"), modeOf("implied"), modeOf(".")], [0o700, 0o755, 0o755, 0o755]);
});

test("permissions do not depend on who started Squall", async () => {
  const former = process.umask(0o077);
  try {
    const directory = fresh();
    await unpack([rawZip([file("d/x"), { name: "run", mode: 0o100755 }])], directory);
    const modes = [".", "d", "d/x", "run"].map((name) => lstatSync(join(directory, name)).mode & 0o777);
    assert.deepEqual(modes, [0o755, 0o755, 0o444, 0o555]);
  } finally {
    process.umask(former);
  }
});

test("what is no whole zip is refused", async () => {
  await refuses([file("a")], couldNot, { count: 2 });
  await refuses([file("a"), file("b")], couldNot, { count: 1 });
  await refuses([{ ...file("a"), crc32: 1 }]);
  await refuses([{ ...file("a", "longer"), size: 3 }]);
  await refuses([{ ...file("a", "short"), size: 30 }]);
  await refuses([{ ...file("a", "x".repeat(3_000_000)), size: 2_000_000 }]);
  await refuses([{ ...file("a"), flags: 1 }]);
  await refuses([{ ...file("a"), method: 12 }]);
  await refuses([{ ...file("a"), localName: "b" }]);
  await refuses([file("a"), { ...file("a2"), localName: "a", sameAs: 0 }]);
  const whole = rawZip([file("a", "text".repeat(100))]);
  for (let at = 1; at < whole.length; at += 7) {
    const cut = Buffer.concat([whole.subarray(0, at), whole.subarray(at + 5)]);
    await unpack([cut], fresh()).catch((error: Error) => assert.equal(error.message, couldNot));
  }
  await assert.rejects(unpack([Buffer.from("no zip")], fresh()), { message: couldNot });
  const stretched = rawZip([{ ...file("big", "x".repeat(3_000_000)) }]);
  assert.equal(await verify(stretched), 3_000_000);
});

test("what usual writers write is taken", async () => {
  const entries: RawEntry[] = [
    { ...file("streamed", "s"), streamed: true },
    { ...file("stored", "t"), stored: true },
    { ...file("empty", ""), stored: true },
    { ...file("large", "l".repeat(2_500_000)), stored: true },
    { name: "folder/", content: "\0\0" },
  ];
  const tree = await unpacked(entries, { zip64: true });
  assert.deepEqual(Object.keys(tree), ["empty", "folder", "large", "stored", "streamed"]);
  assert.equal(tree.large?.length, 2_500_000);
});

test("a zip without entries is refused as such", async () => {
  await refuses([], "Uploaded file must be a non-empty zip");
  await assert.rejects(verify(Buffer.alloc(0)), { message: "Uploaded file must be a non-empty zip" });
});

test("too much is refused from the directory, before anything is unpacked", async () => {
  const message = "Unzipped size must be smaller than 262144000 bytes";
  await refuses([{ ...file("a"), size: limits.unzippedBytes }], message);
  await refuses([file("a")], message, { count: 4_000_000_000, zip64: true });
  const many = Array.from({ length: limits.unzippedFiles }, (_, n) => ({ name: `f${n}`, stored: true }));
  await refuses(many, message, { zip64: true });
  // Few entries, but more folders than there may be files.
  const folders = Array.from({ length: 60 }, (_, n) => file(`${n}/${"a/".repeat(2_000)}f`));
  await refuses(folders, message);
});

test("a later package lies over an earlier one", async () => {
  const directory = fresh();
  const lower = rawZip([file("same", "1"), file("d/lower", "l"), link("p", "d"), file("q/x"), file("r", "r")]);
  const upper = rawZip([file("same", "2"), file("d/upper", "u"), file("p/y", "y"), file("q", "q"), link("r", "same")]);
  await unpack([lower, upper], directory);
  assert.deepEqual(treeOf(directory), {
    d: "/",
    "d/lower": "l",
    "d/upper": "u",
    p: "/",
    "p/y": "y",
    q: "q",
    r: "→ same",
    same: "2",
  });
});

test("the machine's failure is not said to be the package's", async () => {
  const inFile = join(base, "file");
  writeFileSync(inFile, "");
  await assert.rejects(unpack([rawZip([file("a")])], join(inFile, "d")), {
    name: "ServiceException",
    message: "The package could not be stored: ENOTDIR: not a directory",
  });
  // A directory that is there already is nobody's to write into.
  mkdirSync(join(base, "there"));
  await assert.rejects(unpack([rawZip([file("a")])], join(base, "there")), { message: couldNot });
  assert.deepEqual(readdirSync(join(base, "there")), []);
});

test("others have their turn while a large package is unpacked", async () => {
  const many = Array.from({ length: 20_000 }, (_, n) => ({ name: `${"folder/".repeat(n % 40)}f${n}`, stored: true }));
  const zip = rawZip([...many, file("zeros", "0".repeat(50_000_000))]);
  // Of this thread's processor, because other tests share the machine.
  const usedMs = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let last = usedMs();
  let longest = 0;
  const watch = setInterval(() => {
    longest = Math.max(longest, usedMs() - last);
    last = usedMs();
  }, 1);
  await unpack([zip], fresh());
  clearInterval(watch);
  // Twice what is promised, for the collection of what the other tests have left.
  assert.ok(longest < 100, `${longest} ms`);
});

/** A seeded generator of numbers in [0, 1): mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a zip should make, by rules as simple as can be; undefined where it is to be refused for its names. */
function modelOf(entries: readonly RawEntry[]): Record<string, string> | undefined {
  const tree: Record<string, string> = {};
  for (const { name, content = "", mode = 0 } of entries as (RawEntry & { name: string })[]) {
    const parts = name.split("/").filter((part) => part !== "" && part !== ".");
    const isFolder = name.endsWith("/");
    if (name === "" || name.startsWith("/") || parts.includes("..")) return undefined;
    if (!isFolder && (parts.length === 0 || name === "." || name.endsWith("/."))) return undefined;
    for (const [index] of parts.entries()) {
      const path = parts.slice(0, index + 1).join("/");
      const value = index < parts.length - 1 || isFolder ? "/" : mode === 0o120777 ? `→ ${content}` : String(content);
      if (tree[path] !== undefined && (tree[path] === "/") !== (value === "/")) return undefined;
      tree[path] = value;
    }
  }
  return tree;
}

test("of hostile packages nothing is written outside, and inside what is to be", async () => {
  const arena = join(base, "arena");
  const tree = { "sentinel/a/b": "1", "sentinel/file": "2", a: "3", "b/a": "4" };
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(join(arena, path, ".."), { recursive: true });
    writeFileSync(join(arena, path), text);
  }
  const before = treeOf(arena);
  const random = seeded(20_260_728);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const parts = ["a", "b", "c", "a", "b", "..", ".", "", "sentinel"];
  const path = (longest: number) =>
    Array.from({ length: 1 + Math.floor(random() * longest) }, () => pick(parts)).join("/");
  const targets = () =>
    pick([path(4), path(6), ".", "..", "../sentinel", `../${path(3)}`, join(arena, "sentinel"), "a"]);
  let taken = 0;
  for (let round = 0; round < 3_000; round += 1) {
    const entries = Array.from({ length: 1 + Math.floor(random() * 6) }, (): RawEntry => {
      const kind = random();
      // The names are mostly sound: else few packages would come to be unpacked.
      const name = random() < 0.9 ? path(3).replaceAll("..", "c").replace(/^\/+/, "") : path(3);
      if (kind < 0.4) return link(name, targets());
      return kind < 0.5 ? { name: `${name}/` } : file(name, String(round));
    });
    const inside = join(arena, "inside");
    const outcome = await unpack([rawZip(entries)], inside).then(
      () => "taken",
      (error: Error) => error.message,
    );
    if (outcome === "taken") {
      taken += 1;
      assert.deepEqual(treeOf(inside), sorted(modelOf(entries) ?? {}), JSON.stringify(entries));
    } else {
      assert.equal(outcome, couldNot);
      const isLinked = entries.some(({ mode }) => mode === 0o120777);
      if (!isLinked) assert.equal(modelOf(entries), undefined, JSON.stringify(entries));
    }
    rmSync(inside, { recursive: true, force: true });
    assert.deepEqual(treeOf(arena), before, JSON.stringify(entries));
  }
  assert.ok(taken > 500, `${taken} were taken`);
});

test("folders that lie thousands deep, and many of them, are refused before any is made", async () => {
  const chains = Array.from({ length: 45 }, (_, index) => ({ name: `c${index}/${"d/".repeat(2_000)}` }));
  const tooMany = `Unzipped size must be smaller than ${limits.unzippedBytes} bytes`;
  await refuses(chains, tooMany);
  assert.equal(Object.keys(await unpacked([{ name: "d/".repeat(500) }])).length, 500);
});

function sorted(tree: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).sort(([one], [other]) => (one < other ? -1 : 1)));
}
