"""How the commands of ``formcheck log`` are called. Everything heavy is imported inside them."""

from pathlib import Path
from typing import Annotated

import typer

log_app = typer.Typer(
    help="The training log: sets, advice, and files in and out.", invoke_without_command=True
)

AthleteOption = Annotated[
    str | None, typer.Option(help="Whose sets; else of the only athlete, or of everybody.", metavar="NAME")
]
ZoneOption = Annotated[
    str, typer.Option(help="Zone of the times, such as Europe/Berlin; else that of this machine.")
]
FirstOption = Annotated[str, typer.Option("--from", help="First day, YYYY-MM-DD.", metavar="DAY")]
LastOption = Annotated[str, typer.Option("--to", help="Last day, YYYY-MM-DD.", metavar="DAY")]
LoadOption = Annotated[float | None, typer.Option(help="Kilograms; nan: not known.", metavar="KG")]
NoteOption = Annotated[str | None, typer.Option(help="A note.")]
EffortOption = Annotated[float | None, typer.Option("--rpe", help="Effort, 1 to 10; nan: not known.")]
StepOption = Annotated[
    float | None, typer.Option(help="The smallest step of your plates; else 2.5.", metavar="KG")
]
IdArgument = Annotated[int, typer.Argument(help="Number of the set, as `formcheck log list` shows it.")]


@log_app.callback()
def log(context: typer.Context) -> None:
    """The training log: sets, advice, and files in and out."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@log_app.command("add")
def add(
    report: Annotated[
        Path,
        typer.Argument(help="Folder that `formcheck review` wrote, or its report.json.", metavar="REPORT"),
    ],
    athlete: Annotated[str, typer.Option(help="Whose set it is.", metavar="NAME")] = "",
    date: Annotated[
        str, typer.Option(help="When it was done, YYYY-MM-DD HH:MM; else when the report was written.")
    ] = "",
    load: LoadOption = None,
    note: NoteOption = None,
    effort: EffortOption = None,
    zone: ZoneOption = "",
) -> None:
    """Save a reviewed set; the same set again takes its own place."""
    from formcheck.log_command.sets import add_report

    add_report(report, athlete, date, load, note or "", effort, zone)


@log_app.command("list")
def list_(
    athlete: AthleteOption = None,
    exercise: Annotated[str, typer.Option("--exercise", "-e", help="Of one movement.")] = "",
    first: FirstOption = "",
    last: LastOption = "",
    limit: Annotated[int, typer.Option(help="How many.", min=1)] = 20,
    deleted: Annotated[bool, typer.Option("--deleted", help="Those that were deleted instead.")] = False,
) -> None:
    """List sets, the latest first."""
    from formcheck.log_command.sets import show_sets

    show_sets(athlete, exercise, first, last, limit, deleted)


@log_app.command("show")
def show(number: IdArgument) -> None:
    """Show everything about one set."""
    from formcheck.log_command.sets import show_set

    show_set(number)


@log_app.command("edit")
def edit(
    number: IdArgument,
    athlete: Annotated[str | None, typer.Option(help="Whose set it is.", metavar="NAME")] = None,
    date: Annotated[str, typer.Option(help="When it was done, YYYY-MM-DD HH:MM.")] = "",
    load: LoadOption = None,
    note: NoteOption = None,
    effort: EffortOption = None,
    exercise: Annotated[str, typer.Option("--exercise", "-e", help="Of a set that was not filmed.")] = "",
    reps: Annotated[int | None, typer.Option(help="Of a set that was not filmed.", min=0)] = None,
    zone: ZoneOption = "",
) -> None:
    """Change a set."""
    from formcheck.log_command.sets import change_set

    change_set(number, athlete, date, load, note, effort, exercise, reps, zone)


@log_app.command("delete")
def delete(numbers: Annotated[list[int], typer.Argument(help="Numbers of sets.")]) -> None:
    """Delete sets; for 30 days `formcheck log undo` brings them back."""
    from formcheck.log_command.sets import delete_sets

    delete_sets(numbers)


@log_app.command("undo")
def undo(
    numbers: Annotated[
        list[int] | None, typer.Argument(help="Numbers of sets; else those deleted last.")
    ] = None,
) -> None:
    """Bring deleted sets back."""
    from formcheck.log_command.sets import undo_delete

    undo_delete(numbers or [])


@log_app.command("remove-athlete")
def remove_athlete(
    name: Annotated[str, typer.Argument(help="Whose data are to go.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Really remove everything about an athlete, without a way back."""
    from formcheck.log_command.sets import forget

    forget(name, yes)


