import { pipeIsChanging } from "../errors.ts";
import type { PipesOperation } from "../operation.ts";
import { changePipe } from "../pipes/change.ts";
import { toAnswer } from "../pipes/to-pipe.ts";

export const stopPipe: PipesOperation<"StopPipe"> = async ({ Name: name = "" }, context) => {
  const changed = await changePipe(context, name, (pipe) => {
    if (pipe.state === "STOPPED") throw pipeIsChanging(name, pipe.state);
    return { ...pipe, state: "STOPPING", desired: "STOPPED" };
  });
  return toAnswer(changed);
};
