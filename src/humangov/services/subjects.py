"""How the audit log names an employee."""

from humangov.domain.employees import Employee


def subject_of(employee_id: str) -> str:
    """The key of an employee's events."""
    return f"employee:{employee_id}"


def label_of(employee: Employee) -> str:
    """An employee as the log says them to people: number and name as they are now."""
    return f"{employee.number} {employee.list_name}".strip()
