"""Tests of what a reader is told after an answer: in place, one's own first, and no more."""

from __future__ import annotations

from typing import Any

import pytest
from engine_book import Copy
from test_engine_kind_scripts import RECORD, SHOW

CHOICE, CHOICES, MATCH, MARK = "bell/choice-1", "ledger/choices-1", "ledger/match-1", "bell/mark-1"
NUMBER, ORDER, SURE = "bell/number-1", "bell/order-1", "page/choice-1"
IDS = [CHOICE, CHOICES, MATCH, MARK, NUMBER, ORDER, SURE]


@pytest.fixture(scope="module")
def told(book: Copy) -> dict[str, Any]:
    """Return the script that shows items, its style, and what pages show of the items."""
    found: dict[str, Any] = book.ask("engine_shown.py", IDS)
    return found


@pytest.fixture
def ask(page: Any, told: dict[str, Any]) -> Any:
    """Return what shows an item, with the work that a reader has, and gives its section."""

    def shown(name: str, work: dict[str, Any] | None = None) -> Any:
        page.emulate_media(reduced_motion="reduce")
        page.add_style_tag(content=told["style"])
        page.evaluate(SHOW, [told["text"], told["items"][name], work or {}])
        return page.locator("section.exercise")

    return shown


def press(view: Any, name: str) -> None:
    view.get_by_role("button", name=name).click()


def marks(view: Any) -> list[str]:
    found: list[str] = view.locator(".exercise-mark").all_inner_texts()
    return found


def remarks(view: Any) -> list[str]:
    """Return the remarks that can be read without opening anything, from the top down."""
    shown = ".exercise-remark:not(details, details *)"
    seen = view.locator(f"{shown} > p:not(.exercise-about, .exercise-next)")
    found: list[str] = seen.all_inner_texts()
    return found


def give(view: Any, row: str, target: str) -> None:
    view.locator(".bin-slip", has_text=row).click()
    view.locator(f".bin-bar[value={target}]").click()
    view.page.keyboard.press("Escape")


def test_a_choice_is_answered_where_it_was_made(ask: Any) -> None:
    view = ask(CHOICE)
    clerk = view.get_by_label("Tobias Pryce-Hallam’s")
    clerk.check()
    press(view, "Check")
    row = clerk.locator("xpath=../..")
    assert marks(view) == marks(row) == ["not this one"]
    assert remarks(view) == remarks(row)
    assert remarks(row) == ["He too spoke of the bell. His words come later, and in another line."]
    mark = f"[id={clerk.get_attribute('aria-describedby')}]"
    assert view.locator(mark).inner_text() == "not this one"
    view.get_by_label("Anne-Marie O’Dowd’s").check()
    assert marks(view) == remarks(view) == []
    assert clerk.get_attribute("aria-describedby") is None
    press(view, "Check")
    assert marks(view) == ["partly right"]


def test_all_remarks_are_shown_when_that_is_said(ask: Any) -> None:
    view = ask(MATCH)
    for row, target in (("Then you ring", "zak"), ("Two oars", "bill"), ("ferryman", "narrator")):
        give(view, row, target)
    press(view, "Check")
    assert view.locator("details.exercise-remark[open]").count() == 0
    press(view, "Show all remarks")
    assert view.locator("details.exercise-remark:not([open])").count() == 0
    assert view.get_by_role("status").inner_text().endswith("All remarks are shown.")


def test_what_the_points_are_of_is_said(ask: Any) -> None:
    view = ask(CHOICES)
    view.get_by_label("The ringing of the bell").check()
    view.get_by_label("The sale of the boat").check()
    press(view, "Check")
    assert (
        "1 right one still missing, 1 too many, 0 of 2 points"
        in view.get_by_role("status").inner_text()
    )


def test_enter_checks_a_number(ask: Any) -> None:
    view = ask(NUMBER)
    view.get_by_role("textbox").fill("150")
    view.get_by_role("textbox").press("Enter")
    assert view.get_by_role("status").inner_text().startswith("Not yet")


