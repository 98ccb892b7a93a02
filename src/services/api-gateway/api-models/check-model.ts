import { invalid } from "../errors.ts";
import { checkPattern } from "../integrations/check-pattern.ts";
import { limits } from "../limits.ts";
import type { ModelRecord } from "../parts/part.ts";

/** Throws what AWS refuses of a model. Source: "CreateModel", and recorded answers. */
export function checkModel({ name, schema = "" }: ModelRecord): void {
  if (name === "") throw invalid("Model name must be non-empty");
  if (!/^[A-Za-z0-9]+$/.test(name)) throw invalid("Model name must be alphanumeric: a-zA-Z0-9");
  if (schema === "") throw invalid("Model schema must have at least 1 property or array items defined");
  if (Buffer.byteLength(schema) > limits.modelBytes) throw invalid("Model schema size limit exceeded");
  // What a validator will hold bodies against.
  for (const [, pattern = ""] of schema.matchAll(/"pattern"\s*:\s*("(?:[^"\\]|\\.)*")/g)) checkPattern(textOf(pattern));
}

function textOf(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    return "";
  }
}

/** What each API begins with. */
export const defaultModels = [
  {
    name: "Empty",
    description: "This is a default empty schema model",
    contentType: "application/json",
    schema:
      '{\n  "$schema": "http://json-schema.org/draft-04/schema#",\n  "title" : "Empty Schema",\n  "type" : "object"\n}',
  },
  {
    name: "Error",
    description: "This is a default error schema model",
    contentType: "application/json",
    schema:
      '{\n  "$schema" : "http://json-schema.org/draft-04/schema#",\n  "title" : "Error Schema",\n  "type" : "object",\n  "properties" : {\n    "message" : { "type" : "string" }\n  }\n}',
  },
] as const;
