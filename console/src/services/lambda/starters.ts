/** What AWS's console puts into a function that is authored from scratch. */
export const pythonStarter = `import json

def lambda_handler(event, context):
    return {
        'statusCode': 200,
        'body': json.dumps('Hello from Lambda!')
    }
`;

export const nodeStarter = `export const handler = async (event) => {
  const response = {
    statusCode: 200,
    body: JSON.stringify('Hello from Lambda!'),
  };
  return response;
};
`;

export const rubyStarter = `require 'json'

def lambda_handler(event:, context:)
  { statusCode: 200, body: JSON.generate('Hello from Lambda!') }
end
`;
