"""Writing YAML: changes to records and new records, without changing the rest of a file."""

from factbook.data.edit.fields import Field, fault
from factbook.data.edit.new_record import NEW, Form, check_identifier, form, new_record
from factbook.data.edit.set_value import ObservationInput, RefusedError, set_observation
from factbook.data.edit.transaction import Edit, FileChangedError, dry_run, replace_file, save

__all__ = [
    "NEW",
    "Edit",
    "Field",
    "FileChangedError",
    "Form",
    "ObservationInput",
    "RefusedError",
    "check_identifier",
    "dry_run",
    "fault",
    "form",
    "new_record",
    "replace_file",
    "save",
    "set_observation",
]
