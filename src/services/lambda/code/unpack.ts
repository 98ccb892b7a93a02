import { createWriteStream } from "node:fs";
import { mkdir, rm, symlink } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import { unzipFailed, unzippedTooLarge } from "../errors.ts";
import { limits } from "../limits.ts";

/**
 * Unpacks a deployment package into a directory, over the files that are there. Refuses, with AWS's errors, what is no zip, unpacks to more than the
 * quota (counted on the real bytes: the zip's own figures may lie), or would write or link outside the directory.
 * Files come out readable by everyone and writable by no one, executable where the zip says so, as in /var/task on AWS.
 */
export async function unpack(zip: Buffer, directory: string): Promise<void> {
  const file = await openZip(zip);
  const made = new Set<string>();
  const budget = { bytes: limits.unzippedBytes, files: limits.unzippedFiles };
  await mkdir(directory, { recursive: true });
  for await (const entry of entriesOf(file)) {
    budget.files -= 1;
    if (budget.files < 0 || entry.uncompressedSize > budget.bytes) throw unzippedTooLarge();
    await writeEntry(file, entry, directory, made, budget);
  }
}

/** The unpacked size in bytes as the package itself tells it; unpacking checks that it told the truth. */
export async function measure(zip: Buffer): Promise<number> {
  let bytes = 0;
  for await (const entry of entriesOf(await openZip(zip))) bytes += entry.uncompressedSize;
  return bytes;
}

interface Budget {
  bytes: number;
  files: number;
}

async function openZip(zip: Buffer): Promise<ZipFile> {
  try {
    return await new Promise((resolve, reject) =>
      fromBuffer(zip, { lazyEntries: true }, (error, file) => (error ? reject(error) : resolve(file))),
    );
  } catch {
    throw unzipFailed();
  }
}

async function* entriesOf(file: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    // yauzl refuses names that are absolute, hold a backslash or climb with `..`: they come as an error.
    const entry = await new Promise<Entry | undefined>((resolve, reject) => {
      file.once("entry", resolve);
      file.once("end", () => resolve(undefined));
      file.once("error", () => reject(unzipFailed()));
      file.readEntry();
    });
    file.removeAllListeners();
    if (!entry) return;
    yield entry;
  }
}

const fileTypeMask = 0o170000;
const symbolicLink = 0o120000;
const ownerExecutes = 0o100;

async function writeEntry(
  file: ZipFile,
  entry: Entry,
  directory: string,
  made: Set<string>,
  budget: Budget,
): Promise<void> {
  const path = join(directory, entry.fileName);
  const unixMode = entry.externalFileAttributes >>> 16;
  const type = unixMode & fileTypeMask;
  if (entry.fileName.endsWith("/")) return makeDirectory(path, made);
  // Devices, sockets and pipes have no place in a package; a plain file's type is often left zero.
  if (type !== 0 && type !== 0o100000 && type !== symbolicLink) throw unzipFailed();
  await makeDirectory(dirname(path), made);
  await rm(path, { force: true, recursive: true });
  const content = await openEntry(file, entry);
  try {
    if (type === symbolicLink) await writeLink(content, path, directory);
    else {
      const mode = unixMode & ownerExecutes ? 0o555 : 0o444;
      await pipeline(content, countedAgainst(budget), createWriteStream(path, { mode, flags: "wx" }));
    }
  } catch (error) {
    throw isAwsError(error) ? error : unzipFailed();
  }
}

async function makeDirectory(path: string, made: Set<string>): Promise<void> {
  if (made.has(path)) return;
  await mkdir(path, { recursive: true, mode: 0o755 }).catch(() => {
    throw unzipFailed();
  });
  made.add(path);
}

async function openEntry(file: ZipFile, entry: Entry): Promise<Readable> {
  try {
    return await new Promise((resolve, reject) =>
      file.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream))),
    );
  } catch {
    throw unzipFailed();
  }
}

async function writeLink(content: Readable, path: string, directory: string): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  const target = Buffer.concat(chunks).toString("utf8");
  const reached = normalize(join(dirname(path), target));
  if (target.startsWith("/") || !(reached === directory || reached.startsWith(`${directory}/`))) throw unzipFailed();
  await symlink(target, path);
}

function countedAgainst(budget: Budget): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      budget.bytes -= chunk.length;
      if (budget.bytes < 0) done(unzippedTooLarge());
      else done(null, chunk);
    },
  });
}

function isAwsError(error: unknown): boolean {
  return error instanceof Error && "fault" in error;
}
