import { readTruststore } from "../../execute-api/domains/read-truststore.ts";
import { patchDomain, requireChange, requireDomain, toDomainName } from "../domain-names/domain-name.ts";
import { invalid } from "../errors.ts";
import type { ApiGatewayContext, ApiGatewayOperation } from "../operation.ts";
import { applyPatches } from "../parts/patch.ts";

type Patches = Parameters<typeof applyPatches>[1];

export const updateDomainName: ApiGatewayOperation<"UpdateDomainName"> = async (
  { domainName = "", patchOperations },
  context,
) => {
  const { others, trusted } = await patchTruststore(context, domainName, patchOperations);
  return requireChange(
    context,
    domainName,
    (former) => {
      const { mutualTls: _, ...rest } = applyPatches(former, others, patchDomain);
      const mutualTls = trusted === undefined ? former.mutualTls : trusted.mutualTls;
      const domain = { ...rest, ...(mutualTls && { mutualTls }) };
      return { domain, result: toDomainName(context, domain) };
    },
    trusted?.truststore,
  );
};

const truststorePath = /^\/mutualTlsAuthentication\/truststore(Uri|Version)$/;

/** What patches say of the truststore, read before anything is changed; no URI at all turns mutual TLS off. */
async function patchTruststore(context: ApiGatewayContext, domainName: string, patches: Patches) {
  const given = patches ?? [];
  const others = given.filter(({ path = "" }) => !truststorePath.test(path));
  if (others.length === given.length) return { others };
  const { mutualTls, endpointType } = await requireDomain(context, domainName);
  let uri = mutualTls?.truststoreUri ?? "";
  let version = mutualTls?.truststoreVersion;
  for (const { path = "", value = "", op } of given) {
    const [, what] = truststorePath.exec(path) ?? [];
    if (what === undefined) continue;
    if (op !== "replace" && op !== "remove") throw invalid(`Invalid patch operation specified. Must be 'replace'`);
    const changed = op === "remove" ? "" : value;
    if (what === "Uri") uri = changed;
    else version = changed || undefined;
  }
  if (uri === "") return { others, trusted: { mutualTls: undefined, truststore: undefined } };
  if (endpointType !== "REGIONAL") throw invalid("Mutual TLS is supported for regional domain names only");
  return { others, trusted: await readTruststore(context, { uri, version }, invalid) };
}
