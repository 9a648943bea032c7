"""The API's description as a page, drawn on the server from its own OpenAPI: it needs no script."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .views import described


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Each call: its address, what it is for, what goes in, what comes out."""
    told = described()
    calls = [
        {
            "method": method.upper(),
            "path": path,
            "anchor": call["operationId"],
            "summary": call["summary"],
            "text": call.get("description", "").split("\n\n"),
            "parameters": [_parameter(one) for one in call.get("parameters", ())],
            "body": _named(call.get("requestBody", {})),
            "answers": [(code, one.get("description", ""), _named(one)) for code, one in call["responses"].items()],
        }
        for path, methods in told["paths"].items()
        for method, call in methods.items()
    ]
    schemas = [
        {"name": name, "text": one.get("description", ""), "fields": _fields(one)}
        for name, one in told["components"]["schemas"].items()
    ]
    return render(request, "api/docs.html", {"about": told["info"], "calls": calls, "schemas": schemas})


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    return {"name": one["name"], "where": one["in"], "required": one.get("required"), "kind": _kind(one["schema"])}


def _fields(schema: dict[str, Any]) -> list[dict[str, Any]]:
    needed = schema.get("required", ())
    return [
        {"name": name, "kind": _kind(one), "required": name in needed}
        for name, one in schema.get("properties", {}).items()
    ]


def _named(part: dict[str, Any]) -> str:
    """The name of what a body holds."""
    return next((_kind(one.get("schema", {})) for one in part.get("content", {}).values()), "")


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if options := schema.get("anyOf"):
        return " | ".join(_kind(one) for one in options)
    if values := schema.get("enum"):
        return " | ".join(str(value) for value in values)
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    return " ".join(str(schema[key]) for key in ("type", "format") if key in schema) or "any"
