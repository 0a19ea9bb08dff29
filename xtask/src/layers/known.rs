//! The circles of files that stay, each with its reason.

use crate::layers::circles::Circle;

/// Files that need each other, in order.
struct Known {
    files: &'static [&'static str],
    #[expect(dead_code, reason = "for the reader")]
    because: &'static str,
}

const KNOWN: &[Known] = &[];

/// What is wrong: a circle that is new, and one that is listed and gone.
pub(super) fn check(circles: &[Circle]) -> Vec<String> {
    let new =
        circles.iter().filter(|circle| !KNOWN.iter().any(|known| known.files == circle.files));
    let new = new.map(|circle| {
        format!(
            "a new circle: {}; cut it, or list it with its reason in xtask/src/layers/known.rs\n  {}",
            circle.files.join(" "),
            circle.because.join("\n  ")
        )
    });
    let gone =
        KNOWN.iter().filter(|known| !circles.iter().any(|circle| known.files == circle.files));
    let gone = gone.map(|known| {
        let files = known.files.join(" ");
        format!("no circle any more: {files}; take it off xtask/src/layers/known.rs")
    });
    new.chain(gone).collect()
}
