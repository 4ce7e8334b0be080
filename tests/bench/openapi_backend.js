// A mock on openapi-backend that validates requests and responses, as its documentation shows it.
const http = require('node:http');
const { createRequire } = require('node:module');
const [folder, port, definition] = process.argv.slice(2);
const { OpenAPIBackend } = createRequire(`${folder}/`)('openapi-backend');

function sendJson(res, status, value) {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(value));
}

const api = new OpenAPIBackend({
  definition,
  handlers: {
    notFound: (c, req, res) => sendJson(res, 404, {}),
    validationFail: (c, req, res) => sendJson(res, 400, { errors: c.validation.errors }),
    notImplemented: (c, req, res) => {
      const { status, mock } = c.api.mockResponseForOperation(c.operation.operationId);
      const { errors } = c.api.validateResponse(mock, c.operation, status);
      if (errors) sendJson(res, 500, { errors });
      else sendJson(res, status, mock);
    },
  },
});

api.init().then(() => {
  http.createServer((req, res) => {
    api.handleRequest({ method: req.method, path: req.url, headers: req.headers }, req, res);
  }).listen(Number(port), '127.0.0.1');
});
