import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";

/** Left out of a package. */
const leftOut = new Set([".git", "__pycache__", ".DS_Store", ".venv"]);
const largestZipBytes = 50_000_000;
const mostFiles = 65_535;

/** A deployment package of a directory's files, or undefined if it would be larger than an upload may be. */
export function zipDirectory(root: string): Buffer | undefined {
  const writer = new ZipWriter();
  for (const path of filesBelow(root, "")) {
    const file = readIfThere(join(root, path));
    if (file) writer.add(path, file.content, file.mode);
    if (writer.sizeBytes > largestZipBytes || writer.count > mostFiles) return undefined;
  }
  return writer.end();
}

/** One of some files of it. */
export function zipFiles(root: string, paths: readonly string[]): Buffer {
  const writer = new ZipWriter();
  for (const path of paths) writer.add(path, readFileSync(join(root, path)), statSync(join(root, path)).mode);
  return writer.end();
}

/** Undefined for one that has gone since it was listed, as an editor's own do, or whose name is no UTF-8, so that no text names it. */
function readIfThere(path: string): { readonly content: Buffer; readonly mode: number } | undefined {
  try {
    return { content: readFileSync(path), mode: statSync(path).mode };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Symbolic links are left out: what they name may be anywhere. */
function* filesBelow(root: string, folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (leftOut.has(entry.name)) continue;
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) yield* filesBelow(root, path);
    else if (entry.isFile()) yield path;
  }
}

/** Source: PKWARE's APPNOTE, "Overall .ZIP file format". */
class ZipWriter {
  readonly #locals: Buffer[] = [];
  readonly #central: Buffer[] = [];
  sizeBytes = 0;

  get count(): number {
    return this.#central.length;
  }

  add(path: string, content: Buffer, mode: number): void {
    const name = Buffer.from(path);
    const packed = deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version needed
    common.writeUInt16LE(0x0800, 2); // the name is UTF-8
    common.writeUInt16LE(8, 4); // deflate
    common.writeUInt16LE(0x21, 8); // 1980-01-01: the package of the same files is the same
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((0o100000 | (mode & 0o777)) << 16) >>> 0, 6);
    tail.writeUInt32LE(this.sizeBytes, 10);
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), common, name, packed]);
    this.#locals.push(local);
    this.#central.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 3]), common, tail, name]));
    this.sizeBytes += local.length;
  }

  end(): Buffer {
    const directory = Buffer.concat(this.#central);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.count, 8);
    end.writeUInt16LE(this.count, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(this.sizeBytes, 16);
    return Buffer.concat([...this.#locals, directory, end]);
  }
}
