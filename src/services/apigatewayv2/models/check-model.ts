import { invalid } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ModelRecord } from "../parts/part.ts";

/** Throws what AWS refuses of a model. Source: "CreateModel". */
export function checkModel({ Name, Schema = "", Description = "" }: ModelRecord): void {
  if (!/^[A-Za-z0-9]{1,128}$/.test(Name)) throw invalid("Model name must be alphanumeric");
  if (Description.length > limits.descriptionCharacters)
    throw invalid(`Description must have at most ${limits.descriptionCharacters} characters`);
  if (Schema.length > limits.schemaCharacters)
    throw invalid(`Schema must have at most ${limits.schemaCharacters} characters`);
  if (!isJsonObject(Schema)) throw invalid("Invalid model schema specified");
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
