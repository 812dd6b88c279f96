"""Models of posts held together, judged hamlet by hamlet."""

import pytest

from kientoan.rules.concurrency import MODELS, Hamlet, Obstacle, Wanted, explain, judge, next_step

SECRETARY, DEPUTY, MEMBER = (MODELS[key] for key in ("secretary-is-hamlet-head", "deputy-secretary-is-hamlet-head", "hamlet-head-is-member"))


@pytest.mark.parametrize(("model", "hamlet", "obstacle"), [
    (SECRETARY, Hamlet(1, True, 9, [1]), Obstacle.NONE),
    (DEPUTY, Hamlet(1, True, 9, [2, 1]), Obstacle.NONE),
    (SECRETARY, Hamlet(1, True, None), Obstacle.NO_CELL),
    (SECRETARY, Hamlet(None, False, 9, [2]), Obstacle.NO_HEAD),
    (SECRETARY, Hamlet(1, True, 9), Obstacle.NO_HOLDER),
    (SECRETARY, Hamlet(1, True, 9, [2]), Obstacle.TWO_PERSONS),
    (SECRETARY, Hamlet(1, False, 9, [2]), Obstacle.NOT_MEMBER),
    (MEMBER, Hamlet(1, True, None), Obstacle.NONE),
    (MEMBER, Hamlet(1, False, 9), Obstacle.NOT_MEMBER),
    (MEMBER, Hamlet(None, False, 9), Obstacle.NO_HEAD),
])
def test_the_first_thing_in_the_way_is_named(model, hamlet, obstacle):
    assert judge(model, hamlet) is obstacle


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.key)
@pytest.mark.parametrize("obstacle", Obstacle)
def test_every_obstacle_is_explained_in_both_languages_with_what_to_do(model, obstacle):
    why, step = explain(model, obstacle), next_step(model, obstacle)
    assert (why is None) == (step is None) == (obstacle is Obstacle.NONE)
    if why and step:
        assert all(text.endswith(".") for text in (why.vi, why.en, step.vi, step.en))
        assert (why.rule, why.blocks) == ("VH-20", False)


def test_models_are_data_with_a_source():
    assert {model.wanted for model in MODELS.values()} == set(Wanted)
    assert all(model.source and model.vi and model.en and model.key == key for key, model in MODELS.items())
