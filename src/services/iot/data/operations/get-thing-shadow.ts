import { answerRequest } from "../../shadows/answer-request.ts";
import type { IotDataOperation } from "../operation.ts";

export const getThingShadow: IotDataOperation<"GetThingShadow"> = async (input, context) =>
  (await answerRequest("get", input, context)) as never;
