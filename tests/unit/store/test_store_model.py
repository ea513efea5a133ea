"""The records behave like a plain dictionary, whatever the order of what happens."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from passerelles.store.errors import UnknownLearner

MODULES = st.sampled_from(["un", "deux"])
ITEMS = st.sampled_from(["q1", "q2"])
NAMES = st.sampled_from(["draft:q1", "tool:freins"])
KEYS = st.sampled_from([f"k{n}" for n in range(6)])
VALUES = st.none() | st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=2), max_size=2)
VERDICTS = st.sampled_from(["right", "wrong"])


def machine(home, opened):
    """Return a machine over this installation; `opened` holds its open store, for the test to close."""

    class Records(RuleBasedStateMachine):
        learners = Bundle("learners")

        def __init__(self):
            super().__init__()
            for row in opened[0].learners.all():
                opened[0].privacy.erase(row.public)
            self.attempts, self.works, self.places, self.order = {}, {}, {}, []

        @property
        def store(self):
            return opened[0]

        @rule(target=learners)
        def arrive(self):
            public = self.store.learners.create()[:6]
            self.attempts[public], self.works[public], self.places[public] = {}, {}, {}
            return public

        @rule(learner=learners, module=MODULES, item=ITEMS, value=VALUES, verdict=VERDICTS, key=KEYS)
        def answer(self, learner, module, item, value, verdict, key):
            row = self.store.records.add_attempt(learner, module, item, value, 0.5, 1.0, verdict, key)
            expected = self.attempts[learner].setdefault(key, (module, item, value, verdict))
            assert (row.module, row.item, row.answer, row.verdict) == expected

        @rule(learner=learners, module=MODULES, name=NAMES, value=VALUES)
        def write(self, learner, module, name, value):
            self.store.records.save_work(learner, module, name, value)
            self.works[learner][module, name] = value

        @rule(learner=learners, module=MODULES, name=NAMES)
        def forget(self, learner, module, name):
            self.store.records.delete_work(learner, module, name)
            self.works[learner].pop((module, name), None)

        @rule(learner=learners, module=MODULES, step=ITEMS)
        def walk(self, learner, module, step):
            self.store.records.set_place(learner, module, step)
            self.places[learner].pop(module, None)
            self.places[learner][module] = step

        @rule(learner=consumes(learners))
        def erase(self, learner):
            assert self.store.privacy.erase(learner)
            for model in (self.attempts, self.works, self.places):
                del model[learner]
            try:
                self.store.records.save_work(learner, "un", "draft:q1", "back")
            except UnknownLearner:
                return
            raise AssertionError("an erased learner came back")

        @rule()
        def restart(self):
            opened[0].close()
            opened[0] = home.open()

        @invariant()
        def same(self):
            assert {row.public for row in self.store.learners.all()} == set(self.attempts)
            for learner, given in self.attempts.items():
                self._same_learner(learner, list(given.values()))

        def _same_learner(self, learner, given):
            records, verdicts = self.store.records, {}
            for module in ("un", "deux"):
                expected = {}
                for _, item, value, verdict in (line for line in given if line[0] == module):
                    expected.setdefault(item, []).append((value, verdict))
                    verdicts.setdefault(module, {})[item] = verdict
                rows = records.attempts(learner, module)
                found = {item: [(row.answer, row.verdict) for row in tries] for item, tries in rows.items()}
                assert found == expected
                works = {name: value for (m, name), value in self.works[learner].items() if m == module}
                assert {name: row.value for name, row in records.works(learner, module).items()} == works
            assert records.progress(learner) == verdicts
            place = records.place(learner)
            walked = list(self.places[learner].items())
            assert (place and (place.module, place.step)) == (walked[-1] if walked else None)

    return Records


def test_records_behave_like_a_dictionary(home):
    opened = [home.open()]
    checks = settings(
        max_examples=5 if home.url else 12,
        stateful_step_count=15,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(machine(home, opened), settings=checks)
    finally:
        opened[0].close()