def test_what_others_might_have_said_waits_in_a_fold(ask: Any) -> None:
    view = ask(CHOICE)
    view.get_by_label("Tobias Pryce-Hallam’s").check()
    press(view, "Check")
    press(view, "Show the answer")
    assert sorted(marks(view)) == ["not this one", "the answer"]
    assert len(remarks(view)) == 2
    fold = view.locator("details.exercise-others")
    assert fold.evaluate("fold => fold.open") is False
    said = view.get_by_role("status").inner_text()
    assert said.startswith("Not this time: 0 of 1 point.")
    assert said.endswith("The answer is shown. The other answers stand in a fold below.")
    fold.get_by_text("The other answers").click()
    assert fold.locator(".exercise-about").all_inner_texts() == ["Anne-Marie O’Dowd’s"]


def test_right_ticks_are_confirmed_and_stay_for_the_next_try(ask: Any, page: Any) -> None:
    view = ask(CHOICES)
    right, wrong = view.get_by_label("The ringing of the bell"), view.get_by_label("The sale")
    right.check()
    wrong.check()
    press(view, "Check")
    assert sorted(marks(view)) == ["not this one", "right"]
    assert remarks(view) == ["The page puts it after her words, and not into them."]
    press(view, "Try again")
    assert right.is_checked()
    assert not wrong.is_checked()
    assert marks(view) == ["right"]
    assert "What was right stands as it was." in view.get_by_role("status").inner_text()
    right.uncheck()
    assert marks(view) == []
    right.check()
    view.get_by_label("The ledger under the seat").check()
    press(view, "Check")
    assert marks(view) == ["right", "right"]
    assert page.evaluate("work().attempts.map(({ credit }) => credit)") == [0, 1]


def test_what_comes_back_for_review_gives_nothing_away(ask: Any) -> None:
    view = ask(
        CHOICES,
        {
            "open": True,
            "attempts": [
                {"at": "2020-01-01T00:00:00.000Z", "response": ["rang", "sale"], "credit": 0}
            ],
        },
    )
    view.get_by_label("The ringing of the bell").check()
    assert marks(view) == []


def test_rows_are_marked_and_right_ones_stay(ask: Any) -> None:
    view = ask(MATCH)
    rows = ("Two oars", "That the ferryman", "Then you")
    for row in rows:
        give(view, row, "zak")
    press(view, "Check")
    assert sorted(marks(view)) == ["not this one", "not this one", "right"]
    assert len(remarks(view)) == 2
    press(view, "Try again")
    laid = view.locator(".bin-bar + .bin-slips .bin-slip")
    assert laid.count() == 1
    assert "Then you" in laid.inner_text()
    assert marks(view) == ["right"]
    first = view.locator(".bin-slip").first
    assert first.evaluate("slip => slip === document.activeElement")


def test_a_row_names_its_target_only_when_the_answer_is_told(ask: Any) -> None:
    view = ask(MATCH)
    for row, target in (
        ("Two oars", "zak"),
        ("That the ferryman", "narrator"),
        ("Then you", "zak"),
    ):
        give(view, row, target)
    press(view, "Check")
    assert sorted(marks(view)) == ["not this one", "right", "right"]
    press(view, "Show the answer")
    assert "not this one; the answer: the bill of sale’s" in marks(view)
    whys = view.locator("details.exercise-remark")
    assert whys.count() == 2
    whys.first.locator("summary").click()
    assert whys.first.locator("p").first.is_visible()


@pytest.mark.parametrize(
    ("target", "words", "quoted", "following"),
    [
        ("bill", "never spoke of it. We have his", "Ибрагим Саттаров", ""),
        ("narrator", "seems to vouch for all of it", "Ибрагим Саттаров", ""),
        ("odowd", "has the bell, and not who", "I said to him", "Look where the quotation"),
    ],
)
def test_a_row_is_told_about_by_what_was_given_to_it(
    ask: Any, target: str, words: str, quoted: str, following: str
) -> None:
    view = ask(MATCH)
    for row, given in (("Two oars", "bill"), ("That the ferryman", "narrator"), ("Then", target)):
        give(view, row, given)
    press(view, "Check")
    (remark,) = remarks(view)
    assert words in remark
    said = view.locator("div.exercise-remark").inner_text()
    assert quoted in said
    assert (following in said) is bool(following) or not following
    give(view, "Then", "zak")
    press(view, "Check")
    whys = view.locator("details.exercise-remark, div.exercise-remark")
    assert words not in "".join(whys.all_text_contents()) or target == "bill"


