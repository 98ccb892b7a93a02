/**
 * A model's pattern as a JavaScript expression that must match the whole value. The models are written for Java: its POSIX
 * classes and its laxer escapes are translated. Undefined for what JavaScript cannot say; such a pattern is not checked.
 */
export function compilePattern(pattern: string): RegExp | undefined {
  // Java repeats what is repeated: `[a-z]{11}{0,9}`.
  const java = (linear[pattern] ?? pattern).replace(/(\[[^\]]{1,40}\])(\{\d{1,5}\})(?=\{)/g, "(?:$1$2)");
  const ignoresCase = java.startsWith("(?i)");
  const source = `^(?:${translateClasses(ignoresCase ? java.slice(4) : java)})$`;
  const flags = ignoresCase ? "i" : "";
  // Without the `u` flag JavaScript takes any escape, but then `\p{L}` is no class.
  return tryCompile(source, `u${flags}`) ?? (source.includes("\\p{") ? undefined : tryCompile(source, flags));
}

/** Longer values are only matched against patterns of a single class: time must not grow with their square. */
export const patternCharacters = 4096;

export function isSingleClass(pattern: string): boolean {
  return /^\^?\[(?:[^\]\\]|\\.)*\][*+]\$?$/.test(pattern);
}

function tryCompile(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

/** Patterns of the models that take exponential or cubic time for values that do not match; these mean the same and do not. */
const linear: Readonly<Record<string, string>> = {
  "^[ \\t]*[\\x20-\\x7E]+([ \\t]+[\\x20-\\x7E]+)*[ \\t]*$": "[\\t\\x20-\\x7E]*[\\x20-\\x7E][\\t\\x20-\\x7E]*",
  "[ \\t]*[\\x20-\\x7E]+([ \\t]+[\\x20-\\x7E]+)*[ \\t]*|(\\$(\\.[\\w/_-]+(\\[(\\d+|\\*)\\])*)*)":
    "[\\t\\x20-\\x7E]*[\\x20-\\x7E][\\t\\x20-\\x7E]*|(\\$(\\.[\\w/_-]+(\\[(\\d+|\\*)\\])*)*)",
  "^[a-z0-9A-Z]+[\\.\\-\\w]*[a-z0-9A-Z]+$": "[a-z0-9A-Z][\\.\\-\\w]*[a-z0-9A-Z]",
  "^[ \\t]*[^\\x00-\\x1F:\\x7F]+([ \\t]+[^\\x00-\\x1F:\\x7F]+)*[ \\t]*$":
    "(?:\\t|[^\\x00-\\x1F:\\x7F])*[^\\x00-\\x1F:\\x7F](?:\\t|[^\\x00-\\x1F:\\x7F])*",
};

/** Java's names for ASCII classes, as ranges. */
const posix: Readonly<Record<string, string>> = {
  Alnum: "A-Za-z0-9",
  Alpha: "A-Za-z",
  ASCII: "\\x00-\\x7F",
  Cntrl: "\\x00-\\x1F\\x7F",
  Digit: "0-9",
  Graph: "\\x21-\\x7E",
  Lower: "a-z",
  Print: "\\x20-\\x7E",
  Punct: "\\x21-\\x2F\\x3A-\\x40\\x5B-\\x60\\x7B-\\x7E",
  Space: "\\s",
  Upper: "A-Z",
  all: "\\s\\S",
};

function translateClasses(java: string): string {
  let result = "";
  let inClass = false;
  for (let at = 0; at < java.length; at++) {
    const character = java[at]!;
    if (character === "[") inClass = true;
    else if (character === "]") inClass = false;
    if (character !== "\\") {
      result += character;
      continue;
    }
    const [escaped, name] = /^\\(?:p\{(\w+)\}|.)/s.exec(java.slice(at)) ?? [character];
    at += escaped.length - 1;
    const ranges = name === undefined ? undefined : posix[name];
    result += ranges === undefined ? unescapeNeedless(escaped) : inClass ? ranges : `[${ranges}]`;
    // A class at the left of a hyphen begins no range, which the `u` flag insists on.
    if (inClass && isClass(escaped) && java[at + 1] === "-" && java[at + 2] !== "]") {
      result += "\\-";
      at++;
    }
  }
  return result;
}

/** The `u` flag refuses escapes of characters that need none. A hyphen may be escaped within a class only. */
function unescapeNeedless(escaped: string): string {
  return /^\\[_!=@:;,"'<>%&~`# ]$/.test(escaped) ? escaped.slice(1) : escaped;
}

function isClass(escaped: string): boolean {
  return /^\\(p\{|[wdsWDS]$)/.test(escaped);
}
