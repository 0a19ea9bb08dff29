//! Code beside a refusal in which CORS comes too late, or too early: most frameworks ask what was registered first, and
//! a layer wraps only the routes that are there already.

use crosscheck::catalog::FetchRule;

use super::report::Report;

/// The most lines that are looked at.
const MOST_LINES: usize = 2_048;

/// Notes which line belongs elsewhere.
pub(super) fn note(report: &mut Report, text: &str) {
    let is_open = |rule| matches!(rule, FetchRule::AllowOriginMissing | FetchRule::PreflightStatus);
    if !report.findings.iter().any(|finding| is_open(finding.case.rule)) {
        return;
    }
    let lines: Vec<&str> = text.lines().take(MOST_LINES).collect();
    let Some((at, line)) = lines.iter().enumerate().find(|(_, line)| registers(line)) else {
        return;
    };
    let is_layer = line.contains(".layer(");
    let mut others = lines.iter().enumerate().filter(|(_, line)| !registers(line));
    if is_layer {
        if let Some((route, _)) = others.find(|(other, line)| *other > at && is_route(line)) {
            report.note(format!(
                "line {}: a layer wraps the routes that are there already, and none that come after it, as in line {}: put it \
                 after the last of them",
                at + 1,
                route + 1
            ));
        }
        return;
    }
    let is_aspnet = line.contains(".UseCors(");
    let comes_first = |other: &str| match is_aspnet {
        true => ENDS_OF_ASPNET.iter().any(|word| other.contains(word)),
        false => is_route(other) || other.contains(".listen("),
    };
    if let Some((first, _)) = others.find(|(other, line)| *other < at && comes_first(line)) {
        report.note(format!(
            "line {}: it is registered after what answers in line {}, which is asked first and never comes to it: put it \
             before that line",
            at + 1,
            first + 1
        ));
    }
}

/// What stands behind `UseCors` in ASP.NET.
const ENDS_OF_ASPNET: [&str; 6] = [
    ".UseAuthentication(",
    ".UseAuthorization(",
    ".MapControllers(",
    ".UseEndpoints(",
    ".MapGet(",
    ".MapHub",
];

/// Whether a line lets CORS be asked.
fn registers(line: &str) -> bool {
    let is_of_cors = line.to_ascii_lowercase().contains("cors");
    let begins = [".use(", ".Use(", ".register(", ".layer(", ".UseCors(", ".enableCors("];
    is_of_cors
        && !line.trim_start().starts_with("//")
        && begins.iter().any(|begin| line.contains(begin))
}

/// Whether a line says who answers at a path.
fn is_route(line: &str) -> bool {
    let is_of_page =
        ["axios", "fetch(", "http.", "request(", "cy."].iter().any(|word| line.contains(word));
    let is_comment = line.trim_start().starts_with("//");
    let quotes = ["('/", "(\"/", "(`/"];
    let has = |name: &str| quotes.iter().any(|quote| line.contains(&format!(".{name}{quote}")));
    !is_of_page && !is_comment && ROUTES.iter().any(|name| has(name))
}

const ROUTES: [&str; 16] = [
    "get", "post", "put", "patch", "delete", "all", "route", "use", "GET", "POST", "PUT", "PATCH",
    "DELETE", "Group", "Get", "Post",
];
