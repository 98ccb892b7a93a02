const kib = 1024;

/** Source: "Quotas in Amazon DynamoDB", and the pages of the operations. */
export const limits = {
  tables: 2_500,
  nameLength: { least: 3, most: 255 },
  localIndexes: 5,
  globalIndexes: 20,
  /** Of all indexes of a table that say which attributes they have. */
  projectedAttributes: 100,
  /** Of a key: a global index may have so many attributes of each kind, a table one. */
  keyAttributes: 4,
  tableCapacityUnits: 1_000_000_000_000,
  tagsPerTable: 50,
  tagKeyLength: 128,
  tagValueLength: 256,
  tablesPerPage: 100,
  /** Of a request: sixteen megabytes, and what JSON adds to them. */
  requestBytes: 24 * kib * kib,
  backupsPerPage: 100,
  exportsPerPage: 25,
  importsPerPage: 25,
  transactionItems: 100,
  batchReads: 100,
  batchWrites: 25,
  /** What BatchGetItem gives at most. */
  batchBytes: 16 * kib * kib,
  /** A page of Query and Scan. */
  pageBytes: kib * kib,
  /** Ours: tables kept in memory. */
  cachedTables: 10_000,
  /** Ours: a table is so long CREATING, UPDATING or DELETING. */
  settlingMs: 150,
  /**
   * Partitions of a new table's items, and of each of its global indexes. AWS begins with four where nothing is provisioned; how many a table has at most (with those that
   * were divided, of which a number tells), and what one holds before it is divided, is ours.
   */
  partitions: { onDemand: 4, most: 64, numbers: 10_000, bytes: 1024 * kib * kib },
} as const;
