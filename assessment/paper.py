"""What goes out of an assessment as files, its public face: papers, the declaration workbook, the clock as a calendar.

It stands beside the face of the room, so that whoever is only told how the ten actions stand loads nothing that writes
Word, Excel or PDF.
"""

from assessment.beside import Beside, Planned, Stated
from assessment.clock_calendar import clock_calendar
from assessment.paper_files import paper_files
from assessment.papers import board_paper, index_paper, last_days, plan_paper
from assessment.workbook import write_workbook
from assessment.workbook_in import read_workbook

__all__ = [
    "Beside",
    "Planned",
    "Stated",
    "board_paper",
    "clock_calendar",
    "index_paper",
    "last_days",
    "paper_files",
    "plan_paper",
    "read_workbook",
    "write_workbook",
]
