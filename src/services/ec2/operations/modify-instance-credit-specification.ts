import type {
  SuccessfulInstanceCreditSpecificationItem,
  UnsuccessfulInstanceCreditSpecificationItem,
} from "@aws-sdk/client-ec2";
import type { AwsError } from "../../../platform/aws-error.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, missingParameter } from "../errors.ts";
import { instanceTypes } from "../instance-types/instance-types.ts";
import { checkCredits } from "../instances/cpu-credits.ts";
import { findInstances } from "../instances/find-instances.ts";
import { instanceStore } from "../instances/instance-store.ts";
import type { Ec2Operation } from "../operation.ts";

/** Each by itself: what cannot be changed is told beside what was. */
export const modifyInstanceCreditSpecification: Ec2Operation<"ModifyInstanceCreditSpecification"> = async (
  input,
  context,
) => {
  const { InstanceCreditSpecifications: asked = [], DryRun } = input;
  if (asked.length === 0) throw missingParameter("InstanceCreditSpecification");
  if (DryRun) throw dryRun();
  return context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const done: SuccessfulInstanceCreditSpecificationItem[] = [];
    const refused: UnsuccessfulInstanceCreditSpecificationItem[] = [];
    for (const { InstanceId: id = "", CpuCredits } of asked) {
      try {
        const [instance] = await findInstances(tx, [id]);
        const type = instanceTypes.get(instance?.type ?? "");
        if (!instance || !type) continue;
        await instanceStore.put(tx, { ...instance, cpuCredits: checkCredits(CpuCredits, type) });
        done.push({ InstanceId: id });
      } catch (problem) {
        const { code = "", message } = problem as Partial<AwsError>;
        // A statement that failed fails the write as a whole: only EC2's own refusals are told.
        if (code === "") throw problem;
        const Code = code as "InvalidInstanceID.NotFound";
        refused.push({ InstanceId: id, Error: { Code, Message: message } });
      }
    }
    return { SuccessfulInstanceCreditSpecifications: done, UnsuccessfulInstanceCreditSpecifications: refused };
  });
};