@log_app.command("weeks")
def weeks(
    athlete: AthleteOption = None,
    number: Annotated[int, typer.Option("--weeks", help="How many.", min=1, max=520)] = 10,
    zone: ZoneOption = "",
) -> None:
    """Show the days that were trained and the volume of every pattern, week by week."""
    from formcheck.log_command.looking import show_weeks

    show_weeks(athlete, number, zone)


@log_app.command("trend")
def trend(
    exercise: Annotated[str, typer.Argument(help="Which movement.", metavar="MOVEMENT")],
    athlete: AthleteOption = None,
    limit: Annotated[int, typer.Option(help="How many sets.", min=1)] = 20,
) -> None:
    """Show a movement over time: load, reps, score, range, tempo, back, left against right."""
    from formcheck.log_command.looking import show_trend

    show_trend(exercise, athlete, limit)


@log_app.command("bests")
def bests(
    exercise: Annotated[str, typer.Argument(help="Which movement; else all.", metavar="MOVEMENT")] = "",
    athlete: AthleteOption = None,
) -> None:
    """Show personal bests; of one movement the heaviest load by repetitions too."""
    from formcheck.log_command.looking import show_bests

    show_bests(exercise, athlete)


@log_app.command("compare")
def compare(
    one: IdArgument,
    other: Annotated[int, typer.Argument(help="Number of the other set.")],
) -> None:
    """Show two sets side by side, rep by rep; the History page plays their kept clips too."""
    from formcheck.log_command.looking import compare_sets

    compare_sets((one, other))


@log_app.command("advice")
def advice(athlete: AthleteOption = None, zone: ZoneOption = "", step: StepOption = None) -> None:
    """Say what to do next, why, and who says so."""
    from formcheck.log_command.advice import show_advice

    show_advice(athlete, zone, step)


@log_app.command("plan")
def plan(
    athlete: AthleteOption = None,
    change: Annotated[str, typer.Option(help="Change a movement, or add it.", metavar="MOVEMENT")] = "",
    sets: Annotated[int | None, typer.Option(help="Of --change: sets.", min=1, max=50)] = None,
    reps: Annotated[int | None, typer.Option(help="Of --change: repetitions.", min=1, max=1000)] = None,
    load: LoadOption = None,
    drop: Annotated[str, typer.Option(help="Leave a movement out.", metavar="MOVEMENT")] = "",
    day: Annotated[str, typer.Option(help="Another day, YYYY-MM-DD.")] = "",
    reset: Annotated[bool, typer.Option("--reset", help="Forget what you changed.")] = False,
    zone: ZoneOption = "",
    step: StepOption = None,
) -> None:
    """Show the next session, or change it; a changed plan holds until you train it."""
    from formcheck.log_command.advice import PlanWish, show_plan

    show_plan(PlanWish(athlete, change, sets, reps, load, drop, day, reset, zone, step))


@log_app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV file of Strong or Hevy.", metavar="FILE")],
    athlete: Annotated[
        str | None, typer.Option(help="Whose sets; else of the only athlete.", metavar="NAME")
    ] = None,
    zone: ZoneOption = "",
    unit: Annotated[str, typer.Option(help="Of weights without one: kg or lb.")] = "kg",
) -> None:
    """Add the sets of another app; the same file again adds nothing."""
    from formcheck.log_command.exchange import import_sets

    import_sets(file, athlete, zone, unit)


@log_app.command("export")
def export(
    format_: Annotated[
        str, typer.Option("--format", help="strong, hevy, csv (table) or html (to read and print).")
    ] = "csv",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write; else training_log.*.", metavar="FILE")
    ] = None,
    athlete: AthleteOption = None,
    first: FirstOption = "",
    last: LastOption = "",
    overwrite: Annotated[bool, typer.Option(help="Replace a file that exists already.")] = False,
) -> None:
    """Write sets for Strong or Hevy, or as a table."""
    from formcheck.log_command.exchange import export_sets

    export_sets(format_, out, athlete, first, last, overwrite)


@log_app.command("backup")
def backup(
    file: Annotated[Path, typer.Argument(help="Zip file to write.", metavar="FILE")],
    overwrite: Annotated[bool, typer.Option(help="Replace a file that exists already.")] = False,
) -> None:
    """Write everything into one file: sets, pose tracks, athletes' records."""
    from formcheck.log_command.exchange import back_up

    back_up(file, overwrite)


@log_app.command("restore")
def restore(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="What `formcheck log backup` wrote; else the newest daily backup.", metavar="FILE"
        ),
    ] = None,
) -> None:
    """Bring a backup back; what is there now is kept beside it."""
    from formcheck.log_command.exchange import bring_back

    bring_back(file)