def test_a_number_is_told_apart_from_the_answer(ask: Any) -> None:
    view = ask(NUMBER)
    view.get_by_role("textbox").fill("150")
    press(view, "Check")
    about = view.locator(".exercise-about")
    assert about.all_inner_texts() == ["You said 150 minutes"]
    press(view, "Show the answer")
    assert about.all_inner_texts() == ["You said 150 minutes", "The answer: 90 minutes"]


def test_cards_move_to_their_places_and_say_where_they_were(ask: Any) -> None:
    view = ask(ORDER)
    cards = view.locator(".widget-sortable > li")
    ids = "all => all.map(({ dataset }) => dataset.id)"
    before = cards.evaluate_all(ids)
    assert before != ["bell", "council", "bridge", "printed"]
    press(view, "Commit my answer")
    assert cards.evaluate_all(ids) == ["bell", "council", "bridge", "printed"]
    said = [f"you had it at number {before.index(each) + 1}" for each in cards.evaluate_all(ids)]
    for place, (card, mark) in enumerate(zip(said, marks(view), strict=True), 1):
        assert mark == ("in place" if card.endswith(f" {place}") else card)
    assert "All stand now where they belong." in view.get_by_role("status").inner_text()
    assert view.get_by_role("button", name="earlier").count() == 0


def positions(cards: Any) -> list[list[float]]:
    """Return of each card where it begins and ends, as it is drawn now."""
    found: list[list[float]] = cards.evaluate_all(
        "all => all.map((each) => each.getBoundingClientRect()).map((box) => [box.top, box.bottom])"
    )
    return found


def test_cards_stand_at_their_dates_once_the_answer_is_told(ask: Any) -> None:
    view = ask(ORDER)
    dates = view.locator(".axis-date")
    assert dates.count() == 0
    press(view, "Commit my answer")
    assert [text.replace("\xa0", " ") for text in dates.all_inner_texts()] == [
        "2 March 1907",
        "9 March 1907, 7 days later",
        "7 June 1958, about 51 years later",
        "28 April 1999 to 14 May 1999, at least 40 years later",
    ]
    assert view.locator(".axis-scale").inner_text().endswith("one stroke is a decade.")
    cards = positions(view.locator(".widget-sortable > li"))
    close = cards[1][0] - cards[0][1]  # a week, beside which the others are half a century
    first, second = cards[2][0] - cards[1][1] - close, cards[3][0] - cards[2][1] - close
    days = (18717, 14935)
    assert first / second == pytest.approx(days[0] / days[1], rel=0.05)


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_cards_slide_and_stand_at_once_where_less_motion_is_wanted(
    ask: Any, page: Any, motion: str
) -> None:
    view = ask(ORDER)
    page.emulate_media(reduced_motion=motion)
    press(view, "Commit my answer")
    cards = view.locator(".widget-sortable > li")
    slides = page.evaluate(
        """() => {
            const all = document.getAnimations();
            const slides = all.filter(({ effect }) => effect.target.matches("li"));
            for (const each of slides) each.finish();
            return slides.length;
        }"""
    )
    assert bool(slides) == (motion == "no-preference")
    stand = cards.evaluate_all("all => all.map(({ offsetTop }) => offsetTop - all[0].offsetTop)")
    tops = [top for top, _ in positions(cards)]
    assert [top - tops[0] for top in tops] == pytest.approx(stand, abs=1)


def test_a_remark_is_folded_at_its_card_and_the_first_one_is_open(ask: Any) -> None:
    view = ask(ORDER)
    press(view, "Commit my answer")
    folds = view.locator(".widget-sortable > li details")
    assert folds.count() == 4
    own = view.locator(".exercise-own")
    assert own.count() > 1
    assert own.evaluate_all("all => all.map(({ open }) => open)") == [True] + [False] * (
        own.count() - 1
    )
    assert own.first.locator("p").first.is_visible()


