//! What a file calls a package.

use crate::import::Code;

/// The name by which a file calls a package: its own, or the one before its path.
pub(super) fn called(code: &Code, path: &str, own: &'static str) -> String {
    let word = format!("\"{path}");
    let given = code.after(&word).first().map(|end| {
        let start = end - word.len();
        let before = code.between(start.saturating_sub(80), start);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let line = line.trim().trim_start_matches("import").trim();
        line.trim_start_matches('(').trim().to_owned()
    });
    let is_name =
        |name: &String| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    given.filter(is_name).unwrap_or_else(|| own.to_owned())
}
