import { existsSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type AnySchemaObject, type ValidateFunction } from "ajv";
import { type Document, moduleDirectory, modules, readModuleFile, readYaml } from "./render.ts";

/** Says what of a manifest Kubernetes would refuse; nothing is said of one that is right. */
export type CheckManifest = (manifest: Document) => string[];

/**
 * Checks manifests against the OpenAPI documents that Kubernetes publishes, one for each group and version, and against the kinds of
 * CloudNativePG. As the API server does with strict validation, a key that the schema does not know is refused.
 */
export function openKubernetesSchemas(): CheckManifest {
  // OpenAPI's formats (int32, int-or-string) and extensions are none of JSON Schema's.
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const validators = new Map<string, ValidateFunction>();
  const open = (apiVersion: string, kind: string) => {
    const id = `${apiVersion}/${kind}`;
    const found = validators.get(id) ?? ajv.compile(schemaOf(ajv, apiVersion, kind));
    validators.set(id, found);
    return found;
  };
  return (manifest) => {
    const { apiVersion, kind, metadata } = manifest;
    const name = `${kind} ${metadata?.name}`;
    if (typeof metadata?.name !== "string") return [`${name} has no name`];
    const validate = open(apiVersion, kind);
    if (validate(manifest)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${name}${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}

function schemaOf(ajv: Ajv, apiVersion: string, kind: string): AnySchemaObject {
  if (apiVersion === "postgresql.cnpg.io/v1") return cloudNativePgSchema(kind);
  const file = `api/openapi-spec/v3/${fileOf(apiVersion)}`;
  if (!existsSync(join(moduleDirectory(modules.kubernetes), file))) throw new Error(`Kubernetes has no ${apiVersion}`);
  const document = readModuleFile(modules.kubernetes, file);
  if (!ajv.getSchema(apiVersion)) ajv.addSchema(closed(document), apiVersion);
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  const [name] =
    Object.entries<AnySchemaObject>(document.components.schemas).find(([, schema]) =>
      (schema["x-kubernetes-group-version-kind"] ?? []).some(
        (known: Document) => known.group === group && known.version === version && known.kind === kind,
      ),
    ) ?? [];
  if (name === undefined) throw new Error(`Kubernetes has no ${kind} in ${apiVersion}`);
  return { $ref: `${apiVersion}#/components/schemas/${name}`, required: ["apiVersion", "kind", "metadata"] };
}

function fileOf(apiVersion: string): string {
  const path = apiVersion.includes("/") ? `apis__${apiVersion.replace("/", "__")}` : `api__${apiVersion}`;
  return `${path}_openapi.json`;
}

function cloudNativePgSchema(kind: string): AnySchemaObject {
  const file = `config/crd/bases/postgresql.cnpg.io_${kind.toLowerCase()}s.yaml`;
  const [definition] = readYaml(join(moduleDirectory(modules.cloudNativePg), file));
  const { properties, ...schema } = definition.spec.versions[0].schema.openAPIV3Schema;
  // The API server knows the metadata of all kinds.
  return closed({ ...schema, properties: { ...properties, metadata: {} } });
}

/** The same schema, in which every object whose keys are known has no others. */
function closed(schema: Document): Document {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== "object") return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isOpen =
    typeof schema.properties !== "object" ||
    schema.additionalProperties !== undefined ||
    schema["x-kubernetes-preserve-unknown-fields"] === true;
  return isOpen || schema.type !== "object" ? inner : { ...inner, additionalProperties: false };
}
