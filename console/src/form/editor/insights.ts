import type { StreamParser } from "@codemirror/language";

const commands =
  /^(?:fields|display|filter|stats|sort|limit|parse|dedup|diff|pattern|unmask|unnest|lookup|filterIndex|SOURCE)\b/i;
const words = /^(?:as|by|asc|desc|and|or|not|in|like|ispresent|isblank|isempty|isIpInSubnet)\b/i;
const functions = /^[a-z_]\w*(?=\s*\()/i;

/** The query language of Logs Insights: commands, words, functions, fields that begin with @, texts, patterns, numbers, comments. */
export const insights: StreamParser<{ isStart: boolean }> = {
  name: "insights",
  startState: () => ({ isStart: true }),
  token(stream, state) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^#.*/)) return "comment";
    if (stream.match("|")) {
      state.isStart = true;
      return "operator";
    }
    if (state.isStart && stream.match(commands)) {
      state.isStart = false;
      return "keyword";
    }
    state.isStart = false;
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/) || stream.match(/^'(?:[^'\\]|\\.)*'?/)) return "string";
    if (stream.match(/^`[^`]*`?/) || stream.match(/^@[\w.]+/)) return "variableName.special";
    if (stream.match(/^\/(?:[^/\\\n]|\\.)+\/i?/)) return "string.special";
    if (stream.match(/^\d+(?:\.\d+)?(?:ms|[smhdw])?\b/)) return "number";
    if (stream.match(words)) return "keyword";
    if (stream.match(functions)) return "variableName.function";
    if (stream.match(/^[\w.]+/)) return "variableName";
    stream.next();
    return "operator";
  },
  languageData: { commentTokens: { line: "#" } },
};