def test_a_card_is_one_stop_and_says_by_its_grip_what_to_do(ask: Any, page: Any) -> None:
    view = ask(ORDER)
    stops = view.locator(".widget-sortable button:not([tabindex='-1'])")
    assert stops.count() == 4
    grip = stops.first
    says = "grip => getComputedStyle(grip, '::after').content"
    assert grip.evaluate(says) == "none"
    page.keyboard.press("Tab")
    grip.focus()
    assert "Enter takes it up" in grip.evaluate(says)
    page.keyboard.press("Enter")
    assert "Press its new place" in grip.evaluate(says)


def test_a_card_is_taken_up_and_put_where_another_one_is(ask: Any, page: Any) -> None:
    view = ask(ORDER)
    cards = view.locator(".widget-sortable > li")
    words = cards.locator(".widget-item").all_inner_texts()
    cards.last.locator(".widget-grip").click()
    said = view.get_by_role("status")
    assert said.inner_text().startswith(f"{words[-1]} is taken up.")
    cards.first.locator(".widget-item").click()
    assert cards.locator(".widget-item").all_inner_texts() == [words[-1], *words[:-1]]
    assert said.inner_text() == f"{words[-1]} is now number 1 of 4."
    assert view.locator("[aria-pressed=true]").count() == 0
    grip = view.get_by_role("button", name=f"Move {words[-1]}: arrow keys")
    grip.press("Enter")
    assert grip.get_attribute("aria-pressed") == "true"
    view.get_by_role("button", name=f"in the place of: {words[1]}").press("Enter")
    assert cards.locator(".widget-item").all_inner_texts() == [
        words[0],
        words[1],
        words[-1],
        words[2],
    ]
    grip.press("Enter")
    grip.press("Escape")
    assert said.inner_text() == f"{words[-1]} stays where it was."
    grip.press("Home")
    assert words[-1] in cards.first.inner_text()
    grip.press("End")
    assert words[-1] in cards.last.inner_text()
    focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused.startswith(f"Move {words[-1]}")


@pytest.mark.parametrize("roomy", [True, False], ids=["the page can scroll", "it cannot"])
def test_two_presses_in_one_place_move_one_card_two_places(
    ask: Any, page: Any, *, roomy: bool
) -> None:
    view = ask(ORDER)
    if roomy:
        page.add_style_tag(content="body { padding-block: 100vh; }")
    cards = view.locator(".widget-sortable > li")
    words = cards.locator(".widget-item").all_inner_texts()
    button = view.get_by_role("button", name=f"{words[0]}: later")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    place = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    if roomy:
        page.mouse.click(*place)
        page.mouse.click(*place)
    else:
        page.mouse.dblclick(*place)
    assert cards.locator(".widget-item").all_inner_texts() == [*words[1:3], words[0], words[3]]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith(words[0])
    assert (button.bounding_box()["y"] == pytest.approx(box["y"], abs=1)) == roomy


def test_the_page_goes_on_while_a_card_is_held_at_the_edge_of_the_window(
    ask: Any, page: Any
) -> None:
    view = ask(ORDER)
    page.set_viewport_size({"width": 390, "height": 300})
    page.add_style_tag(content=".widget-sortable > li { min-block-size: 200px; }")
    cards = view.locator(".widget-sortable > li")
    words = cards.locator(".widget-item").all_inner_texts()
    grip = cards.first.locator(".widget-grip")
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 10, 290, steps=3)
    page.wait_for_function(
        "words => document.querySelector('.widget-sortable').lastChild.textContent.includes(words)",
        arg=words[0],
    )
    page.mouse.up()
    assert view.get_by_role("status").inner_text() == f"{words[0]} is now number 4 of 4."


@pytest.mark.parametrize("name", IDS)
def test_that_one_commits_once_is_said_before_it_and_of_no_question_with_tries(
    ask: Any, name: str
) -> None:
    view = ask(name)
    once, check = view.locator(".exercise-once"), view.locator(".exercise-check")
    assert once.text_content() == "You commit once: then you see how it was."
    assert once.is_visible() == (name == ORDER)
    about = once.get_attribute("id") if name == ORDER else None
    assert check.get_attribute("aria-describedby") == about
    if name == ORDER:
        assert view.locator(".exercise-once + .exercise-tools > .exercise-check").is_visible()
        press(view, "Commit my answer")
        assert not once.is_visible()


