import type { Random } from "../../../platform/random.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import { codeHashDiffers, preconditionFailed } from "../errors.ts";
import type { FunctionFamily, FunctionRecord } from "../functions/function.ts";
import { versionStore } from "./version-store.ts";

export interface PublishInput {
  readonly CodeSha256?: string;
  readonly Description?: string;
  readonly RevisionId?: string;
}

/**
 * Makes a version of `$LATEST` as it is, within the write that may also have changed it; if nothing changed since the last
 * version, that one stays the last. Source: API reference, "PublishVersion". Throws PreconditionFailedException and
 * InvalidParameterValueException.
 */
export async function publish(
  family: FunctionFamily,
  tx: WriteTransaction,
  input: PublishInput,
  random: Random,
): Promise<FunctionFamily> {
  const { latest, lastVersion } = family;
  if (input.RevisionId && input.RevisionId !== latest.revisionId) throw preconditionFailed();
  if (input.CodeSha256 && input.CodeSha256 !== latest.code.sha256) {
    throw codeHashDiffers(input.CodeSha256, latest.code.sha256);
  }
  const last = lastVersion > 0 ? await versionStore.find(tx, latest.name, String(lastVersion)) : undefined;
  if (last && sameContent(last, latest)) return family;
  const record: FunctionRecord = {
    ...latest,
    version: String(lastVersion + 1),
    configuration: { ...latest.configuration, description: input.Description ?? latest.configuration.description },
    sourceDescription: latest.configuration.description,
    revisionId: random.uuid(),
    // A snapshot has to be made first.
    state: isSettled(latest) && !latest.configuration.snapStart ? latest.state : { name: "Pending" },
    lastUpdate: { status: "Successful" },
  };
  await versionStore.put(tx, record);
  return { ...family, lastVersion: lastVersion + 1, latest: { ...latest, revisionId: random.uuid() } };
}

function isSettled({ state, lastUpdate }: FunctionRecord): boolean {
  return state.name === "Active" && lastUpdate.status === "Successful";
}

/** Whether `$LATEST` is still what was published. Source: API reference, "PublishVersion". */
function sameContent(version: FunctionRecord, latest: FunctionRecord): boolean {
  const content = ({
    configuration,
    code,
    sourceDescription: description = configuration.description,
  }: FunctionRecord) => JSON.stringify({ ...configuration, description, sha256: code.sha256 });
  return version.lastModifiedMs === latest.lastModifiedMs || content(version) === content(latest);
}
