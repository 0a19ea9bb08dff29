//! Sections of `docs/benchmarks.md`: each bench writes its own and keeps the others.

use std::fs;

use crate::command::root;

/// Begins a section that another bench writes.
const MARK: &str = "\n<!-- written by itself -->\n## ";

/// Replaces a section, or adds it at the end.
pub(super) fn write(title: &str, text: &str) -> anyhow::Result<()> {
    let path = root().join("docs/benchmarks.md");
    let page = fs::read_to_string(&path)?;
    fs::write(path, replaced(&page, title, text))?;
    Ok(())
}

/// All sections but the first part of the page, which `layers` writes.
pub(super) fn others(page: &str) -> &str {
    page.find(MARK).map_or("", |start| &page[start..])
}

fn replaced(page: &str, title: &str, text: &str) -> String {
    let head = format!("{MARK}{title}\n");
    let (before, after) = match page.split_once(&head) {
        Some((before, old)) => (before, others(old)),
        None => (page, ""),
    };
    format!("{before}{head}\n{}\n{after}", text.trim_end())
}

#[cfg(test)]
mod tests {
    use super::others;
    use super::replaced;

    #[test]
    fn a_section_is_replaced_and_the_others_stay() {
        let page = replaced("# All\n", "A", "one");
        let page = replaced(&page, "B", "two");
        let page = replaced(&page, "A", "three\n");
        let mark = "<!-- written by itself -->";
        assert_eq!(page, format!("# All\n\n{mark}\n## A\n\nthree\n\n{mark}\n## B\n\ntwo\n"));
        assert_eq!(others(&page), &page["# All\n".len()..]);
    }
}
