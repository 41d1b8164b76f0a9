"""The arguments of `feedback import`, in the groups of its help."""

from __future__ import annotations

from typing import Annotated

import typer

READ, STORE, KEEP = "How the file is read", "What is stored", "Next month"
FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="CSV or JSON of any kind; - is standard input.")
]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN,...",
        help="Columns by name: score=Rating,day='Responded at'. "
        "Fields: day, score, scale, customer, words, source, id.",
        rich_help_panel=READ,
    ),
]
CustomerOption = Annotated[
    str,
    typer.Option(
        metavar="@NAME",
        help="Whose feedback all of it is.",
        show_default=False,
        rich_help_panel=READ,
    ),
]
FileScaleOption = Annotated[
    str,
    typer.Option(
        metavar="SCALE",
        help="csat, nps, good-bad, ces, 1-7, 1-10 or 0-100.",
        show_default=False,
        rich_help_panel=READ,
    ),
]
FileSourceOption = Annotated[
    str,
    typer.Option(
        metavar="TEXT",
        help="Where all of it is from; needed where two surveys use the same ids.",
        show_default=False,
        rich_help_panel=READ,
    ),
]
OrderOption = Annotated[
    str | None,
    typer.Option(
        metavar="ORDER",
        help="How 03/04/2026 is meant: dmy, mdy, ymd, excel or excel-1904.",
        rich_help_panel=READ,
    ),
]
AnswersOption = Annotated[
    list[str] | None,
    typer.Option(
        "--answers",
        metavar="TEXT=SCORE,...",
        help="What answers in words mean: 'very good=5,good=4'; or a file with one on each line.",
        rich_help_panel=READ,
    ),
]
EncodingOption = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="Such as windows-1252 or shift_jis.",
        show_default=False,
        rich_help_panel=READ,
    ),
]
DelimiterOption = Annotated[
    str,
    typer.Option(
        metavar="CHARACTER",
        help="What stands between two cells: ; or tab.",
        show_default=False,
        rich_help_panel=READ,
    ),
]
SkipLinesOption = Annotated[
    int | None,
    typer.Option(min=0, metavar="N", help="Lines before the headings.", rich_help_panel=READ),
]
LabelsOption = Annotated[
    bool,
    typer.Option(
        "--customers-as-labels",
        help="A name over 40 characters becomes a short tag with the name as its label.",
        rich_help_panel=READ,
    ),
]
SkipRowsOption = Annotated[
    bool,
    typer.Option(
        "--skip-bad",
        help="Leave out rows without a day or a customer.",
        rich_help_panel=STORE,
    ),
]
SkipAnswersOption = Annotated[
    list[str] | None,
    typer.Option(
        "--skip-answers",
        metavar="TEXT",
        help="Leave out answers that are TEXT and cannot be read; reports say how many.",
        rich_help_panel=STORE,
    ),
]
PreviewOption = Annotated[
    bool, typer.Option("--dry-run", help="Show what would be stored.", rich_help_panel=STORE)
]
UpdateOption = Annotated[
    bool,
    typer.Option(
        "--update",
        help="Where a known answer differs, take the file's, even over an edit by hand.",
        rich_help_panel=STORE,
    ),
]
AddAgainOption = Annotated[
    bool,
    typer.Option(
        "--again",
        help="Add answers that were deleted or undone, or are known except for one column.",
        rich_help_panel=STORE,
    ),
]
SkipOption = Annotated[bool, typer.Option("--skip-bad", help="Leave bad rows out.")]
AgainOption = Annotated[
    bool, typer.Option("--again", help="Bring back what was deleted or undone before.")
]
SaveAsOption = Annotated[
    str,
    typer.Option(
        "--save-as",
        metavar="NAME",
        help="Keep these options in config.toml once the import is done.",
        show_default=False,
        rich_help_panel=KEEP,
    ),
]
LikeOption = Annotated[
    str,
    typer.Option(
        "--like",
        metavar="NAME",
        help="Use the options kept as NAME; those given here win.",
        show_default=False,
        rich_help_panel=KEEP,
    ),
]
