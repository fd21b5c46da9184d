"""A small assignment of every kind of question, and students who answer it."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

from sourcework.assignments.definition import Assignment, load_assignment
from sourcework.assignments.solutions import Solution, load_solution
from sourcework.grading.marking.results import Result, Student
from sourcework.scoring import score

FOLDER = Path(__file__).with_name("witness")
ESSAY = (
    "On 24 December Lenin writes “I am not sure that he always knows how to use that power”. "
    "That is a doubt about a habit.\n\nOn 4 January the verb is “remove”, and it has an office "
    "for its object. What changed is therefore what he asks for; how he judges the man may have "
    "been the same on both days."
)
RIGHT: dict[str, Any] = {
    "witness/choice-1": "remove",
    "witness/choices-1": ["danger", "doubt", "able"],
    "witness/mark-1": {"able": "asserts", "might": "hedges", "arise": "hedges"},
    "witness/number-1": 11,
    "witness/order-1": ["leaders", "postscript", "narrator"],
    "witness/match-1": {"rude": "lenin", "outstanding": "narrator", "sickbed": "narrator"},
    "testament/choice-2": "that-split",
    "witness/estimate-1": 70,
    "witness/short-1": ESSAY,
    "witness/short-2": "A diary of the secretaries without an entry for that day.",
}
MIXED: dict[str, Any] = RIGHT | {
    "witness/choice-1": "warn",
    "witness/choices-1": ["danger", "misused", "able"],
    "witness/mark-1": {"able": "asserts", "might": "asserts"},
    "witness/number-1": 12,
    "witness/order-1": ["postscript", "leaders", "narrator"],
    "witness/match-1": {"rude": "lenin", "outstanding": "lenin", "sickbed": "narrator"},
    "witness/estimate-1": 35,
}
GOOD = {"claim": 4, "words": 3}
FAIR = {"claim": 2, "words": 0}


@cache
def case() -> tuple[Assignment, Solution]:
    assignment = load_assignment(FOLDER)
    return assignment, load_solution(assignment)


def result_of(
    responses: dict[str, Any],
    levels: dict[str, dict[str, int]] | None = None,
    *,
    name: str = "Weber, Anna",
    **more: Any,
) -> Result:
    """Score responses as a grader does."""
    assignment, solution = case()
    scores = {
        item.id: score(item.rule(), responses.get(item.id), assignment.questions[item.id].points)
        for item in solution.items.values()
        if item.scored
    }
    student = Student("canvas", "1", name, "weberanna_1_2_")
    return Result(student, "weberanna_1_2_answers.json", responses, scores, levels or {}, **more)


def simulated(count: int, seed: int = 1, marked: float = 1.0) -> list[Result]:
    """Answer `count` times, each as able as chance has it; essays are marked with a probability."""
    _, solution = case()
    chance = random.Random(seed)
    results = []
    for number in range(count):
        ability = chance.gauss(0.62, 0.2)
        responses = {
            name: _response(solution.items[name].rule(), RIGHT[name], chance, ability)
            for name in solution.items
            if chance.random() > 0.04
        }
        levels = {}
        for name in ("witness/short-1", "witness/short-2"):
            responses[name] = ESSAY
            if chance.random() <= marked:
                found = [min(4, max(0, round(chance.gauss(4 * ability, 0.9)))) for _ in range(2)]
                levels[name] = dict(zip(("claim", "words"), found, strict=True))
        results.append(result_of(responses, levels, name=f"Student {number}"))
    return results


def _response(rule: dict[str, Any], right: Any, chance: random.Random, ability: float) -> Any:
    knows = chance.random() < ability
    match rule["kind"]:
        case "choice":
            return right if knows else chance.choice(list(rule["credits"]))
        case "choices":
            options = [*rule["right"], *rule["wrong"]]
            picked = [each for each in options if (each in right) == (chance.random() < ability)]
            return right if knows else picked or options[:1]
        case "order":
            return right if knows else chance.sample(list(right), len(right))
        case "match":
            return {
                row: target if chance.random() < ability else chance.choice(rule["targets"])
                for row, target in rule["pairs"].items()
            }
        case "number":
            return right if knows else chance.choice([12, 12, 10, 30])
    return chance.randint(0, 100)
