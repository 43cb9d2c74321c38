"""Checks that an OpenAPI document is one, by the specification's own schema, and complete in what this project adds.

usage: check_openapi.py OPENAPI.json
"""

import json
import sys

from openapi_spec_validator import OpenAPIV31SpecValidator


def operations(document: dict):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield f"{method.upper()} {path}", operation


def main(path: str) -> int:
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    faults = [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()]
    for name, operation in operations(document):
        if not operation.get("operationId") or not operation.get("summary"):
            faults.append(f"{name} has no operationId or summary")
        if not any(status.startswith("2") for status in operation["responses"]):
            faults.append(f"{name} never succeeds")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
