"""Checks recorded requests and answers against an OpenAPI document.

usage: check_exchanges.py OPENAPI.json EXCHANGES.json

EXCHANGES.json is an array of {method, path, status, headers, body, requestHeaders, requestBody}, bodies in base64. Of
each answer it is checked that the document has the path, the method, the status, the header fields it calls required,
the media type, and that the body fits the schema; of each request that was granted, that the document allows its body
and media type. A documented status that did not occur is a fault, but for those that UNSEEN gives a reason for; so is a
reason for one that did occur. Prints the faults.
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

# Statuses that the walk over a live collector cannot bring about, by method, path and status ("*": any), each with why.
UNSEEN = {
    ("*", "*", "405"): "is the answer to methods that the document does not have; the walk sends some",
    ("*", "*", "408"): "takes a link that stalls for a minute: LiveTests, with shorter limits",
    ("*", "*", "500"): "takes a fault of the collector's",
    ("*", "*", "503"): "takes an index that cannot answer: ServiceTests",
    ("*", "*", "507"): "takes a disk that is nearly full: ManifestTests and CommandTests",
    ("POST", "/v1/enrolments", "409"): "takes an office that closed after its token was issued: the index's EnrolmentTests",
    ("POST", "/v1/enrolments", "413"): "ends the connection, and the walk has one: EnrolmentTests",
    ("POST", "/v1/enrolments", "429"): "takes more enrolments than an address may try: EnrolmentTests, with a lower limit",
    ("POST", "/v1/heartbeats", "413"): "ends the connection, and the walk has one: HeartbeatTests",
    ("POST", "/v1/manifests", "413"): "ends the connection, and the walk has one: ManifestTests",
    ("PUT", "/api/v1/procedures", "413"): "ends the connection, and the walk has one: SystemDossierTests",
}


class Document:
    def __init__(self, document: dict):
        self.document = document
        resource = Resource.from_contents(document, default_specification=DRAFT202012)
        self.registry = Registry().with_resource(BASE, resource)
        self.documented = {
            (method.upper(), path, status)
            for path, item in document["paths"].items()
            for method, operation in item.items()
            if method != "parameters"
            for status in operation["responses"]
        }
        self.unseen = set(self.documented)

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

    def request_faults(self, exchange: dict):
        """Faults of the body of a request that was granted; HEAD by way of POST is a request without one."""
        template = self.path_of(exchange["path"])
        operation = self.document["paths"].get(template, {}).get(exchange["method"].lower())
        if operation is None or not 200 <= exchange["status"] < 300:
            return
        body = base64.b64decode(exchange.get("requestBody") or "")
        documented = operation.get("requestBody")
        if documented is None:
            if body:
                yield "a request with a body was granted, and none is documented"
            return
        documented = self.resolve(documented)
        if not body:
            if documented.get("required"):
                yield "a request without its body was granted"
            return
        headers = {name.lower(): value for name, value in exchange["requestHeaders"].items()}
        # The document says what a body without a media type is taken for: the first that it names.
        media_type = headers.get("content-type", next(iter(documented["content"]))).split(";")[0]
        if media_type not in documented["content"]:
            yield f"a request of media type {media_type!r} was granted, which is not documented"
            return
        schema = documented["content"][media_type]["schema"]
        if schema.get("format") != "binary":
            for fault in self.schema_faults(schema, json.loads(body)):
                yield f"a request was granted whose body does not fit: {fault}"

    def unseen_faults(self):
        # There are several documents; reasons are of those that have the status.
        reasons = {
            key: 0
            for key in UNSEEN
            if any(all(k in ("*", d) for k, d in zip(key, documented)) for documented in self.documented)
        }
        for method, path, status in sorted(self.unseen):
            matching = [
                key for key in reasons
                if key[0] in ("*", method) and key[1] in ("*", path) and key[2] == status
            ]
            for key in matching:
                reasons[key] += 1
            if not matching:
                yield f"{method} {path}: the documented status {status} did not occur"
        for key, count in reasons.items():
            if not count:
                yield f"{' '.join(key)}: it has a reason not to occur, and it did"

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
        schema = content[media_type]["schema"]
        if schema.get("format") != "binary":
            yield from self.schema_faults(schema, json.loads(body))


def main(document_path: str, exchanges_path: str) -> int:
    with open(document_path, encoding="utf-8") as file:
        document = Document(json.load(file))
    with open(exchanges_path, encoding="utf-8") as file:
        exchanges = json.load(file)
    count = 0
    for exchange in exchanges:
        for fault in [*document.faults(exchange), *document.request_faults(exchange)]:
            count += 1
            print(f"{exchange['method']} {exchange['path']} {exchange['status']}: {fault}")
    for fault in document.unseen_faults():
        count += 1
        print(fault)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
