/** What computes a checksum as the bytes go by. */
export interface Hasher {
  update(chunk: Uint8Array): unknown;
  digest(): Buffer;
}
