import { UnusableStorageError } from "../unusable-storage-error.ts";
import { throughPooler } from "./check-server.ts";
import { isConnectionLoss } from "./transient-error.ts";

/** Why the database cannot be opened, and what helps, for whoever starts the server; undefined for a fault of ours. No password is in it. */
export function explain(error: unknown, url: string): UnusableStorageError | undefined {
  if (error instanceof UnusableStorageError) return error;
  const { code = "", message = "" } = (error ?? {}) as { code?: string; message?: string };
  const where = describeUrl(url);
  if (where === undefined || code === "ERR_INVALID_URL") {
    return new UnusableStorageError(
      "--database is no URL that can be read: it is postgres://USER:PASSWORD@HOST:PORT/NAME, with %40 for an @ in the password and %2F for a slash.",
    );
  }
  const text = (what: string, help: string) => new UnusableStorageError(`the database ${where} ${what}: ${help}.`);
  if (code === "28P01" || code === "28000" || /client password must be/.test(message)) {
    return text(`refuses the user (${firstLine(message)})`, "correct user and password in --database, or pg_hba.conf");
  }
  if (code === "3D000") return text("does not exist", "create it (createdb), or name another in --database");
  if (code === "42501")
    return text("refuses to make tables", "grant the user CREATE on its schema, or make him its owner");
  if (code === "08P01" && /startup parameter/.test(message)) return throughPooler();
  if (/SSL/.test(message)) return text(`cannot be spoken to (${firstLine(message)})`, "correct sslmode= in --database");
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return text("has a host that nobody knows", "correct it in --database");
  if (isConnectionLoss(error) || code === "53300") {
    return text(
      `cannot be reached (${code || firstLine(message)})`,
      "start PostgreSQL, or correct host and port in --database",
    );
  }
  return undefined;
}

/** The URL without its password, or undefined if it cannot be read. */
function describeUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { username, password, host, pathname, searchParams } = new URL(url);
  const socket = searchParams.get("host");
  try {
    decodeURIComponent(pathname + username + password);
  } catch {
    return undefined;
  }
  return `postgres://${username === "" ? "" : `${username}@`}${socket ?? host}${pathname}`;
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}
