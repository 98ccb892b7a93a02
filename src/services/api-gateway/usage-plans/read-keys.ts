import { invalid } from "../errors.ts";
import { limits } from "../limits.ts";

/** A row of a file of keys. */
export interface ImportedKey {
  readonly name: string;
  readonly value: string;
  readonly description: string | undefined;
  readonly enabled: boolean;
  readonly usagePlanIds: readonly string[];
}

/** Source: "API Gateway API key file format". Throws BadRequestException for a file that has no column for the key. */
export function readKeys(text: string): readonly ImportedKey[] {
  if (text.length > limits.keyFileCharacters) throw invalid("The file of API keys is too long");
  const [head = [], ...rows] = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .map(cells);
  const columns = head.map((each) => each.trim().toLowerCase());
  const at = (...names: readonly string[]) => columns.findIndex((column) => names.includes(column));
  const [name, key, description, enabled, plans] = [
    at("name"),
    at("key"),
    at("description"),
    at("enabled"),
    at("usageplanids"),
  ];
  if (name < 0 || key < 0) throw invalid("The file of API keys needs the columns name and key");
  return rows.map((row) => ({
    name: row[name] ?? "",
    value: row[key] ?? "",
    description: description < 0 ? undefined : row[description],
    enabled: enabled >= 0 && /^true$/i.test(row[enabled] ?? ""),
    usagePlanIds: plans < 0 ? [] : (row[plans] ?? "").split(/[\s,;|]+/).filter((id) => id !== ""),
  }));
}

/** Quoted cells may have commas. */
function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain = ""]) => quoted?.replaceAll('""', '"') ?? plain.trim(),
  );
}