def test_how_sure_is_heard_beside_the_group_of_answers_and_not_in_it(ask: Any, page: Any) -> None:
    view = ask(SURE)
    view.get_by_label("The title of the subject").check()
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    named = {node["nodeId"]: node for node in nodes}

    def within(role: str) -> list[str]:
        node = next(each for each in nodes if each["role"]["value"] == role)
        above = []
        while "parentId" in node:
            node = named[node["parentId"]]
            above.append(node.get("name", {}).get("value", ""))
        return above

    stem = view.locator(".exercise-stem").inner_text()
    assert stem in within("radio")
    assert stem not in within("slider")


def test_how_sure_is_said_by_the_arrows_on_an_answer_and_by_a_slide(ask: Any, page: Any) -> None:
    view = ask(SURE)
    radio = view.get_by_label("The title of the subject")
    slider = view.get_by_role("slider", name="How sure are you?")
    assert slider.count() == 0
    radio.focus()
    page.keyboard.press("ArrowRight")
    assert radio.is_checked()
    assert page.evaluate("work().confidence") == 80
    assert view.get_by_role("status").inner_text() == "fairly sure, 80 %."
    assert slider.get_attribute("aria-valuetext") == "fairly sure, 80 %"
    other = view.locator("label", has_text="Both of the sentences")
    box = other.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 10, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 5, middle, steps=4)
    page.mouse.up()
    assert page.evaluate("[work().response, work().confidence]") == ["same", 100]
    press(view, "Check")
    assert (
        "You were sure of it, and so this is the best chance"
        in view.get_by_role("status").inner_text()
    )
    assert page.evaluate("work().attempts[0].confidence") == 100
    assert slider.count() == 0
    assert view.locator(".exercise-sure").inner_text().endswith("certain, 100 %")


def test_how_sure_is_never_demanded(ask: Any, page: Any) -> None:
    view = ask(ORDER)
    assert view.get_by_role("slider", name="How sure are you?").is_visible()
    press(view, "Commit my answer")
    assert page.evaluate("'confidence' in work().attempts[0]") is False
    assert "You were sure" not in view.get_by_role("status").inner_text()


@pytest.mark.parametrize(("day", "counts"), [("01", "0 of 1"), ("02", "1 of 1")])
def test_a_success_counts_unless_the_answer_was_shown_that_day(
    page: Any, told: dict[str, Any], day: str, counts: str
) -> None:
    times = [f"2031-03-0{n}T10:00:00.000Z" for n in "12"]
    tries = [
        {"at": times[0], "response": "clerk", "words": "", "credit": 0, "digest": "0"},
        {
            "at": times[0].replace("01T10", f"{day}T11"),
            "response": "editor",
            "words": "",
            "credit": 1,
            "digest": "0",
            "told": True,
        },
    ]
    work = {"attempts": tries, "revealed": times[0]}
    listed = RECORD | {"notes": [], "items": [RECORD["items"][0] | {"id": CHOICE}]}
    page.evaluate(SHOW, [told["record"], listed, {"items": {CHOICE: {"work": work}}}])
    row = page.get_by_role("row", name="The bell")
    assert row.get_by_role("cell").all_inner_texts()[1:] == ["0 of 1", counts]


def test_an_answer_shown_on_another_day_is_no_help(ask: Any, page: Any) -> None:
    view = ask(
        CHOICE,
        {
            "revealed": "2020-01-01T00:00:00.000Z",
            "open": True,
        },
    )
    view.get_by_label("an editor’s").check()
    press(view, "Check")
    assert page.evaluate("'told' in work().attempts[0]") is False


def test_hints_come_one_after_the_other(ask: Any) -> None:
    view = ask(CHOICE)
    first, second = (view.get_by_text(f"Hint {n} of 2") for n in (1, 2))
    assert second.is_hidden()
    first.click()
    assert view.get_by_text("Look at the marks around the words.").is_visible()
    second.click()
    assert view.get_by_text("Who could do without it?").is_visible()


