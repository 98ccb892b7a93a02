/** Where a statement stands in its policy's text: lines and columns from one, each behind the character it names. */
export interface StatementPosition {
  readonly start: Position;
  readonly end: Position;
}

export interface Position {
  readonly Line: number;
  readonly Column: number;
}

/**
 * The positions of a policy's statements, in their order, as a simulation tells them. The text is JSON that has been read before. A statement
 * that stands alone begins behind its brace; one of a list where the list or the statement before it left off. Source: recorded answers.
 */
export function findStatementPositions(text: string): StatementPosition[] {
  const found: StatementPosition[] = [];
  const at = createCounter(text);
  let depth = 0;
  let isStatement = false;
  let inList = false;
  let start: Position | undefined;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    const behind = index + token.length;
    if (token === "{" || token === "[") {
      depth++;
      if (!isStatement) continue;
      if (depth === 2 && token === "[") {
        inList = true;
        start = at(behind);
      } else if (depth === 2) start = at(behind);
    } else if (token === "}" || token === "]") {
      depth--;
      if (!isStatement || depth > (inList ? 2 : 1)) continue;
      if (token === "}" && start) found.push({ start, end: at(behind) });
      start = token === "}" && inList ? at(behind) : undefined;
      if (depth === 1) isStatement = inList = false;
    } else if (depth === 1) isStatement = JSON.parse(token.slice(0, token.lastIndexOf('"') + 1)) === "Statement";
  }
  return found;
}

/** Brackets, keys with their colon, and other strings, which may hold brackets. */
const tokens = /[{}[\]]|"(?:[^"\\]|\\.)*"(?:\s*:)?/gs;

/** Positions of places that are asked for from the front to the back. */
function createCounter(text: string): (offset: number) => Position {
  let line = 1;
  let lineStart = 0;
  let seen = 0;
  return (offset) => {
    for (let next = text.indexOf("\n", seen); next !== -1 && next < offset; next = text.indexOf("\n", seen)) {
      line++;
      lineStart = next + 1;
      seen = lineStart;
    }
    return { Line: line, Column: offset - lineStart + 1 };
  };
}
