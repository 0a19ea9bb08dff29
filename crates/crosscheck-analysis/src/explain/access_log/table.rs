//! A log whose columns are named above them (W3C's extended format): of CloudFront and IIS.
//!
//! Spec: <https://www.w3.org/TR/WD-logfile.html>

use super::line::Asked;

/// Every request that such a log tells of; none if a text is no such log.
pub(super) fn read(text: &str) -> Vec<Asked<'_>> {
    let mut columns: Vec<&str> = Vec::new();
    let mut asked = Vec::new();
    for line in text.lines() {
        if let Some(named) = line.strip_prefix("#Fields:") {
            columns = named.split_whitespace().collect();
        } else if !columns.is_empty() && !line.starts_with('#') {
            asked.extend(row(&columns, line));
        }
    }
    asked
}

fn row<'t>(columns: &[&str], line: &'t str) -> Option<Asked<'t>> {
    // Whoever pastes them loses the tabs.
    let cells: Vec<&str> = line.split_whitespace().take(columns.len()).collect();
    let cell = |name: &str| {
        let place = columns.iter().position(|column| *column == name)?;
        cells.get(place).copied().filter(|cell| *cell != "-")
    };
    let page = cell("cs(Origin)").or_else(|| cell("cs(Referer)"));
    Asked::new(cell("cs-method")?, cell("cs-uri-stem")?, cell("sc-status")?, page)
}
