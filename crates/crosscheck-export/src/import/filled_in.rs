//! Values that are filled in before a configuration is used.

/// Whether a part of a text stands for a value that is not here: `${HOST}`, `{{ host }}`, `$(host)`,
/// `[parameters('host')]`.
pub(crate) fn is_filled_in(text: &str) -> bool {
    let holes = ["${", "{{", "$(", "<%"];
    let is_expression = text.starts_with('[') && text.ends_with(")]");
    is_expression || text.starts_with('$') || holes.iter().any(|hole| text.contains(hole))
}

/// What is said of one.
pub(crate) const NOT_HERE: &str =
    "its value is not in this file: put what it comes to in its place";
