import { hash } from "node:crypto";
import { isRecord, type Json, recordOf, textOf } from "../../execute-api/open-api/open-api-document.ts";
import type { ModelRecord } from "../parts/part.ts";

/** The models of a document: those it names, and those of schemas that stand where they are used. */
export class ModelImport {
  readonly #schemaBase: string;
  readonly #models = new Map<string, Omit<ModelRecord, "id">>();

  constructor(document: Json, schemaBase: string, warnings: string[]) {
    this.#schemaBase = schemaBase;
    const named = recordOf(
      document.swagger === undefined ? recordOf(document.components).schemas : document.definitions,
    );
    for (const [name, schema] of Object.entries(named)) {
      if (!/^[A-Za-z0-9]+$/.test(name)) {
        warnings.push(`Ignoring schema '${name}' because its name is not alphanumeric.`);
        continue;
      }
      this.#add(name, schema);
    }
  }

  all(): readonly Omit<ModelRecord, "id">[] {
    return [...this.#models.values()];
  }

  /** The model's name for a schema: undefined for none, and for one that the document has not. */
  nameOf(schema: unknown): string | undefined {
    if (!isRecord(schema) || Object.keys(schema).length === 0) return undefined;
    const [, name] = typeof schema.$ref === "string" ? (/\/([^/]+)$/.exec(schema.$ref) ?? []) : [];
    if (name !== undefined) return this.#models.has(name) ? name : undefined;
    const made = `MODEL${hash("sha1", JSON.stringify(schema), "hex").slice(0, 6)}`;
    if (!this.#models.has(made)) this.#add(made, schema);
    return made;
  }

  #add(name: string, schema: unknown): void {
    const description = textOf(recordOf(schema).description);
    this.#models.set(name, {
      name,
      contentType: "application/json",
      ...(description && { description }),
      schema: JSON.stringify(this.#withRefs(schema, 0), null, 2),
    });
  }

  /** As AWS keeps schemas: what they refer to are models. What only clients are told (`example`, `xml`) is left out. */
  #withRefs(value: unknown, depth: number): unknown {
    if (depth > 100) return {};
    if (Array.isArray(value)) return value.map((each) => this.#withRefs(each, depth + 1));
    if (!isRecord(value)) return value;
    const made: Record<string, unknown> = {};
    for (const [key, each] of Object.entries(value)) {
      if (key === "$ref" && typeof each === "string") made[key] = `${this.#schemaBase}${each.split("/").at(-1) ?? ""}`;
      else if (key !== "example" && key !== "xml") made[key] = this.#withRefs(each, depth + 1);
    }
    return made;
  }
}
