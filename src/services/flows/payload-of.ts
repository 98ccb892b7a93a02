/** So much of each member is kept. */
const mostCharacters = 4_096;
const mostMembers = 30;
const mostDepth = 6;

/** What a call was given, as JSON to be looked at: long texts are cut, bytes are shown where they are text, and what is deep or long beyond use is left out. */
export function payloadOf(input: Readonly<Record<string, unknown>>): string | undefined {
  const budget = { characters: mostCharacters, members: mostMembers * 4 };
  const cut = shorten(input, budget, 0);
  const text = JSON.stringify(cut);
  return text === "{}" ? undefined : text;
}

interface Budget {
  characters: number;
  members: number;
}

function shorten(value: unknown, budget: Budget, depth: number): unknown {
  if (budget.members-- <= 0 || budget.characters <= 0) return "…";
  if (typeof value === "string") return cutText(value, budget);
  if (value instanceof Uint8Array) {
    const shown = Buffer.from(value.buffer, value.byteOffset, Math.min(value.byteLength, budget.characters));
    const text = shown.toString("utf8");
    return text.includes("�") ? `${value.byteLength} bytes` : cutText(text, budget);
  }
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return typeof value === "function" ? undefined : value;
  if (value instanceof Date) return value.toISOString();
  if (depth === mostDepth) return "…";
  if (Array.isArray(value)) return value.slice(0, mostMembers).map((each) => shorten(each, budget, depth + 1));
  // A body that is still being read, and other things with a life, are no data.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  const members = Object.entries(value).slice(0, mostMembers);
  const isSecure = (value as { Type?: unknown }).Type === "SecureString";
  return Object.fromEntries(
    members
      .filter(([, each]) => each !== undefined)
      .map(([name, each]) => [
        name,
        isSecret(name) || (isSecure && name === "Value") ? "…" : shorten(each, budget, depth + 1),
      ]),
  );
}

/** S3's `SSECustomerKey`, EventBridge's `ApiKeyValue` and others that AWS's models call sensitive, and what the environments of functions name so. */
function isSecret(name: string): boolean {
  return /secret|passw(?:or)?d|private_?key|token|customerkey$|api_?key|plaintext|userdata|authorization|credential/i.test(
    name,
  );
}

function cutText(text: string, budget: Budget): string {
  const kept = text.slice(0, budget.characters);
  budget.characters -= kept.length;
  return kept.length < text.length ? `${kept}…` : kept;
}
