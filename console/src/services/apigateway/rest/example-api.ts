/** The API that AWS's console makes as an example, with answers of its own (mocks) in the place of AWS's demonstration server. Source: "Import the sample PetStore API". */
export const exampleApi = {
  swagger: "2.0",
  info: { title: "PetStore", description: "Your first API with Amazon API Gateway: a pet store.", version: "1.0" },
  schemes: ["https"],
  paths: {
    "/pets": {
      get: {
        produces: ["application/json"],
        parameters: [
          { name: "type", in: "query", required: false, type: "string" },
          { name: "page", in: "query", required: false, type: "string" },
        ],
        responses: { "200": { description: "The pets", schema: { $ref: "#/definitions/Pets" } } },
        "x-amazon-apigateway-integration": mock(
          '[{"id": 1, "type": "dog", "price": 249.99}, {"id": 2, "type": "cat", "price": 124.99}]',
        ),
      },
      post: {
        consumes: ["application/json"],
        produces: ["application/json"],
        parameters: [{ in: "body", name: "NewPet", required: true, schema: { $ref: "#/definitions/NewPet" } }],
        responses: { "200": { description: "It was added" } },
        "x-amazon-apigateway-integration": mock('{"message": "success"}'),
      },
    },
    "/pets/{petId}": {
      get: {
        produces: ["application/json"],
        parameters: [{ name: "petId", in: "path", required: true, type: "string" }],
        responses: { "200": { description: "The pet", schema: { $ref: "#/definitions/Pet" } } },
        "x-amazon-apigateway-integration": mock(`{"id": "$input.params('petId')", "type": "dog", "price": 249.99}`),
      },
    },
  },
  definitions: {
    Pets: { type: "array", items: { $ref: "#/definitions/Pet" } },
    Pet: {
      type: "object",
      properties: { id: { type: "integer" }, type: { type: "string" }, price: { type: "number" } },
    },
    NewPet: { type: "object", properties: { type: { type: "string" }, price: { type: "number" } } },
  },
};

function mock(body: string) {
  return {
    type: "mock",
    passthroughBehavior: "when_no_match",
    requestTemplates: { "application/json": '{"statusCode": 200}' },
    responses: { default: { statusCode: "200", responseTemplates: { "application/json": body } } },
  };
}
