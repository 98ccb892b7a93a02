import { fail, isNamed } from "../../../platform/aws-error.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import type { ServiceTimer } from "../../service.ts";
import { assumeRole } from "../../targets/assume-role.ts";
import { pipeIsChanging, pipeNotFound } from "../errors.ts";
import { limits } from "../limits.ts";
import type { PipesContext } from "../operation.ts";
import type { PipesState } from "../state.ts";
import { changeTimer, failures, type Pipe, pipeArn, pipes, pipesKey } from "./pipe.ts";
import { pipeStore } from "./pipe-store.ts";
import { placeStore } from "./place-store.ts";

/** Stores a pipe in a state that passes: its timer ends it. */
export async function beginChange(tx: WriteTransaction, pipe: Pipe, nowMs: number): Promise<void> {
  await pipeStore.put(tx, pipe);
  await tx.setTimer({ kind: changeTimer, key: pipe.name, dueMs: nowMs + limits.changeMs });
}

/** Changes a pipe that is not being changed. Throws NotFoundException, ConflictException, and what `to` throws. */
export async function changePipe(context: PipesContext, name: string, to: (former: Pipe) => Pipe): Promise<Pipe> {
  const { storage, clock } = context.host;
  const changed = await storage.partition(pipesKey(context)).write(async (tx) => {
    const former = (await pipeStore.find(tx, context, name)) ?? fail(pipeNotFound(name));
    if (failures[former.state]) throw pipeIsChanging(name, former.state);
    const nowMs = clock.nowMs();
    const pipe = { ...to(former), modifiedMs: nowMs, reason: undefined };
    await beginChange(tx, pipe, nowMs);
    return pipe;
  });
  context.state.runners.changed(changed, changed.name);
  return changed;
}

/** Ends a change of state: the pipe is what was asked for, or has failed if its role cannot be assumed, or is gone. */
export const endChange: ServiceTimer<PipesState> = {
  fire: async (firing, { host, state }) => {
    const { account, region } = firing.from;
    const [at, name] = [{ account, region }, firing.key];
    const partition = host.storage.partition(firing.from);
    const pipe = await partition.read((tx) => pipeStore.find(tx, at, name));
    if (!pipe) return;
    const reason = pipe.state === "DELETING" || pipe.state === "STOPPING" ? undefined : await refusal(pipe);
    await partition.write(async (tx) => {
      await firing.settle(tx);
      if (pipe.state === "DELETING") {
        await placeStore.removeAll(tx, name);
        return pipeStore.remove(tx, name);
      }
      const failed = reason === undefined ? undefined : failures[pipe.state];
      await pipeStore.put(tx, { ...pipe, state: failed ?? pipe.desired, reason });
    });
    state.runners.changed(pipe, pipe.name);

    async function refusal({ definition: { roleArn: role } }: Pipe): Promise<string | undefined> {
      try {
        await assumeRole(host, { ...at, role, sessionName: name, service: pipes, sourceArn: pipeArn(at, name) });
        return undefined;
      } catch (error) {
        if (isNamed(error, "AccessDenied")) return `The role ${role} cannot be assumed by principal '${pipes}'.`;
        throw error;
      }
    }
  },
};
