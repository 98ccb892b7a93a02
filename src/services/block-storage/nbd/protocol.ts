/** Numbers of the NBD protocol. Source: "The NBD protocol", doc/proto.md. */
export const magic = {
  greeting: 0x4e42444d41474943n,
  option: 0x49484156454f5054n,
  optionReply: 0x3e889045565a9n,
  request: 0x25609513,
  simpleReply: 0x67446698,
  structuredReply: 0x668e33ef,
} as const;

/** Fixed newstyle, and no 124 zeroes after the old way to choose an export. */
export const handshakeFlags = 1 | 2;

export const options = {
  exportName: 1,
  abort: 2,
  list: 3,
  startTls: 5,
  info: 6,
  go: 7,
  structuredReply: 8,
  listMetaContext: 9,
  setMetaContext: 10,
} as const;

export const replies = {
  ack: 1,
  server: 2,
  info: 3,
  metaContext: 4,
  unsupported: 0x80000001,
  policy: 0x80000002,
  invalid: 0x80000003,
  unknown: 0x80000006,
  tooBig: 0x80000009,
} as const;

export const infos = { export: 0, name: 1, description: 2, blockSize: 3 } as const;

export const exportFlags = {
  has: 1,
  readOnly: 2,
  flush: 4,
  fua: 8,
  trim: 32,
  writeZeroes: 64,
  dontFragment: 128,
  multiConnection: 256,
  fastZero: 2_048,
} as const;

export const commands = {
  read: 0,
  write: 1,
  disconnect: 2,
  flush: 3,
  trim: 4,
  cache: 5,
  writeZeroes: 6,
  blockStatus: 7,
} as const;

export const commandFlags = { fua: 1, noHole: 2, dontFragment: 4, requestOne: 8, fastZero: 16 } as const;

export const chunks = { none: 0, offsetData: 1, offsetHole: 2, blockStatus: 5, error: 32_769 } as const;
/** Of a structured reply: no more chunks follow. */
export const lastChunk = 1;

/** In `base:allocation`: nothing is kept, and it reads as zeroes. */
export const hole = 1 | 2;

export const errors = {
  permission: 1,
  io: 5,
  invalid: 22,
  noSpace: 28,
  overflow: 75,
  notSupported: 95,
  shutdown: 108,
} as const;
