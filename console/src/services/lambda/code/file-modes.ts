/** Of each path in a package: the Unix mode, with the kind of file (regular, symbolic link) in its upper bits. */
export type FileModes = Readonly<Record<string, number>>;

/**
 * Reads the modes from a zip's central directory, which fflate does not tell. A package made on Windows has none. Format:
 * PKWARE's APPNOTE.TXT, 4.3.12 "Central directory structure" and 4.3.16 "End of central directory record".
 */
export function readFileModes(bytes: Uint8Array): FileModes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const endAt = findEnd(view);
  const modes: Record<string, number> = {};
  if (endAt === undefined) return modes;
  let at = view.getUint32(endAt + 16, true);
  for (let left = view.getUint16(endAt + 10, true); left > 0; left--) {
    if (at + entryBytes > view.byteLength || view.getUint32(at, true) !== entrySignature) break;
    const nameLength = view.getUint16(at + 28, true);
    const isUtf8 = (view.getUint16(at + 8, true) & utf8Flag) !== 0;
    const name = bytes.subarray(at + entryBytes, at + entryBytes + nameLength);
    const mode = view.getUint16(at + 40, true);
    if (view.getUint8(at + 5) === unix && mode !== 0) modes[decodeName(name, isUtf8)] = mode;
    at += entryBytes + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return modes;
}

const entrySignature = 0x02014b50;
const endSignature = 0x06054b50;
const entryBytes = 46;
const endBytes = 22;
const utf8Flag = 0x800;
const unix = 3;
const longestCommentBytes = 0xffff;

/** The record stands at the end, before a comment of any length. */
function findEnd(view: DataView): number | undefined {
  const last = view.byteLength - endBytes;
  for (let at = last; at >= Math.max(0, last - longestCommentBytes); at--) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  return undefined;
}

/** As fflate reads it, so that the paths are the same. */
function decodeName(name: Uint8Array, isUtf8: boolean): string {
  return isUtf8 ? new TextDecoder().decode(name) : String.fromCharCode(...name);
}
