import { invalidRequest } from "../errors.ts";

/** A template's text, read. Source: "Provisioning templates". */
export interface TemplateBody {
  readonly parameters: Readonly<Record<string, { readonly default: string | undefined }>>;
  readonly resources: Readonly<Record<string, TemplateResource>>;
  readonly mappings: Readonly<Record<string, unknown>>;
  /** What the device is told with its answer. */
  readonly deviceConfiguration: unknown;
}

export interface TemplateResource {
  readonly type: ResourceType;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What is done with a property that is there already and differs. */
  readonly overrides: Readonly<Record<string, string>>;
}

const resourceTypes = ["AWS::IoT::Thing", "AWS::IoT::Certificate", "AWS::IoT::Policy"] as const;
export type ResourceType = (typeof resourceTypes)[number];

const mostResources = 20;

/** Throws for what is no template. */
export function readTemplateBody(text: string): TemplateBody {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw invalid("the JSON cannot be read");
  }
  const {
    Parameters = {},
    Resources,
    Mappings = {},
    DeviceConfiguration = {},
  } = objectOf(body, "it is no JSON object");
  const parameters = Object.entries(objectOf(Parameters, "Parameters is no object")).map(([name, given]) => {
    const { Type, Default } = objectOf(given, `the parameter ${name} is no object`);
    if (Type !== "String") throw invalid(`the parameter ${name} must have the Type String`);
    if (Default !== undefined && typeof Default !== "string") throw invalid(`the Default of ${name} is no text`);
    return [name, { default: Default as string | undefined }] as const;
  });
  const resources = Object.entries(objectOf(Resources, "it has no Resources")).map(
    ([name, given]) => [name, readResource(name, given)] as const,
  );
  if (resources.length === 0 || resources.length > mostResources)
    throw invalid(`it must have 1 to ${mostResources} Resources`);
  for (const type of ["AWS::IoT::Thing", "AWS::IoT::Certificate"])
    if (resources.filter(([, resource]) => resource.type === type).length > 1)
      throw invalid(`it must have one resource of the type ${type} at most`);
  return {
    parameters: Object.fromEntries(parameters),
    resources: Object.fromEntries(resources),
    mappings: objectOf(Mappings, "Mappings is no object"),
    deviceConfiguration: DeviceConfiguration,
  };
}

function readResource(name: string, given: unknown): TemplateResource {
  const { Type, Properties = {}, OverrideSettings = {} } = objectOf(given, `the resource ${name} is no object`);
  const type = resourceTypes.find((each) => each === Type);
  if (!type) throw invalid(`the resource ${name} must have one of the types ${resourceTypes.join(", ")}`);
  const overrides = objectOf(OverrideSettings, `OverrideSettings of ${name} is no object`);
  for (const [property, what] of Object.entries(overrides))
    if (!["DO_NOTHING", "REPLACE", "FAIL", "MERGE"].includes(String(what)))
      throw invalid(`OverrideSettings of ${name} has the value ${String(what)} for ${property}`);
  return {
    type,
    properties: objectOf(Properties, `Properties of ${name} is no object`),
    overrides: overrides as Record<string, string>,
  };
}

function objectOf(value: unknown, otherwise: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid(otherwise);
  return value as Record<string, unknown>;
}

function invalid(why: string): Error {
  return invalidRequest(`Invalid templateBody: ${why}.`);
}
