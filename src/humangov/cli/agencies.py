"""The agencies and departments of a demo state, and the posts that people have there."""

from dataclasses import dataclass
from datetime import date

from humangov.domain.organization import Agency, Department
from humangov.domain.units import Tree, Unit, UnitVersion

# An agency's code and name; its departments, each with a title of its own and what it pays a year in thousand dollars.
_TABLE = """
AGRICULTURE: Department of Agriculture
  Animal Health: Veterinarian 96
  Plant Industry: Plant inspector 61
  Markets and Fairs: Market specialist 58
CORRECTIONS: Department of Corrections
  Facilities: Correctional officer 72
  Parole: Parole agent 78
  Health Services: Registered nurse 94
  Training: Training officer 76
EDUCATION: Department of Education
  Curriculum: Education consultant 79
  School Finance: School finance analyst 71
  Special Education: Special education consultant 83
ENVIRONMENT: Department of Environmental Quality
  Air: Air quality engineer 91
  Water: Water quality scientist 82
  Land and Waste: Environmental specialist 73
FINANCE: Department of Finance
  Budget: Budget analyst 84
  Accounting: Accountant 66
  Audits: Auditor 74
WILDLIFE: Department of Fish and Wildlife
  Fisheries: Fish biologist 68
  Habitat: Habitat ecologist 70
  Enforcement: Game warden 75
SERVICES: Department of General Services
  Real Estate: Facility manager 79
  Procurement: Buyer 57
  Fleet: Vehicle mechanic 54
HEALTH: Department of Health
  Public Health: Epidemiologist 88
  Licensing: Licensing inspector 67
  Laboratories: Laboratory scientist 81
  Vital Records: Records technician 43
PERSONNEL: Department of Human Resources
  Pay and Classification: Classification analyst 69
  Benefits: Benefits specialist 60
  Labor Relations: Labor relations officer 89
LABOR: Department of Labor
  Wage and Hour: Wage investigator 65
  Safety: Safety engineer 87
  Workforce: Employment counselor 56
VEHICLES: Department of Motor Vehicles
  Driver Services: Driving examiner 49
  Registration: Registration technician 42
  Field Offices: Field office representative 44
RESOURCES: Department of Natural Resources
  Forestry: Forester 66
  Parks: Park ranger 59
  Geology: Geologist 85
REVENUE: Department of Revenue
  Income Tax: Tax examiner 62
  Sales Tax: Sales tax auditor 70
  Collections: Collections officer 55
TRANSPORT: Department of Transportation
  Highways: Highway maintenance worker 51
  Bridges: Bridge engineer 102
  Traffic Safety: Traffic engineer 93
  Public Transit: Transit planner 77
  Rail: Rail inspector 71
"""
# The units that every agency has besides: code, name, and the code of what they lie beneath. Departments lie beneath
# the programs.
PROGRAMS = "PROGRAMS"
DIVISIONS = (
    (PROGRAMS, "Program Division", ""),
    ("ADMIN", "Administration Division", ""),
    ("OFFICE", "Director’s Office", "ADMIN"),
)
# Titles that every department has, with their pay a year in thousand dollars and how common they are.
SHARED = (
    ("Office technician", 41, 9),
    ("Program analyst", 62, 8),
    ("Associate analyst", 74, 5),
    ("Information technology specialist", 92, 3),
    ("Staff services manager", 98, 3),
    ("Custodian", 37, 2),
    ("Attorney", 128, 1),
)


@dataclass(frozen=True, slots=True)
class Post:
    """A department, the title that only it has, and what that pays a year in thousand dollars."""

    agency: str
    department: str
    title: str
    thousands: int


def _read(table: str) -> tuple[tuple[Agency, ...], tuple[Post, ...]]:
    agencies: list[Agency] = []
    posts = []
    for line in table.strip().splitlines():
        name, _, rest = line.strip().partition(": ")
        if not line.startswith(" "):
            agencies.append(Agency(name, rest, ()))
            continue
        agency, code = agencies[-1], name.split()[0].upper()
        title, _, thousands = rest.rpartition(" ")
        agencies[-1] = Agency(agency.code, agency.name, (*agency.departments, Department(code, name)))
        posts.append(Post(agency.code, code, title, int(thousands)))
    return tuple(agencies), tuple(posts)


AGENCIES, POSTS = _read(_TABLE)


def whole_tree(since: date) -> Tree:
    """The agencies with their divisions and departments, all since one day."""
    units = [Unit(agency.code, "", (UnitVersion(since, agency.name),)) for agency in AGENCIES]
    for agency in AGENCIES:
        beneath = [*DIVISIONS, *((d.code, d.name, PROGRAMS) for d in agency.departments)]
        units += (Unit(agency.code, code, (UnitVersion(since, name, parent),)) for code, name, parent in beneath)
    return Tree(tuple(units))
