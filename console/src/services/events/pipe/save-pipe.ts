import { IAMClient } from "@aws-sdk/client-iam";
import { CreatePipeCommand, type DescribePipeResponse, PipesClient, UpdatePipeCommand } from "@aws-sdk/client-pipes";
import type { ClientConstructor } from "../../../aws/clients.ts";
import { makeWhole } from "../../../form/create.ts";
import { createServiceRole } from "../../../permission/create-service-role.ts";
import { type PipeForm, pipeTargets, toChangedPipe, toNewPipe } from "./pipe-form.ts";

/** The role, if one is to be made, and the pipe that it is for; `before` is the pipe that is changed. */
export async function savePipe(
  client: <C>(kind: ClientConstructor<C>) => C,
  form: PipeForm,
  before: DescribePipeResponse | undefined,
): Promise<void> {
  const pipes = client(PipesClient);
  await makeWhole(async (made) => {
    const role = form.role ?? (await createServiceRole(client(IAMClient), toRole(form), made));
    if (before) await pipes.send(new UpdatePipeCommand(toChangedPipe(form, role, before)));
    else await pipes.send(new CreatePipeCommand(toNewPipe(form, role)));
  });
}

function toRole({ source, enrichment, target, arn }: PipeForm) {
  const { actions } = pipeTargets.find(({ value }) => value === target)!;
  return {
    prefix: "Amazon_EventBridge_Pipe",
    principal: "pipes.amazonaws.com",
    allows: [
      { actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], resource: source },
      ...(enrichment ? [{ actions: ["lambda:InvokeFunction"], resource: enrichment }] : []),
      { actions, resource: arn },
    ],
  };
}
