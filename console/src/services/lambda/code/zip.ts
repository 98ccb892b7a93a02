import { unzipSync, zipSync } from "fflate";
import type { FileModes } from "./file-modes.ts";

/** What was unpacked is bytes, what was typed is text. */
export type FileContent = Uint8Array | string;

/** The files of a deployment package by their paths; folders are only in the paths. */
export type CodeFiles = Readonly<Record<string, FileContent>>;

/** What AWS's editor shows at most. */
export const largestEditableBytes = 3 * 1024 * 1024;

/**
 * Here and below without fflate's workers, which it makes of text for whatever has more than 160 KB: the page's Content-Security-Policy
 * forbids them. What may be edited is packed within a fraction of a second.
 */
export async function unpackCode(bytes: Uint8Array): Promise<Readonly<Record<string, Uint8Array>>> {
  try {
    return Object.fromEntries(Object.entries(unzipSync(bytes)).filter(([path]) => !path.endsWith("/")));
  } catch (error) {
    throw new Error(`The deployment package cannot be read: ${(error as Error).message}`);
  }
}

/** Files keep the modes that they had; a new one may be read and run, since a `bootstrap` must. */
export async function packCode(files: CodeFiles, modes: FileModes = {}): Promise<Uint8Array> {
  const entries = Object.entries(files).map(
    ([path, content]) => [path, [toBytes(content), { os: unix, attrs: (modes[path] ?? newFileMode) << 16 }]] as const,
  );
  return zipSync(Object.fromEntries(entries) as never, { level: 6 });
}

const unix = 3;
/** A regular file, rwxr-xr-x. */
const newFileMode = 0o100755;

/** Undefined for what is no text: it is kept as it is, and not shown. */
export function toText(content: FileContent): string | undefined {
  if (typeof content === "string") return content;
  if (content.subarray(0, 8_000).includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}

function toBytes(content: FileContent): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}
