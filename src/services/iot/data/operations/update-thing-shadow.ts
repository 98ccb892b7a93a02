import { answerRequest } from "../../shadows/answer-request.ts";
import type { IotDataOperation } from "../operation.ts";

/** Things that the registry does not know may have shadows, too, as on AWS. */
export const updateThingShadow: IotDataOperation<"UpdateThingShadow"> = async (input, context) =>
  (await answerRequest("update", input, context)) as never;
