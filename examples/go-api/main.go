// A small API behind a function URL (or API Gateway's HTTP API): `GET /hello?name=…`, `POST /sum` with numbers as JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
)

type request = events.LambdaFunctionURLRequest
type response = events.LambdaFunctionURLResponse

func handle(_ context.Context, r request) (response, error) {
	switch r.RequestContext.HTTP.Method + " " + r.RawPath {
	case "GET /hello":
		name := r.QueryStringParameters["name"]
		if name == "" {
			name = "world"
		}
		return answer(http.StatusOK, map[string]string{"message": "Hello, " + name + "!"})
	case "POST /sum":
		var numbers []float64
		if err := json.Unmarshal([]byte(r.Body), &numbers); err != nil {
			return answer(http.StatusBadRequest, map[string]string{"message": err.Error()})
		}
		sum := 0.0
		for _, number := range numbers {
			sum += number
		}
		return answer(http.StatusOK, map[string]float64{"sum": sum})
	}
	fmt.Println("nothing at", r.RawPath)
	return answer(http.StatusNotFound, map[string]string{"message": "Not Found"})
}

func answer(status int, body any) (response, error) {
	text, err := json.Marshal(body)
	return response{StatusCode: status, Headers: map[string]string{"Content-Type": "application/json"}, Body: string(text)}, err
}

func main() { lambda.Start(handle) }
