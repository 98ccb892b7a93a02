import { AwsError } from "../../../platform/aws-error.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import { checkModel } from "../api-models/check-model.ts";
import { idAlphabet, partIdCharacters, type RestApiRecord } from "../apis/api.ts";
import { apiStore } from "../apis/api-store.ts";
import { checkRestApi } from "../apis/check-api.ts";
import { checkAuthorizer } from "../authorizers/check-authorizer.ts";
import { invalid, limitExceeded } from "../errors.ts";
import { defaultTemplates, statusByType } from "../gateway-responses/gateway-response.ts";
import { checkIntegration } from "../integrations/check-integration.ts";
import { checkIntegrationResponse } from "../integrations/check-integration-response.ts";
import { limits } from "../limits.ts";
import { checkMethod } from "../methods/check-method.ts";
import { checkMethodResponse } from "../methods/method-response.ts";
import type { ApiGatewayContext } from "../operation.ts";
import type { PartKind, ResourceRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { checkPathPart, checkPlace, pathBelow } from "../resources/resource-tree.ts";
import type { ApiContents } from "./from-open-api.ts";
import type { MethodContents } from "./import-method.ts";

interface Importing {
  readonly tx: WriteTransaction;
  readonly context: ApiGatewayContext;
  readonly apiId: string;
  readonly ids: { readonly authorizers: Map<string, string>; readonly validators: Map<string, string> };
}

const replaced: readonly PartKind[] = ["Model", "RequestValidator", "Authorizer", "GatewayResponse"];

/**
 * Puts what a document says into an API: in the place of all it had, or beside it. Resources whose path stays keep their id. Throws what AWS refuses of each part,
 * with what it was. Source: "ImportRestApi", "PutRestApi", and recorded answers.
 */
export async function importContents(
  tx: WriteTransaction,
  context: ApiGatewayContext,
  api: RestApiRecord,
  contents: ApiContents,
  mode: "merge" | "overwrite",
): Promise<RestApiRecord> {
  const importing: Importing = { tx, context, apiId: api.id, ids: { authorizers: new Map(), validators: new Map() } };
  if (mode === "overwrite") {
    for (const kind of replaced)
      for (const part of await partStore.list(tx, api.id, kind))
        await partStore.remove(tx, api.id, kind, nameOfPart(part as unknown as Record<string, unknown>, kind));
  }
  const changed = withSettings(api, contents.settings, mode);
  checkRestApi(changed);
  await apiStore.put(tx, changed);
  await putModels(importing, contents);
  await putValidators(importing, contents);
  await putAuthorizers(importing, contents);
  for (const given of contents.gatewayResponses) {
    const status = statusByType[given.responseType as keyof typeof statusByType];
    if (!(given.responseType in statusByType))
      throw refused("put gateway response", `'${given.responseType}'`, "Invalid response type");
    await partStore.put(tx, api.id, "GatewayResponse", {
      ...given,
      statusCode: given.statusCode ?? status,
      responseTemplates: given.responseTemplates ?? { ...defaultTemplates },
    });
  }
  for (const part of contents.documentation)
    await partStore.put(tx, api.id, "DocumentationPart", { id: newPartId(context), ...part });
  await putResources(importing, contents, mode);
  return changed;
}

function nameOfPart(part: Record<string, unknown>, kind: PartKind): string {
  if (kind === "Model") return String(part.name);
  return String(kind === "GatewayResponse" ? part.responseType : part.id);
}

function newPartId({ host }: ApiGatewayContext): string {
  return host.random.text(partIdCharacters, idAlphabet);
}

function withSettings(
  api: RestApiRecord,
  settings: ApiContents["settings"],
  mode: "merge" | "overwrite",
): RestApiRecord {
  const name = settings.name || api.name;
  if (mode === "merge") {
    const types = [...new Set([...(api.binaryMediaTypes ?? []), ...(settings.binaryMediaTypes ?? [])])];
    return { ...api, ...settings, name, ...(types.length > 0 && { binaryMediaTypes: types }) };
  }
  const {
    binaryMediaTypes: _,
    minimumCompressionSize: __,
    policy: ___,
    description: ____,
    version: _____,
    ...kept
  } = api;
  return { ...kept, apiKeySource: "HEADER", ...settings, name };
}

async function putModels({ tx, context, apiId }: Importing, { models }: ApiContents): Promise<void> {
  const former = await partStore.list(tx, apiId, "Model");
  if (countOf(former, models) > limits.modelsPerApi)
    throw limitExceeded("Maximum number of models for this API has been reached");
  for (const given of models) {
    const model = { id: former.find(({ name }) => name === given.name)?.id ?? newPartId(context), ...given };
    orRefuse("create model", `'${given.name}'`, () => checkModel(model));
    await partStore.put(tx, apiId, "Model", model);
  }
}

async function putValidators({ tx, context, apiId, ids }: Importing, { validators }: ApiContents): Promise<void> {
  const former = await partStore.list(tx, apiId, "RequestValidator");
  for (const each of former) ids.validators.set(each.name ?? "", each.id);
  if (countOf(former, validators) > limits.requestValidatorsPerApi)
    throw limitExceeded("Maximum number of Request Validators for this API has been reached");
  for (const given of validators) {
    const id = ids.validators.get(given.name ?? "") ?? newPartId(context);
    ids.validators.set(given.name ?? "", id);
    await partStore.put(tx, apiId, "RequestValidator", { id, ...given });
  }
}

async function putAuthorizers({ tx, context, apiId, ids }: Importing, { authorizers }: ApiContents): Promise<void> {
  const former = await partStore.list(tx, apiId, "Authorizer");
  for (const each of former) ids.authorizers.set(each.name, each.id);
  if (countOf(former, authorizers) > limits.authorizersPerApi)
    throw limitExceeded("Maximum number of Authorizers for this API has been reached");
  for (const given of authorizers) {
    const id = ids.authorizers.get(given.name) ?? newPartId(context);
    ids.authorizers.set(given.name, id);
    const authorizer = { id, ...given };
    orRefuse("create authorizer", `'${given.name}'`, () => checkAuthorizer(authorizer));
    await partStore.put(tx, apiId, "Authorizer", authorizer);
  }
}

/** What there is afterwards: of one name there is one. */
function countOf(...lists: readonly (readonly { readonly name?: string | undefined }[])[]): number {
  return new Set(lists.flat().map(({ name }) => name)).size;
}

async function putResources(importing: Importing, contents: ApiContents, mode: "merge" | "overwrite"): Promise<void> {
  const { tx, context, apiId } = importing;
  const byPath = new Map((await partStore.list(tx, apiId, "Resource")).map((each) => [each.path, each]));
  const wanted = new Set<string>(["/"]);
  for (const path of contents.paths.keys()) {
    let parent = byPath.get("/") as ResourceRecord;
    for (const pathPart of path.split("/").filter((part) => part !== "")) {
      const whole = pathBelow(parent, pathPart);
      wanted.add(whole);
      // Here and not only at the end: each is compared with all there are, and a document may name a hundred thousand.
      if (wanted.size > limits.resourcesPerApi) throw tooManyResources();
      let resource = byPath.get(whole);
      if (!resource) {
        resource = { id: newPartId(context), parentId: parent.id, pathPart, path: whole, methods: {} };
        const made = resource;
        // What an overwritten document had is no sibling any more.
        const siblings = [...byPath.values()].filter((each) => mode === "merge" || wanted.has(each.path));
        orRefuse("create resource at path", `'${whole}'`, () => {
          checkPathPart(pathPart);
          checkPlace(siblings, parent, made);
        });
        byPath.set(whole, resource);
      }
      parent = resource;
    }
  }
  if (mode === "merge" && byPath.size > limits.resourcesPerApi) throw tooManyResources();
  for (const resource of byPath.values()) {
    if (mode === "overwrite" && !wanted.has(resource.path)) {
      await partStore.remove(tx, apiId, "Resource", resource.id);
      continue;
    }
    const given = contents.paths.get(resource.path) ?? {};
    const methods = new Map(mode === "merge" ? Object.entries(resource.methods) : []);
    for (const [name, each] of Object.entries(given)) methods.set(name, await toMethod(importing, resource, each));
    await partStore.put(tx, apiId, "Resource", { ...resource, methods: Object.fromEntries(methods) });
  }
}

/** The method with the ids of what it names, when all of it has been judged. */
async function toMethod(
  { tx, apiId, ids }: Importing,
  resource: ResourceRecord,
  { method: given, authorizer, validator }: MethodContents,
) {
  const what = `'${given.httpMethod}' on resource at path '${resource.path}'`;
  const authorizerId = authorizer === undefined ? undefined : ids.authorizers.get(authorizer);
  const requestValidatorId = validator === undefined ? undefined : ids.validators.get(validator);
  const { methodIntegration, ...rest } = given;
  const integration = methodIntegration && {
    ...methodIntegration,
    cacheNamespace: methodIntegration.cacheNamespace ?? resource.id,
  };
  const method = {
    ...rest,
    ...(authorizerId !== undefined && { authorizerId }),
    ...(requestValidatorId !== undefined && { requestValidatorId }),
    ...(integration && { methodIntegration: integration }),
  };
  await orRefuseLater("put method", what, async () => {
    await checkMethod(tx, apiId, method);
    for (const response of Object.values(method.methodResponses ?? {})) await checkMethodResponse(tx, apiId, response);
  });
  const at = `'${given.httpMethod}' for resource at path '${resource.path}'`;
  orRefuse("put integration on", at, () => integration && checkIntegration(integration));
  orRefuse("put integration response on", at, () => {
    for (const response of Object.values(integration?.integrationResponses ?? {})) checkIntegrationResponse(response);
  });
  return method;
}

function tooManyResources() {
  return limitExceeded("Maximum number of resources for this API has been reached");
}

function orRefuse(verb: string, what: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw refused(verb, what, error.message);
  }
}

async function orRefuseLater(verb: string, what: string, check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw refused(verb, what, error.message);
  }
}

function refused(verb: string, what: string, why: string) {
  return invalid(`Errors found during import:\n\tUnable to ${verb} ${what}: ${why}`);
}
