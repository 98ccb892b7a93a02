import { toOneLine } from "./visible-text.ts";

/**
 * Squall's own log: one line an event on standard error, whatever is in what it tells of. Secrets and bodies are never passed to it.
 */
export interface Log {
  debug(message: string, facts?: LogFacts): void;
  info(message: string, facts?: LogFacts): void;
  warn(message: string, facts?: LogFacts): void;
  error(message: string, facts?: LogFacts): void;
}

export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>;
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

const ranks = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 } as const;

export function createLog(level: LogLevel, write: (line: string) => void = (line) => process.stderr.write(line)): Log {
  const at =
    (rank: Exclude<LogLevel, "silent">) =>
    (message: string, facts: LogFacts = {}) => {
      if (ranks[rank] >= ranks[level]) write(`${rank.padEnd(5)} ${toOneLine(message)}${formatFacts(facts)}\n`);
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

function formatFacts(facts: LogFacts): string {
  let text = "";
  for (const [name, value] of Object.entries(facts)) {
    if (value !== undefined) text += ` ${toOneLine(name)}=${typeof value === "string" ? formatText(value) : value}`;
  }
  return text;
}

/** In quotes where it would else look like several facts, and where a backslash would look like one of what cannot be seen. */
function formatText(value: string): string {
  return /[\s"=\\]/.test(value) ? `"${toOneLine(value.replace(/["\\]/g, "\\$&"))}"` : toOneLine(value);
}
