"""The Guide page: each movement, how to film it, what is judged and what not."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from formcheck.app.loops import find_loop, is_drawn
from formcheck.app.movements import group_movements
from formcheck.app.parts import show_camera, show_not_judged, show_picture
from formcheck.app.wording import FIRST_LINE, escape
from formcheck.exercises.exercise import Exercise, TempoTarget
from formcheck.exercises.loader import load_exercise
from formcheck.exercises.rules import Rule
from formcheck.guide import METHOD_LIMITS, list_judged, say_limit
from formcheck.report.wording import find_words, start_sentence
from formcheck.reps.rep import TEMPO_PHASES

QUERY = "movement"


def show_guide_page() -> None:
    """Show one movement, and all others to choose from."""
    exercise = load_exercise(_choose_movement())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"# {escape(exercise.name)}", width="stretch")
        _offer_review(exercise)
    others = [name for name in exercise.also_called if "_" not in name]  # the rest are for files
    if others:
        st.markdown(f":gray[Also called {escape(', '.join(others))}.]")
    left, right = st.columns([1.1, 1], gap="medium")
    with left:
        _show_loop(exercise)
        _show_tempo(exercise)
    with right:
        _show_camera(exercise)
        lines = [("", sentence) for sentence in exercise.not_judged]
        title = "What the camera cannot see here"
        show_not_judged(title, [(title, ""), *lines], key="guide_not_judged")
    _show_judged(exercise)
    with st.container(border=True):
        st.markdown("## What one camera can and cannot know")
        st.markdown("\n".join(f"- {sentence}" for sentence in METHOD_LIMITS))
    st.markdown(f":gray[{FIRST_LINE}]")


def _offer_review(exercise: Exercise) -> None:
    """Lead back to the Review page, with the movement filled in."""
    page = st.session_state.get("review_page")
    if page is not None and st.button("Review a clip", type="primary", key="review_a_clip"):
        st.session_state["movement"] = exercise.key
        st.switch_page(page)


def _choose_movement() -> str:
    """Family first, then the movement; the address remembers it."""
    groups = group_movements()
    families = {key: family for family, names in groups.items() for key in names}
    wanted = st.query_params.get(QUERY, "")
    family = st.segmented_control(
        "Family",
        list(groups),
        default=families.get(wanted, next(iter(groups))),
        required=True,
        key="family",
        label_visibility="collapsed",
    )
    names = groups[family or next(iter(groups))]
    key = st.pills(
        "Movement",
        list(names),
        format_func=names.__getitem__,
        default=wanted if wanted in names else next(iter(names)),
        required=True,
        key=f"movement_{family}",
        label_visibility="collapsed",
    )
    chosen = key or next(iter(names))
    st.query_params[QUERY] = chosen
    return chosen


def _show_loop(exercise: Exercise) -> None:
    """The movement as our figure does it; while it is drawn, a still."""
    _, loop = find_loop(exercise.key)
    if loop is not None:
        _play(loop, exercise)
    elif not is_drawn(exercise.key):
        _watch_drawing(exercise)


@st.fragment(run_every=1.0)
def _watch_drawing(exercise: Exercise) -> None:
    still, loop = find_loop(exercise.key)
    if loop is not None:
        _play(loop, exercise)
        return
    if still is not None:
        alt = f"A drawn figure in the {exercise.name}, from the side"
        show_picture(still.read_bytes(), alt, f"still_{exercise.key}")
    if not is_drawn(exercise.key):
        st.markdown(":gray[:material/draw: The loop is being drawn, once.]")


def _play(loop: Path, exercise: Exercise) -> None:
    st.video(
        str(loop),
        format="video/webm",
        loop=True,
        autoplay=True,
        muted=True,
        alt=f"A drawn figure does one repetition of the {exercise.name}, from the side",
    )


def _show_tempo(exercise: Exercise) -> None:
    with st.container(border=True, gap="small"):
        st.markdown("## Tempo to aim for")
        lines = [
            f"**{exercise.phase_words[phase][0].upper()}{exercise.phase_words[phase][1:]}** "
            f":gray[{_say_span(exercise.tempo, f'{phase}_s')}]"
            for phase in TEMPO_PHASES
        ]
        st.markdown("  \n".join(lines))
        with st.expander("Where this comes from"):
            st.markdown(escape(exercise.tempo.source))


def _say_span(target: TempoTarget, name: str) -> str:
    least_s, most_s = getattr(target, name)
    if most_s == float("inf"):
        return f"at least {least_s:g} s" if least_s else "any"
    return f"{least_s:g} to {most_s:g} s" if least_s else f"at most {most_s:g} s"


def _show_camera(exercise: Exercise) -> None:
    with st.container(border=True):
        st.markdown("## Place the camera")
        st.markdown(escape(exercise.camera_advice))
        show_camera(exercise.camera_view, f"Seen from above: {exercise.camera_advice}", key="camera")


def _show_judged(exercise: Exercise) -> None:
    st.markdown("## What is judged")
    for view, rules in list_judged(exercise).items():
        with st.container(border=True):
            st.markdown(f"### {view}")
            st.markdown(_lay_out_rules(rules))
            with st.expander("Why these limits"):
                for rule in rules:
                    st.markdown(f"**{_name(rule)}** :gray[{escape(rule.source)}]")


def _lay_out_rules(rules: tuple[Rule, ...]) -> str:
    """A table of faults: what it is called, from which value on, and what a coach would say."""
    rows = [f"| **{_name(r)}** | {escape(say_limit(r))} | {escape(r.cue)} |" for r in rules]
    return "\n".join(["| Fault | Limit | Cue |", "|:---|:---|:---|", *rows])


def _name(rule: Rule) -> str:
    return escape(start_sentence(find_words(rule.name).name))
