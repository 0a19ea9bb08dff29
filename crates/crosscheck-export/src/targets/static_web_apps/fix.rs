//! Azure Static Web Apps.

use crosscheck::diagnosis::RequiredHeaders;

use super::export::table;
use crate::export::CorsObject;
use crate::fix::patch::Fix;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let lines = CorsObject::of(grant).own_header_lines();
    let text = format!("\"globalHeaders\": {}\n", table(&lines, ""));
    Fix::of(
        &[("in staticwebapp.config.json", text)],
        &[
            "for some files only, write the same as headers of a route: of the routes the first that fits speaks alone",
            "the same is said to everybody, so it is for one origin: for several, answer by a function",
        ],
    )
}
