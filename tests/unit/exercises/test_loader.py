"""The movements' TOMLs: our own hold what the tables say, and a user's own are read or refused by name."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from formcheck.errors import InputError
from formcheck.exercises import loader
from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.motion.catalogue import SIGNALS
from tests.unit.exercises.toml_factory import HEAD, Save

HINGES = (
    "conventional_deadlift",
    "sumo_deadlift",
    "romanian_deadlift",
    "single_leg_romanian_deadlift",
    "kettlebell_deadlift",
    "kettlebell_romanian_deadlift",
    "suitcase_deadlift",
    "good_morning",
)


class TestOurOwn:
    @pytest.mark.parametrize("key", HINGES)
    def test_the_hinges_load(self, key: str) -> None:
        exercise = load_exercise(key)
        assert (exercise.key, exercise.family, exercise.camera_view) == (key, "hinge", "side")
        assert exercise.camera_advice.endswith(".")
        assert not exercise.starts_stretched

    def test_they_are_listed(self) -> None:
        assert set(HINGES) <= set(list_exercises())
        assert list_exercises() == sorted(list_exercises())
        assert "hinge" not in list_exercises()  # a family, not a movement

    @pytest.mark.parametrize("key", HINGES)
    def test_a_hinge_is_counted_as_the_table_says(self, key: str) -> None:
        exercise = load_exercise(key)
        rule = exercise.counting
        assert exercise.home_is_low
        assert exercise.sign == -1.0
        single = key == "single_leg_romanian_deadlift"
        assert exercise.lanes[0].signal.name == ("deeper_hip_flexion" if single else "hip_flexion")
        assert (rule.dead_band, rule.least_depth, rule.return_share) == (10, 40, 0.7)
        assert (rule.first_hold_s, rule.later_hold_s) == (0.3, 0.8)
        assert (rule.shortest_s, rule.longest_s) == (0.5, 20.0)
        assert rule.counts_floor_start
        assert (exercise.timing.rest_speed, exercise.filter_beta) == (5.0, 0.05)

    @pytest.mark.parametrize("key", HINGES)
    def test_home_is_standing_tall_with_hanging_hands(self, key: str) -> None:
        lane = load_exercise(key).lanes[0]
        tall = {"world_trunk_inclination": 10.0, "wrist_drop": 1.0}
        tall |= dict.fromkeys(("hip_flexion", "deeper_hip_flexion"), 15.0)
        assert lane.is_home(tall)
        assert not lane.is_home(tall | {"world_trunk_inclination": 31.0})
        assert not lane.is_home(tall | {"hip_flexion": 51.0, "deeper_hip_flexion": 51.0})
        hands_matter = key != "good_morning"
        assert lane.is_home(tall | {"wrist_drop": 0.59}) is not hands_matter
        assert lane.is_home(tall | {"wrist_drop": math.nan})  # hands out of sight are no objection
        assert not lane.is_home(tall | {"world_trunk_inclination": math.nan})

    @pytest.mark.parametrize("key", HINGES)
    def test_hands_up_and_head_down_contradict_a_hinge(self, key: str) -> None:
        lane = load_exercise(key).lanes[0]
        bent = {"world_trunk_inclination": 80.0, "wrist_drop": 1.0}
        assert not lane.is_contradicted(bent)
        assert lane.is_contradicted(bent | {"world_trunk_inclination": 121.0})
        assert lane.is_contradicted(bent | {"wrist_drop": 0.44}) is (key != "good_morning")
        assert not lane.is_contradicted({"world_trunk_inclination": math.nan, "wrist_drop": math.nan})

    @pytest.mark.parametrize(
        ("keys", "eccentric_s", "stretched_s", "concentric_s"),
        [
            (("romanian_deadlift", "kettlebell_romanian_deadlift", "good_morning"), (2, 4), (0, 1), (1, 2)),
            (
                ("conventional_deadlift", "sumo_deadlift", "suitcase_deadlift"),
                (1, math.inf),
                (0.3, math.inf),
                (0, 3),
            ),
        ],
    )
    def test_tempo_targets(
        self,
        keys: tuple[str, ...],
        eccentric_s: tuple[float, float],
        stretched_s: tuple[float, float],
        concentric_s: tuple[float, float],
    ) -> None:
        for key in keys:
            tempo = load_exercise(key).tempo
            assert tempo.eccentric_s == eccentric_s
            assert tempo.pause_stretched_s == stretched_s
            assert tempo.concentric_s == concentric_s
            assert tempo.pause_contracted_s == (0.5, math.inf)
            assert tempo.source

    def test_only_a_romanian_deadlift_may_begin_with_a_pick_up(self) -> None:
        with_pick_up = {key for key in HINGES if load_exercise(key).has_pick_up}
        assert with_pick_up == {key for key in HINGES if "romanian" in key}

    @pytest.mark.parametrize("key", HINGES)
    def test_a_short_range_is_judged_as_the_table_says(self, key: str) -> None:
        rule = {rule.name: rule for rule in load_exercise(key).rules}["short_range"]
        assert (rule.limits.minor, rule.limits.major) == (0.75, 0.60)
        assert (rule.flags_below, rule.needs_side_view) == (True, True)
        assert rule.limits.clear > rule.limits.minor

    @pytest.mark.parametrize("key", HINGES)
    def test_every_rule_says_what_to_do_and_where_it_comes_from(self, key: str) -> None:
        for rule in load_exercise(key).rules:
            assert rule.cue.endswith((".", "!"))
            assert rule.source
            assert rule.unit
            assert set(rule.views) <= {"side", "oblique", "front"}
            assert set(rule.signals) <= set(SIGNALS)
            sign = -1.0 if rule.flags_below else 1.0
            for limits in filter(None, (rule.limits, rule.limits_without_reference)):
                watch, minor, major, clear = (
                    sign * limit for limit in (limits.watch, limits.minor, limits.major, limits.clear)
                )
                assert min(watch, minor) < math.inf  # it can be reached
                assert major > minor or minor == math.inf
                assert clear <= minor
                assert watch < minor or watch == math.inf


class TestNames:
    @pytest.mark.parametrize(
        ("name", "key"),
        [
            ("romanian_deadlift", "romanian_deadlift"),
            ("Romanian deadlift", "romanian_deadlift"),
            ("RDL", "romanian_deadlift"),
            ("stiff leg-deadlift", "romanian_deadlift"),
            ("deadlift", "conventional_deadlift"),
            ("kb rdl", "kettlebell_romanian_deadlift"),
            ("KB-Deadlift", "kettlebell_deadlift"),
            ("Good Mornings", "good_morning"),
            ("SLRDL", "single_leg_romanian_deadlift"),
        ],
    )
    def test_case_spaces_and_hyphens_do_not_matter(self, name: str, key: str) -> None:
        assert load_exercise(name).key == key

    @pytest.mark.parametrize(
        ("name", "near"),
        [
            ("romainian deadlift", "romanian_deadlift"),
            ("good mourning", "good_morning"),
            ("sumo dl", "sumo_deadlift"),
        ],
    )
    def test_a_slip_is_answered_with_the_nearest(self, name: str, near: str) -> None:
        with pytest.raises(InputError, match=rf"no exercise called '{name}': did you mean .*{near}"):
            load_exercise(name)

    @pytest.mark.parametrize("name", ["xyzzy", "", "—"])
    def test_nonsense_is_answered_with_the_list(self, name: str) -> None:
        with pytest.raises(InputError, match=r"known are .*conventional_deadlift.*sumo_deadlift"):
            load_exercise(name)


class TestAUsersOwn:
    def test_it_inherits_and_changes(self, save: Save) -> None:
        save(
            "my_pull",
            """
            name = "My pull"
            extends = "romanian_deadlift"
            also_called = ["Morning pull"]
            [tempo]
            concentric_s = [0.5, 1.5]
            [rules.short_range]
            minor = 0.9
            """,
        )
        exercise, parent = load_exercise("morning pull"), load_exercise("RDL")
        assert (exercise.key, exercise.name, exercise.family) == ("my_pull", "My pull", "hinge")
        assert exercise.also_called == ("Morning pull",)
        assert exercise.tempo.concentric_s == (0.5, 1.5)
        assert exercise.tempo.eccentric_s == parent.tempo.eccentric_s
        own, inherited = (
            {rule.name: rule for rule in one.rules}["short_range"] for one in (exercise, parent)
        )
        assert own.limits.minor == 0.9
        assert own.limits.major == inherited.limits.major
        assert exercise.has_pick_up
        assert "my_pull" in list_exercises()

    def test_a_movement_of_the_same_key_replaces_ours(self, save: Save) -> None:
        save("good_morning", 'name = "Mine"\nextends = "hinge"\n')
        assert load_exercise("good_morning").name == "Mine"
        assert load_exercise("RDL").name == "Romanian deadlift"

    def test_without_a_folder_there_are_still_ours(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(loader, "find_user_folder", lambda: tmp_path / "nowhere")
        loader._find_files.cache_clear()
        assert set(HINGES) <= set(list_exercises())

    def test_other_files_in_the_folder_are_left_alone(self, save: Save) -> None:
        path = save("mine", 'name = "Mine"\nextends = "hinge"\n')
        path.with_name("notes.txt").write_text("[[[")
        loader._find_files.cache_clear()
        assert load_exercise("mine").name == "Mine"

    def test_false_drops_what_is_inherited(self, save: Save) -> None:
        save(
            "mine",
            """
            name = "Mine"
            extends = "hinge"
            disarms = false
            [home.bars]
            wrist_drop = false
            [rules]
            short_range = false
            """,
        )
        exercise = load_exercise("mine")
        lane = exercise.lanes[0]
        assert lane.disarms == lane.home_bars == ()
        names = [
            [rule.name for rule in load_exercise(key).rules] for key in ("mine", "conventional_deadlift")
        ]
        assert names[0] == [name for name in names[1] if name != "short_range"]
        assert len(lane.home_needs) == 2
        assert load_exercise("RDL").rules  # the parent keeps its own

    def test_false_stays_false_where_a_switch_is_inherited(self, save: Save) -> None:
        save("mine", 'name = "Mine"\nextends = "romanian_deadlift"\n[counting]\nhas_pick_up = false\n')
        assert not load_exercise("mine").has_pick_up

    def test_its_thresholds_are_kept_for_the_report(self, save: Save) -> None:
        save("mine", 'name = "Mine"\nextends = "hinge"\n[counting]\nleast_depth = 55\n')
        exercise = load_exercise("mine")
        assert exercise.thresholds["counting"]["least_depth"] == exercise.counting.least_depth == 55
        assert exercise.thresholds["rules"]["short_range"]["minor"] == 0.75


ALONE = """
name = "Mine"
family = "hinge"
[camera]
view = "side"
advice = "Side-on."
"""


class TestRefused:
    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("name = ", "cannot be read"),
            (
                HEAD + '[counting]\nsignal = "elbow_bend"\n',
                "there is no signal 'elbow_bend', only left_reach",
            ),
            (HEAD + "[home.needs.elbow_bend]\nmost = 3\n", "there is no signal 'elbow_bend'"),
            (HEAD + "[home.needs.hip_flexion]\nmots = 3\n", "hip_flexion has mots, expected least or most"),
            (HEAD + "[tempo]\neccentric_s = [1]\n", "expected [least, most]"),
            (HEAD + "home = false\n", "'home' is missing"),
            (ALONE, "'counting' is missing"),
            ('name = "Mine"\nextends = "mine"\n', "mine → mine extend each other in a circle"),
            ('name = "Mine"\nextends = "push_up"\n', "extends 'push_up', which does not exist"),
        ],
    )
    def test_a_file_that_cannot_be_used_is_named_with_the_reason(
        self, save: Save, text: str, why: str
    ) -> None:
        save("mine", text)
        with pytest.raises(InputError) as caught:
            load_exercise("mine")
        assert "mine" in str(caught.value)
        assert "exercise file" in str(caught.value)
        assert why in str(caught.value)

    def test_a_longer_circle_is_told_in_full(self, save: Save) -> None:
        for key, parent in (("one", "two"), ("two", "three"), ("three", "one")):
            save(key, f'name = "{key}"\nextends = "{parent}"\n')
        with pytest.raises(InputError, match="one → two → three → one extend each other"):
            load_exercise("one")

    def test_a_file_that_is_no_text_is_refused(self, save: Save) -> None:
        save("mine", "").write_bytes(b"\xff\xfe\x00name")
        with pytest.raises(InputError, match=r"mine\.toml cannot be read"):
            load_exercise("mine")

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ('name = "Mine"\nextends = ["hinge"]\n', "extends is ['hinge'], expected a text"),
            ('name = 5\nextends = "hinge"\n', "name is 5, expected a text"),
            (HEAD + "family = 3\n", "family is 3, expected a text"),
            (HEAD + '[counting]\nleast_depth = "deep"\n', "least_depth is 'deep', expected a number"),
            (HEAD + "[counting]\ndead_band = true\n", "dead_band is True, expected a number"),
            (HEAD + "[counting]\nhome_is_low = 1\n", "home_is_low is 1, expected true or false"),
            (HEAD + "[counting]\nfilter_beta = [1]\n", "filter_beta is [1], expected a number"),
            (HEAD + 'also_called = "RDL"\n', "also_called is 'RDL', expected a list of texts"),
            (HEAD + "also_called = [1]\n", "also_called is [1], expected a list of texts"),
            (HEAD + "colour = 3\n", "colour is not known, expected also_called"),
            (HEAD + "[home.needs]\ntrunk_lean = 3\n", "trunk_lean is 3, expected a table with least or most"),
            (HEAD + '[home.needs.hip_flexion]\nmost = "low"\n', "low"),
            (HEAD + 'camera = "side"\n', "camera is 'side', expected a table"),
            (HEAD + "home = true\n", "home is True, expected a table"),
            (HEAD + 'rules = ["x"]\n', "rules is ['x'], expected a table"),
            (HEAD + "[home.needs]\nhip_flexion = 3\n", "hip_flexion is 3, expected a table"),
            (HEAD + "counting = 3\n", "counting is 3, expected a table"),
            (HEAD + "[rules]\nshort_range = 5\n", "short_range is 5, expected a table"),
            (HEAD + '[camera]\nview = "sid"\n', "view is 'sid', expected one of side"),
            (HEAD + "[counting]\nleast_depth = -4\n", "least_depth is -4.0, expected more than 0"),
            (HEAD + "[tempo]\neccentric_s = [4, 2]\n", "eccentric_s is [4, 2], expected [least, most]"),
            (HEAD + '[tempo]\neccentric_s = "23"\n', "eccentric_s is '23', expected [least, most]"),
            ('extends = "hinge"\n', "it has no name"),
            ("", "it has no name"),
        ],
    )
    def test_a_wrong_kind_of_value_is_named(self, save: Save, text: str, why: str) -> None:
        save("mine", text)
        with pytest.raises(InputError) as caught:
            load_exercise("mine")
        assert "mine.toml cannot be used" in str(caught.value)
        assert why in str(caught.value)

    @pytest.mark.parametrize(
        "text",
        [
            "name = ",
            "",
            'extends = "hinge"\n',
            'name = "Mine"\nextends = ["hinge"]\n',
            'name = 5\nextends = "hinge"\n',
            HEAD + 'also_called = "RDL"\n',
            HEAD + "also_called = [1]\n",
            HEAD + "colour = 3\n",
            HEAD + 'camera = "side"\n',
            HEAD + "home = true\n",
            HEAD + 'rules = ["x"]\n',
            HEAD + "[home.needs]\nhip_flexion = 3\n",
            HEAD + '[counting]\nleast_depth = "deep"\n',
            'name = "Mine"\nextends = "push_up"\n',
            'name = "Mine"\nextends = "mine"\n',
        ],
    )
    def test_it_stands_in_the_way_of_no_other(self, save: Save, text: str) -> None:
        save("mine", text)
        assert load_exercise("romanian_deadlift").name == "Romanian deadlift"
        assert load_exercise("RDL").key == "romanian_deadlift"
        assert set(HINGES) <= set(list_exercises())
        with pytest.raises(InputError, match="no exercise called 'xyzzy'"):
            load_exercise("xyzzy")