def test_the_move_to_make_next_time_stands_apart(ask: Any) -> None:
    view = ask(CHOICE)
    view.get_by_label("Tobias Pryce-Hallam’s").check()
    press(view, "Check")
    said = view.locator(".exercise-remark .exercise-next").inner_text()
    assert said == "Next time: Ask in which line a voice begins, and where it ends."


def test_a_reason_is_kept_and_compared_and_never_scored(ask: Any, page: Any) -> None:
    view = ask(CHOICE)
    box = view.get_by_role("textbox", name="Say in a sentence what gives the voice away.")
    model = view.get_by_text("She needs no bracket to know her own bell.")
    view.get_by_label("Tobias Pryce-Hallam’s").check()
    press(view, "Check")
    assert "Not yet" in view.get_by_role("status").inner_text()
    assert model.count() == 0
    press(view, "Try again")
    box.fill("The <brackets> are a later hand.")
    view.get_by_label("an editor’s").check()
    press(view, "Check")
    assert model.is_visible()
    assert view.locator(".exercise-own").inner_text() == "The <brackets> are a later hand."
    assert page.evaluate("work().attempts.map(({ reason }) => reason ?? null)") == [
        None,
        "The <brackets> are a later hand.",
    ]


def test_a_row_that_is_changed_loses_its_mark_and_the_others_keep_theirs(ask: Any) -> None:
    view = ask(MATCH)
    rows = ("Two oars", "That the ferryman", "Then you")
    for row in rows:
        give(view, row, "zak")
    press(view, "Check")
    assert sorted(marks(view)) == ["not this one", "not this one", "right"]
    give(view, "Two oars", "odowd")
    assert sorted(marks(view)) == ["not this one", "right"]
    assert len(remarks(view)) == 1
    changed = view.locator(".bin-slip", has_text="Two oars")
    assert changed.get_attribute("aria-describedby") is None
    assert "rows" not in view.get_by_role("status").inner_text()
    give(view, "Then you", "bill")
    assert marks(view) == ["not this one"]
    press(view, "Check")
    assert marks(view) == ["not this one"] * 3


def test_a_tick_that_is_changed_loses_its_mark_and_the_others_keep_theirs(ask: Any) -> None:
    view = ask(CHOICES)
    view.get_by_label("The ringing").check()
    view.get_by_label("The sale").check()
    press(view, "Check")
    press(view, "Show the answer")
    assert sorted(marks(view)) == ["not this one", "right", "right, and not ticked"]
    view.get_by_label("The ledger").check()
    assert sorted(marks(view)) == ["not this one", "right"]
    view.get_by_label("The sale").uncheck()
    assert marks(view) == ["right"]
    press(view, "Check")
    assert marks(view) == ["right", "right"]


def test_not_yet_is_said_only_where_there_is_a_next_try(ask: Any, page: Any) -> None:
    view = ask(CHOICES)
    status = view.get_by_role("status")
    view.get_by_label("The sale").check()
    press(view, "Check")
    told = "2 right ones still missing, 1 too many, 0 of 2 points. See why at your answer."
    assert status.inner_text() == f"Not yet: {told}"
    press(view, "Show the answer")
    work = page.evaluate("work()")
    page.reload()
    view = ask(CHOICES, work)
    told = told.replace("still ", "")
    assert view.get_by_role("status").inner_text() == f"Not this time: {told}"


def test_who_has_committed_is_not_told_of_a_next_try(ask: Any) -> None:
    view = ask(ORDER)
    press(view, "Commit my answer")
    assert view.get_by_role("status").inner_text().startswith("Not this time: 0 of 3 points.")


def test_that_one_answers_again_is_said_once(ask: Any) -> None:
    view = ask(CHOICE)
    view.get_by_label("Tobias").check()
    press(view, "Check")
    press(view, "Try again")
    assert view.get_by_text("is kept").count() == 1
    view.get_by_label("an editor").check()
    assert view.get_by_text("is kept").count() == 1


def test_a_reason_is_seen_in_whole(ask: Any) -> None:
    box = ask(CHOICE).get_by_role("textbox")
    box.fill("Because the brackets are a later hand, and she knew her bell. " * 9)
    assert box.evaluate("box => box.scrollHeight <= box.clientHeight")
