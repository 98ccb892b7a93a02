import { pipeIsChanging } from "../errors.ts";
import type { PipesOperation } from "../operation.ts";
import { changePipe } from "../pipes/change.ts";
import { toAnswer } from "../pipes/to-pipe.ts";

export const startPipe: PipesOperation<"StartPipe"> = async ({ Name: name = "" }, context) => {
  const changed = await changePipe(context, name, (pipe) => {
    if (pipe.state === "RUNNING") throw pipeIsChanging(name, pipe.state);
    return { ...pipe, state: "STARTING", desired: "RUNNING" };
  });
  return toAnswer(changed);
};
