/** Source: "GetParameters", "GetParametersByPath". */
export const limits = {
  names: 10,
  largestPage: 10,
} as const;
