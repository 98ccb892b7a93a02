import type { PipesOperation } from "../operation.ts";
import { changePipe } from "../pipes/change.ts";
import { toAnswer } from "../pipes/to-pipe.ts";

/** Begins to delete a pipe: it reads nothing more, and is DELETING until it is gone. */
export const deletePipe: PipesOperation<"DeletePipe"> = async ({ Name: name = "" }, context) => {
  return toAnswer(await changePipe(context, name, (pipe) => ({ ...pipe, state: "DELETING", desired: "STOPPED" })));
};
