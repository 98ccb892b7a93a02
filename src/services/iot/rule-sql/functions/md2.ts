/** MD2, which no library of today has. In hexadecimal. Source: RFC 1319. */
export function md2(bytes: Buffer): string {
  const padding = 16 - (bytes.length % 16);
  const padded = Buffer.concat([bytes, Buffer.alloc(padding, padding)]);
  const message = Buffer.concat([padded, checksumOf(padded)]);
  const state = new Uint8Array(48);
  for (let from = 0; from < message.length; from += 16) {
    for (let index = 0; index < 16; index++) {
      state[16 + index] = at(message, from + index);
      state[32 + index] = at(state, 16 + index) ^ at(state, index);
    }
    let last = 0;
    for (let round = 0; round < 18; round++) {
      for (let index = 0; index < 48; index++) {
        last = at(state, index) ^ at(table, last);
        state[index] = last;
      }
      last = (last + round) & 0xff;
    }
  }
  return Buffer.from(state.subarray(0, 16)).toString("hex");
}

function checksumOf(padded: Buffer): Uint8Array {
  const checksum = new Uint8Array(16);
  let last = 0;
  for (let from = 0; from < padded.length; from += 16) {
    for (let index = 0; index < 16; index++) {
      last = at(checksum, index) ^ at(table, at(padded, from + index) ^ last);
      checksum[index] = last;
    }
  }
  return checksum;
}

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] as number;
}

/** A permutation of the bytes made of the digits of pi. */
const table: Uint8Array = Buffer.from(
  "292e43c9a2d87c013d3654a1ecf0061362a705f3c0c7738c98932bd9bc4c82ca1e9b573cfdd4e01667426f188a17e512be4e" +
    "c4d6da9ede49a0fbf58ebb2fee7aa968799115b2073f94c210890b225f21807f5d9a5a903227353ecce7bff79703ff1930b3" +
    "48a5b5d1d75e922aac56aac64fb838d296a47db676fc6be29c7404f1459d705964718720865bcf65e62da8021b6025adaeb0" +
    "b9f61c46616934407e0f5547a323dd51af3ac35cf9cebac5ea262c530d6e85288409d3dfcdf441814d526adc37c86cc1abfa" +
    "24e17b080cbdb14a7888958be363e86de9cbd5fe3b001d39f2efb70e6658d0e4a67772f8eb754b0a314450b48fed1f1adb99" +
    "8d339f118314",
  "hex",
);
