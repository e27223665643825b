"""Writing YAML: records changed and begun by command, without touching the rest of a file."""

from factbook.editing.forms import Field, fault
from factbook.editing.observations import Given, Refused, set_observation
from factbook.editing.records import NEW, Form, check_identifier, form, new_record
from factbook.editing.trial import Edit, FileChangedError, replace_file, save, tried

__all__ = [
    "NEW",
    "Edit",
    "Field",
    "FileChangedError",
    "Form",
    "Given",
    "Refused",
    "check_identifier",
    "fault",
    "form",
    "new_record",
    "replace_file",
    "save",
    "set_observation",
    "tried",
]
