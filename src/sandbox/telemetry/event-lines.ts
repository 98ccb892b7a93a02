/** How Squall's runtimes write a line's end within one log event to standard output, where a line's end ends an event. No program prints it by itself. */
export const lineBreak = "\0\r";

/** The text of events with their lines. A carriage return that the function printed stays what it is. */
export function withLines(text: string): string {
  return text.includes(lineBreak) ? text.replaceAll(lineBreak, "\n") : text;
}
