/** Whether the same transaction may succeed when it is tried again: the connection was lost, or the server gave way to another. */
export function isTransient(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === "string") return transientCodes.test(code);
  return typeof message === "string" && lostConnection.test(message);
}

/** Whether the connection is gone, so that nobody knows what became of the last command. */
export function isConnectionLoss(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === "string") return lossCodes.test(code);
  return typeof message === "string" && lostConnection.test(message);
}

/**
 * Serialization failure, deadlock, shutdown and start-up of the server, too many connections, connection exceptions, a session ended
 * for its idleness, and the operating system's errors. Source: "Appendix A. PostgreSQL Error Codes".
 */
const transientCodes = /^(?:40001|40P01|57P0[1-3]|53300|08...|25P03|E[A-Z]{4,})$/;
const lossCodes = /^(?:57P0[1-3]|08...|25P03|E[A-Z]{4,})$/;
/** The driver's own errors have no code. */
const lostConnection =
  /connection terminated|connection error|client was closed|connection timeout|timeout exceeded when trying to connect|not queryable/i;
