"""The Review page once a clip was read: asked, refused, stopped, failed, or the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from formcheck.app.job import Job
from formcheck.app.jobs import JobBoard
from formcheck.app.log_toggle import show_log_toggle
from formcheck.app.movements import name_movements
from formcheck.app.parts import show_picture
from formcheck.app.reviews import LoadedReview, load_review
from formcheck.app.wording import escape
from formcheck.app.workspace import find_kept_folder
from formcheck.errors import InputError
from formcheck.report.set_report import SetReport

Leave = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Exit:
    """How a review is left.

    Attributes
    ----------
    leave : callable
        Lets go of it.
    label : str
        What the button says.
    icon : str
    """

    leave: Leave
    label: str = "New review"
    icon: str = ":material/add:"

    def show(self) -> None:
        """Show the button."""
        st.button(self.label, key="new_review", icon=self.icon, on_click=self.leave, width="content")


NO_REP = "We saw no full rep. Is the whole body in view for the entire set?"
NOBODY = "Nobody was seen in this clip. Film the whole body, well lit, for the entire set."
SEEN_FOLDER = "seen"


def show_asked(board: JobBoard, job: Job, way_out: Exit) -> None:
    """Ask which movement it is: the candidates as buttons, any other from the list."""
    _show_head("Which movement is this?", job, way_out)
    st.markdown("Several come close. Your answer goes on from here: the clip is not read again.")
    candidates = job.recognition.candidates if job.recognition is not None else ()
    with st.container(horizontal=True, key="candidates"):
        for number, one in enumerate(candidates):
            st.button(
                one.name,
                key=f"candidate_{one.key}",
                type="primary" if number == 0 else "secondary",
                on_click=board.go_on,
                args=(job, one.key),
            )
    _show_last_picture(job)
    _offer_movements(board, job, "Another movement")


def show_refused(board: JobBoard, job: Job, way_out: Exit) -> None:
    """Say that it is none of our movements; whoever knows better names one."""
    _show_head("This set could not be checked", job, way_out)
    st.warning(job.sentence, icon=":material/help:")
    _show_last_picture(job)
    if job.recognition is not None or job.frames:
        _offer_movements(board, job, "It is one of these after all")


def show_stopped(board: JobBoard, job: Job, way_out: Exit) -> None:
    """Offer what was read before it was stopped."""
    _show_head("Stopped", job, way_out)
    count = job.stopped.count if job.stopped is not None else 0
    if job.stopped is None or not job.stopped.t_s:
        st.markdown("Nothing was read yet. Start a new review whenever you like.")
        return
    noun = "rep was" if count == 1 else "reps were"
    st.markdown(f"{count} {noun} read in {job.stopped.t_s:.0f} s of the clip. Show them?")
    st.button(
        "Show what was read",
        type="primary",
        key="show_read",
        on_click=board.go_on,
        args=(job, job.task.exercise),
    )


def show_failed(board: JobBoard, job: Job, way_out: Exit) -> None:
    """Say in one sentence what went wrong."""
    del board
    _show_head("This set could not be checked", job, way_out)
    st.error(job.sentence, icon=":material/error:")


def show_ready(board: JobBoard, job: Job, way_out: Exit) -> None:
    """Show the result, as soon as there is one."""
    try:
        review = load_review(job.folder)
    except InputError as error:
        _show_head("This review cannot be shown", job, way_out)
        st.error(str(error), icon=":material/error:")
        return
    if not review.report.reps and not st.session_state.get(f"show_{job.id}"):
        _show_no_rep(job, review.report, way_out)
        _offer_movements(board, job, "Another movement")
        return
    _show_actions(board, job, review, way_out)
    if job.sentence:
        st.warning(job.sentence, icon=":material/movie_off:")
    from formcheck.app.result import show_result

    show_result(job.folder)


def _show_head(title: str, job: Job, way_out: Exit) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(gap=None):
            st.markdown(f"# {title}")
            st.markdown(f":gray[{escape(job.name)}]")
        way_out.show()


def _show_actions(board: JobBoard, job: Job, review: LoadedReview, way_out: Exit) -> None:
    """A new review, another movement, keep this one, put it into the log."""
    with st.container(horizontal=True, vertical_alignment="center", key="review_actions"):
        way_out.show()
        if job.has_poses:
            with st.popover("Wrong movement?"):
                _offer_movements(board, job, "Judge it as")
        if job.folder.parent != find_kept_folder():  # those are deleted where they are listed
            kept = st.toggle(
                "Keep on this computer",
                value=job.is_kept,
                key=f"keep_{job.id}",
                help="Otherwise the clip and the review are deleted when you leave this review.",
            )
            if kept != job.is_kept:
                job.keep(kept)
        show_log_toggle(review, job.id)
        _show_drawing(job)


def _show_drawing(job: Job) -> None:
    """One quiet line while the annotated video is drawn; the page is shown anew when it is there."""
    if not job.is_drawing:
        return

    @st.fragment(run_every=1.0)
    def watch() -> None:
        if not job.is_drawing:
            st.rerun()
        share = "" if job.share is None else f", {100 * job.share:.0f} %"
        st.markdown(f":gray[:material/movie: Drawing the annotated video{share}]")

    watch()


def _show_no_rep(job: Job, report: SetReport, way_out: Exit) -> None:
    """Six pictures of the clip, and what to change."""
    _show_head("No full rep found", job, way_out)
    was_seen = report.quality.person_share > 0
    st.warning(NO_REP if was_seen else NOBODY, icon=":material/person_search:")
    if damage := report.source.get("damaged"):
        st.warning(str(damage), icon=":material/broken_image:")
    pictures = sorted((job.folder / SEEN_FOLDER).glob("*.jpg"), key=lambda file: int(file.stem))
    for column, (number, picture) in zip(st.columns(6), enumerate(pictures, 1), strict=False):
        with column:
            alt = f"Picture {number} of {len(pictures)} from the clip"
            show_picture(picture.read_bytes(), alt, f"seen_{job.id}_{number}")
    st.markdown(
        "Film from the side, 3 m away, with the whole body in the picture. The Guide shows where to stand."
    )
    if was_seen:
        st.button(
            "Show the result all the same",
            key="show_all_the_same",
            on_click=lambda: st.session_state.update({f"show_{job.id}": True}),
        )


def _show_last_picture(job: Job) -> None:
    if job.jpeg:
        with st.container(width=480):
            show_picture(job.jpeg, "The last picture of the clip that was looked at", f"last_{job.id}")


def _offer_movements(board: JobBoard, job: Job, label: str) -> None:
    names = name_movements()
    chosen = st.selectbox(
        label,
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="Choose a movement",
        key=f"other_{job.id}",
    )
    st.button(
        "Check it as this",
        key=f"as_{job.id}",
        disabled=chosen is None,
        on_click=board.go_on,
        args=(job, chosen or ""),
    )
