/** The `context` object. Source: "Using the Lambda context object to retrieve Node.js function information". */
export function createContext({ requestId, invokedFunctionArn, deadlineMs, clientContext }) {
  return {
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parseClientContext(clientContext),
    identity: undefined,
    invokedFunctionArn,
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

/** What a runtime before Node.js 24 adds: the function may end by a callback or by a method of the context. */
export function addCallbacks(context, finish) {
  let waitsForEmptyEventLoop = true;
  const end = (waits) => (error, result) => finish(error ?? undefined, result, waits());
  const callback = end(() => waitsForEmptyEventLoop);
  const done = end(() => false);
  Object.defineProperty(context, "callbackWaitsForEmptyEventLoop", {
    enumerable: true,
    get: () => waitsForEmptyEventLoop,
    set: (value) => {
      waitsForEmptyEventLoop = value;
    },
  });
  context.done = done;
  context.succeed = (result) => done(undefined, result);
  context.fail = (error) => done(error ?? "handled");
  return callback;
}

function parseClientContext(text) {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`Cannot parse ClientContext as json: ${error}`);
  }
}
