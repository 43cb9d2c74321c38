"""Checks recorded requests and answers against an OpenAPI document.

usage: check_exchanges.py OPENAPI.json EXCHANGES.json

EXCHANGES.json is an array of {method, path, status, headers, body}, body in base64. Of each answer it is checked that
the document has the path, the method, the status, the header fields it calls required, the media type, and that the
body fits the schema. Prints what does not, and which documented statuses did not occur.
"""

import base64
import json
import re
import sys

from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

BASE = "urn:openapi"


class Document:
    def __init__(self, document: dict):
        self.document = document
        resource = Resource.from_contents(document, default_specification=DRAFT202012)
        self.registry = Registry().with_resource(BASE, resource)
        self.unseen = {
            (method.upper(), path, status)
            for path, item in document["paths"].items()
            for method, operation in item.items()
            if method != "parameters"
            for status in operation["responses"]
        }

    def resolve(self, value: dict) -> dict:
        while "$ref" in value:
            target = self.document
            for part in value["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            value = target
        return value

    def path_of(self, path: str):
        path = path.split("?")[0]
        if path in self.document["paths"]:
            return path
        for template in self.document["paths"]:
            if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path):
                return template
        return None

    def schema_faults(self, schema: dict, value):
        # References are relative to the document.
        absolute = json.loads(json.dumps(schema).replace('"#/', f'"{BASE}#/'))
        validator: Draft202012Validator = validator_for(absolute, Draft202012Validator)(
            absolute, registry=self.registry
        )
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]

    def faults(self, exchange: dict):
        method, status = exchange["method"], str(exchange["status"])
        template = self.path_of(exchange["path"])
        if template is None:
            return [] if status == "404" else ["the path is not documented"]
        operation = self.document["paths"][template].get(method.lower())
        if operation is None:
            documented_by_get = method == "HEAD" and "get" in self.document["paths"][template]
            return [] if status == "405" or documented_by_get else ["the method is not documented"]
        if status not in operation["responses"]:
            return ["the status is not documented"]
        self.unseen.discard((method, template, status))
        response = self.resolve(operation["responses"][status])
        headers = {name.lower(): value for name, value in exchange["headers"].items()}
        return [
            *self.header_faults(response, headers),
            *(self.body_faults(response, headers, exchange) if method != "HEAD" else []),
        ]

    def header_faults(self, response: dict, headers: dict):
        for name, header in response.get("headers", {}).items():
            header = self.resolve(header)
            value = headers.get(name.lower())
            if value is None:
                if header.get("required"):
                    yield f"{name} is missing"
                continue
            is_number = header["schema"].get("type") == "integer"
            yield from self.schema_faults(header["schema"], int(value) if is_number else value)

    def body_faults(self, response: dict, headers: dict, exchange: dict):
        body = base64.b64decode(exchange["body"])
        content = response.get("content")
        if not content:
            if body:
                yield "there is a body, and none is documented"
            return
        media_type = headers.get("content-type", "").split(";")[0]
        if media_type not in content:
            yield f"the media type {media_type!r} is not documented"
            return
        yield from self.schema_faults(content[media_type]["schema"], json.loads(body))


def main(document_path: str, exchanges_path: str) -> int:
    with open(document_path, encoding="utf-8") as file:
        document = Document(json.load(file))
    with open(exchanges_path, encoding="utf-8") as file:
        exchanges = json.load(file)
    count = 0
    for exchange in exchanges:
        for fault in document.faults(exchange):
            count += 1
            print(f"{exchange['method']} {exchange['path']} {exchange['status']}: {fault}")
    for method, path, status in sorted(document.unseen):
        print(f"not seen: {method} {path} {status}", file=sys.stderr)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
