/** The database or the blob store that the server was told to use cannot be used as it is. The message says in one line what to do. */
export class UnusableStorageError extends Error {
  override readonly name = "UnusableStorageError";
}
