"""A small engine for QTI 2.1 response processing: the expressions that our items use, no more."""

from __future__ import annotations

from typing import Any

from lxml import etree

NAMESPACE = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
_NUMBERS = {"float": float, "integer": int}


def run(item: etree._Element, response: Any) -> dict[str, Any]:
    """Process a response, None for none; return the outcomes by identifier.

    A container is a list; a pair is the string of its two identifiers.
    """
    variables: dict[str, Any] = {"RESPONSE": response}
    for declared in item.findall(f"{NAMESPACE}outcomeDeclaration"):
        value = declared.findtext(f"{NAMESPACE}defaultValue/{NAMESPACE}value")
        variables[str(declared.get("identifier"))] = _read(value, str(declared.get("baseType")))
    for rule in _children(item.find(f"{NAMESPACE}responseProcessing")):
        _rule(rule, item, variables)
    return variables


def _children(element: Any) -> list[etree._Element]:
    return [] if element is None else list(element)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _read(text: str | None, kind: str) -> Any:
    return None if text is None else _NUMBERS.get(kind, str)(text)


def _rule(rule: etree._Element, item: etree._Element, variables: dict[str, Any]) -> None:
    if _name(rule) == "setOutcomeValue":
        variables[str(rule.get("identifier"))] = _value(rule[0], item, variables)
        return
    assert _name(rule) == "responseCondition", _name(rule)
    for branch in rule:
        inside = list(branch)
        if _name(branch) != "responseElse" and not _value(inside.pop(0), item, variables):
            continue
        for each in inside:
            _rule(each, item, variables)
        return


def _value(expression: etree._Element, item: etree._Element, variables: dict[str, Any]) -> Any:
    kind = _name(expression)
    if kind == "variable":
        return variables[str(expression.get("identifier"))]
    if kind == "baseValue":
        return _read(expression.text, str(expression.get("baseType")))
    if kind == "mapResponse":
        return _mapped(item, variables["RESPONSE"])
    values = [_value(each, item, variables) for each in expression]
    if kind == "isNull":
        return values[0] is None or values[0] == []
    if kind == "multiple":
        parts = (each if isinstance(each, list) else [each] for each in values if each is not None)
        return [single for part in parts for single in part]
    if kind == "not":
        return not values[0]
    if kind == "sum":
        return sum(values)
    if kind == "product":
        return values[0] * values[1]
    if kind == "index":
        return values[0][int(str(expression.get("n"))) - 1]
    return _compared(kind, expression, *values)


def _compared(kind: str, expression: etree._Element, left: Any, right: Any) -> Any:
    if kind == "divide":
        return left / right
    if kind == "equal":
        exact = expression.get("toleranceMode") == "exact"
        off = 0 if exact else float(str(expression.get("tolerance")))
        return right - off <= left <= right + off
    operators = {
        "match": lambda: left == right,
        "member": lambda: left in right,
        "lt": lambda: left < right,
        "lte": lambda: left <= right,
        "gt": lambda: left > right,
    }
    return operators[kind]()


def _mapped(item: etree._Element, response: Any) -> float:
    mapping = item.find(f"{NAMESPACE}responseDeclaration/{NAMESPACE}mapping")
    entries = {
        entry.get("mapKey"): float(entry.get("mappedValue", "")) for entry in _children(mapping)
    }
    chosen = response if isinstance(response, list) else [response]
    default, least = (float(mapping.get(name)) for name in ("defaultValue", "lowerBound"))
    return max(least, sum(entries.get(each, default) for each in set(chosen)))
