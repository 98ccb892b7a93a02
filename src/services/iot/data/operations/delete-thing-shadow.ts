import { answerRequest } from "../../shadows/answer-request.ts";
import type { IotDataOperation } from "../operation.ts";

export const deleteThingShadow: IotDataOperation<"DeleteThingShadow"> = async (input, context) =>
  (await answerRequest("delete", input, context)) as never;
