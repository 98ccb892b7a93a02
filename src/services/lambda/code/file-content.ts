import { pipeline, Readable } from "node:stream";
import { promisify } from "node:util";
import { crc32, createInflateRaw, inflateRaw } from "node:zlib";
import { unzipFailed } from "../errors.ts";
import type { PackageFile } from "./package-tree.ts";

const inflate = promisify(inflateRaw);

/** What is smaller is unpacked in one piece. */
const pieceBytes = 1024 * 1024;

/**
 * A file's bytes, unpacked a piece at a time. Throws AWS's error if they are not as many as the zip says, or not those its checksum is
 * of: a bomb that lies about its size stops there.
 */
export async function* contentOf(file: PackageFile): AsyncGenerator<Buffer> {
  let bytes = 0;
  let sum = 0;
  for await (const chunk of piecesOf(file)) {
    bytes += chunk.length;
    if (bytes > file.sizeBytes) throw unzipFailed();
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (bytes !== file.sizeBytes || sum !== file.crc32) throw unzipFailed();
}

async function* piecesOf({ packed, isDeflated, sizeBytes }: PackageFile): AsyncGenerator<Buffer> {
  try {
    if (!isDeflated) yield* slicesOf(packed);
    // Its length may be 0, and a limit not.
    else if (sizeBytes <= pieceBytes) yield await inflate(packed, { maxOutputLength: sizeBytes + 1 });
    else {
      const inflater = createInflateRaw({ chunkSize: pieceBytes / 4 });
      // Whoever reads the one hears of what becomes of the other.
      pipeline(Readable.from(slicesOf(packed)), inflater, () => undefined);
      yield* inflater;
    }
  } catch (error) {
    if (isMachines(error)) throw error;
    throw unzipFailed();
  }
}

export function* slicesOf(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes);
}

/** zlib's code where memory is short. */
function isMachines(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "Z_MEM_ERROR";
}
