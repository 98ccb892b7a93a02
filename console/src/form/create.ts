import { toFailure } from "../aws/errors.ts";

/** What a form was to create is there already, and stays as it is. */
export class AlreadyExists extends Error {
  override readonly name = "AlreadyExists";
}

/** Throws AlreadyExists. For calls of AWS that would overwrite instead of refusing. */
export async function checkIsNew(what: string, isThere: () => Promise<boolean>): Promise<void> {
  if (await isThere()) throw new AlreadyExists(`There is already ${what}. Nothing was changed.`);
}

/** Notes something as made, and how it is taken away again. */
export type Made = (what: string, undo: () => Promise<unknown>) => void;

/**
 * Makes something by several calls. If one fails, what the others have made is taken away again, the last first; should that fail, too,
 * the error says what stands.
 */
export async function makeWhole(work: (made: Made) => Promise<void>): Promise<void> {
  const steps: { readonly what: string; readonly undo: () => Promise<unknown> }[] = [];
  try {
    await work((what, undo) => steps.push({ what, undo }));
  } catch (error) {
    const standing: string[] = [];
    for (const { what, undo } of steps.reverse()) {
      // What is needed by something that stands cannot be taken away either.
      await undo().catch(() => standing.unshift(what));
    }
    if (standing.length === 0) throw error;
    const { name, message } = toFailure(error);
    throw Object.assign(new Error(`${message} What was made before and stands: ${standing.join(", ")}.`), {
      name,
      $metadata: (error as { $metadata?: unknown }).$metadata,
    });
  }
}
